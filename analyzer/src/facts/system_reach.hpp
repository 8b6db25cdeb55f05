// Which of the project's functions the bodies of library functions call before they return.
#pragma once

#include <clang/AST/Decl.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>

#include <vector>

#include "source_files.hpp"

namespace gordian::analyzer::facts {

class SystemReach {
 public:
  explicit SystemReach(const SourceFiles& files) : files_(files) {}

  // In the order in which they are found; at most kMost.
  std::vector<const clang::FunctionDecl*> from(const clang::FunctionDecl& systemFunction);

 private:
  using Callees = std::vector<const clang::FunctionDecl*>;

  const Callees& calleesOf(const clang::FunctionDecl& definition);

  const SourceFiles& files_;
  llvm::DenseMap<const clang::FunctionDecl*, Callees> callees_;
};

}  // namespace gordian::analyzer::facts
