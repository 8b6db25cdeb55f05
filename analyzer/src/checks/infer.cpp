#include "infer.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "declared_lock.hpp"
#include "infer_candidates.hpp"
#include "infer_uses.hpp"
#include "lock_expression.hpp"
#include "requirements.hpp"

namespace gordian::analyzer {
namespace {

Declared keyOf(const LinkedLocation& at) {
  return {static_cast<std::uint32_t>(at.file), at.line, at.column};
}

class Inferring {
 public:
  Inferring(Contexts& contexts, const Concurrency& concurrency, const Describe& describe,
            const SharedData& data, const GuardBeliefs& beliefs, const PlaceTest& placeTest)
      : contexts_(contexts),
        concurrency_(concurrency),
        describe_(describe),
        program_(contexts.program()),
        paths_(program_.paths()),
        self_(paths_.deref(paths_.root(Root::Formal, 0))),
        beliefs_(beliefs),
        placeTest_(placeTest),
        test_(describe),
        sight_(describe),
        requirements_(describe, sight_, placeTest),
        candidates_(describe),
        uses_(describe) {
    for (const ContextNode& node : contexts.nodes())
      reachedBy_[node.function].insert(node.reachedBy.begin(), node.reachedBy.end());
    for (const Occurrence* at : data.accesses())
      for (const auto& [id, object] : dataIn(paths_, at->path))
        occurrences_[id].emplace_back(at, object);
  }

  Inference run();

 private:
  // Of a field or a variable, whichever it is.
  const LinkedLocation& locationOf(DataId data) const;
  const std::string& nameOf(DataId data) const;
  const Declarations::Locks& writtenGuards(DataId data) const;

  bool isOfInterest(DataId data) const;
  bool isShared(DataId data);
  bool isContradicted(DataId data, const LockCandidate& lock);
  bool isChangedByOthers(DataId data);
  bool isProven(DataId data, const LockCandidate& lock, std::string& why);
  std::vector<DataUse> usesOf(DataId data, bool isFollowed) const;
  LockName in(PathId object, const LockName& lock);
  void decide(DataId data);
  void honour(DataId data, const Declarations::Locks& written);
  void requireExpected(FunctionId function);
  void tellBelieved(DataId data, const std::vector<LockCandidate>& tried,
                    const std::vector<std::string>& reasons);
  void note(DataId data, const std::string& lock, const std::string& why);
  Annotation guarded(DataId data, const LockCandidate& lock) const;
  SourcePoint pointOf(const LinkedLocation& location) const;

