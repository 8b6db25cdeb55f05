#include "callables.hpp"

#include <algorithm>

namespace gordian::analyzer {
namespace {

enum class NodeKind : std::uint64_t { Formal, Local, Result, Return, Field, Global };

constexpr std::uint64_t kNumberBits = 24;

std::uint64_t node(NodeKind kind, std::uint64_t owner, std::uint64_t number) {
  return static_cast<std::uint64_t>(kind) << 60 | owner << kNumberBits |
         (number & ((1U << kNumberBits) - 1));
}

constexpr std::uint64_t kNoPlace = ~std::uint64_t{0};

}  // namespace

Callables::Node Callables::formalNode(FunctionId function, std::uint32_t number) {
  return node(NodeKind::Formal, static_cast<std::uint64_t>(function), number);
}

Callables::Node Callables::nodeOf(FunctionId function, PathId path) const {
  const Paths& paths = lowering_.paths();
  for (PathId at = path; !paths.isRoot(at); at = paths.parent(at)) {
    if (paths.lastStep(at) == StepKind::Field)
      return node(NodeKind::Field, paths.lastNumber(at), 0);
  }
  const auto owner = static_cast<std::uint64_t>(function);
  const std::uint32_t number = paths.rootNumber(path);
  switch (paths.rootKind(path)) {
    case Root::Formal:
      return node(NodeKind::Formal, owner, number);
    case Root::Local:
      return node(NodeKind::Local, owner, number);
    case Root::Result:
      return node(NodeKind::Result, owner, number);
    case Root::Global:
      return node(NodeKind::Global, number, 0);
    default:
      return kNoPlace;
  }
}

Callables::Callables(Lowering& lowering, const std::vector<Body>& bodies,
                     const VirtualCalls& virtuals)
    : lowering_(lowering),
      bodies_(bodies),
      virtuals_(virtuals),
      isTaken_(lowering.program().functions().size(), false) {
  for (const Body& body : bodies)
    if (body.source != nullptr) collect(body);
  solve();
}

void Callables::add(Node into, FunctionId function) {
  if (into == kNoPlace) return;
  std::vector<FunctionId>& known = held_[into];
  const auto place = std::lower_bound(known.begin(), known.end(), function);
  if (place != known.end() && *place == function) return;
  known.insert(place, function);
  open_.emplace_back(into, function);
}

void Callables::copy(Node from, Node into) {
  std::vector<Node>& known = copies_[from];
  if (std::find(known.begin(), known.end(), into) != known.end()) return;
  known.push_back(into);
  if (const auto held = held_.find(from); held != held_.end())
    for (const FunctionId function : std::vector<FunctionId>(held->second)) add(into, function);
}

void Callables::flow(FunctionId function, const Val& value, Node into) {
  if (into == kNoPlace) return;
  if (value.is(Val::Kind::Function)) {
    isTaken_[index(value.functionId())] = true;
    add(into, value.functionId());
  } else if (value.hasPath()) {
    const Node from = nodeOf(function, value.path);
    if (from != kNoPlace && from != into) copy(from, into);
  }
}

void Callables::collect(const Body& body) {
  for (std::uint32_t i = 0; i < body.ops.size(); ++i) {
    const Op& op = body.ops[i];
    switch (op.kind) {
      case EventKind::Assign:
        flow(body.id, op.value, nodeOf(body.id, op.place));
        break;
      case EventKind::Return:
        flow(body.id, op.value, node(NodeKind::Return, index(body.id), 0));
        break;
      case EventKind::Closure: {
        isTaken_[index(op.callee)] = true;
        for (const FunctionId target : virtuals_.implementations(op.callee)) {
          add(nodeOf(body.id, op.place), target);
          const std::vector<FieldId> fields = captureFields(lowering_.program(), target);
          const auto captured = body.argumentsOf(op);
          for (std::size_t c = 0; c < captured.size() && c < fields.size(); ++c)
            flow(body.id, captured[c].value, node(NodeKind::Field, index(fields[c]), 0));
        }
        break;
      }
      case EventKind::Call:
        collectCall(body, i);
        break;
      case EventKind::Read:
      case EventKind::Write:
        break;
    }
  }
}

void Callables::collectCall(const Body& body, std::uint32_t at) {
  const Op& op = body.ops[at];
  if (op.calleeKind == CalleeKind::Indirect) return addCall(body, at, op.value, 0);
  if (op.meaning != nullptr) return collectMeaning(body, at);
  const Node result = node(NodeKind::Result, index(body.id), at);
  const auto reach = [&](FunctionId target) {
    pass(body, at, 0, target);
    copy(node(NodeKind::Return, index(target), 0), result);
  };
  if (op.calleeKind == CalleeKind::Virtual)
    for (const FunctionId target : virtuals_.implementations(op.callee)) reach(target);
  else if (lowering_.program()[op.callee].body != nullptr)
    reach(op.callee);
}

void Callables::collectMeaning(const Body& body, std::uint32_t at) {
  const Op& op = body.ops[at];
  const auto arguments = body.argumentsOf(op);
  const auto valueOf = [&](int number) {
    return number >= 0 && static_cast<std::size_t>(number) < arguments.size()
               ? arguments[static_cast<std::size_t>(number)].value
               : Val{};
  };
  const auto placeOf = [&](int number) {
    if (number == kResult) return node(NodeKind::Result, index(body.id), at);
    const Val value = valueOf(number);
    return value.hasPath() ? nodeOf(body.id, value.path) : kNoPlace;
  };
  const auto after = [](std::int8_t number, std::uint32_t otherwise) {
    return number < 0 ? otherwise : static_cast<std::uint32_t>(number);
  };
  for (const Action& action : op.meaning->actions) {
    switch (action.verb) {
      case Verb::Store:
      case Verb::Fill:
      case Verb::Insert:
        flow(body.id, valueOf(action.b), placeOf(action.a));
        break;
      case Verb::Swap:
        flow(body.id, valueOf(action.b), placeOf(action.a));
        flow(body.id, valueOf(action.a), placeOf(action.b));
        break;
      case Verb::Make:
        for (int i = action.b; i >= 0 && i < static_cast<int>(arguments.size()); ++i)
          flow(body.id, valueOf(i), placeOf(action.a));
        break;
      case Verb::Identity:
      case Verb::Element:
      case Verb::Load:
      case Verb::Bind:
        flow(body.id, valueOf(action.a), placeOf(kResult));
        break;
      case Verb::Spawn:
      case Verb::Call:
      case Verb::Parallel:
      case Verb::Execute:
      case Verb::Invoke:
        addCall(body, at, valueOf(action.a), after(action.b, op.argumentCount));
        break;
      case Verb::Once:
      case Verb::Handler:
        addCall(body, at, valueOf(action.b), after(action.c, op.argumentCount));
        break;
      default:
        break;
    }
  }
}

void Callables::addCall(const Body& body, std::uint32_t op, const Val& through,
                        std::uint32_t firstArgument) {
  if (through.is(Val::Kind::Function)) {
    isTaken_[index(through.functionId())] = true;
    pass(body, op, firstArgument, through.functionId());
  } else if (through.hasPath()) {
    if (const Node from = nodeOf(body.id, through.path); from != kNoPlace)
      calls_[from].push_back({body.id, op, firstArgument});
  }
}

void Callables::pass(const Body& body, std::uint32_t at, std::uint32_t firstArgument,
                     FunctionId callee) {
  const FunctionInfo& info = lowering_.program()[callee];
  if (info.body == nullptr) return;
  const auto arguments = body.argumentsOf(body.ops[at]);
  // A lambda's formal 0 is its closure, which an indirect call does not list.
  const bool isDirect = body.ops[at].kind == EventKind::Call &&
                        body.ops[at].calleeKind != CalleeKind::Indirect &&
                        body.ops[at].meaning == nullptr;
  std::uint32_t formal = !isDirect && (info.body->flags & kLambda) != 0 ? 1 : 0;
  for (std::size_t i = firstArgument; i < arguments.size(); ++i, ++formal)
    flow(body.id, arguments[i].value, formalNode(callee, formal));
}

void Callables::solve() {
  while (!open_.empty()) {
    const auto [at, function] = open_.back();
    open_.pop_back();
    if (const auto copies = copies_.find(at); copies != copies_.end())
      for (const Node into : std::vector<Node>(copies->second)) add(into, function);
    if (const auto calls = calls_.find(at); calls != calls_.end()) {
      for (const IndirectCall& call : std::vector<IndirectCall>(calls->second)) {
        const Body& body = bodies_[index(call.function)];
        pass(body, call.op, call.firstArgument, function);
        copy(node(NodeKind::Return, index(function), 0),
             node(NodeKind::Result, index(call.function), call.op));
      }
    }
  }
}

const std::vector<FunctionId>& Callables::heldBy(FunctionId function, PathId path) const {
  static const std::vector<FunctionId> kNone;
  const auto place = held_.find(nodeOf(function, path));
  return place == held_.end() ? kNone : place->second;
}

}  // namespace gordian::analyzer
