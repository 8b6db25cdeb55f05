// The reference is used without the lock, beside a thread that writes.
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

class Config {
 public:
  void append(const std::string& text) {
    std::lock_guard lock(m_);
    name_ += text;  // RACE
  }
  void clear() {
    std::lock_guard lock(m_);
    name_.clear();
  }
  const std::string& name() {
    std::lock_guard lock(m_);
    return name_;  // MISUSE(GD403)
  }

 private:
  std::mutex m_;
  std::string name_;
};

Config config;

int main() {
  std::thread writer([] {
    config.append("a");
    config.clear();
  });
  std::printf("%zu\n", config.name().size());  // RACE
  writer.join();
}
