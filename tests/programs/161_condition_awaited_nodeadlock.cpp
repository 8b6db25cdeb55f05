// The server looks into the table after it has answered, and a second server never does.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "spin.hpp"

std::mutex table;
std::mutex m;
std::condition_variable answered;
int answers = 0;
std::atomic<int> asked{0};

void answer(int round) {
  spinUntil(asked, round);
  {
    std::lock_guard lock(m);
    answers = std::max(answers, round);  // the last two come in any order
  }
  answered.notify_all();
}

void serve() {
  for (int round = 1; round <= 2; ++round) answer(round);
  std::lock_guard look(table);
}

void ask(int round) {
  std::unique_lock lock(m);
  asked = round;
  answered.wait(lock, [&] { return answers >= round; });  // NODEADLOCK
}

int main() {
  std::thread server(serve);
  {
    std::lock_guard busy(table);
    ask(1);
  }
  ask(2);
  std::thread second([] {
    { std::lock_guard look(table); }
    answer(3);
  });
  std::thread third([] { answer(4); });
  {
    std::lock_guard busy(table);
    ask(4);
  }
  server.join();
  second.join();
  third.join();
  std::puts("done");
}
