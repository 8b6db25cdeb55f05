#include "dataflow.hpp"

#include <algorithm>
#include <utility>

namespace gordian::analyzer {
namespace {

constexpr std::uint32_t kMergeAfter = 20;  // visits of a block until its states become one

bool isExceptional(const Block& block) {
  return block.isCatch || block.isUnwinding;
}

bool haveJoined(const std::vector<State>& states) {
  return std::any_of(states.begin(), states.end(), [](const State& state) {
    return state.threads.has([](const Begun& one) { return one.isJoined || one.isPerhaps; });
  });
}

}  // namespace

Dataflow::Dataflow(const DataflowInput& input, const Body& body)
    : input_(input),
      body_(body),
      storage_(input.lowering.paths(), body, facts_.isFresh),
      locking_(input.lowering, storage_, input.lockKinds, body, recorder_),
      calls_(input.lowering, storage_, locking_, input.callables, input.virtuals, input.facts,
             input.keys, body, facts_.isFresh, recorder_),
      library_(input.lowering, storage_, locking_, calls_, input.virtuals, body, facts_.isFresh,
               recorder_),
      merging_(storage_, body),
      in_(body.source->blocks.size()),
      visits_(body.source->blocks.size(), 0),
      isOpen_(body.source->blocks.size(), false) {
  facts_.isFresh.assign(body.ops.size(), false);
}

void Dataflow::start() {
  mustRestart_ = false;
  in_.assign(in_.size(), {});
  visits_.assign(visits_.size(), 0);
  isOpen_.assign(isOpen_.size(), false);
  facts_.isFresh.assign(facts_.isFresh.size(), false);
  exits_.clear();
  in_[0].emplace_back();
  isOpen_[0] = true;
}

FunctionFacts Dataflow::run() {
  while (!walkAll()) {
  }
  std::vector<PathId> declared;
  const Declarations& declarations = input_.lowering.declarations();
  for (const auto* locks : {&declarations.required(body_.id), &declarations.excluded(body_.id)})
    for (const DeclaredLock& lock : *locks) declared.push_back(lock.lock);
  facts_.summary = summarise(storage_.paths(), std::move(exits_), facts_, input_.facts, declared);
  return std::move(facts_);
}

// Part by part: when one is recorded, all is known of the states that come to it. False: a loop was
// found to join threads, which changes what its head is given.
bool Dataflow::walkAll() {
  start();
  Recorder recorder(facts_, storage_.paths());
  std::uint32_t first = 0;
  for (const BlockOrder::Part& part : body_.order.parts) {
    if (part.isLoop) settle(first, part.end);
    if (mustRestart_) return false;
    record(recorder, first, part.end, part.isLoop);
    first = part.end;
  }
  recorder.finish();
  return true;
}

// Until nothing changes.
void Dataflow::settle(std::size_t first, std::size_t end) {
  for (std::size_t rank = first; rank < end && !mustRestart_;) {
    const std::uint32_t block = body_.order.blocks[rank];
    if (!isOpen_[rank]) {
      ++rank;
      continue;
    }
    isOpen_[rank] = false;
    ++visits_[block];
    if (visits_[block] == kMergeAfter) merging_.mergeAll(in_[block], block);
    lowest_ = rank + 1;
    std::vector<State> states = in_[block];
    walk(states, block);
    rank = std::min(rank + 1, lowest_);
  }
}

void Dataflow::record(Recorder& recorder, std::size_t first, std::size_t end, bool isSettled) {
  recorder_ = &recorder;
  passesOn_ = !isSettled;
  for (std::size_t rank = first; rank < end; ++rank) {
    const std::uint32_t block = body_.order.blocks[rank];
    std::vector<State> states = std::move(in_[block]);
    if (!states.empty()) walk(states, block);
  }
  recorder_ = nullptr;
  passesOn_ = true;
}

void Dataflow::walk(std::vector<State>& states, std::uint32_t number) {
  const Block& block = body_.source->blocks[number];
  storage_.setMayRepeat(visits_[number] > 1);
  if (const auto handles = joins_.find(number); handles != joins_.end())
    for (const PathId handle : handles->second)
      for (State& state : states) join(state, storage_.paths(), handle);
  const std::vector<Block>& blocks = body_.source->blocks;
  const bool canThrow = std::any_of(block.successors.begin(), block.successors.end(),
                                    [&](std::uint32_t s) { return isExceptional(blocks[s]); });
  std::uint32_t lastCall = 0xffffffffU;
  const std::uint32_t end = block.firstEvent + block.eventCount;
  for (std::uint32_t op = block.firstEvent; canThrow && op < end; ++op)
    if (body_.ops[op].kind == EventKind::Call) lastCall = op;
  std::vector<State> beforeCall;
  // Doubts are for the record; what is passed on goes without them, from where they first arose.
  std::vector<State> undoubted;
  std::uint32_t doubtedAt = end;
  const auto walkFrom = [&](std::vector<State>& walked, std::uint32_t op) {
    for (; op < end && !walked.empty(); ++op) {
      if (recorder_ != nullptr && walked.size() > 1 && haveJoined(walked)) {
        if (passesOn_ && undoubted.empty()) {
          undoubted = walked;
          doubtedAt = op;
        }
        doubtJoined(walked);
      }
      if (op == lastCall) beforeCall = walked;
      step(walked, op);
      if (walked.size() > Merging::kMaxStates) merging_.bound(walked, number);
    }
  };
  walkFrom(states, block.firstEvent);
  if (block.successors.empty() && recorder_ != nullptr && !block.isUnwinding)
    this->end(number, states);
  if (!undoubted.empty()) {
    Recorder* const recorder = std::exchange(recorder_, nullptr);
    walkFrom(undoubted, doubtedAt);
    recorder_ = recorder;
    states = std::move(undoubted);
  }
  if (canThrow && lastCall == 0xffffffffU) beforeCall = states;
  noteJoins(number, states);
  if (passesOn_) leave(number, states, beforeCall);
}

void Dataflow::step(std::vector<State>& states, std::uint32_t op) {
  std::vector<State> more;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!perform(states[i], op, more)) continue;
    if (kept != i) states[kept] = std::move(states[i]);
    ++kept;
  }
  states.resize(kept);
  for (State& state : more) states.push_back(std::move(state));
}

