// A cycle of several runs as a finding.
#pragma once

#include "chains.hpp"
#include "run_view.hpp"

namespace gordian::cli::joined {

// Where one edge of a chain was seen.
struct Place {
  std::uint32_t run = 0;
  std::shared_ptr<RunView> view;
  Sighting sighting;
};

// `places`: parallel to the chain.
Finding joinedFinding(const Chain& chain, const std::vector<Place>& places,
                      const Identities& identities);

}  // namespace gordian::cli::joined
