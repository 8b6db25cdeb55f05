// The thread that writes the log has a lock of its own, which the others never hold while they log;
// it took theirs once, when it started, and nobody logs before it says so.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

constexpr int kRoom = 4;
constexpr int kLines = 300;
std::mutex state;
std::mutex file;
std::mutex m;
std::condition_variable notFull;
std::condition_variable notEmpty;
std::condition_variable started;
bool isRunning = false;
int queued = 0;

void writeLog() {
  { std::lock_guard look(state); }
  {
    std::lock_guard lock(m);
    isRunning = true;
  }
  started.notify_one();
  for (int line = 0; line < kLines; ++line) {
    std::unique_lock lock(m);
    notEmpty.wait(lock, [] { return queued > 0; });
    --queued;
    lock.unlock();
    notFull.notify_one();
    std::lock_guard write(file);
  }
}

void log() {
  std::lock_guard busy(state);
  std::unique_lock lock(m);
  notFull.wait(lock, [] { return queued < kRoom; });  // NODEADLOCK
  ++queued;
  lock.unlock();
  notEmpty.notify_one();
}

int main() {
  std::thread logger(writeLog);
  {
    std::unique_lock lock(m);
    started.wait(lock, [] { return isRunning; });
  }
  for (int i = 0; i < kLines; ++i) log();
  logger.join();
  std::lock_guard write(file);
  std::puts("done");
}
