#include "plan.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "../report/errors.hpp"
#include "../report/text.hpp"
#include "declaration_text.hpp"
#include "include_place.hpp"
#include "macro_header.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;
using analyzer::Annotation;
using Kind = Annotation::Kind;

constexpr const char* kHeaderName = "thread_annotations.h";

const std::string& wordOf(const AttributeMacros& macros, Kind kind) {
  return kind == Kind::GuardedBy  ? macros.guardedBy
         : kind == Kind::Requires ? macros.required
                                  : macros.requiredShared;
}

const AttributeMacros& usualWords() {
  static const AttributeMacros kUsual{"GUARDED_BY", "REQUIRES", "REQUIRES_SHARED"};
  return kUsual;
}

std::vector<std::string> ownOf(const AnnotatedProgram& program) {
  std::vector<std::string> own;
  std::copy_if(program.inputs.begin(), program.inputs.end(), std::back_inserter(own),
               program.isOwn);
  return own;
}

InsertionPoint placeOf(const std::string& text, const Annotation& annotation) {
  const std::size_t offset = offsetOf(text, annotation.at.line, annotation.at.column);
  if (offset == std::string::npos) return {0, "its declaration is not where it was", false};
  return annotation.kind == Kind::GuardedBy
             ? afterDeclarator(text, offset, annotation.name)
             : afterParameters(text, offset, annotation.name, annotation.parameter);
}

}  // namespace

AnnotationPlan::AnnotationPlan(AnnotatedProgram program, SourceTexts& texts)
    : program_(std::move(program)), texts_(texts), finder_(program_.inputs) {
  const std::vector<std::string> own = ownOf(program_);
  header_ = finder_.headerAmong(own);
  // A header of ours for locks of libraries says so itself.
  const std::string* const text = header_ ? texts_.find(header_->path) : nullptr;
  isHeaderOurs_ = text != nullptr && *text == macroHeader(true);
  hasActiveMacros_ = program_.hasCapabilities || (header_ && !isHeaderOurs_);
}

const AttributeMacros& AnnotationPlan::seenBy(const std::string& file) {
  const auto [seen, isNew] = seen_.try_emplace(file);
  if (isNew) seen->second = finder_.seenBy(file);
  return seen->second;
}

std::string AnnotationPlan::problem(const Annotation& annotation) {
  const std::string& file = annotation.at.file;
  if (file.empty()) return "its declaration is not known";
  if (!program_.isOwn(file)) return "it is declared outside the project";
  if (!program_.isChosen(file)) return "it is declared in a file that was not named";
  const std::string* const text = texts_.find(file);
  if (text == nullptr) return "its file cannot be read";
  const InsertionPoint place = placeOf(*text, annotation);
  if (!place.problem.empty()) return place.problem;
  const bool isMinded = hasActiveMacros_ || (!isHeaderOurs_ && !seenBy(file).guardedBy.empty());
  if (place.isAnnotatedAlready)
    return isMinded ? "it has an annotation that says something else" : "";
  if (!annotation.isFollowed && isMinded)
    return "the lock's type" +
           (annotation.lockType.empty() ? "" : " '" + annotation.lockType + "'") +
           " has no attribute that makes it a capability, so Clang would refuse it";
  const auto at = [](const analyzer::SourcePoint& point) {
    return std::tuple(point.line, point.column);
  };
  if (program_.isInC && annotation.kind == Kind::GuardedBy && annotation.lockAt.file == file &&
      at(annotation.at) < at(annotation.lockAt))
    return "the lock is declared behind it, where C does not know its name yet";
  return "";
}

void AnnotationPlan::add(const Annotation& annotation) {
  const std::string* const text = texts_.find(annotation.at.file);
  if (text == nullptr) return;
  const InsertionPoint place = placeOf(*text, annotation);
  if (!place.problem.empty() || place.isAnnotatedAlready) return;
  std::vector<std::string>& locks = wanted_[annotation.at.file].at[{place.offset, annotation.kind}];
  if (std::find(locks.begin(), locks.end(), annotation.lock) != locks.end()) return;
  locks.push_back(annotation.lock);
  ++(annotation.kind == Kind::GuardedBy ? counts_.guarded : counts_.required);
  if (!annotation.isFollowed && !annotation.lockType.empty())
    counts_.unfollowed.insert(annotation.lockType);
}

