// U3a  Lock order inversion (AB-BA)
//
// Two tellers move money between the same two accounts, in opposite
// directions. Each locks the account that it takes from, then the account
// that it gives to.
//
// Lesson: each function is right on its own; the ORDER of locking belongs to
// the whole program. Every test may pass, and one day both tellers hold one
// account and wait for the other one's for ever.
//
// This run gets through: the second teller is polite and gives the first one
// a second's start. Nothing in the program makes sure that a second is enough.
//
//   gordian run -- build/release/examples/u3_synchronization/u3a_abba

#include <pthread.h>

#include <chrono>
#include <cstdio>
#include <mutex>
#include <semaphore>
#include <thread>

struct Account {
  std::mutex m;
  long balance;
};

Account alice{{}, 1000};
Account bob{{}, 1000};
std::binary_semaphore counterFree{0};

void transfer(Account& from, Account& to, long amount) {
  std::lock_guard lockFrom(from.m);
  std::lock_guard lockTo(to.m);  // DEADLOCK
  from.balance -= amount;
  to.balance += amount;
}

void tellerOne() {
  pthread_setname_np(pthread_self(), "teller-1");
  for (int i = 0; i < 100; ++i) transfer(alice, bob, 3);
  counterFree.release();
}

void tellerTwo() {
  pthread_setname_np(pthread_self(), "teller-2");
  (void)counterFree.try_acquire_for(std::chrono::seconds(1));
  for (int i = 0; i < 100; ++i) transfer(bob, alice, 2);
}

int main() {
  std::thread one(tellerOne);
  std::thread two(tellerTwo);
  one.join();
  two.join();
  std::printf("alice %ld, bob %ld\n", alice.balance, bob.balance);
}
