// Sources that are to be changed: read once, and replaced only while they are what was read.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../check/project.hpp"

namespace gordian::cli {

class SourceTexts {
 public:
  // What is written from now on is not what the facts are of; takes a tick of the kernel's clock.
  SourceTexts();

  // Null: it cannot be read.
  const std::string* find(const std::string& file);
  [[nodiscard]] bool exists(const std::string& file) const;

  // Every file whole or not at all, with the rights that it had; first all are written beside, then
  // renamed. A link is followed to a file of the project. Throws UsageError before anything is
  // replaced: one of them has changed since it was read, or cannot be written.
  void replace(const std::vector<std::pair<std::string, std::string>>& contents,
               const Project& project);

 private:
  struct Known {
    bool isRead = false;
    std::string text;
  };
  std::string targetOf(const std::string& file, const Project& project) const;
  void requireUnchanged(const std::string& file);

  std::int64_t started_;  // nanoseconds, by the clock of file systems
  std::map<std::string, Known> known_;
};

}  // namespace gordian::cli
