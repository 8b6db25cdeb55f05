// GD406 call-under-lock: with a lock held the program blocks, or calls what somebody else has
// provided: a callback that was registered, a virtual function that users override.
//
// What the project itself implements is followed, so it is told as GD101 or GD102 if it locks. A
// function that gets a callable and calls it under its lock at once was made for that.
#include <algorithm>
#include <map>
#include <set>

#include "check.hpp"

namespace gordian::analyzer {
namespace {

class CallUnderLock {
 public:
  explicit CallUnderLock(const CheckInput& input)
      : input_(input), contexts_(input.contexts), program_(input.contexts.program()) {
    for (const Occurrence& at : contexts_.of(PointKind::Acquire))
      if (at.path != kUnknownPath && !contexts_.pointOf(at).has(kAfterWait))
        takers_[input_.describe.className(at.path)].emplace(contexts_[at.node].function,
                                                            contexts_.pointOf(at).op);
  }

  void judge() {
    for (const Occurrence& at : contexts_.of(PointKind::Unknown)) judgeUnknown(at);
    for (const Occurrence& at : contexts_.of(PointKind::Blocks)) judgeBlocking(at);
    for (const Occurrence& at : contexts_.of(PointKind::Wait)) judgeWait(at);
  }

 private:
  const Op& opOf(const Occurrence& at) const {
    return program_.body(contexts_[at.node].function).ops[contexts_.pointOf(at).op];
  }

  // The innermost lock that is certainly held, and that others take, too; but for `except`.
  PathId lockAt(const Occurrence& at, PathId except) const {
    const std::vector<HeldLock>& held = contexts_.heldSet(at.held);
    for (auto one = held.rbegin(); one != held.rend(); ++one) {
      if (!one->isCertain || isMark(*one) || one->kind == LockKind::Semaphore) continue;
      if (one->lock == kUnknownPath || one->lock == except) continue;
      const auto takers = takers_.find(input_.describe.className(one->lock));
      if (takers != takers_.end() && takers->second.size() > 1) return one->lock;
    }
    return kUnknownPath;
  }

  bool isOurs(const Occurrence& at) const {
    return !input_.describe.isSystem(contexts_[at.node].function, contexts_.pointOf(at).op);
  }

  // Kept in a field or a variable of the program, in or behind something that is.
  bool isKept(PathId place) const {
    const Paths& paths = program_.paths();
    if (place == kUnknownPath) return false;
    for (PathId at = place; !paths.isRoot(at); at = paths.parent(at))
      if (paths.lastStep(at) == StepKind::Field && paths.lastNumber(at) < kPseudoFields)
        return true;
    return paths.rootKind(place) == Root::Global;
  }

  void judgeUnknown(const Occurrence& at) {
    const Op& op = opOf(at);
    if (!isOurs(at) || op.has(kImplicit)) return;
    const bool isVirtual = op.kind == EventKind::Call && op.calleeKind == CalleeKind::Virtual;
    const bool isDirect =
        op.kind == EventKind::Call && op.calleeKind == CalleeKind::Direct && op.meaning == nullptr;
    if (isDirect || (!isVirtual && !isKept(at.path))) return;
    const PathId lock = lockAt(at, kUnknownPath);
    if (lock == kUnknownPath) return;
    const std::string callee =
        isVirtual ? input_.describe.program()[op.callee].name : input_.describe.name(at.path);
    const std::string kind = isVirtual ? "what overrides it is the user's"
                                       : "it was registered by code that is not seen";
    tell(at, lock, "'" + callee + "' is called", kind + ", and may take a lock or call back",
         "copy what is needed, unlock, then call");
  }

  void judgeBlocking(const Occurrence& at) {
    if (!isOurs(at)) return;
    const PathId lock = lockAt(at, kUnknownPath);
    if (lock == kUnknownPath) return;
    const Op& op = opOf(at);
    const std::string callee =
        op.callee == kNoFunction ? "something" : input_.describe.program()[op.callee].name;
    tell(at, lock, "'" + callee + "', which may take long, is called",
         "others that want the lock wait as long", "do it before locking or after unlocking");
  }

  // It lets go of its own lock meanwhile, and of no other.
  void judgeWait(const Occurrence& at) {
    const Point& point = contexts_.pointOf(at);
    if (!isOurs(at) || point.insistence != Insistence::Blocking) return;
    const PathId own = contexts_.canonical(at.node, point.lock);
    const PathId lock = own == kUnknownPath ? kUnknownPath : lockAt(at, own);
    if (lock == kUnknownPath) return;
    tell(at, lock, "'" + input_.describe.name(at.path) + "' is waited for",
         "the wait gives back its own lock, not this one",
         "wait with no other lock held, or make it the lock of the wait");
  }

  void tell(const Occurrence& at, PathId lock, const std::string& what, std::string reason,
            std::string help) {
    const Point& point = contexts_.pointOf(at);
    if (!told_.emplace(contexts_[at.node].function, point.op).second) return;
    Found finding;
    finding.id = "GD406";
    finding.confidence = Confidence::Possible;
    finding.symbol = input_.describe.className(lock);
    finding.declared = input_.describe.declaration(lock);
    finding.message = what + " while '" + input_.describe.name(lock) + "' is held";
    finding.reason = std::move(reason);
    finding.help = std::move(help);
    finding.at = input_.describe.way(at.node, point.op, kNoThread);
    finding.notes.push_back({"'" + input_.describe.name(lock) + "' is taken here",
                             input_.describe.acquisition(at, lock, kNoThread)});
    input_.handler.found(std::move(finding));
  }

  const CheckInput& input_;
  Contexts& contexts_;
  const LinkedProgram& program_;
  std::map<std::string, std::set<std::pair<FunctionId, std::uint32_t>>> takers_;  // by lock class
  std::set<std::pair<FunctionId, std::uint32_t>> told_;
};

}  // namespace

void checkCallsUnderLock(const CheckInput& input) {
  CallUnderLock(input).judge();
}

}  // namespace gordian::analyzer
