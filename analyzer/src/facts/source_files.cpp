#include "source_files.hpp"

#include <clang/Basic/FileManager.h>

#include "normal_path.hpp"

namespace gordian::analyzer::facts {
namespace {

std::string pathOf(const clang::SourceManager& sources, llvm::StringRef name) {
  llvm::SmallString<256> path(name);
  sources.getFileManager().makeAbsolutePath(path);
  return normalPath(path);
}

}  // namespace

SourceFiles::SourceFiles(const clang::SourceManager& sources, Unit& unit)
    : sources_(sources), unit_(unit) {
  unit_.files.clear();
  indexOf(sources_.getMainFileID());
  unit_.source = unit_.files.front().path;
}

std::uint32_t SourceFiles::indexOf(clang::FileID file) {
  const auto known = indices_.find(file);
  if (known != indices_.end()) return known->second;
  const auto index = static_cast<std::uint32_t>(unit_.files.size());
  const clang::OptionalFileEntryRef entry = sources_.getFileEntryRefForID(file);
  if (entry) {
    const auto [same, isNew] = entries_.try_emplace(&entry->getFileEntry(), index);
    if (!isNew) return indices_[file] = same->second;
  }
  File described;
  described.path = entry ? pathOf(sources_, entry->getName()) : "<built-in>";
  described.isSystem =
      clang::SrcMgr::isSystem(sources_.getFileCharacteristic(sources_.getLocForStartOfFile(file)));
  unit_.files.push_back(std::move(described));
  return indices_[file] = index;
}

Location SourceFiles::location(clang::SourceLocation point) {
  if (point.isInvalid()) return {};
  const auto [file, offset] = sources_.getDecomposedExpansionLoc(point);
  if (file.isInvalid()) return {};
  return {indexOf(file), sources_.getLineNumber(file, offset),
          sources_.getColumnNumber(file, offset)};
}

bool SourceFiles::isSystem(clang::SourceLocation point) const {
  return point.isInvalid() || sources_.isInSystemHeader(sources_.getExpansionLoc(point));
}

bool SourceFiles::isInMainFile(clang::SourceLocation point) const {
  return point.isValid() &&
         sources_.getFileID(sources_.getExpansionLoc(point)) == sources_.getMainFileID();
}

}  // namespace gordian::analyzer::facts
