// What gordian annotate would write into the program of a small text (unit_text.hpp).
#pragma once

#include <string>
#include <vector>

#include "checks/annotation.hpp"

namespace gordian::analyzer::test {

Inference inferenceOf(const std::string& text);
Inference inferenceOf(const std::string& text, const PlaceTest& placeTest);
// "GUARDED_BY Account::balance m", sorted
std::vector<std::string> inferredIn(const std::string& text);
std::vector<std::string> notesIn(const std::string& text);

// Two threads that put into one account and read it; what put() does before and after it has
// written under the lock.
std::string put(const std::string& before, const std::string& after);

}  // namespace gordian::analyzer::test
