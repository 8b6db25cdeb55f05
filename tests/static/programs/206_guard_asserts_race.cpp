// What looks like a guard only names the ledger; its own functions ask the ledger, which asserts
// that the lock is held.
#include <mutex>

class Mutex {
 public:
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  void assertHeld() {}

 private:
  std::mutex mutex_;
};

class Ledger {
 public:
  void set(int number) {
    mutex.assertHeld();
    sum_ = number;
  }
  void clear() {
    std::lock_guard guard(mutex);
    set(0);
  }

  Mutex mutex;

 private:
  int sum_ = 0;
};

class Change {
 public:
  explicit Change(Ledger* ledger);
  ~Change();
  void set(int number);

 private:
  Ledger* ledger_;
};

Change::Change(Ledger* ledger) : ledger_(ledger) {}

Change::~Change() {
  ledger_ = nullptr;
}

void Change::set(int number) {
  if (ledger_ != nullptr) ledger_->set(number);  // RACE
}

Ledger* find(int number);

void reset(Ledger& ledger, int number) {
  ledger.clear();
  Change change(find(number));
  change.set(1);
}
