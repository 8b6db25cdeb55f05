// A C++ library with locks and with statics that are initialised late: loaded and unloaded again.
#include <mutex>
#include <string>
#include <thread>

namespace {

std::mutex outer;

struct Inner {
  std::mutex mutex;
  std::string text = std::string(100, 'x');
  ~Inner() { const std::lock_guard hold(mutex); }
};

Inner& inner() {
  static Inner only;
  return only;
}

}  // namespace

extern "C" int usePlugin(int value) {
  const std::lock_guard first(outer);
  std::thread other([] { const std::lock_guard hold(inner().mutex); });
  int size = 0;
  {
    const std::lock_guard second(inner().mutex);
    size = static_cast<int>(inner().text.size());
  }
  other.join();
  return size + value;
}
