// OPTIONS: possible
// A reference to a member leaves the guard behind; what is done with it is not seen.
#include <mutex>
#include <string>

class Config {
 public:
  void setName(const std::string& name) {
    std::lock_guard lock(m_);
    name_ = name;
  }
  void clear() {
    std::lock_guard lock(m_);
    name_.clear();
  }
  bool isNamed() {
    std::lock_guard lock(m_);
    return !name_.empty();
  }
  const std::string& name() {
    std::lock_guard lock(m_);
    return name_;  // MISUSE(GD403)
  }

 private:
  std::mutex m_;
  std::string name_;
};

void run(Config& config) {
  config.setName("a");
  config.clear();
  config.isNamed();
  config.name();
}
