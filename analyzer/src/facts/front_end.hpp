// Runs Clang's front end over one source and extracts the facts.
#pragma once

#include <string>
#include <vector>

#include "model/unit.hpp"

namespace gordian::analyzer::facts {

struct Extraction {
  Unit unit;
  std::vector<std::string> inputs;  // every file that was read, by absolute path
  bool isRead = false;              // false: the compiler did not even begin; the problems say why
};

// Changes the working directory to the command's. `arguments` as prepared() makes them.
Extraction extract(const std::string& directory, const std::string& file,
                   const std::vector<std::string>& arguments);

}  // namespace gordian::analyzer::facts
