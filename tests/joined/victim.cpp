// Takes one half of a circle of locks, or the other: victim SITUATION there|back. No run hangs.
//
// Must be told when two runs are put together: opposite, pool, member, local, own, ring (of three).
// Must not: same, gate, guard, main, alone, before, unlike, instances, readers, wrapped, given.
#include <pthread.h>

#include <atomic>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

std::mutex a, b, c, gate;
std::shared_mutex readA, readB;

template <class First, class Second>
void take(First& first, Second& second) {
  const std::lock_guard one(first);
  const std::lock_guard two(second);
}

template <class First, class Second>
void read(First& first, Second& second) {
  const std::shared_lock one(first);
  const std::shared_lock two(second);
}

class Node {
 public:
  void use() { const std::lock_guard own(m_); }
  void under(std::mutex& outer) {
    const std::lock_guard first(outer);
    const std::lock_guard own(m_);
  }
  void over(std::mutex& inner) {
    const std::lock_guard own(m_);
    const std::lock_guard second(inner);
  }

 private:
  std::mutex m_;
};

// A lock whose creation is one place in the source, whoever makes one.
class Wrapped {
 public:
  Wrapped() { pthread_mutex_init(&mutex_, nullptr); }
  void lock() { pthread_mutex_lock(&mutex_); }
  void unlock() { pthread_mutex_unlock(&mutex_); }

 private:
  pthread_mutex_t mutex_{};
};

// Both are alive until both are done; only soft order, which refutes nothing.
std::atomic<int> begun{0}, done{0};
void alive(const std::function<void()>& deed) {
  ++begun;
  while (begun < 2) std::this_thread::yield();
  deed();
  ++done;
  while (done < 2) std::this_thread::yield();
}

void nothing() {}
using Deed = std::function<void()>;

void two(const Deed& first, const Deed& second) {
  std::thread one([&] { alive(first); });
  std::thread other([&] { alive(second); });
  one.join();
  other.join();
}

void ofPool(const Deed& deed) {
  std::vector<std::thread> pool;
  for (int i = 0; i < 2; ++i) pool.emplace_back([&, i] { alive(i == 0 ? deed : nothing); });
  for (std::thread& thread : pool) thread.join();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string what = argv[1], half = argv[2];
  const bool isThere = half == "there";
  const Deed there = [] { take(a, b); };
  const Deed back = [] { take(b, a); };
  if (what == "opposite") two(isThere ? there : nothing, isThere ? nothing : back);
  if (what == "same") two(isThere ? there : back, nothing);
  if (what == "both") two(there, back);
  if (what == "pool") ofPool(isThere ? there : back);
  if (what == "ring") {
    ofPool(half == "there"  ? Deed([] { take(a, b); })
           : half == "back" ? Deed([] { take(b, c); })
                            : Deed([] { take(c, a); }));
  }
  if (what == "member" || what == "unlike") {
    const auto node = std::make_unique<Node>();
    if (what == "member") node->use();  // here first, in each run
    ofPool(isThere ? Deed([&] { node->under(a); }) : Deed([&] { node->over(a); }));
  }
  if (what == "local") {
    Node node;
    ofPool(isThere ? Deed([&] { node.under(a); }) : Deed([&] { node.over(a); }));
  }
  if (what == "gate") {
    ofPool([&] {
      const std::lock_guard outer(gate);
      (isThere ? there : back)();
    });
  }
  if (what == "own" || (what == "given" && isThere)) {  // a lock that each thread makes for itself
    ofPool([&] {
      const auto mine = std::make_unique<Wrapped>();
      const std::lock_guard outer(*mine);
      (isThere ? there : back)();
    });
  } else if (what == "given") {
    const auto common = std::make_unique<Wrapped>();
    ofPool([&] {
      const std::lock_guard outer(*common);
      back();
    });
  }
  if (what == "guard") {  // the pool lives while main holds it; another part takes it
    if (isThere) {
      const std::lock_guard outer(gate);
      ofPool(there);
    } else {
      ofPool([&] {
        const std::lock_guard outer(gate);
        back();
      });
    }
  }
  if (what == "main") {
    (isThere ? there : back)();
    ofPool(nothing);
  }
  if (what == "alone") {
    std::thread thread = isThere ? std::thread(there) : std::thread(back);
    thread.join();
  }
  if (what == "before") {
    if (isThere) there();
    two(isThere ? nothing : back, nothing);
  }
  if (what == "instances") {
    const auto nodes = std::make_unique<Node[]>(3);
    for (int i = 0; i < 3; ++i) nodes[i].use();
    ofPool(isThere ? Deed([&] { nodes[0].under(a); }) : Deed([&] { nodes[1].over(a); }));
  }
  if (what == "readers")
    ofPool(isThere ? Deed([] { read(readA, readB); }) : Deed([] { read(readB, readA); }));
  if (what == "wrapped") {
    const auto one = std::make_unique<Wrapped>();
    const auto other = std::make_unique<Wrapped>();
    ofPool(isThere ? Deed([&] { take(a, *one); }) : Deed([&] { take(*other, a); }));
  }
  return 0;
}
