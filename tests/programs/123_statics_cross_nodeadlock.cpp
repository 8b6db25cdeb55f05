// Two statics, of which only one is initialised with the other; the first attempt throws.
#include <cstdio>
#include <stdexcept>

#include "live.hpp"

int attempts = 0;

struct Disk {
  Disk();
};

struct Journal {
  Journal();
};

Disk& disk() {
  static Disk only;  // NODEADLOCK
  return only;
}

Journal& journal() {
  static Journal only;
  return only;
}

Journal::Journal() {
  if (attempts == 0) disk();
}

Disk::Disk() {
  if (++attempts == 1) throw std::runtime_error("not yet");
}

int main() {
  const auto start = [] {
    try {
      journal();
    } catch (const std::runtime_error&) {
    }
  };
  runLive({start, [] { disk(); }});
  std::puts("done");
}
