#include "symbols/lock_names.hpp"

#include "symbols/function_names.hpp"

#include <algorithm>
#include <string_view>

namespace gordian::cli::symbols {

LockLabel LockNames::label(std::size_t lock) {
  auto found = byPlace(lock);
  LockLabel label = found ? std::move(*found) : bySite(lock);
  // Where a variable was declared is known only with debug information; where the lock was made or
  // first taken is the next best thing.
  if (label.created.file.empty()) label.created = sites_.created(lock);
  // How the linker calls it.
  constexpr std::string_view kGuard = "guard variable for ";
  if (label.name.starts_with(kGuard)) label.name.replace(0, kGuard.size(), "static ");
  const std::string& given = recording_.lockInfo[lock].name;
  if (!given.empty()) label.name = label.className = printable(given);
  return label;
}

std::optional<LockLabel> LockNames::object(std::uint64_t address, lockgraph::StackId stack) {
  const auto index = static_cast<std::size_t>(stack);
  auto label = places_.fixedAt(address, std::nullopt);
  if (!label && index != 0 && index < recording_.stacks.size())
    label = places_.inStack(recording_.stacks[index], address, std::nullopt);
  if (!label || label->name.empty()) return std::nullopt;
  // What the C++ library builds its classes from is not for people.
  for (std::string* text : {&label->name, &label->className})
    text->erase(std::min(text->size(), text->find("._M_")));
  return label;
}

LockLabel LockNames::bySite(std::size_t lock) {
  return sites_.label(lock, [this](std::size_t other) { return byPlace(other).has_value(); });
}

std::optional<LockLabel> LockNames::byPlace(std::size_t lock) {
  const recording::LockInfo& info = recording_.lockInfo[lock];
  if (info.python) return std::nullopt;
  auto label =
      info.storage == recording::Storage::Stack ? places_.local(lock) : places_.fixed(lock);
  // A damaged file can have a variable without a name.
  if (label && (label->name.empty() || label->className.empty())) return std::nullopt;
  return label;
}

}  // namespace gordian::cli::symbols
