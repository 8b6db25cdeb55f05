// Two objects of one class, in the order of the arguments.
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance = 0;
};

Account alice;
Account bob;

void transfer(Account& from, Account& to, long amount) {
  std::lock_guard<std::mutex> first(from.m);
  std::lock_guard<std::mutex> second(to.m);  // DEADLOCK
  from.balance -= amount;
  to.balance += amount;
}

int main() {
  std::thread a([] { transfer(alice, bob, 1); });
  std::thread b([] { transfer(bob, alice, 2); });
  a.join();
  b.join();
}
