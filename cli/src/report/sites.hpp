// Which frame of each stack to show, where a project's own lock class hides the developer's line.
#pragma once

#include "model.hpp"

namespace gordian::cli {

// Where a thread took both locks on one and the same line (that of a wrapper around a mutex), steps
// outwards to the calls that differ; every other stack of the finding leaves the same wrapper lines
// behind. Never leaves the developer's own frames.
void chooseSites(Finding& finding);

}  // namespace gordian::cli
