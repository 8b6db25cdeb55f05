// Five tests: one shows a potential deadlock by itself, two are clean, and two show one together.
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

namespace {

struct Account {
  std::mutex m;
  int balance = 100;
};

void transfer(Account& from, Account& to) {
  const std::lock_guard lockFrom(from.m);
  const std::lock_guard lockTo(to.m);
  from.balance -= 1;
  to.balance += 1;
}

// The threads are alive together, but transfer one after the other: nothing really hangs.
void transferBothWays(Account& alice, Account& bob) {
  std::mutex turn;
  bool isFirstDone = false;
  std::thread second([&] {
    for (;;) {
      const std::lock_guard lock(turn);
      if (isFirstDone) break;
    }
    transfer(bob, alice);
  });
  std::thread first([&] {
    transfer(alice, bob);
    const std::lock_guard lock(turn);
    isFirstDone = true;
  });
  first.join();
  second.join();
}

TEST(Bank, StartsWithMoney) {
  const Account account;
  EXPECT_EQ(account.balance, 100);
}

TEST(Bank, TransfersBothWays) {
  Account alice;
  Account bob;
  transferBothWays(alice, bob);
  EXPECT_EQ(alice.balance, 100);
}

TEST(Bank, TransfersOneWay) {
  Account alice;
  Account bob;
  std::thread first([&] { transfer(alice, bob); });
  std::thread second([&] { transfer(alice, bob); });
  first.join();
  second.join();
  EXPECT_EQ(bob.balance, 102);
}

// A worker that lives as long as the program, as thread pools do: nothing orders its work in one
// test with that of a thread in another.
class Worker {
 public:
  void run(void (*job)()) {
    std::unique_lock lock(m_);
    job_ = job;
    while (job_ != nullptr) {
      lock.unlock();
      std::this_thread::yield();
      lock.lock();
    }
  }
  ~Worker() {
    {
      const std::lock_guard lock(m_);
      isEnding_ = true;
    }
    thread_.join();
  }

 private:
  void work() {
    for (;;) {
      void (*job)() = nullptr;
      {
        const std::lock_guard lock(m_);
        if (isEnding_) return;
        job = job_;
      }
      if (job == nullptr) {
        std::this_thread::yield();
        continue;
      }
      job();
      const std::lock_guard lock(m_);
      job_ = nullptr;
    }
  }

  std::mutex m_;
  void (*job_)() = nullptr;
  bool isEnding_ = false;
  std::thread thread_{[this] { work(); }};
};

std::mutex savings;
std::mutex checking;
int moved = 0;

void save() {
  const std::lock_guard lockFrom(checking);
  const std::lock_guard lockTo(savings);
  ++moved;
}

void spend() {
  const std::lock_guard lockFrom(savings);
  const std::lock_guard lockTo(checking);
  --moved;
}

Worker& worker() {
  static Worker one;
  return one;
}

TEST(Accounts, SavesInTheBackground) {
  const int before = moved;
  worker().run(save);
  EXPECT_EQ(moved, before + 1);
}

TEST(Accounts, SpendsInTheForeground) {
  const int before = moved;
  std::thread spender(spend);
  spender.join();
  EXPECT_EQ(moved, before - 1);
}

}  // namespace
