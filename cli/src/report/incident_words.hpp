// What to say about each kind of incident.
#pragma once

#include <gordian/recording/incidents.hpp>

#include <string>

#include "rules.hpp"

namespace gordian::cli {

// The names in it; `other` is empty when no other thread is concerned or known.
struct IncidentNames {
  std::string thread, other, lock, otherLock;
  bool isAlone = false;  // the other one is the thread itself
};

struct IncidentWords {
  std::string message;  // the headline
  std::string story;    // whole sentences
  std::string reason;
  std::string here;   // what the thread did, before the lock's name
  std::string there;  // what the other one did; empty: nobody did
};

IncidentWords wordsOf(const Rule& rule, const recording::Incident& incident,
                      const IncidentNames& names);

// "SIGUSR1", "signal 99".
std::string signalName(std::uint64_t number);

}  // namespace gordian::cli
