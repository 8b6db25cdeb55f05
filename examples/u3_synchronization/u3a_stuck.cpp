// U3a  The deadlock that happens
//
// The program of u3a_abba on the day on which its tellers meet: each waits
// with its first lock held until the other one has its first lock, too. From
// then on nothing can ever move again.
//
// Lesson: a program that hangs says nothing by itself. Who waits for whom, who
// holds what, and since where, is all there is to know.
//
//   gordian run -- build/release/examples/u3_synchronization/u3a_stuck

#include <pthread.h>

#include <barrier>
#include <cstdio>
#include <mutex>
#include <thread>

struct Account {
  std::mutex m;
  long balance;
};

Account alice{{}, 1000};
Account bob{{}, 1000};
std::barrier bothHoldOne{2};

void transfer(Account& from, Account& to, long amount) {
  std::lock_guard lockFrom(from.m);
  bothHoldOne.arrive_and_wait();
  std::lock_guard lockTo(to.m);  // HANG
  from.balance -= amount;
  to.balance += amount;
}

void tellerOne() {
  pthread_setname_np(pthread_self(), "teller-1");
  transfer(alice, bob, 3);
}

void tellerTwo() {
  pthread_setname_np(pthread_self(), "teller-2");
  transfer(bob, alice, 2);
}

int main() {
  std::thread one(tellerOne);
  std::thread two(tellerTwo);
  one.join();
  two.join();
  std::printf("alice %ld, bob %ld\n", alice.balance, bob.balance);
}
