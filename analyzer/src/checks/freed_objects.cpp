#include "freed_objects.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxBlocks = 64;  // on the way that is followed

// The pointer that is given back; unknown: none is.
PathId freedBy(const Body& body, const Op& op) {
  if (op.kind != EventKind::Call || op.meaning == nullptr || op.argumentCount == 0)
    return kUnknownPath;
  const std::vector<Action>& actions = op.meaning->actions;
  const bool isFree = std::any_of(actions.begin(), actions.end(),
                                  [](const Action& one) { return one.verb == Verb::Free; });
  const Val& given = body.argumentsOf(op)[0].value;
  return isFree && given.is(Val::Kind::Loaded) ? given.path : kUnknownPath;
}

// `place` lies in what `pointer` leads to.
bool isBehind(const Paths& paths, PathId place, PathId pointer) {
  for (PathId at = place; !paths.isRoot(at); at = paths.parent(at))
    if (paths.lastStep(at) == StepKind::Deref && paths.parent(at) == pointer) return true;
  return false;
}

bool isMeeting(const Action& action) {
  switch (action.verb) {
    case Verb::Acquire:
    case Verb::Release:
    case Verb::GuardMake:
    case Verb::Publish:
    case Verb::Observe:
      return true;
    default:
      return false;
  }
}

// Before `end`, at a part of what `pointer` leads to.
bool hasMet(const Paths& paths, const Body& body, std::uint32_t end, PathId pointer) {
  return std::any_of(body.ops.begin(), body.ops.begin() + end, [&](const Op& op) {
    if (op.has(kAtomic)) return isBehind(paths, op.place, pointer);
    if (op.kind != EventKind::Call || op.meaning == nullptr) return false;
    const auto arguments = body.argumentsOf(op);
    return std::any_of(op.meaning->actions.begin(), op.meaning->actions.end(), isMeeting) &&
           std::any_of(arguments.begin(), arguments.end(), [&](const Argument& one) {
             return one.value.is(Val::Kind::Pointer) && isBehind(paths, one.value.path, pointer);
           });
  });
}

}  // namespace

bool FreedObjects::isFreedBehind(const Occurrence& at) {
  const FunctionId function = contexts_[at.node].function;
  const std::uint32_t access = contexts_.pointOf(at).op;
  const auto [known, isNew] =
      known_.try_emplace(std::uint64_t{index(function)} << 32 | access, false);
  if (isNew) known->second = find(contexts_.program().body(function), access);
  return known->second;
}

bool FreedObjects::find(const Body& body, std::uint32_t access) const {
  if (access >= body.ops.size() || body.ops[access].place == kUnknownPath) return false;
  const Paths& paths = contexts_.program().paths();
  const std::vector<Block>& blocks = body.source->blocks;
  std::uint32_t op = access + 1;
  auto block = std::find_if(blocks.begin(), blocks.end(), [&](const Block& one) {
    return access >= one.firstEvent && access < one.firstEvent + one.eventCount;
  });
  for (std::size_t i = 0; i < kMaxBlocks && block != blocks.end(); ++i) {
    for (; op < block->firstEvent + block->eventCount; ++op) {
      const PathId freed = freedBy(body, body.ops[op]);
      if (freed != kUnknownPath && isBehind(paths, body.ops[access].place, freed))
        return hasMet(paths, body, access, freed);
    }
    if (block->successors.size() != 1) return false;
    block = blocks.begin() + block->successors.front();
    op = block->firstEvent;
  }
  return false;
}

}  // namespace gordian::analyzer
