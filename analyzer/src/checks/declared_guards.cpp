// GD401 where GUARDED_BY is written: it is the truth, whatever threads are known.
#include <algorithm>
#include <map>
#include <tuple>

#include "check.hpp"
#include "declared_lock.hpp"
#include "shared_data.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxListed = 12;

class DeclaredGuards {
 public:
  explicit DeclaredGuards(const CheckInput& input)
      : contexts_(input.contexts),
        describe_(input.describe),
        declarations_(input.contexts.program().declarations()),
        test_(input.describe) {}

  void look(const Occurrence& at);
  ToldAccesses tell(FindingHandler& handler);

 private:
  struct Breach {
    const Occurrence* at = nullptr;
    PathId lock{};  // as it is declared, in the program's names
    Holding holding{};
    PathId guarded{};  // what the attribute is of
  };

  void compare(const Occurrence& at, PathId guarded, PathId object,
               const Declarations::Locks& guards);
  void tell(FindingHandler& handler, const std::vector<Breach>& breaches);

  Contexts& contexts_;
  const Describe& describe_;
  const Declarations& declarations_;
  DeclaredLockTest test_;
  // By the declaration that is guarded, and the function: one finding each.
  std::map<std::pair<std::string, FunctionId>, std::vector<Breach>> breaches_;
  ToldAccesses told_;
};

// The names of the function at hand say more than those of the program: which pointer was followed.
void DeclaredGuards::look(const Occurrence& at) {
  if (declarations_.isUnanalysed(contexts_[at.node].function)) return;
  const Paths& paths = contexts_.program().paths();
  for (PathId path = contexts_.pointOf(at).path;; path = paths.parent(path)) {
    if (paths.isRoot(path)) {
      if (paths.rootKind(path) == Root::Global)
        compare(at, path, kUnknownPath,
                declarations_.guards(static_cast<VariableId>(paths.rootNumber(path))));
      return;
    }
    if (paths.lastStep(path) == StepKind::Deref) {
      const PathId pointer = paths.parent(path);
      if (paths.isRoot(pointer)) {
        if (paths.rootKind(pointer) == Root::Global)
          compare(at, pointer, kUnknownPath,
                  declarations_.targetGuards(static_cast<VariableId>(paths.rootNumber(pointer))));
      } else if (paths.lastStep(pointer) == StepKind::Field &&
                 paths.lastNumber(pointer) < kPseudoFields) {
        compare(at, pointer, paths.parent(pointer),
                declarations_.targetGuards(static_cast<FieldId>(paths.lastNumber(pointer))));
      }
      return;
    }
    if (paths.lastStep(path) == StepKind::Field && paths.lastNumber(path) < kPseudoFields)
      compare(at, path, paths.parent(path),
              declarations_.guards(static_cast<FieldId>(paths.lastNumber(path))));
  }
}

void DeclaredGuards::compare(const Occurrence& at, PathId guarded, PathId object,
                             const Declarations::Locks& guards) {
  Paths& paths = contexts_.program().paths();
  const Point& point = contexts_.pointOf(at);
  const PathId self = paths.deref(paths.root(Root::Formal, 0));
  for (const DeclaredLock& guard : guards) {
    const auto named = [&](PathId path) {
      return contexts_.canonical(
          at.node, paths.startsWith(path, self) ? paths.withPrefix(path, self, object) : path);
    };
    const PathId lock = named(declarations_.taken(guard));
    if (lock == kUnknownPath || test_.isOfConstruction(at.node, at.path)) continue;
    const Mode mode = point.has(kWrites) ? Mode::Exclusive : Mode::Shared;
    const Holding holding = test_.holding(at.held, lock, mode);
    if (holding == Holding::Held) continue;
    breaches_[{describe_.className(guarded), contexts_[at.node].function}].push_back(
        {&at, named(guard.lock), holding, guarded});
    return;
  }
}

void DeclaredGuards::tell(FindingHandler& handler, const std::vector<Breach>& breaches) {
  const auto doubts = [&](const Breach& one) {
    return (one.holding == Holding::Perhaps ? 2 : 0) + (contexts_[one.at->node].isGeneral ? 1 : 0);
  };
  const auto rank = [&](const Breach& one) {
    return std::tuple{doubts(one), -static_cast<int>(one.holding),
                      contexts_.pointOf(*one.at).has(kWrites) ? 0 : 1};
  };
  const Breach& worst =
      *std::min_element(breaches.begin(), breaches.end(),
                        [&](const Breach& a, const Breach& b) { return rank(a) < rank(b); });
  Found finding;
  finding.id = "GD401";
  const bool isDoubtful = doubts(worst) > 0;
  finding.confidence = isDoubtful ? Confidence::Possible : Confidence::Likely;
  finding.object = finding.symbol = describe_.className(worst.guarded);
  finding.declared = describe_.declaration(worst.guarded);
  const auto list = [&](const Breach& breach) {
    const auto place =
        std::pair{contexts_[breach.at->node].function, contexts_.pointOf(*breach.at).op};
    if (breach.holding != Holding::Perhaps || &breach == &worst) {
      if (!told_.insert(place).second || finding.accesses.size() >= kMaxListed) return;
      const std::span<const ThreadIndex> threads = contexts_[breach.at->node].reachedBy;
      finding.accesses.push_back(describe_.access(
          finding, *breach.at, {threads.begin(), threads.begin() + (threads.empty() ? 0 : 1)}));
    }
  };
  list(worst);
  for (const Breach& breach : breaches) list(breach);
  if (finding.accesses.empty()) return;
  const std::string lock = describe_.name(worst.lock);
  const std::string how = finding.accesses[0].isWrite ? "written" : "read";
  finding.message = "'" + describe_.name(worst.at->path) + "' is " + how +
                    (worst.holding == Holding::SharedOnly ? " with '" + lock + "' held shared only"
                                                          : " without '" + lock + "'");
  finding.reason = "it is declared to be guarded by '" + lock + "'";
  if (worst.holding == Holding::Perhaps)
    finding.reason += ", and whether that is held on every way here is not known";
  else if (isDoubtful)
    finding.reason += "; the function is called in too many ways to tell all apart";
  finding.at = finding.accesses[0].at;
  finding.notes.push_back({"declared here, guarded by '" + lock + "'", {finding.declared}});
  finding.help = "hold '" + lock + "' here, or say that callers must: REQUIRES(...)";
  handler.found(std::move(finding));
}

ToldAccesses DeclaredGuards::tell(FindingHandler& handler) {
  for (const auto& [key, breaches] : breaches_) tell(handler, breaches);
  return std::move(told_);
}

}  // namespace

ToldAccesses checkDeclaredGuards(const CheckInput& input) {
  if (!input.contexts.program().declarations().hasGuards()) return {};
  DeclaredGuards guards(input);
  for (const Occurrence* at : input.data.accesses()) guards.look(*at);
  return guards.tell(input.handler);
}

}  // namespace gordian::analyzer
