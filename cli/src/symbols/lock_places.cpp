#include "symbols/lock_places.hpp"

#include "symbols/die.hpp"
#include "symbols/function_names.hpp"
#include "symbols/origin.hpp"

#include <algorithm>
#include <filesystem>

namespace gordian::cli::symbols {
namespace {

std::string nameOfVariable(Dwarf_Die variable, const ElfSymbol* symbol) {
  if (const char* mangled = linkageName(&variable)) return variableName(mangled);
  if (symbol != nullptr && std::string_view(symbol->name).starts_with("_Z")) {
    return variableName(symbol->name);
  }
  return shortType(qualifiedName(&variable));
}

}  // namespace

std::optional<LockLabel> LockPlaces::fixed(std::size_t lock) {
  return fixedAt(recording_.lockInfo[lock].address, users_.firstSeen(lock));
}

std::optional<LockLabel> LockPlaces::fixedAt(std::uint64_t address, When when) {
  const recording::Module* module = modules_.find(address, when);
  if (module == nullptr) return std::nullopt;
  ModuleFile& file = modules_.file(*module);
  if (file.elf() == nullptr) return std::nullopt;
  const std::uint64_t inFile = address - module->bias;
  const ElfSymbol* symbol = file.elf()->objectAt(inFile);
  LockLabel label;
  StaticVariables* variables = file.variables();
  const auto found = variables != nullptr ? variables->at(inFile) : std::nullopt;
  if (found) {
    const MemberPath member = memberPathAt(found->type, found->offset);
    const std::string variable = nameOfVariable(found->variable, symbol);
    label.name = variable + member.path;
    label.className = classOf(member, variable);
    label.created = declared(found->variable, *module, {});
    return label;
  }
  if (symbol == nullptr) return std::nullopt;
  label.className = variableName(symbol->name);
  label.name = label.className + ordinalIn(*symbol, module->bias, address);
  return label;
}

std::string LockPlaces::ordinalIn(const ElfSymbol& symbol, std::uint64_t bias,
                                  std::uint64_t address) {
  if (addresses_.empty()) {
    for (const recording::LockInfo& info : recording_.lockInfo) addresses_.push_back(info.address);
    std::sort(addresses_.begin(), addresses_.end());
    addresses_.erase(std::unique(addresses_.begin(), addresses_.end()), addresses_.end());
  }
  const auto position = [this](std::uint64_t a) {
    return std::lower_bound(addresses_.begin(), addresses_.end(), a) - addresses_.begin();
  };
  const auto first = position(bias + symbol.value);
  if (position(bias + symbol.value + symbol.size) - first < 2) return {};
  return " #" + std::to_string(position(address) - first + 1);
}

std::optional<LockLabel> LockPlaces::local(std::size_t lock) {
  const std::uint64_t address = recording_.lockInfo[lock].address;
  for (const lockgraph::StackId id : candidates(lock)) {
    const auto index = static_cast<std::size_t>(id);
    if (index == 0 || index >= recording_.stacks.size()) continue;
    if (auto label = inStack(recording_.stacks[index], address, users_.firstSeen(lock))) {
      return label;
    }
  }
  return std::nullopt;
}

// Stack memory is used again and again, so the stacks that are nearest to the lock's own life come
// first: those of its users, then the creations of threads that used it, then of all threads that
// the owner of this memory created.
std::vector<lockgraph::StackId> LockPlaces::candidates(std::size_t lock) const {
  const recording::LockInfo& info = recording_.lockInfo[lock];
  std::vector<lockgraph::StackId> stacks{info.created, info.first};
  const auto& trace = recording_.trace;
  std::vector<lockgraph::StackId> creations;
  for (const std::size_t i : users_.dependenciesOf(lock)) {
    const lockgraph::Dependency& dependency = trace.dependencies[i];
    stacks.push_back(dependency.stack);
    for (const lockgraph::HeldLock& held : dependency.held) {
      if (static_cast<std::size_t>(held.lock) == lock) stacks.push_back(held.stack);
    }
    auto thread = static_cast<std::size_t>(dependency.thread);
    for (int generation = 0;
         generation < 16 && thread < recording_.threadInfo.size() && thread < trace.threads.size();
         ++generation) {
      creations.push_back(recording_.threadInfo[thread].created);
      if (!trace.threads[thread].parent) break;
      thread = static_cast<std::size_t>(*trace.threads[thread].parent);
    }
  }
  stacks.insert(stacks.end(), creations.begin(), creations.end());
  for (std::size_t i = 0; i < recording_.threadInfo.size() && i < trace.threads.size(); ++i) {
    if (!trace.threads[i].parent) continue;
    const auto parent = static_cast<std::size_t>(*trace.threads[i].parent);
    if (parent >= recording_.threadInfo.size()) continue;
    const recording::ThreadInfo& owner = recording_.threadInfo[parent];
    if (info.address >= owner.stackLow && info.address < owner.stackHigh) {
      stacks.push_back(recording_.threadInfo[i].created);
    }
  }
  std::vector<lockgraph::StackId> unique;
  for (const lockgraph::StackId id : stacks) {
    if (std::find(unique.begin(), unique.end(), id) == unique.end()) unique.push_back(id);
    if (unique.size() >= 64) break;
  }
  return unique;
}

// frames[i].cfa is where the call out of frame i left the stack pointer: locals of frame i lie from
// there up to frames[i + 1].cfa.
std::optional<LockLabel> LockPlaces::inStack(const recording::Stack& stack, std::uint64_t address,
                                             When when) {
  const auto& frames = stack.frames;
  std::size_t i = 0;
  while (i < frames.size() && (frames[i].cfa == 0 || frames[i].cfa <= address)) ++i;
  if (i == 0) return std::nullopt;
  const recording::Frame& frame = frames[i - 1];
  if (frame.cfa == 0) return std::nullopt;
  const recording::Module* module = modules_.find(frame.pc - 1, when);
  if (module == nullptr) return std::nullopt;
  ModuleFile& file = modules_.file(*module);
  if (file.units() == nullptr) return std::nullopt;
  LiveFrame live{frame.pc - 1 - module->bias, frame.cfa, std::nullopt};
  if (i < frames.size()) live.cfa = frames[i].cfa;
  // A function that runs often makes the same locks again and again at other addresses.
  const Key key{&file, live.pc, address - live.low, live.cfa ? *live.cfa - live.low : 0};
  auto known = locals_.find(key);
  if (known == locals_.end()) {
    known = locals_.emplace(key, variableIn(file, *module, live, address)).first;
  }
  return known->second;
}

std::optional<LockLabel> LockPlaces::variableIn(ModuleFile& file, const recording::Module& module,
                                                const LiveFrame& live, std::uint64_t address) {
  const auto found = stackVariableAt(*file.units(), file.elf()->elf(), live, address);
  if (!found) return std::nullopt;
  const std::string function = file.framesAt(live.pc).back().function;
  LockLabel label;
  label.name = printable(found->name + found->member.path);
  label.className = classOf(found->member, (function.empty() ? "" : function + "::") + found->name);
  label.created = declared(found->variable, module, function);
  return label;
}

std::string LockPlaces::classOf(const MemberPath& member, const std::string& outer) {
  std::string indexed;  // the path without its numbers
  bool skipping = false;
  for (const char c : member.path) {
    if (c == ']') skipping = false;
    if (!skipping) indexed += c;
    if (c == '[') skipping = true;
  }
  if (!member.owner) return printable(outer + indexed);
  Dwarf_Die owner = *member.owner;
  std::string& name = classNames_[owner.addr];
  if (name.empty()) name = shortType(qualifiedName(&owner));
  if (name.empty() || name.starts_with("std::")) return printable(outer + indexed);
  return printable(name + "::" + member.ownerPath);
}

SourceFrame LockPlaces::declared(Dwarf_Die variable, const recording::Module& module,
                                 std::string function) const {
  SourceFrame frame;
  frame.function = std::move(function);
  frame.module = module.path;
  Dwarf_Die unit;
  if (dwarf_diecu(&variable, &unit, nullptr, nullptr) != nullptr) {
    const std::string file = sourceFile(&unit, number(&variable, DW_AT_decl_file));
    if (!file.empty()) frame.file = (recording_.directory / std::filesystem::path(file)).string();
    frame.line = static_cast<std::uint32_t>(number(&variable, DW_AT_decl_line).value_or(0));
    frame.column = static_cast<std::uint32_t>(number(&variable, DW_AT_decl_column).value_or(0));
  }
  frame.user = isUserFrame(frame);
  return frame;
}

}  // namespace gordian::cli::symbols
