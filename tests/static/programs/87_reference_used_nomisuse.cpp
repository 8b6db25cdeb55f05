// The size is asked for inside, with the lock; the reference serves after the writer was joined.
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

class Config {
 public:
  void append(const std::string& text) {
    std::lock_guard lock(m_);
    name_ += text;
  }
  void clear() {
    std::lock_guard lock(m_);
    name_.clear();
  }
  std::size_t length() {
    std::lock_guard lock(m_);
    return name_.size();  // NOMISUSE
  }
  const std::string& name() const { return name_; }

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
  std::printf("%zu\n", config.length());
  writer.join();
  std::printf("%zu\n", config.name().size());
}
