// FLAGS: -std=c++20
#include <mutex>
#include <thread>
#include <functional>

class Account {
 public:
  explicit Account(long start) : balance_(start) {}
  void deposit(long amount) {
    std::lock_guard<std::mutex> lock(mutex_);
    balance_ += amount;
  }
  bool tryWithdraw(long amount) {
    std::unique_lock lock(mutex_, std::defer_lock);
    if (!lock.try_lock()) return false;
    if (balance_ < amount) return false;
    balance_ -= amount;
    return true;
  }
  void run() { deposit(1); }
  void start() {
    std::thread worker(&Account::run, this);
    std::thread other([this] { deposit(2); });
    worker.join();
    other.join();
  }
  void adopt() {
    mutex_.lock();
    std::lock_guard<std::mutex> lock(mutex_, std::adopt_lock);
    for (int i = 0; i < 3; ++i) {
      if (i == 2) break;
      ++balance_;
    }
  }

 private:
  std::mutex mutex_;
  long balance_ = 0;
};

void transfer(Account& from, Account& to) {
  from.deposit(-1);
  to.deposit(1);
}

int main() {
  Account a(1), b(2);
  std::thread t(transfer, std::ref(a), std::ref(b));
  t.join();
  auto c = new Account(3);
  c->deposit(4);
  delete c;
}
