#include "symbols/lock_names.hpp"

#include "symbols/function_names.hpp"

namespace gordian::cli::symbols {

LockLabel LockNames::label(std::size_t lock) {
  auto found = byPlace(lock);
  LockLabel label = found ? std::move(*found) : sites_.label(lock);
  const std::string& given = recording_.lockInfo[lock].name;
  if (!given.empty()) label.name = label.className = printable(given);
  return label;
}

std::optional<LockLabel> LockNames::byPlace(std::size_t lock) {
  const recording::LockInfo& info = recording_.lockInfo[lock];
  if (info.python) return std::nullopt;
  auto label =
      info.storage == recording::Storage::Stack ? places_.local(lock) : places_.fixed(lock);
  // Where a variable was declared is known only with debug information; where the lock was made or
  // first taken is the next best thing.
  if (label && label->created.file.empty()) label->created = sites_.label(lock).created;
  return label;
}

}  // namespace gordian::cli::symbols
