// std::condition_variable_any: a reader waits for a slow writer, which writes once nobody reads.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "meet.h"

std::mutex session;
std::shared_mutex table;
std::condition_variable_any changed;
bool fresh = false;
int arrived = 0;

void look() {
  std::shared_lock reading(table);
  meet(&arrived, 2);
  changed.wait(reading, [] { return fresh; });  // NODEADLOCK
}

void change() {
  meet(&arrived, 2);
  be_slow();
  std::lock_guard outer(session);
  std::unique_lock writing(table);
  fresh = true;
  changed.notify_all();
}

int main() {
  std::thread reader(look);
  std::thread writer(change);
  reader.join();
  writer.join();
  std::puts("done");
}
