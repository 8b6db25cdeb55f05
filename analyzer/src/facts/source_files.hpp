// Clang's source locations as files, lines and columns of the facts.
#pragma once

#include <clang/Basic/SourceManager.h>
#include <llvm/ADT/DenseMap.h>

#include "model/unit.hpp"

namespace gordian::analyzer::facts {

class SourceFiles {
 public:
  SourceFiles(const clang::SourceManager& sources, Unit& unit);

  // Where a person looks: of a macro, the place of its use.
  Location location(clang::SourceLocation point);
  bool isSystem(clang::SourceLocation point) const;
  bool isInMainFile(clang::SourceLocation point) const;
  const std::string& mainPath() const { return unit_.source; }

 private:
  std::uint32_t indexOf(clang::FileID file);

  const clang::SourceManager& sources_;
  Unit& unit_;
  llvm::DenseMap<clang::FileID, std::uint32_t> indices_;
  llvm::DenseMap<const clang::FileEntry*, std::uint32_t> entries_;
};

}  // namespace gordian::analyzer::facts