  Contexts& contexts_;
  const Concurrency& concurrency_;
  const Describe& describe_;
  const LinkedProgram& program_;
  Paths& paths_;
  PathId self_;
  const GuardBeliefs& beliefs_;
  const PlaceTest& placeTest_;
  DeclaredLockTest test_;
  LockSight sight_;
  Requirements requirements_;
  LockCandidates candidates_;
  DataUses uses_;
  std::map<DataId, std::vector<std::pair<const Occurrence*, PathId>>> occurrences_;
  std::map<FunctionId, std::set<ThreadIndex>> reachedBy_;
  std::vector<std::pair<Declared, Annotation>> guarded_;
  std::set<Declared> refused_;  // by one instance of a template: then by all
  Inference result_;
};

const LinkedLocation& Inferring::locationOf(DataId data) const {
  const Program& program = describe_.program();
  return data.isField ? program[static_cast<FieldId>(data.number)].location
                      : program[static_cast<VariableId>(data.number)].location;
}

const std::string& Inferring::nameOf(DataId data) const {
  const Program& program = describe_.program();
  return data.isField ? program[static_cast<FieldId>(data.number)].name
                      : program[static_cast<VariableId>(data.number)].name;
}

const Declarations::Locks& Inferring::writtenGuards(DataId data) const {
  const Declarations& declarations = program_.declarations();
  return data.isField ? declarations.guards(static_cast<FieldId>(data.number))
                      : declarations.guards(static_cast<VariableId>(data.number));
}

SourcePoint Inferring::pointOf(const LinkedLocation& location) const {
  if (location.line == 0) return {};
  return {describe_.program()[location.file].path, location.line, location.column, ""};
}

// As the class declares it, for one object.
LockName Inferring::in(PathId object, const LockName& lock) {
  if (!paths_.startsWith(lock.declared, self_)) return lock;
  if (object == kUnknownPath) return {kUnknownPath, kUnknownPath, lock.isFollowed};
  return {paths_.withPrefix(lock.declared, self_, object),
          paths_.withPrefix(lock.taken, self_, object), lock.isFollowed};
}

// What can be annotated, and needs a lock at all.
bool Inferring::isOfInterest(DataId data) const {
  const Program& program = describe_.program();
  const LinkedLocation& location = locationOf(data);
  if (location.line == 0 || program[location.file].isSystem) return false;
  const LinkedType number = data.isField ? program[static_cast<FieldId>(data.number)].type
                                         : program[static_cast<VariableId>(data.number)].type;
  const TypeInfo& type = program[number];
  if (type.isAtomic || candidates_.isLock(number)) return false;
  const Declarations& declarations = program_.declarations();
  if (!type.isPointer && (program_.table().isSynchroniser(type.name) ||
                          declarations.isLock(type.record) || declarations.isGuard(type.record)))
    return false;
  const std::string& name = nameOf(data);
  if (name.find("(lambda)") != std::string::npos) return false;
  if (data.isField) return !program[static_cast<FieldId>(data.number)].isConst;
  const VariableInfo& variable = program[static_cast<VariableId>(data.number)];
  return !variable.isConst && !variable.isThreadLocal;
}

// By threads that are known, or by whoever uses a library.
bool Inferring::isShared(DataId data) {
  std::set<ThreadIndex> threads;
  for (const auto* uses : {&uses_.written(data), &uses_.seen(data)})
    for (const DataUse& use : *uses) threads.merge(std::set(reachedBy_[use.function]));
  if (threads.size() > 1) return true;
  return std::any_of(threads.begin(), threads.end(), [&](ThreadIndex thread) {
    const ThreadKind kind = contexts_[thread].kind;
    return kind == ThreadKind::Callers || kind == ThreadKind::Executor ||
           concurrency_.overlapsItself(thread);
  });
}

// Somewhere it is accessed without the lock, by whatever name.
bool Inferring::isContradicted(DataId data, const LockCandidate& lock) {
  for (const auto& [at, object] : occurrences_[data]) {
    if (contexts_[at->node].isGeneral || test_.isOfConstruction(at->node, at->path)) continue;
    const PathId taken = in(object, lock.name).taken;
    if (taken != kUnknownPath && test_.holding(at->held, taken, Mode::Shared) == Holding::NotHeld)
      return true;
  }
  return false;
}

// By whoever was given its address.
bool Inferring::isChangedByOthers(DataId data) {
  return std::any_of(occurrences_[data].begin(), occurrences_[data].end(), [&](const auto& one) {
    const Occurrence& at = *one.first;
    const Point& point = contexts_.pointOf(at);
    return point.has(kWrites) && !point.has(kInitialising) && !contexts_[at.node].isGeneral &&
           !test_.isOfConstruction(at.node, at.path);
  });
}

// For Clang where it is written; else also by other names, and where nothing but its name is known.
std::vector<DataUse> Inferring::usesOf(DataId data, bool isFollowed) const {
  std::vector<DataUse> uses = uses_.written(data);
  if (isFollowed) return uses;
  std::set<std::pair<FunctionId, std::uint32_t>> seen;
  for (const DataUse& use : uses_.seen(data)) seen.emplace(use.function, use.op);
  std::erase_if(uses, [&](const DataUse& use) { return seen.count({use.function, use.op}) > 0; });
  uses.insert(uses.begin(), uses_.seen(data).begin(), uses_.seen(data).end());
  return uses;
}

// Wherever it is named, the function has taken the lock or can be declared to require it.
bool Inferring::isProven(DataId data, const LockCandidate& lock, std::string& why) {
  bool isWritten = false;
  for (const DataUse& use : usesOf(data, lock.name.isFollowed)) {
    isWritten |= use.mode == Mode::Exclusive;
    const LockName name = in(use.object, lock.name);
    const SourcePoint at = describe_.source(use.function, use.op);
    const std::string place = "'" + at.function + "' (line " + std::to_string(at.line) + ")";
    if (use.isLeaving) {
      why = place + " gives back a reference to it";
      return false;
    }
    const Sight sight =
        name.taken == kUnknownPath ? Sight::Gone : sight_.at(use.function, use.op, name, use.mode);
    if (sight == Sight::Held) continue;
    std::string reason;
    const bool isPromising = sight == Sight::Asserted || sight == Sight::AtEntry;
    if (isPromising && requirements_.add(use.function, name, use.mode, reason)) continue;
    if (sight == Sight::Asserted) continue;
    why = place + " uses it without";
    if (sight == Sight::Hidden)
      why = "Clang does not see that " + place + " has taken it";
    else if (sight == Sight::SharedOnly)
      why = place + " writes it with the lock held shared only";
    else if (!reason.empty())
      why += ", and " + reason;
    return false;
  }
  if (isWritten || isChangedByOthers(data)) return true;
  why = "nothing changes it";
  return false;
}

void Inferring::note(DataId data, const std::string& lock, const std::string& why) {
  result_.notes.push_back({"'" + nameOf(data) + "' is guarded by '" + lock + "', but " + why,
                           {pointOf(locationOf(data))}});
}

// Where the accesses that count agree, somebody expects an annotation: it is said why there is
// none.
void Inferring::tellBelieved(DataId data, const std::vector<LockCandidate>& tried,
                             const std::vector<std::string>& reasons) {
  for (const auto& [datum, belief] : beliefs_.all()) {
    if (datum.isBehind || datum.fields.front() != keyOf(locationOf(data)) || belief.share < 1 ||
        !belief.isWrittenUnderIt || belief.places.size() < 2)
      continue;
    for (std::size_t i = 0; i < tried.size(); ++i)
      if (keyOf(tried[i].declared) == belief.guard.declared)
        return note(data, describe_.className(tried[i].name.declared), reasons[i]);
    // A part of an object that is guarded as a whole needs no word of its own.
    if (belief.guard.isMember) return;
    return note(data, describe_.className(belief.lock),
                "its declaration has no name for that: it is declared elsewhere, or later");
  }
}

Annotation Inferring::guarded(DataId data, const LockCandidate& lock) const {
  Annotation made;
  made.at = pointOf(locationOf(data));
  made.about = nameOf(data);
  made.name = lastPart(made.about);
  made.lock = lockExpression(describe_, kNoFunction, lock.name.declared, made.about).text;
  made.lockType = lock.type;
  made.lockAt = pointOf(lock.declared);
  made.isMember = lock.isMember;
  made.isFollowed = lock.name.isFollowed;
  return made;
}

// What is written stays; what it needs of functions may be missing.
void Inferring::honour(DataId data, const Declarations::Locks& written) {
  for (const LockCandidate& lock : candidates_.of(data)) {
    const bool isWritten = std::any_of(
        written.begin(), written.end(),
        [&](const DeclaredLock& declared) { return declared.lock == lock.name.declared; });
    std::string why;
    const Requirements::Needed before = requirements_.needed();
    if (isWritten && !isProven(data, lock, why)) requirements_.restore(before);
  }
}

void Inferring::decide(DataId data) {
  if (!isOfInterest(data)) return;
  if (const Declarations::Locks& written = writtenGuards(data); !written.empty())
    return honour(data, written);
  if (!isShared(data)) return;
  const std::vector<LockCandidate> candidates = candidates_.of(data);
  std::vector<std::string> reasons;
  const LockCandidate* unplaced = nullptr;  // proven, but the text hinders it
  std::string hindrance;
  std::vector<std::pair<const LockCandidate*, Requirements::Needed>> fitting;
  const Requirements::Needed before = requirements_.needed();
  for (const LockCandidate& lock : candidates) {
    std::string& why = reasons.emplace_back();
    // Its own object's lock is the one that is meant.
    if (!lock.isMember && !fitting.empty() && fitting.front().first->isMember) break;
    requirements_.restore(before);
    if (!isProven(data, lock, why)) continue;
    if (isContradicted(data, lock)) {
      why = "another name for it is used without";
      continue;
    }
    if (withoutAnonymous(nameOf(data)).find('(') != std::string::npos)
      why = "its class has no name";
    else
      why = placeTest_(guarded(data, lock));
    if (!why.empty()) {
      unplaced = &lock;
      hindrance = why;
      continue;
    }
    fitting.emplace_back(&lock, requirements_.needed());
  }
  requirements_.restore(fitting.size() == 1 ? fitting.front().second : before);
  if (fitting.size() == 1) {
    guarded_.emplace_back(keyOf(locationOf(data)), guarded(data, *fitting.front().first));
    return;
  }
  refused_.insert(keyOf(locationOf(data)));
  if (fitting.size() > 1)
    return note(data, describe_.className(fitting[0].first->name.declared),
                "also by '" + describe_.className(fitting[1].first->name.declared) +
                    "': which one is meant is not known");
  if (unplaced != nullptr)
    return note(data, describe_.className(unplaced->name.declared), hindrance);
  reasons.resize(candidates.size());
  tellBelieved(data, candidates, reasons);
}

// Who asserts that the caller holds a lock, or lets go of it meanwhile, and is right, can say so.
void Inferring::requireExpected(FunctionId function) {
  if (!program_.hasBody(function) || program_.declarations().isUnanalysed(function)) return;
  std::string why;
  for (const auto& [lock, mode] : sight_.expected(function))
    requirements_.add(function, lock, mode, why);
}

Inference Inferring::run() {
  for (const DataId data : uses_.all()) decide(data);
  for (std::size_t i = 0; i < describe_.program().functions().size(); ++i)
    requireExpected(static_cast<FunctionId>(i));
  for (auto& [declared, annotation] : guarded_)
    if (refused_.count(declared) == 0) result_.annotations.push_back(std::move(annotation));
  for (const auto& [key, mode] : requirements_.needed())
    result_.annotations.push_back(requirements_.annotation(key.first, key.second, mode));
  const auto place = [](const SourcePoint& at) { return std::tie(at.file, at.line, at.column); };
  std::sort(result_.annotations.begin(), result_.annotations.end(),
            [&](const Annotation& a, const Annotation& b) {
              return std::tuple(place(a.at), a.kind, std::string_view(a.lock)) <
                     std::tuple(place(b.at), b.kind, std::string_view(b.lock));
            });
  std::sort(result_.notes.begin(), result_.notes.end(),
            [&](const FoundNote& a, const FoundNote& b) {
              return std::tuple(place(a.at.front()), std::string_view(a.text)) <
                     std::tuple(place(b.at.front()), std::string_view(b.text));
            });
  return std::move(result_);
}

}  // namespace

Inference inferAnnotations(Contexts& contexts, const Concurrency& concurrency,
                           const Describe& describe, const SharedData& data,
                           const GuardBeliefs& beliefs, const PlaceTest& placeTest) {
  return Inferring(contexts, concurrency, describe, data, beliefs, placeTest).run();
}

}  // namespace gordian::analyzer
