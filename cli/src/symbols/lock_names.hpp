// The best name for a lock that the recording, the binaries and the sources allow.
#pragma once

#include "symbols/lock_places.hpp"
#include "symbols/lock_sites.hpp"

namespace gordian::cli::symbols {

class LockNames {
 public:
  LockNames(const recording::Recording& recording, Modules& modules, StackFrames& frames)
      : recording_(recording),
        users_(recording.trace),
        places_(recording, modules, users_),
        sites_(recording, frames, users_) {}

  LockLabel label(std::size_t lock);
  // Of a variable that is no lock of the recording.
  std::optional<LockLabel> object(std::uint64_t address, lockgraph::StackId stack);

 private:
  std::optional<LockLabel> byPlace(std::size_t lock);
  LockLabel bySite(std::size_t lock);

  const recording::Recording& recording_;
  LockUsers users_;
  LockPlaces places_;
  LockSites sites_;
};

}  // namespace gordian::cli::symbols
