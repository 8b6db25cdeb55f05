// Which functions could be declared to require a lock: all who call them have taken it, or could be
// declared so themselves.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "annotation.hpp"
#include "lock_sight.hpp"

namespace gordian::analyzer {

class Requirements {
 public:
  Requirements(const Describe& describe, const LockSight& sight, const PlaceTest& placeTest);

  // Whether the function may be declared to require the lock; what that needs of it and of its
  // callers is then in needed(). `why`: what stands against it.
  bool add(FunctionId function, const LockName& lock, Mode mode, std::string& why);

  using Needed = std::map<std::pair<FunctionId, LockName>, Mode>;
  const Needed& needed() const { return needed_; }
  void restore(Needed needed) { needed_ = std::move(needed); }
  Annotation annotation(FunctionId function, const LockName& lock, Mode mode) const;

 private:
  struct Site {
    FunctionId caller{};
    std::uint32_t op = 0;
    auto operator<=>(const Site&) const = default;
  };
  struct Call {
    Site site;
    LockName lock;  // as the caller names it
    Sight sight{};
  };

  void findCalls();
  bool isKnownHeld(FunctionId function, const LockName& lock, Mode mode, const Needed& trial) const;
  std::string refusal(FunctionId function, const LockName& lock) const;
  std::vector<Call> writtenCalls(FunctionId function, const LockName& lock, Mode mode) const;
  std::vector<Call> seenCalls(FunctionId function, const LockName& lock, Mode mode) const;
  PathId bound(const Target& target, PathId path) const;
  bool callersHold(FunctionId function, const LockName& lock, Mode mode, Needed& trial,
                   std::string& why) const;
  bool allCallsHold(FunctionId function, const LockName& lock, Mode mode, Needed& trial,
                    std::string& why) const;
  std::string placeOf(const Site& site) const;

  const Describe& describe_;
  const LockSight& sight_;
  const PlaceTest& placeTest_;
  const LinkedProgram& program_;
  Paths& paths_;
  std::vector<std::vector<Site>> written_;  // by function: where its name is called
  std::vector<std::set<std::pair<FunctionId, std::uint32_t>>> seen_;  // caller and point
  std::vector<bool> isEntered_;  // by function: begun by nobody who is known
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, int> declaredAt_;
  Needed needed_;
  // What cannot be required, and why: somebody who calls does not hold it, whatever else is known.
  mutable std::map<std::tuple<FunctionId, LockName, Mode>, std::string> refused_;
};

}  // namespace gordian::analyzer
