// What was there when somebody began to look: findings that are known and do not fail.
//
// A baseline is a JSON file with a fingerprint for each finding, so it survives edits elsewhere in
// the code, another checkout and another machine. What else stands there is for people.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model.hpp"

namespace gordian::cli {

class Baseline {
 public:
  // Throws UsageError with file and reason.
  static Baseline read(const std::string& file);

  Baseline() = default;
  explicit Baseline(std::vector<GoneFinding> findings);

  // Moves what is known out of the findings; `tellsGone`: names what of it was not found, for who
  // has seen everything.
  void apply(Report& report, bool tellsGone) const;

  [[nodiscard]] std::string text() const;                                // of the file
  [[nodiscard]] const std::string& version() const { return version_; }  // of who wrote it
  [[nodiscard]] std::size_t size() const { return findings_.size(); }
  [[nodiscard]] bool has(const Finding& finding) const;
  void add(const Finding& finding);
  void remove(const std::string& id, const std::string& fingerprint);
  [[nodiscard]] std::vector<GoneFinding> all() const;

 private:
  using Key = std::pair<std::string, std::string>;  // id, fingerprint
  std::map<Key, std::string> findings_;             // and the message
  std::string version_;
};

}  // namespace gordian::cli
