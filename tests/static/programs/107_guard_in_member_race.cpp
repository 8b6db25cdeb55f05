// A session holds the lock by a guard in a member, and gives it up before its last write.
#include <mutex>
#include <thread>

struct Store {
  std::mutex m;
  int value = 0;
};

class Session {
 public:
  explicit Session(Store& store) : store_(store), guard_(store.m) {}
  void write(int value) { store_.value = value; }
  void finish(int value) {
    guard_.unlock();
    store_.value = value;  // RACE
  }

 private:
  Store& store_;
  std::unique_lock<std::mutex> guard_;
};

Store store;

void work(int value) {
  Session session(store);
  session.write(value);
  session.finish(-value);
}

int main() {
  std::thread a(work, 1);
  std::thread b(work, 2);
  a.join();
  b.join();
}
