#include <algorithm>
#include <gordian/recording/reader.hpp>

namespace gordian::recording {
namespace {

// Ids agree with our indices (but for `offset`) unless records were lost.
template <class Items>
std::optional<std::size_t> indexOf(const Items& items, std::uint32_t number, std::size_t offset) {
  const std::size_t guess = number - offset;
  if (guess < items.size() && items[guess].number == number) return guess;
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const auto& item) { return item.number == number; });
  if (found == items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items.begin());
}

template <class Id, class Items>
std::optional<Id> idOf(const Items& items, std::uint32_t number, std::size_t offset) {
  const auto index = indexOf(items, number, offset);
  if (!index) return std::nullopt;
  return Id{static_cast<std::uint32_t>(*index)};
}

}  // namespace

RecordingError::RecordingError(std::filesystem::path where, std::uint64_t place,
                               const std::string& reason)
    : std::runtime_error(where.string() + ": " +
                         (place == 0 ? "" : "offset " + std::to_string(place) + ": ") + reason),
      file(std::move(where)),
      offset(place) {}

const Module* Recording::moduleAt(std::uint64_t pc, lockgraph::Sequence when) const {
  // The newest first: an address range can be used again without a record of the unloading.
  for (auto module = modules.rbegin(); module != modules.rend(); ++module) {
    if (pc < module->start || pc >= module->end) continue;
    if (when < module->loadedAt) continue;
    if (module->goneAt != UINT64_MAX && when >= module->goneAt) continue;
    return &*module;
  }
  return nullptr;
}

Stack Recording::heldStack(const lockgraph::Dependency& dependency,
                           const lockgraph::HeldLock& held) const {
  Stack joined = stacks.at(static_cast<std::size_t>(held.stack));
  if (joined.complete || joined.frames.empty()) return joined;
  const Stack& own = stacks.at(static_cast<std::size_t>(dependency.stack));
  const Frame last = joined.frames.back();
  // The same return address in the same place: that call had not returned. With the place alone
  // another call from the same depth would be taken for it, and the frames outside be a guess.
  const auto isLast = [&](const Frame& frame) {
    return last.cfa != 0 && frame.cfa == last.cfa && frame.pc == last.pc;
  };
  const auto match = std::find_if(own.frames.begin(), own.frames.end(), isLast);
  if (match == own.frames.end()) return joined;
  joined.frames.insert(joined.frames.end(), match + 1, own.frames.end());
  joined.complete = own.complete;
  return joined;
}

std::optional<lockgraph::LockId> Recording::lockOf(std::uint32_t number) const {
  if (number == 0) return std::nullopt;
  return idOf<lockgraph::LockId>(lockInfo, number, 1);
}

std::optional<lockgraph::StackId> Recording::stackOf(std::uint32_t number) const {
  if (number == 0) return std::nullopt;
  return idOf<lockgraph::StackId>(stacks, number, 0);
}

std::optional<lockgraph::ThreadId> Recording::threadOf(std::uint32_t number) const {
  return idOf<lockgraph::ThreadId>(threadInfo, number, 0);
}

}  // namespace gordian::recording
