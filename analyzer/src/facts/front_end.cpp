#include "front_end.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include "normal_path.hpp"
#include "source_files.hpp"
#include "unit_extractor.hpp"

namespace gordian::analyzer::facts {
namespace {

// A source with more errors is broken as a whole; the rest of them says nothing new.
constexpr std::size_t kProblemsKept = 1000;

std::string absolutePath(const std::string& path) {
  llvm::SmallString<256> absolute(path);
  llvm::sys::fs::make_absolute(absolute);
  return normalPath(absolute);
}

struct Diagnosis {
  std::string path;
  unsigned line = 0;
  unsigned column = 0;
  std::string text;
};

class Diagnoses : public clang::DiagnosticConsumer {
 public:
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& diagnostic) override {
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < clang::DiagnosticsEngine::Error || found.size() >= kProblemsKept) return;
    Diagnosis next;
    llvm::SmallString<256> text;
    diagnostic.FormatDiagnostic(text);
    next.text = std::string(text);
    if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid()) {
      const clang::SourceManager& sources = diagnostic.getSourceManager();
      const clang::SourceLocation point = sources.getExpansionLoc(diagnostic.getLocation());
      next.path = sources.getFilename(point).str();
      next.line = sources.getExpansionLineNumber(point);
      next.column = sources.getExpansionColumnNumber(point);
    }
    found.push_back(std::move(next));
  }

  std::vector<Diagnosis> found;
};

// Every file that is read, system headers too.
class Inputs : public clang::DependencyCollector {
 public:
  bool needSystemDependencies() override { return true; }
};

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(Extraction& result, std::shared_ptr<Inputs> inputs, const AllowComments& comments)
      : result_(result), inputs_(std::move(inputs)), comments_(comments) {}

  void HandleTranslationUnit(clang::ASTContext& context) override {
    extractUnit(context, comments_.found, result_.unit);
    for (const std::string& input : inputs_->getDependencies()) {
      result_.inputs.push_back(absolutePath(input));
    }
    result_.isRead = true;
  }

 private:
  Extraction& result_;
  std::shared_ptr<Inputs> inputs_;
  const AllowComments& comments_;
};

class Action : public clang::ASTFrontendAction {
 public:
  explicit Action(Extraction& result) : result_(result) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& instance,
                                                        llvm::StringRef) override {
    // A missing header shall not keep the rest from being read.
    instance.getDiagnostics().setFatalsAsError(true);
    auto inputs = std::make_shared<Inputs>();
    inputs->attachToPreprocessor(instance.getPreprocessor());
    instance.getPreprocessor().addCommentHandler(&comments_);
    return std::make_unique<Consumer>(result_, std::move(inputs), comments_);
  }

 private:
  Extraction& result_;
  AllowComments comments_;
};

std::uint32_t fileIndex(const std::string& path, Unit& unit) {
  const std::string absolute = absolutePath(path);
  for (std::uint32_t i = 0; i < unit.files.size(); ++i) {
    if (unit.files[i].path == absolute) return i;
  }
  unit.files.push_back({absolute, false});
  return static_cast<std::uint32_t>(unit.files.size() - 1);
}

}  // namespace

Extraction extract(const std::string& directory, const std::string& file,
                   const std::vector<std::string>& arguments) {
  Extraction result;
  Diagnoses diagnoses;
  if (!directory.empty() && llvm::sys::fs::set_current_path(directory)) {
    result.unit.source = file;
    result.unit.files.push_back({file, false});
    result.unit.problems.push_back({{}, "cannot enter its folder " + directory});
    return result;
  }
  const llvm::IntrusiveRefCntPtr<clang::FileManager> files(
      new clang::FileManager(clang::FileSystemOptions{}));
  clang::tooling::ToolInvocation invocation(arguments, std::make_unique<Action>(result),
                                            files.get());
  invocation.setDiagnosticConsumer(&diagnoses);
  invocation.run();
  if (result.unit.files.empty()) result.unit.files.push_back({file, false});
  if (result.unit.source.empty()) result.unit.source = file;
  for (Diagnosis& next : diagnoses.found) {
    Problem problem;
    if (!next.path.empty()) {
      problem.location = {fileIndex(next.path, result.unit), next.line, next.column};
    }
    problem.text = std::move(next.text);
    result.unit.problems.push_back(std::move(problem));
  }
  if (result.inputs.empty()) result.inputs.push_back(file);
  if (!result.isRead && result.unit.problems.empty()) {
    result.unit.problems.push_back({{}, "the compiler's front end could not begin"});
  }
  return result;
}

}  // namespace gordian::analyzer::facts
