// The callback locks.
#include <functional>
#include <mutex>
#include <thread>

std::mutex m;
int events;

class Source {
 public:
  void subscribe(std::function<void()> callback) { callback_ = std::move(callback); }
  void run() { callback_(); }

 private:
  std::function<void()> callback_;
};

int main() {
  Source source;
  source.subscribe([] {
    std::lock_guard<std::mutex> guard(m);
    ++events;  // NORACE
  });
  std::thread a([&] { source.run(); });
  {
    std::lock_guard<std::mutex> guard(m);
    ++events;
  }
  a.join();
}