bool Dataflow::perform(State& state, std::uint32_t number, std::vector<State>& more) {
  const Op& op = body_.ops[number];
  switch (op.kind) {
    case EventKind::Read:
      if (op.has(kAtomic)) library_.observe(state, storage_.resolve(state, op.place));
      if (recorder_ != nullptr)
        library_.access(state, storage_.resolve(state, op.place), false, number, 0);
      return true;
    case EventKind::Write:
      write(state, number);
      return true;
    case EventKind::Assign: {
      const PathId place = storage_.resolve(state, op.place);
      if (recorder_ != nullptr) keep(state, place, storage_.evaluate(state, op.value), number);
      if (op.value.is(Val::Kind::Loaded))
        storage_.copyObject(state, storage_.resolve(state, op.value.path), place, number);
      else
        storage_.assign(state, place, storage_.evaluate(state, op.value), number);
      storage_.forgetIndices(state, op.place);
      return true;
    }
    case EventKind::Call: {
      const bool returns = call(state, number, more);
      if (op.has(kNoReturn)) more.clear();
      return returns && !op.has(kNoReturn);
    }
    case EventKind::Closure:
      makeClosure(state, number);
      return true;
    case EventKind::Return:
      giveBack(state, number);
      return true;
  }
  return true;
}

void Dataflow::write(State& state, std::uint32_t number) {
  const Op& op = body_.ops[number];
  const PathId place = storage_.resolve(state, op.place);
  if (recorder_ != nullptr) library_.access(state, place, true, number, 0);
  const bool isAssigned = number + 1 < body_.ops.size() &&
                          body_.ops[number + 1].kind == EventKind::Assign &&
                          body_.ops[number + 1].place == op.place;
  if (op.has(kAtomic))
    library_.publish(state, place, isAssigned ? body_.ops[number + 1].value : Val{}, number);
  if (isAssigned) return;
  storage_.clobber(state, place, number);
  storage_.forgetIndices(state, op.place);
}

