// OPTIONS: locks=2
// Two once routines, each of which asks for the other's flag. One failed at first, so both ran.
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
    std::call_once(cache, fillCache);  // DEADLOCK
  } catch (const std::runtime_error&) {
  }
}

int main() {
  const auto fillLater = [] {
    std::call_once(cache, [] { std::call_once(catalogue, openCatalogue); });  // DEADLOCK
  };
  runLive({[] { std::call_once(catalogue, openCatalogue); }, fillLater});
  std::puts("done");
}
