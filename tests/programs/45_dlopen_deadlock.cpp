// OPTIONS: locks=2 plugin
// A call-back under the library's lock, and a call into the library under ours.
#include <dlfcn.h>

#include <cstdio>
#include <mutex>

#include "live.hpp"

std::mutex ours;
void (*withPluginLock)(void (*)()) = nullptr;

void useOurs() {
  std::lock_guard lock(ours);  // DEADLOCK
}

void nothing() {}

void forth() {
  withPluginLock(useOurs);
}

void back() {
  std::lock_guard lock(ours);
  withPluginLock(nothing);  // DEADLOCK
}

int main() {
  void* plugin = dlopen(LOCK_PLUGIN, RTLD_NOW | RTLD_LOCAL);
  if (plugin == nullptr) return 1;
  withPluginLock = reinterpret_cast<void (*)(void (*)())>(dlsym(plugin, "with_plugin_lock"));
  runLive({forth, back});
  std::puts("done");
}
