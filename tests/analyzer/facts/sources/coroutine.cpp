// FLAGS: -std=c++20
// Of a coroutine the body as it is written.
#include <coroutine>
#include <mutex>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

std::mutex m;
int shared;

Task run(bool twice) {
  std::lock_guard guard(m);
  ++shared;
  co_await std::suspend_always();
  if (twice) co_return;
  ++shared;
}
