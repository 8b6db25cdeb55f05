// The guard through which the value is reached lives while it is used.
#include <mutex>
#include <thread>

template <typename T>
struct Guarded {
  std::mutex m;
  T value{};
};

template <typename T>
class Access {
 public:
  explicit Access(Guarded<T>& guarded) : guarded_(guarded) { guarded_.m.lock(); }
  ~Access() { guarded_.m.unlock(); }
  Access(const Access&) = delete;
  T* operator->() { return &guarded_.value; }
  T& operator*() { return guarded_.value; }

 private:
  Guarded<T>& guarded_;
};

struct Settings {
  int size = 0;
  int color = 0;
};

Guarded<Settings> shared;

void resize(int size) {
  Access<Settings> settings(shared);
  settings->size = size;  // NORACE
}

int main() {
  std::thread a(resize, 1);
  std::thread b(resize, 2);
  a.join();
  b.join();
}
