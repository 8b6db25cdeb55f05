#include "infer_candidates.hpp"

#include <tuple>

namespace gordian::analyzer {
namespace {

constexpr int kMaxWrapped = 4;

// C's locks have no class in the library table: only functions know them.
bool isLockOfC(const TypeInfo& type) {
  const std::string name = type.full.substr(0, type.full.find(' '));
  return name == "pthread_mutex_t" || name == "pthread_rwlock_t" || name == "mtx_t";
}

bool isBefore(const LinkedLocation& a, const LinkedLocation& b) {
  return a.file == b.file && std::tuple(a.line, a.column) < std::tuple(b.line, b.column);
}

}  // namespace

std::string lockTypeName(const TypeInfo& type) {
  return isLockOfC(type) ? type.full.substr(0, type.full.find(' ')) : type.name;
}

LockCandidates::LockCandidates(const Describe& describe)
    : describe_(describe),
      program_(describe.contexts().program()),
      paths_(describe.contexts().program().paths()) {}

// Also a class that has a lock and nothing else.
LockCandidates::Inner LockCandidates::innerOf(PathId lock, LinkedType number) const {
  const Program& program = describe_.program();
  Inner inner;
  inner.isFollowed = program[number].isCapability;
  inner.taken = lock;
  if (inner.isFollowed) {
    inner.isLock = true;
    inner.taken = program_.declarations().taken({lock, program[number].record, Mode::Exclusive});
    return inner;
  }
  for (int depth = 0; depth < kMaxWrapped; ++depth) {
    const TypeInfo& type = program[number];
    if (program_.table().isLock(type.name) || isLockOfC(type)) {
      inner.isLock = true;
      return inner;
    }
    const bool isWrapper = type.record != kNoRecord && program[type.record].fields.size() == 1 &&
                           (depth == 0 || !type.isPointer);
    if (!isWrapper) return inner;
    const FieldId field = program[type.record].fields.front();
    inner.taken = paths_.field(inner.taken, static_cast<std::uint32_t>(field));
    number = program[field].type;
  }
  return inner;
}

bool LockCandidates::isLock(LinkedType type) const {
  return innerOf(paths_.root(Root::Global), type).isLock;
}

void LockCandidates::addGlobals(const LinkedLocation& data, bool isLocal,
                                std::vector<LockCandidate>& found) const {
  const Program& program = describe_.program();
  for (std::size_t i = 0; i < program.variables().size(); ++i) {
    const VariableInfo& variable = program.variables()[i];
    // What is declared elsewhere, or later, has no name there.
    if (variable.isThreadLocal || (variable.isStaticLocal && !isLocal) ||
        !isBefore(variable.location, data))
      continue;
    const TypeInfo& type = program[variable.type];
    const PathId root = paths_.root(Root::Global, static_cast<std::uint32_t>(i));
    const PathId lock = type.isPointer ? paths_.deref(root) : root;
    const Inner inner = innerOf(lock, variable.type);
    if (inner.isLock)
      found.push_back(
          {{lock, inner.taken, inner.isFollowed}, variable.location, false, lockTypeName(type)});
  }
}

std::vector<LockCandidate> LockCandidates::of(DataId data) const {
  const Program& program = describe_.program();
  std::vector<LockCandidate> found;
  if (!data.isField) {
    const VariableInfo& variable = program[static_cast<VariableId>(data.number)];
    addGlobals(variable.location, variable.isStaticLocal, found);
    return found;
  }
  const FieldInfo& info = program[static_cast<FieldId>(data.number)];
  const PathId self = paths_.deref(paths_.root(Root::Formal, 0));
  if (info.record != kNoRecord) {
    for (const FieldId field : program[info.record].fields) {
      const TypeInfo& type = program[program[field].type];
      const PathId place = paths_.field(self, static_cast<std::uint32_t>(field));
      const PathId lock = type.isPointer ? paths_.deref(place) : place;
      const Inner inner = innerOf(lock, program[field].type);
      if (inner.isLock)
        found.push_back({{lock, inner.taken, inner.isFollowed},
                         program[field].location,
                         true,
                         lockTypeName(type)});
    }
  }
  addGlobals(info.location, false, found);
  return found;
}

}  // namespace gordian::analyzer