bool Dataflow::call(State& state, std::uint32_t number, std::vector<State>& more) {
  const Op& op = body_.ops[number];
  if (op.meaning != nullptr) return library_.perform(state, op.meaning, number, more);
  Callable code;
  std::vector<FunctionId> targets;
  if (op.calleeKind == CalleeKind::Indirect) {
    const bool isPlace = op.value.is(Val::Kind::Loaded);
    code = calls_.callable(state, isPlace ? Val::pointer(storage_.resolve(state, op.value.path))
                                          : storage_.evaluate(state, op.value));
    targets = calls_.targetsOf(code);
  } else {
    const FunctionInfo& info = input_.lowering.program()[op.callee];
    code.function = op.callee;
    code.isListed = true;
    if (op.calleeKind == CalleeKind::Virtual)
      targets = input_.virtuals.implementations(op.callee);
    else if (info.body != nullptr)
      targets = {op.callee};
    if (targets.empty() && (info.isSystem || !info.reaches.empty()))
      return library_.perform(state, nullptr, number, more);
  }
  std::vector<Val> arguments;
  arguments.reserve(op.argumentCount);
  for (const Argument& argument : body_.argumentsOf(op))
    arguments.push_back(storage_.evaluate(state, argument.value));
  storage_.beginCall(state, number);
  facts_.isFresh[number] = false;
  return calls_.call(state, code, targets, arguments, number, more);
}

void Dataflow::makeClosure(State& state, std::uint32_t number) {
  const Op& op = body_.ops[number];
  Paths& paths = storage_.paths();
  const PathId place = storage_.resolve(state, op.place);
  if (place == kUnknownPath) return;
  const auto captured = body_.argumentsOf(op);
  // A copy of an object was made in place, by its constructor.
  std::vector<PathId> made;
  for (const Argument& one : captured)
    if (one.value.is(Val::Kind::Loaded) && paths.startsWith(one.value.path, op.place))
      made.push_back(storage_.resolve(state, one.value.path));
  state.stores.removeIf([&](const Stored& stored) {
    return stored.place != place && paths.startsWith(stored.place, place) &&
           std::none_of(made.begin(), made.end(),
                        [&](PathId copy) { return paths.startsWith(stored.place, copy); });
  });
  state.store(place, Val::function(op.callee));
  const std::vector<FunctionId>& bodies = input_.virtuals.implementations(op.callee);
  if (bodies.empty()) return;
  const std::vector<FieldId> fields = captureFields(input_.lowering.program(), bodies.front());
  for (std::size_t i = 0; i < captured.size() && i < fields.size(); ++i) {
    const PathId field = paths.field(place, static_cast<std::uint32_t>(fields[i]));
    const Val& value = captured[i].value;
    if (value.is(Val::Kind::Loaded))
      storage_.copyObject(state, storage_.resolve(state, value.path), field, number);
    else
      storage_.assign(state, field, storage_.evaluate(state, value), number);
  }
}

// What may outlive the locks that are held.
void Dataflow::keep(const State& state, PathId place, const Val& value, std::uint32_t number) {
  if (state.held.empty() || place == kUnknownPath) return;
  if (!value.is(Val::Kind::Pointer) || storage_.isOwn(value.path)) return;
  const Paths& paths = storage_.paths();
  const PathId root = paths.rootOf(place);
  const bool isGivenOut = paths.rootKind(root) == Root::Formal && paths.hasDeref(place) &&
                          (paths.rootNumber(root) > 0 || !isMember());
  if (!isGivenOut && paths.rootKind(root) != Root::Global) return;
  Point point;
  point.kind = PointKind::Keep;
  point.op = number;
  point.path = value.path;
  point.lock = place;
  recorder_->record(point, state);
}

bool Dataflow::isMember() const {
  return input_.lowering.program()[body_.id].isMember;
}

void Dataflow::giveBack(State& state, std::uint32_t number) {
  const Op& op = body_.ops[number];
  const PathId place = storage_.paths().root(Root::Return);
  const Val value = storage_.evaluate(state, op.value);
  if (op.value.is(Val::Kind::Loaded))
    storage_.copyObject(state, storage_.resolve(state, op.value.path), place, number);
  else
    state.store(place, value);
  if (recorder_ == nullptr || !value.is(Val::Kind::Pointer) || storage_.isOwn(value.path)) return;
  Point point;
  point.kind = PointKind::Return;
  point.op = number;
  point.path = value.path;
  recorder_->record(point, state);
}

void Dataflow::end(std::uint32_t block, const std::vector<State>& states) {
  const Block& last = body_.source->blocks[block];
  for (const State& state : states) {
    EndState end;
    end.op = static_cast<std::uint32_t>(body_.ops.size());
    for (std::uint32_t op = last.firstEvent; op < last.firstEvent + last.eventCount; ++op)
      if (body_.ops[op].kind == EventKind::Return) end.op = op;
    if (const Val* result = state.find(storage_.paths().root(Root::Return))) end.result = *result;
    recorder_->recordEnd(end, state);
    exits_.push_back(state);
  }
}

}  // namespace gordian::analyzer
