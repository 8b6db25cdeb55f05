// Replaces a section of a page that people write and scripts fill in.
#pragma once

#include <string>

namespace gordian::oracle {

// Between the lines `<!-- NAME -->` and `<!-- /NAME -->`; appended where they are missing.
bool writeSection(const std::string& file, const std::string& name, const std::string& text);

}  // namespace gordian::oracle
