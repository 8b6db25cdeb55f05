// What a code base calls Clang's attributes: GUARDED_BY, ABSL_GUARDED_BY, … Reads #include and
// #define lines, nothing else of the preprocessor.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli {

// Names; empty: there is none.
struct AttributeMacros {
  std::string guardedBy;
  std::string required;
  std::string requiredShared;
};

// Of one #define line and what continues it: which attribute it stands for.
void addMacro(std::string_view definition, AttributeMacros& macros);

class MacroFinder {
 public:
  // `files`: all that the program's units consist of; includes are looked for among them.
  explicit MacroFinder(const std::vector<std::string>& files);

  // Of the file itself, and of what it includes.
  AttributeMacros seenBy(const std::string& file);

  struct Header {
    std::string path;
    std::string included;  // as other files of the program do it: "\"base/annotations.h\""
    AttributeMacros macros;
  };
  // The first of `files` that defines them and is included by another one.
  std::optional<Header> headerAmong(const std::vector<std::string>& files);

 private:
  struct Facts {
    AttributeMacros own;
    std::vector<std::string> includes;  // as written, with their quotes
  };
  const Facts& factsOf(const std::string& file);
  std::string resolve(const std::string& from, std::string_view include) const;

  std::map<std::string, std::vector<std::string>> byName_;
  std::map<std::string, Facts> known_;
};

}  // namespace gordian::cli
