// A function that runs what it is given under the lock; the lambdas need none of their own.
#include <mutex>
#include <vector>

class Registry {
 public:
  template <class Work>
  void with(Work work) {
    std::lock_guard lock(m_);
    work();
  }
  void insert(int id) {
    with([&] { ids_.push_back(id); });
  }
  void trim() {
    with([&] { ids_.pop_back(); });
  }
  void clear() {
    std::lock_guard lock(m_);
    ids_.clear();  // NORACE
  }
  std::size_t size() {
    std::lock_guard lock(m_);
    return ids_.size();
  }

 private:
  std::mutex m_;
  std::vector<int> ids_;
};

void use(Registry& registry) {
  registry.insert(1);
  registry.trim();
}
