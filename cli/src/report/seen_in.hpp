// In which tests and which runs the edges of a cycle were seen.
#pragma once

#include <string>

#include "model.hpp"

namespace gordian::cli {

// Some edges were seen in other tests than the others.
bool haveOwnTests(const Finding& finding);
// "run 2".
std::string runName(std::size_t run);
// "process 412: ./bank there", and the tests of its edges.
std::string runWords(const Finding& finding, std::size_t run);
// "run 1: process 412: ./bank there; run 2: …"; empty: it was seen in one run.
std::string allRuns(const Finding& finding);
// Of the text: a line for each run, or one of the tests.
std::string seenIn(const Finding& finding);
// Of a run's begin: "2026-11-29T08:10:02Z".
std::string timeText(std::uint64_t nanoseconds);

}  // namespace gordian::cli
