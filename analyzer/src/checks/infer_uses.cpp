#include "infer_uses.hpp"

#include <algorithm>

namespace gordian::analyzer {

std::vector<std::pair<DataId, PathId>> dataIn(const Paths& paths, PathId path) {
  std::vector<std::pair<DataId, PathId>> found;
  if (path == kUnknownPath) return found;
  for (;; path = paths.parent(path)) {
    if (paths.isRoot(path)) {
      if (paths.rootKind(path) == Root::Global)
        found.push_back({{false, paths.rootNumber(path)}, kUnknownPath});
      return found;
    }
    if (paths.lastStep(path) == StepKind::Deref) return found;
    if (paths.lastStep(path) == StepKind::Field && paths.lastNumber(path) < kPseudoFields)
      found.push_back({{true, paths.lastNumber(path)}, paths.parent(path)});
  }
}

DataUses::DataUses(const Describe& describe) : program_(describe.contexts().program()) {
  for (std::size_t i = 0; i < describe.program().functions().size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    if (!program_.hasBody(id) || program_.declarations().isUnanalysed(id)) continue;
    if ((program_.body(id).source->flags & (kConstructor | kDestructor | kInitialiser)) == 0)
      collect(id);
  }
}

const std::vector<DataUse>& DataUses::of(const Table& table, DataId data) {
  static const std::vector<DataUse> kNone;
  const auto place = table.find(data);
  return place == table.end() ? kNone : place->second;
}

std::vector<DataId> DataUses::all() const {
  std::vector<DataId> data;
  for (const auto& [id, uses] : written_) data.push_back(id);
  for (const auto& [id, uses] : seen_)
    if (written_.count(id) == 0) data.push_back(id);
  std::sort(data.begin(), data.end());
  return data;
}

void DataUses::add(Table& table, PathId path, const DataUse& use) {
  for (const auto& [data, object] : dataIn(program_.paths(), path)) {
    DataUse one = use;
    one.object = object;
    table[data].push_back(one);
  }
}

// Whether a call changes what its argument names: as far as accesses are known, else by the object
// of a member function that is not const.
bool DataUses::writes(FunctionId function, std::uint32_t op, std::size_t argument,
                      PathId path) const {
  const Paths& paths = program_.paths();
  const auto named = dataIn(paths, path);
  bool isKnown = false;
  for (const Point& point : program_[function].points) {
    if (point.op != op || point.kind != PointKind::Access) continue;
    const auto accessed = dataIn(paths, point.path);
    const bool isSame =
        !named.empty() && !accessed.empty() && named.front().first == accessed.front().first;
    isKnown |= isSame;
    if (isSame && point.has(kWrites)) return true;
  }
  const FunctionId callee = program_.body(function).ops[op].callee;
  if (isKnown || argument > 0 || callee == kNoFunction) return false;
  const FunctionInfo& info = program_.program()[callee];
  return info.isMember && !info.isConst();
}

void DataUses::collect(FunctionId function) {
  const Body& body = program_.body(function);
  for (std::uint32_t number = 0; number < body.ops.size(); ++number) {
    const Op& op = body.ops[number];
    if (op.kind == EventKind::Read || op.kind == EventKind::Write) {
      const Mode mode = op.kind == EventKind::Write ? Mode::Exclusive : Mode::Shared;
      if (!op.has(kInitialises)) add(written_, op.place, {function, number, {}, mode, false});
    } else if (op.kind == EventKind::Return && op.value.is(Val::Kind::Pointer)) {
      add(written_, op.value.path, {function, number, {}, Mode::Exclusive, true});
    } else if (op.kind == EventKind::Call) {
      std::size_t argument = 0;
      for (const Argument& one : body.argumentsOf(op)) {
        if (one.value.is(Val::Kind::Pointer)) {
          const bool isWrite = writes(function, number, argument, one.value.path);
          const Mode mode = isWrite ? Mode::Exclusive : Mode::Shared;
          add(written_, one.value.path, {function, number, {}, mode, false});
        }
        ++argument;
      }
    }
  }
  for (const Point& point : program_[function].points) {
    if (point.kind != PointKind::Access || point.has(kInitialising)) continue;
    const Mode mode = point.has(kWrites) ? Mode::Exclusive : Mode::Shared;
    add(seen_, point.path, {function, point.op, {}, mode, false});
  }
}

}  // namespace gordian::analyzer
