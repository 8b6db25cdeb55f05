#include "names.hpp"

namespace gordian::cli {
namespace {

class SymbolNames final : public Names {
 public:
  explicit SymbolNames(const recording::Recording& recording) : symbols_(recording) {}

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

std::unique_ptr<Names> namesFromSymbols(const recording::Recording& recording) {
  return std::make_unique<SymbolNames>(recording);
}

}  // namespace gordian::cli
