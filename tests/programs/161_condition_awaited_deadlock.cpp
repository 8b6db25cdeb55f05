// The server looks into the table before it answers. A client that waits with nothing held shows
// that this happens while somebody waits; another client waits with the table's lock held. The run
// got through because the server had looked by then.
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
std::atomic<int> looked{0};

void serve() {
  for (int round = 1; round <= 2; ++round) {
    if (round == 2) spinUntil(asked, 2);
    { std::lock_guard there(m); }  // whoever asked waits by now
    { std::lock_guard look(table); }
    looked = round;
    spinUntil(asked, round);
    {
      std::lock_guard lock(m);
      answers = round;
    }
    answered.notify_all();
  }
}

void ask(int round) {
  std::unique_lock lock(m);
  asked = round;
  answered.wait(lock, [&] { return answers >= round; });  // GD104
}

int main() {
  std::thread server(serve);
  spinUntil(looked, 1);
  {
    std::lock_guard busy(table);
    ask(1);
  }
  ask(2);
  server.join();
  std::puts("done");
}
