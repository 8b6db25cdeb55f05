// Two threads run a coroutine that counts without the lock.
#include <coroutine>
#include <exception>
#include <mutex>
#include <thread>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

std::mutex m;
int n;

Task add() {
  co_await std::suspend_never{};
  ++n;  // RACE
}

int main() {
  std::thread a([] { add(); });
  std::thread b([] { add(); });
  a.join();
  b.join();
}
