#include "substitution.hpp"

#include <algorithm>

namespace gordian::analyzer {

PathId Substitution::place(PathId path) {
  Known& known = known_[index(path) % known_.size()];
  if (known.path != path) {
    const PathId found = find(path);
    known = {path, found};
  }
  return known.place;
}

PathId Substitution::find(PathId path) {
  Paths& paths = storage_.paths();
  if (paths.isRoot(path)) {
    switch (paths.rootKind(path)) {
      case Root::Global:
        return path;
      case Root::Return:
      case Root::Private:  // memory that the callee made
        return storage_.result(op_);
      case Root::Formal: {
        // An object that is passed by value.
        const Val given = actual(paths.rootNumber(path));
        return given.is(Val::Kind::Loaded) ? given.path : kUnknownPath;
      }
      default:
        return kUnknownPath;
    }
  }
  const PathId parent = paths.parent(path);
  const StepKind kind = paths.lastStep(path);
  if (kind == StepKind::Deref) return storage_.pointee(state_, load(parent));
  const bool isIndex = kind == StepKind::Elements || kind == StepKind::Offsets;
  // The callee's index means nothing here.
  return paths.step(place(parent), kind, isIndex ? kSomeIndex : paths.lastNumber(path));
}

Val Substitution::load(PathId path) {
  const Paths& paths = storage_.paths();
  if (paths.isRoot(path) && paths.rootKind(path) == Root::Formal)
    return actual(paths.rootNumber(path));
  const PathId at = place(path);
  return at == kUnknownPath ? Val{} : storage_.load(state_, at);
}

Val Substitution::value(const Val& value) {
  switch (value.kind) {
    case Val::Kind::Pointer: {
      const PathId at = place(value.path);
      return at == kUnknownPath ? Val{} : Val::pointer(at);
    }
    case Val::Kind::Loaded:
      if (storage_.paths().rootKind(value.path) == Root::Private)
        return Val::loaded(place(value.path));
      return load(value.path);
    case Val::Kind::Equals:
    case Val::Kind::Differs: {
      const Val held = load(value.path);
      if (held.is(Val::Kind::Loaded)) return {value.kind, held.path, value.integer};
      if (!held.is(Val::Kind::Integer)) return {};
      const bool isEqual = held.integer == value.integer;
      return Val::number(isEqual == value.is(Val::Kind::Equals) ? 1 : 0);
    }
    default:
      return value;
  }
}

Binding Substitution::bind(const std::vector<PathId>& needs, unsigned longer) {
  const Paths& paths = storage_.paths();
  Binding binding;
  std::vector<PathId> roots;
  for (const PathId need : needs) {
    const PathId root = paths.rootOf(need);
    if (std::find(roots.begin(), roots.end(), root) == roots.end()) {
      roots.push_back(root);
      const Val given = load(root);
      if (!given.is(Val::Kind::Unknown)) binding.push_back({root, given});
    }
    if (need == root) continue;
    const Val found = load(need);
    if (found.is(Val::Kind::Unknown)) continue;
    const bool isDerived = found.is(Val::Kind::Loaded) && found.path == place(need);
    const bool isPassedOn = isDerived && paths.rootKind(found.path) == Root::Formal &&
                            paths.lastStep(need) == StepKind::Field &&
                            paths.depth(found.path) <= paths.depth(need) + longer;
    if (!isDerived || isPassedOn) binding.push_back({need, found});
  }
  std::sort(binding.begin(), binding.end());
  return binding;
}

}  // namespace gordian::analyzer
