// The program as its threads run it: each function in each context that matters, every place named
// by the object it is in.
//
// A context is what the callers bind the formals to, the locks they hold and the threads they have
// begun. From each thread's entry the calls are followed down; equal contexts of a function are one
// node. Bounded: a function with too many contexts gets a general one, which says so.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "interned_lists.hpp"
#include "linked_program.hpp"

namespace gordian::analyzer {

enum class NodeId : std::uint32_t {};
enum class ThreadIndex : std::uint32_t {};
enum class ScopeId : std::uint32_t {};
constexpr NodeId kNoNode{0xffffffffU};
constexpr ThreadIndex kNoThread{0xffffffffU};

// A local, a piece of memory or a pointer's target that is known by where it comes from: the frame
// or the op of a function.
struct ObjectOrigin {
  FunctionId function{};
  Root root = Root::Local;  // Local, Result, Phi or Stale
  std::uint32_t number = 0;
  auto operator<=>(const ObjectOrigin&) const = default;
};

// A lock held, in the program's names. In the order of acquiring.
struct HeldLock {
  PathId lock{};
  Mode mode = Mode::Exclusive;
  LockKind kind = LockKind::Mutex;
  bool isCertain = true;
  auto operator<=>(const HeldLock&) const = default;
};

struct ThreadStatus {
  ThreadKey key{};
  PathId handle{};
  bool isJoined = false;
  bool isPerhaps = false;  // as Begun
  auto operator<=>(const ThreadStatus&) const = default;
};

std::uint64_t hashOf(const Stored& stored);
std::uint64_t hashOf(const HeldLock& lock);
std::uint64_t hashOf(const ThreadStatus& thread);

struct CallerEdge {
  NodeId node{};
  std::uint32_t point = 0;  // of the caller's facts
  bool operator==(const CallerEdge&) const = default;
};

struct ContextNode {
  FunctionId function{};
  ScopeId scope{};            // what gives its places their names
  std::uint32_t held = 0;     // interned: held by the callers, also what they are required to hold
  std::uint32_t threads = 0;  // interned: begun by the callers
  bool isGeneral = false;     // stands for more contexts than were told apart
  std::uint32_t given = 0;    // interned: held by the callers as far as it was seen
  // Known once the walk is over.
  std::span<const CallerEdge> callers;
  std::span<const ThreadIndex> reachedBy;  // sorted; of nodes that the same threads reach, one list
};

enum class ThreadKind : std::uint8_t {
  Main,
  Callers,  // whoever calls functions that nobody here calls
  Spawned,
  Executor,  // work handed to a pool
  Handler,   // of a signal
};

struct AbstractThread {
  ThreadKind kind = ThreadKind::Spawned;
  NodeId entry = kNoNode;     // none: several, of main or of unknown callers
  NodeId creator = kNoNode;   // the node that begins it …
  std::uint32_t point = 0;    // … at this point of its facts
  ThreadKey site{};           // its key, as the function that begins it names it
  std::uint32_t threads = 0;  // those that were begun before it, by its creator
};

// A point in a context.
struct Occurrence {
  NodeId node{};
  std::uint32_t point = 0;
  PathId path{};              // of the point, in the program's names
  std::uint32_t held = 0;     // interned, everything that is held
  std::uint32_t threads = 0;  // interned
};

class Contexts {
 public:
  explicit Contexts(const LinkedProgram& program, const std::vector<std::string>& entryPoints);

  const LinkedProgram& program() const { return program_; }
  const std::vector<ContextNode>& nodes() const { return nodes_; }
  const std::vector<AbstractThread>& threads() const { return threads_; }
  const ContextNode& operator[](NodeId id) const { return nodes_[index(id)]; }
  const AbstractThread& operator[](ThreadIndex id) const { return threads_[index(id)]; }
  const Point& pointOf(const Occurrence& at) const;
  bool hasMain() const { return hasMain_; }

  // Access, Acquire, Wait, …: all occurrences of a kind of point whose path is known.
  const std::vector<Occurrence>& of(PointKind kind) const {
    return occurrences_[static_cast<std::size_t>(kind)];
  }
  const std::vector<HeldLock>& heldSet(std::uint32_t set) const { return heldSets_[set]; }
  const std::vector<ThreadStatus>& threadSet(std::uint32_t set) const { return threadSets_[set]; }
  const ObjectOrigin& object(std::uint32_t number) const { return objects_[number]; }

