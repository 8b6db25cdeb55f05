#include "names.hpp"

#include <utility>

#include "../symbols/modules.hpp"

namespace gordian::cli {
namespace {

class SymbolNames final : public Names {
 public:
  SymbolNames(const recording::Recording& recording, std::shared_ptr<symbols::ModuleFiles> files)
      : symbols_(recording, std::move(files)) {}

  std::vector<SourceFrame> frames(const recording::Stack& stack,
                                  lockgraph::Sequence when) override {
    return symbols_.frames(stack, when);
  }
  LockLabel lock(lockgraph::LockId lock) override { return symbols_.lock(lock); }
  ThreadLabel thread(lockgraph::ThreadId thread) override { return symbols_.thread(thread); }
  std::optional<LockLabel> object(std::uint64_t address, lockgraph::StackId stack) override {
    return symbols_.object(address, stack);
  }
  std::vector<std::string> notes() override { return symbols_.notes(); }

 private:
  Symbols symbols_;
};

}  // namespace

NamesFor namesFromSymbols() {
  return [files = std::make_shared<symbols::ModuleFiles>()](const recording::Recording& recording) {
    return std::make_unique<SymbolNames>(recording, files);
  };
}

}  // namespace gordian::cli
