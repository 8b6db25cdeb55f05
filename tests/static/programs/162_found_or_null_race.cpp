// What is looked up is there or null; one of those that change what is there has no lock.
#include <map>
#include <memory>
#include <mutex>
#include <thread>

class Account {
 public:
  void deposit(long amount) {
    std::lock_guard guard(lock_);
    balance_ += amount;
  }
  void withdraw(long amount) {
    balance_ -= amount;  // RACE
  }

 private:
  std::mutex lock_;
  long balance_ = 0;
};

class Bank {
 public:
  void open(int number) {
    std::lock_guard guard(lock_);
    accounts_[number] = std::make_unique<Account>();
  }
  Account* find(int number) {
    std::lock_guard guard(lock_);
    const auto known = accounts_.find(number);
    return known == accounts_.end() ? nullptr : known->second.get();
  }

 private:
  std::mutex lock_;
  std::map<int, std::unique_ptr<Account>> accounts_;
};

Bank bank;

void pay() {
  Account* account = bank.find(1);
  if (account == nullptr) return;
  account->withdraw(5);
}

void earn() {
  if (Account* account = bank.find(1)) account->deposit(7);
}

int main() {
  bank.open(1);
  std::thread paying(pay);
  std::thread earning(earn);
  paying.join();
  earning.join();
}