// The file's own word; else that of the project's header, or of a new one, which is then included.
const std::string& AnnotationPlan::wordFor(Kind kind, const std::string& file,
                                           std::set<std::string>& includes) {
  if (const std::string& word = wordOf(seenBy(file), kind); !word.empty()) return word;
  if (header_ && !wordOf(header_->macros, kind).empty()) {
    includes.insert(header_->included);
    return wordOf(header_->macros, kind);
  }
  includes.insert("");
  return wordOf(usualWords(), kind);
}

void AnnotationPlan::insertInclude(const std::string& file, const std::string& words) {
  const std::string& text = *texts_.find(file);
  const std::size_t newline = text.find('\n');
  const bool isDos = newline != std::string::npos && newline > 0 && text[newline - 1] == '\r';
  const std::size_t offset = includePlace(text);
  const bool needsBlank =
      offset < text.size() && text[offset] != '\n' && text[offset] != '\r' && text[offset] != '#';
  const std::string end = isDos ? "\r\n" : "\n";
  insertions_[file].push_back({offset, "#include " + words + end + (needsBlank ? end : "")});
}

void AnnotationPlan::finish() {
  std::vector<std::string> needHeader;
  for (const auto& [file, wanted] : wanted_) {
    std::set<std::string> includes;
    for (const auto& [place, locks] : wanted.at) {
      std::string words = " " + wordFor(place.second, file, includes) + "(";
      for (const std::string& lock : locks) words += (&lock == &locks.front() ? "" : ", ") + lock;
      insertions_[file].push_back({place.first, words + ")"});
    }
    for (const std::string& include : includes) {
      if (include.empty())
        needHeader.push_back(file);
      else
        insertInclude(file, include);
    }
  }
  if (!needHeader.empty()) {
    fs::path folder = fs::path(needHeader.front()).parent_path();
    const auto isIn = [&](const std::string& file) {
      return file.starts_with(folder.native() == "/" ? "/" : folder.native() + "/");
    };
    while (!std::all_of(needHeader.begin(), needHeader.end(), isIn)) folder = folder.parent_path();
    const fs::path header = folder / kHeaderName;
    const std::string text = macroHeader(isOfLibraries());
    const std::string* const there = texts_.exists(header) ? texts_.find(header) : nullptr;
    if (texts_.exists(header) && (there == nullptr || *there != text))
      throw UsageError("annotate: '" + displayPath(header) +
                       "' is to define GUARDED_BY and REQUIRES, but it is there with another "
                       "content; include what defines them in the files to annotate");
    if (there == nullptr) newHeader_ = header;
    for (const std::string& file : needHeader)
      insertInclude(file,
                    "\"" + header.lexically_relative(fs::path(file).parent_path()).native() + "\"");
  }
  for (auto& [file, insertions] : insertions_)
    std::stable_sort(insertions.begin(), insertions.end(),
                     [](const Insertion& a, const Insertion& b) { return a.offset < b.offset; });
  counts_.files = insertions_.size() + (newHeader_.empty() ? 0 : 1);
}

std::string AnnotationPlan::diff() const {
  const auto shown = [&](const std::string& file) {
    return fs::path(file).lexically_relative(program_.root).native();
  };
  std::string text;
  if (!newHeader_.empty()) text += newFileDiff(shown(newHeader_), macroHeader(isOfLibraries()));
  for (const auto& [file, insertions] : insertions_)
    text += unifiedDiff(shown(file), *texts_.find(file), insertions);
  return text;
}

std::vector<std::pair<std::string, std::string>> AnnotationPlan::contents() const {
  std::vector<std::pair<std::string, std::string>> files;
  if (!newHeader_.empty()) files.emplace_back(newHeader_, macroHeader(isOfLibraries()));
  for (const auto& [file, insertions] : insertions_)
    files.emplace_back(file, applied(*texts_.find(file), insertions));
  return files;
}

}  // namespace gordian::cli
