// OPTIONS: plugin
// The library is entered with nothing held.
#include <dlfcn.h>

#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex ours;
void (*withPluginLock)(void (*)()) = nullptr;

void useOurs() {
  std::lock_guard lock(ours);  // NODEADLOCK
}

void nothing() {}

void forth() {
  withPluginLock(useOurs);
}

void back() {
  useOurs();
  withPluginLock(nothing);
}

int main() {
  void* plugin = dlopen(LOCK_PLUGIN, RTLD_NOW | RTLD_LOCAL);
  if (plugin == nullptr) return 1;
  withPluginLock = reinterpret_cast<void (*)(void (*)())>(dlsym(plugin, "with_plugin_lock"));
  runLive({forth, back});
  dlclose(plugin);
  std::puts("done");
}
