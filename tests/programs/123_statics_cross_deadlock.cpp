// OPTIONS: locks=2 turns
// Two statics, each of which is initialised with the other. The first attempt throws, so that one
// run shows both.
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
  static Disk only;  // DEADLOCK
  return only;
}

Journal& journal() {
  static Journal only;  // DEADLOCK
  return only;
}

Journal::Journal() {
  if (attempts == 0) disk();
}

Disk::Disk() {
  if (++attempts == 1) throw std::runtime_error("not yet");
  journal();
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
