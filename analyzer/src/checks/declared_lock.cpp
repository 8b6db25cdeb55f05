#include "declared_lock.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

constexpr int kMaxDepth = 8;  // of calls out of a constructor

}  // namespace

// A name of an object that may have another one, too.
bool DeclaredLockTest::isVague(PathId lock) const {
  const Paths& paths = contexts_.program().paths();
  if (lock == kUnknownPath || paths.hasElements(lock)) return true;
  const Root root = paths.rootKind(lock);
  if (root == Root::Global) return paths.hasDeref(lock);
  if (root != Root::Object) return true;
  return contexts_.object(paths.rootNumber(lock)).root != Root::Local || paths.hasDeref(lock);
}

Holding DeclaredLockTest::holding(std::uint32_t set, PathId lock, Mode mode) const {
  Holding best = Holding::NotHeld;
  const auto improve = [&](Holding holding) { best = std::min(best, holding); };
  for (const HeldLock& held : contexts_.heldSet(set)) {
    if (isMark(held)) continue;
    if (held.lock != lock) {
      const bool mayBeSame = describe_.className(held.lock) == describe_.className(lock) &&
                             (isVague(held.lock) || isVague(lock));
      if (mayBeSame || held.lock == kUnknownPath) improve(Holding::Perhaps);
      continue;
    }
    if (!held.isCertain)
      improve(Holding::Perhaps);
    else if (mode == Mode::Exclusive && held.mode == Mode::Shared)
      improve(Holding::SharedOnly);
    else
      improve(Holding::Held);
  }
  return best;
}

bool DeclaredLockTest::isOfConstruction(NodeId node, PathId path) const {
  return isConstructing(node, path, 0);
}

// Functions that only the constructor calls are a part of it.
bool DeclaredLockTest::isConstructing(NodeId node, PathId path, int depth) const {
  const ContextNode& at = contexts_[node];
  Paths& paths = contexts_.program().paths();
  if ((contexts_.program().body(at.function).source->flags & (kConstructor | kDestructor)) != 0) {
    const PathId self = contexts_.canonical(node, paths.deref(paths.root(Root::Formal, 0)));
    if (self != kUnknownPath && paths.startsWith(path, self)) return true;
  }
  return depth < kMaxDepth && !at.callers.empty() &&
         std::all_of(at.callers.begin(), at.callers.end(), [&](const CallerEdge& edge) {
           return edge.node != node && isConstructing(edge.node, path, depth + 1);
         });
}

}  // namespace gordian::analyzer
