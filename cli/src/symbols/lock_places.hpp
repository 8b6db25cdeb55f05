// Names for locks by where they are: a variable with a fixed address, or a local of a live frame.
#pragma once

#include "symbols/lock_users.hpp"
#include "symbols/modules.hpp"
#include "symbols/stack_variables.hpp"
#include "symbols/symbols.hpp"

#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>

namespace gordian::cli::symbols {

class LockPlaces {
 public:
  LockPlaces(const recording::Recording& recording, Modules& modules, const LockUsers& users)
      : recording_(recording), modules_(modules), users_(users) {}

  using When = std::optional<lockgraph::Sequence>;

  // Name, class and declaration; nothing when the lock is not there.
  std::optional<LockLabel> fixed(std::size_t lock);
  std::optional<LockLabel> local(std::size_t lock);
  // The same of any address; without a time: whatever module was there last.
  std::optional<LockLabel> fixedAt(std::uint64_t address, When when);
  std::optional<LockLabel> inStack(const recording::Stack& stack, std::uint64_t address, When when);

 private:
  // Binary, code address, place in the frame, size of the frame.
  using Key = std::tuple<const ModuleFile*, std::uint64_t, std::uint64_t, std::uint64_t>;
  std::optional<LockLabel> variableIn(ModuleFile& file, const recording::Module& module,
                                      const LiveFrame& live, std::uint64_t address);
  std::vector<lockgraph::StackId> candidates(std::size_t lock) const;
  // " #2" where several locks lie in one symbol and nothing tells which is which.
  std::string ordinalIn(const ElfSymbol& symbol, std::uint64_t bias, std::uint64_t address);
  std::string classOf(const MemberPath& member, const std::string& outer);
  SourceFrame declared(Dwarf_Die variable, const recording::Module& module,
                       std::string function) const;

  const recording::Recording& recording_;
  Modules& modules_;
  const LockUsers& users_;
  std::unordered_map<const void*, std::string> classNames_;  // by the class's entry
  std::vector<std::uint64_t> addresses_;  // of all locks, in order, once each; built when needed
  std::map<Key, std::optional<LockLabel>> locals_;
};

}  // namespace gordian::cli::symbols
