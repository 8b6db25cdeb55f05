// Which thread-safety attributes a program could have, in words and places that stand for
// themselves, as findings do: whoever writes them into the source needs no facts.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "finding.hpp"

namespace gordian::analyzer {

struct Annotation {
  enum class Kind : std::uint8_t { GuardedBy, Requires, RequiresShared };
  Kind kind = Kind::GuardedBy;
  SourcePoint at;          // of the name in its declaration
  std::string name;        // that stands there: "hits"
  std::string about;       // "Stats::hits"
  std::string lock;        // the expression to write: "m", "table->mutex"
  std::string parameter;   // the lock is reached through this parameter of the function
  std::string lockType;    // "std::mutex"
  SourcePoint lockAt;      // where the lock is declared
  bool isMember = false;   // the lock is a member of the same object
  bool isFollowed = true;  // its type is a capability, so Clang's analysis knows it for a lock
};

// What hinders that it is written there; empty: nothing. What needs it is then not inferred either.
using PlaceTest = std::function<std::string(const Annotation&)>;

struct Inference {
  std::vector<Annotation> annotations;  // by place
  std::vector<FoundNote> notes;         // what is guarded, but is left alone, and why; by place
};

}  // namespace gordian::analyzer
