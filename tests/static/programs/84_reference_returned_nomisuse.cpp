// A copy; a reference to what never changes; and a pointer that goes out together with the guard.
#include <mutex>
#include <string>
#include <utility>

class Config {
 public:
  explicit Config(std::string path) : path_(std::move(path)) {}
  void setName(const std::string& name) {
    std::lock_guard lock(m_);
    if (!path_.empty()) name_ = name;
  }
  void clear() {
    std::lock_guard lock(m_);
    name_.clear();
  }
  std::string name() {
    std::lock_guard lock(m_);
    return name_;  // NOMISUSE
  }
  const std::string& path() {
    std::lock_guard lock(m_);
    return path_;
  }
  std::pair<std::unique_lock<std::mutex>, std::string*> locked() {
    std::unique_lock lock(m_);
    return {std::move(lock), &name_};
  }

 private:
  std::mutex m_;
  std::string name_;
  const std::string path_;
};

void run(Config& config) {
  config.setName("a");
  config.clear();
  config.name();
  config.path();
}
