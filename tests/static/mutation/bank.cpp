// Accounts with a lock each, a ledger, an audit that stops all of them, interest and statements.
// Every datum that two threads use has its lock; mutation_test.py takes one lock away at a time.
#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

struct Entry {
  int from = 0;
  int to = 0;
  long amount = 0;
};

class Ledger {
 public:
  void write(const Entry& entry) {
    std::lock_guard guard(lock_);
    entries_.push_back(entry);
    turnover_ += entry.amount;
  }

  long turnover() const {
    std::lock_guard guard(lock_);
    return turnover_;
  }

  std::vector<Entry> since(std::size_t number) const {
    std::lock_guard guard(lock_);
    std::vector<Entry> found;
    for (std::size_t i = number; i < entries_.size(); ++i) found.push_back(entries_[i]);
    return found;
  }

 private:
  mutable std::mutex lock_;
  std::vector<Entry> entries_;
  long turnover_ = 0;
};

class Account {
 public:
  explicit Account(int number) : number_(number) {}

  int number() const { return number_; }

  void deposit(long amount) {
    std::lock_guard guard(lock_);
    balance_ += amount;
    ++movements_;
  }

  bool withdraw(long amount) {
    std::lock_guard guard(lock_);
    if (balance_ - amount < limit_) return false;
    balance_ -= amount;
    ++movements_;
    return true;
  }

  long balance() const {
    std::lock_guard guard(lock_);
    return balance_;
  }

  void setLimit(long limit) {
    std::lock_guard guard(lock_);
    limit_ = limit;
  }

  void addInterest(int perMille) {
    std::lock_guard guard(lock_);
    if (balance_ > 0) balance_ += balance_ * perMille / 1000;
  }

  int movements() const {
    std::lock_guard guard(lock_);
    return movements_;
  }

  static bool transfer(Account& from, Account& to, long amount) {
    if (&from == &to) return true;
    std::scoped_lock guard(from.lock_, to.lock_);
    if (from.balance_ - amount < from.limit_) return false;
    from.balance_ -= amount;
    to.balance_ += amount;
    ++from.movements_;
    ++to.movements_;
    return true;
  }

 private:
  mutable std::mutex lock_;
  const int number_;
  long balance_ = 0;
  long limit_ = 0;
  int movements_ = 0;
};

class Bank {
 public:
  Account* open(long limit) {
    std::unique_lock guard(accountsLock_);
    const int number = next_++;
    accounts_[number] = std::make_unique<Account>(number);
    accounts_[number]->setLimit(limit);
    return accounts_[number].get();
  }

  Account* find(int number) const {
    std::shared_lock guard(accountsLock_);
    const auto known = accounts_.find(number);
    return known == accounts_.end() ? nullptr : known->second.get();
  }

  std::size_t size() const {
    std::shared_lock guard(accountsLock_);
    return accounts_.size();
  }

  bool move(int from, int to, long amount) {
    Account* source = find(from);
    Account* target = find(to);
    if (source == nullptr || target == nullptr) return refuse("no such account");
    if (!Account::transfer(*source, *target, amount)) return refuse("not enough money");
    ledger_.write({from, to, amount});
    return true;
  }

  long total() const {
    std::shared_lock guard(accountsLock_);
    long sum = 0;
    for (const auto& [number, account] : accounts_) sum += account->balance();
    return sum;
  }

  void payInterest(int perMille) {
    std::shared_lock guard(accountsLock_);
    for (const auto& [number, account] : accounts_) account->addInterest(perMille);
  }

  std::map<std::string, int> refusals() const {
    std::lock_guard guard(refusalsLock_);
    return refusals_;
  }

  std::string lastRefusal() const {
    std::lock_guard guard(refusalsLock_);
    return last_;
  }

  const Ledger& ledger() const { return ledger_; }

 private:
  bool refuse(const std::string& why) {
    std::lock_guard guard(refusalsLock_);
    ++refusals_[why];
    last_ = why;
    return false;
  }

  mutable std::shared_mutex accountsLock_;
  std::map<int, std::unique_ptr<Account>> accounts_;
  int next_ = 1;
  Ledger ledger_;
  mutable std::mutex refusalsLock_;
  std::map<std::string, int> refusals_;
  std::string last_;
};

Bank bank;
std::atomic<bool> isClosing{false};

std::mutex reportLock;
long lastTotal = 0;
int reports = 0;

void tell(long total) {
  std::lock_guard guard(reportLock);
  lastTotal = total;
  ++reports;
}

void teller(int seed) {
  for (int i = 0; i < 500; ++i) {
    const int from = 1 + (seed + i) % 8;
    const int to = 1 + (seed * 3 + i * 5) % 8;
    bank.move(from, to, 5 + i % 20);
    if (i % 100 == 0) {
      Account* fresh = bank.open(-50);
      fresh->deposit(100);
      fresh->withdraw(30);
      fresh->setLimit(0);
    }
  }
}

void interest() {
  while (!isClosing) {
    bank.payInterest(2);
    tell(bank.total());
    std::this_thread::yield();
  }
}

void audit() {
  std::size_t seen = 0;
  while (!isClosing) {
    const std::vector<Entry> entries = bank.ledger().since(seen);
    seen += entries.size();
    std::printf("%zu accounts, %zu entries, %ld turned over\n", bank.size(), seen,
                bank.ledger().turnover());
    for (int number = 1; number <= 8; ++number)
      if (const Account* account = bank.find(number))
        std::printf("%d: %ld after %d\n", number, account->balance(), account->movements());
    for (const auto& [why, count] : bank.refusals()) std::printf("%s: %d\n", why.c_str(), count);
    std::printf("last: %s\n", bank.lastRefusal().c_str());
  }
}

int main() {
  for (int i = 0; i < 8; ++i) bank.open(-100)->deposit(1000);
  std::thread paying(interest);
  std::thread auditing(audit);
  std::vector<std::thread> tellers;
  for (int i = 0; i < 4; ++i) tellers.emplace_back(teller, i);
  for (int i = 0; i < 10; ++i) {
    std::lock_guard guard(reportLock);
    std::printf("%d reports, %ld in all\n", reports, lastTotal);
  }
  for (std::thread& one : tellers) one.join();
  isClosing = true;
  paying.join();
  auditing.join();
}
