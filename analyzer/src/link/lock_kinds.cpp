#include "lock_kinds.hpp"

namespace gordian::analyzer {
namespace {

// Values of the C library's constants.
constexpr std::int64_t kRecursive = 1;
constexpr std::int64_t kErrorCheck = 2;
constexpr std::int64_t kRecursiveC11 = 1;  // mtx_recursive, perhaps with mtx_timed (2)
constexpr int kMaxWrappers = 4;            // around what initialises

LockKind kindOf(std::int64_t constant) {
  if (constant == kRecursive) return LockKind::RecursiveMutex;
  return constant == kErrorCheck ? LockKind::ErrorCheckMutex : LockKind::Mutex;
}

}  // namespace

std::uint64_t LockKinds::nodeOf(FunctionId function, PathId path) const {
  const Paths& paths = lowering_.paths();
  for (PathId at = path; !paths.isRoot(at); at = paths.parent(at)) {
    if (paths.lastStep(at) == StepKind::Field) return std::uint64_t{1} << 63 | paths.lastNumber(at);
  }
  const auto kind = static_cast<std::uint64_t>(paths.rootKind(path));
  const bool isGlobal = paths.rootKind(path) == Root::Global;
  const std::uint64_t owner = isGlobal ? 0 : index(function) + 1;
  return kind << 56 | owner << 24 | paths.rootNumber(path);
}

LockKinds::LockKinds(Lowering& lowering, const std::vector<Body>& bodies) : lowering_(lowering) {
  for (const Body& body : bodies)
    if (body.source != nullptr) collect(body);
  for (int i = 0; i < kMaxWrappers; ++i) {
    bool isNew = false;
    for (const Body& body : bodies)
      if (body.source != nullptr) isNew |= takeFromCallees(body);
    if (!isNew) break;
  }
}

bool LockKinds::takeFromCallees(const Body& body) {
  Paths& paths = lowering_.paths();
  bool isNew = false;
  for (const Op& op : body.ops) {
    if (op.callee == kNoFunction || op.meaning != nullptr) continue;
    const auto arguments = body.argumentsOf(op);
    for (std::uint32_t i = 0; i < arguments.size(); ++i) {
      const Val& value = arguments[i].value;
      if (!value.hasPath()) continue;
      const auto made = declared(op.callee, paths.root(Root::Formal, i));
      if (made) isNew |= kinds_.emplace(nodeOf(body.id, value.path), *made).second;
    }
  }
  return isNew;
}

void LockKinds::collect(const Body& body) {
  for (const Op& op : body.ops) {
    if (op.meaning == nullptr) continue;
    const auto arguments = body.argumentsOf(op);
    const auto nodeOfArgument = [&](int number) -> std::optional<std::uint64_t> {
      if (number < 0 || static_cast<std::size_t>(number) >= arguments.size()) return std::nullopt;
      const Val& value = arguments[static_cast<std::size_t>(number)].value;
      if (!value.hasPath()) return std::nullopt;
      return nodeOf(body.id, value.path);
    };
    for (const Action& action : op.meaning->actions) {
      const auto subject = nodeOfArgument(action.a);
      if (!subject) continue;
      if (action.verb == Verb::LockKindOf && arguments.size() > 1) {
        if (arguments[1].value.is(Val::Kind::Integer))
          kinds_[*subject] = kindOf(arguments[1].value.integer);
      } else if (action.verb == Verb::InitLock && action.b >= 0) {
        if (const auto attribute = nodeOfArgument(action.b)) attributes_[*subject] = *attribute;
      } else if (action.verb == Verb::InitLock && arguments.size() > 1 &&
                 lowering_.program()[op.callee].name == "mtx_init") {
        const Val& type = arguments[1].value;
        if (type.is(Val::Kind::Integer) && (type.integer & kRecursiveC11) != 0)
          kinds_[*subject] = LockKind::RecursiveMutex;
      }
    }
  }
}

std::optional<LockKind> LockKinds::declared(FunctionId function, PathId lock) const {
  const std::uint64_t node = nodeOf(function, lock);
  if (const auto known = kinds_.find(node); known != kinds_.end()) return known->second;
  const auto attribute = attributes_.find(node);
  if (attribute == attributes_.end()) return std::nullopt;
  const auto known = kinds_.find(attribute->second);
  // Somebody else made the attributes: nothing speaks against a recursive lock.
  return known == kinds_.end() ? LockKind::RecursiveMutex : known->second;
}

}  // namespace gordian::analyzer
