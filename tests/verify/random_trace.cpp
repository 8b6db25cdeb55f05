#include "random_trace.hpp"

#include <algorithm>
#include <map>
#include <random>

namespace gordian::test {
namespace {

const std::vector<std::string> kLocks{"A", "B", "C", "G"};

class Run {
 public:
  explicit Run(std::uint32_t seed) : random_(seed) {}

  std::vector<std::string> lines() {
    for (const std::string& lock : kLocks) describe(lock);
    const unsigned steps = below(14) + 6;
    for (unsigned i = 0; i < steps; ++i) step();
    return std::move(lines_);
  }

 private:
  struct Thread {
    unsigned segment = 0;
    unsigned clock = 0;  // acquisitions so far
    std::string over;    // a lock that is held over creates and joins, with its serial number
    bool isJoined = false;
  };

  unsigned below(unsigned limit) {
    return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_);
  }
  bool chance(unsigned percent) { return below(100) < percent; }

  void add(std::string line) { lines_.push_back(std::move(line)); }

  void describe(const std::string& lock) {
    const unsigned kind = below(10);
    if (kind == 0) add("kind " + lock + " rwlock");
    if (kind == 1) add("kind " + lock + " prefer-writer");
    if (kind == 2) add("kind " + lock + " recursive");
    isReadWrite_[lock] = kind <= 1;
    isUnshared_[lock] = chance(20);
    if (isUnshared_[lock]) add("creator " + lock + " T1" + (chance(30) ? "@1" : ""));
  }

  std::size_t someThread() {
    std::vector<std::size_t> alive;
    for (std::size_t i = 0; i < threads_.size(); ++i)
      if (!threads_[i].isJoined) alive.push_back(i);
    return alive[below(static_cast<unsigned>(alive.size()))];
  }

  std::string at(std::size_t thread) const {
    return "T" + std::to_string(thread + 1) + "@" + std::to_string(threads_[thread].segment);
  }

  std::string holding(std::size_t thread) {
    if (threads_[thread].over.empty() && chance(40)) {
      const std::string& lock = kLocks[below(4)];
      threads_[thread].over = lock + "#" + use(thread, lock);
    }
    return threads_[thread].over.empty() ? "" : " holding " + threads_[thread].over;
  }

  // With nothing held; the thread's clock then.
  std::string use(std::size_t thread, const std::string& lock) {
    const std::string clock = std::to_string(++threads_[thread].clock);
    add(at(thread) + " uses " + lock + (chance(5) ? "~" : chance(5) ? "?" : "") + " at " + clock);
    return clock;
  }

  void step() {
    const unsigned what = below(11);
    const std::size_t thread = someThread();
    if (what == 0 && threads_.size() < 5) {
      const std::string held = holding(thread);
      add(at(thread) + " creates T" + std::to_string(threads_.size() + 1) + held);
      ++threads_[thread].segment;
      threads_.emplace_back();
    } else if (what == 1) {
      const std::size_t other = someThread();
      if (other == thread || other == 0) return;
      ++threads_[thread].segment;
      threads_[other].isJoined = true;
      const std::string held = chance(70) ? threads_[thread].over : "";
      add(at(thread) + " joins T" + std::to_string(other + 1) +
          (held.empty() ? "" : " holding " + held));
      if (chance(50)) threads_[thread].over.clear();
    } else if (what == 4) {
      add(at(thread) + (chance(50) ? " posts " : " takes ") + std::to_string(below(2)) + " at " +
          std::to_string(threads_[thread].clock));
    } else if (what == 2) {
      const std::string& lock = kLocks[below(4)];
      if (threads_[thread].over.empty()) use(thread, lock + mode(lock));
    } else if (what == 3) {
      const std::string& lock = kLocks[below(4)];
      if (isUnshared_[lock]) add("shared " + lock);
      isUnshared_[lock] = false;
    } else {
      acquire(thread);
    }
  }

  std::string mode(const std::string& lock) { return isReadWrite_[lock] && chance(60) ? "/s" : ""; }

  void acquire(std::size_t thread) {
    std::vector<std::string> order = kLocks;
    std::shuffle(order.begin(), order.end(), random_);
    order.resize(2 + below(2));
    // As a recorder sees it: the first with nothing held, each further one with those before it.
    std::string line = at(thread) + ":";
    const std::string& over = threads_[thread].over;
    if (!over.empty()) {
      line += " " + over;
      std::erase(order, over.substr(0, 1));
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      std::string lock = order[i] + mode(order[i]);
      if (i == 0 && over.empty()) {
        lock.insert(1, "#" + use(thread, lock));
      } else {
        const unsigned how = below(12);
        const bool isLast = i + 1 == order.size();
        add(line + "->" + lock + (isLast && how == 0 ? "?" : isLast && how == 1 ? "~" : ""));
        lock.insert(1, "#" + std::to_string(++threads_[thread].clock));
      }
      line += " " + lock;
    }
    if (chance(30)) threads_[thread].over.clear();
  }

  std::mt19937 random_;
  std::vector<std::string> lines_;
  std::vector<Thread> threads_{Thread{}};
  std::map<std::string, bool> isReadWrite_;
  std::map<std::string, bool> isUnshared_;
};

}  // namespace

std::vector<std::string> randomTrace(std::uint32_t seed) {
  return Run(seed).lines();
}

}  // namespace gordian::test
