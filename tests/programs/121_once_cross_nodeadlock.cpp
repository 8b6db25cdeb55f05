// Two once routines, of which only one asks for the other's flag; it failed at first.
#include <cstdio>
#include <mutex>
#include <stdexcept>

#include "live.hpp"

std::once_flag catalogue;
std::once_flag cache;

void fillCache() {
  throw std::runtime_error("no catalogue yet");
}

void openCatalogue() {
  try {
    std::call_once(cache, fillCache);  // NODEADLOCK
  } catch (const std::runtime_error&) {
  }
}

int main() {
  const auto fillLater = [] {
    std::call_once(catalogue, openCatalogue);
    std::call_once(cache, [] {});
  };
  runLive({[] { std::call_once(catalogue, openCatalogue); }, fillLater});
  std::puts("done");
}