  // A path of the node's function in the program's names.
  PathId canonical(NodeId node, PathId path) { return canonical((*this)[node].scope, path); }
  PathId canonical(ScopeId scope, PathId path);
  // The names that `callee` has at a call: also where its context is the general one.
  ScopeId scopeAt(const CallerEdge& call, FunctionId callee);
  // What is held, and which threads are begun, at a point whose function says `set`.
  std::uint32_t heldAt(NodeId node, std::uint32_t set);
  std::uint32_t threadsAt(NodeId node, std::uint32_t set);

 private:
  // A function with what its formals are bound to. Contexts that differ in locks or threads alone
  // share it, so that what follows from it is found out once.
  struct Scope {
    FunctionId function{};
    std::uint32_t binding = 0;     // interned
    NodeId lastNode = kNoNode;     // of its nodes, most often the only one; see Entry
    std::vector<PathId> points;    // by point: its path, as far as it was asked for
    std::vector<ScopeId> targets;  // by target: what it enters, as far as somebody did
  };
  // Of a node: what it was entered with, and the one before it of the same scope.
  struct Entry {
    std::uint32_t held = 0;
    std::uint32_t threads = 0;
    NodeId before = kNoNode;
  };
  struct Call {
    NodeId callee{};
    CallerEdge from;
  };
  NodeId enter(ScopeId scope, std::uint32_t held, std::uint32_t threads);
  NodeId find(ScopeId scope, std::uint32_t held, std::uint32_t threads) const;
  ScopeId scopeOf(FunctionId function, Binding binding);
  ScopeId generalScopeOf(FunctionId function);
  void believe(NodeId node);
  void addRoots(const std::vector<std::string>& entryPoints);
  void addRoot(FunctionId function, ThreadIndex thread);
  void process();
  void visit(NodeId node);
  void follow(NodeId node, std::uint32_t point, std::uint32_t held, std::uint32_t threads);
  void beginThread(NodeId node, std::uint32_t point, std::uint32_t threads, std::uint32_t target);
  ScopeId targetOf(ScopeId scope, std::uint32_t target);
  Binding canonical(ScopeId scope, const Target& target);
  bool canHappen(ScopeId scope, const Point& point) const;
  Val canonicalValue(ScopeId scope, const Val& value);
  Val valueAt(ScopeId scope, PathId place);
  const Val* bound(ScopeId scope, PathId place) const;
  PathId named(ScopeId scope, PathId path);
  PathId objectAt(FunctionId function, PathId root);
  PathId shortened(PathId path);
  void addCall(NodeId callee, const CallerEdge& from);
  void sortCallers();
  void spreadThreads();

  const LinkedProgram& program_;
  Paths& paths_;
  bool hasMain_ = false;
  std::vector<ContextNode> nodes_;
  std::vector<AbstractThread> threads_;
  std::vector<std::vector<Occurrence>> occurrences_;
  std::vector<Entry> entries_;           // by node
  std::vector<std::uint32_t> contexts_;  // by function: how many nodes
  std::vector<ScopeId> generalScopes_;   // by function, as far as they were asked for
  std::vector<Call> calls_;              // in the order of following them: by caller
  std::vector<CallerEdge> callers_;      // by callee
  std::vector<std::vector<ThreadIndex>> reaching_;
  std::deque<Scope> scopes_;
  std::unordered_map<std::uint64_t, ScopeId> scopeNumbers_;  // by function and binding
  InternedLists<HeldLock> heldSets_;
  InternedLists<ThreadStatus> threadSets_;
  InternedLists<Stored> bindings_;
  std::map<ObjectOrigin, std::uint32_t> objectNumbers_;
  std::vector<ObjectOrigin> objects_;
  std::map<std::pair<NodeId, std::uint64_t>, ThreadIndex> threadNumbersByPoint_;
  std::vector<std::pair<NodeId, ThreadIndex>> roots_;
  // What canonical() said of the paths of one scope, the last one that was asked for: by path, as
  // long as `round` is this one.
  struct Known {
    std::uint32_t round = 0;
    PathId path{};
  };
  std::vector<Known> canonical_;
  ScopeId canonicalScope_{0xffffffffU};
  std::uint32_t round_ = 0;
  // Of the node that is visited: what is held and begun, by set of its function.
  std::vector<std::uint32_t> heldHere_;
  std::vector<std::uint32_t> threadsHere_;
  std::size_t nextNode_ = 0;
};

}  // namespace gordian::analyzer
