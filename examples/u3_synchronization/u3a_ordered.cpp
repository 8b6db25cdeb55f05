// U3a  The innocent twin: one order for all
//
// The same two tellers, but std::scoped_lock takes both accounts at once. It
// never waits for one account while it holds the other, so the direction of
// the transfer does not matter any more.
//
// Lesson: take locks that belong together in one step, or always in one order
// (by account number, say). Gordian has nothing to report, and the tellers
// need not be polite.
//
//   gordian run -- build/release/examples/u3_synchronization/u3a_ordered

#include <pthread.h>

#include <cstdio>
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance;
};

Account alice{{}, 1000};
Account bob{{}, 1000};

void transfer(Account& from, Account& to, long amount) {
  std::scoped_lock lockBoth(from.m, to.m);  // NODEADLOCK
  from.balance -= amount;
  to.balance += amount;
}

void tellerOne() {
  pthread_setname_np(pthread_self(), "teller-1");
  for (int i = 0; i < 100; ++i) transfer(alice, bob, 3);
}

void tellerTwo() {
  pthread_setname_np(pthread_self(), "teller-2");
  for (int i = 0; i < 100; ++i) transfer(bob, alice, 2);
}

int main() {
  std::thread one(tellerOne);
  std::thread two(tellerTwo);
  one.join();
  two.join();
  std::printf("alice %ld, bob %ld\n", alice.balance, bob.balance);
}
