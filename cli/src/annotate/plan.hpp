// From what is inferred to what is inserted where: which words a file uses, where they go, and what
// is left alone.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "attribute_macros.hpp"
#include "checks/annotation.hpp"
#include "insertions_diff.hpp"
#include "source_texts.hpp"

namespace gordian::cli {

struct AnnotatedProgram {
  std::vector<std::string> inputs;                   // all files that its units consist of
  std::function<bool(const std::string&)> isOwn;     // the project's, and no system header
  std::function<bool(const std::string&)> isChosen;  // may be changed
  std::string root;                                  // paths are shown from here
  bool hasCapabilities = false;                      // lock classes of its own that Clang follows
  bool isInC = false;                                // some unit is
};

class AnnotationPlan {
 public:
  AnnotationPlan(AnnotatedProgram program, SourceTexts& texts);

  // What hinders that it is written there; empty: nothing.
  std::string problem(const analyzer::Annotation& annotation);
  void add(const analyzer::Annotation& annotation);
  void finish();  // after the last add()

  struct Counts {
    std::size_t guarded = 0;
    std::size_t required = 0;
    std::size_t files = 0;               // changed or made
    std::set<std::string> unfollowed{};  // types of locks that Clang cannot follow
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }
  [[nodiscard]] std::string diff() const;
  // Files with what is to be in them.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> contents() const;

 private:
  struct Wanted {
    std::map<std::pair<std::size_t, analyzer::Annotation::Kind>, std::vector<std::string>> at;
  };
  [[nodiscard]] bool isOfLibraries() const { return !hasActiveMacros_; }
  const AttributeMacros& seenBy(const std::string& file);
  void insertInclude(const std::string& file, const std::string& words);
  const std::string& wordFor(analyzer::Annotation::Kind kind, const std::string& file,
                             std::set<std::string>& includes);

  AnnotatedProgram program_;
  SourceTexts& texts_;
  MacroFinder finder_;
  std::optional<MacroFinder::Header> header_;  // of the project
  bool isHeaderOurs_ = false;                  // that for locks of libraries
  bool hasActiveMacros_ = false;               // or lock classes: Clang minds what is written
  std::map<std::string, AttributeMacros> seen_;
  std::map<std::string, Wanted> wanted_;
  std::map<std::string, std::vector<Insertion>> insertions_;
  std::string newHeader_;  // empty: none
  Counts counts_;
};

}  // namespace gordian::cli
