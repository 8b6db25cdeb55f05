// Places of the linked program, hash-consed: equal paths have equal numbers, so comparing,
// storing and looking them up costs a word.
//
// A path is a root and steps. Roots that belong to a function (formals, locals, results) mean
// something only together with it; the others are objects that all functions name alike. Steps are
// the model's, with two differences: fields are those of the program, and guards have pseudo-fields
// (kGuardMutex, kGuardOwns) that no source can name.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "ids.hpp"

namespace gordian::analyzer {

enum class PathId : std::uint32_t {};
constexpr PathId kUnknownPath{0};  // aliases nothing, protects nothing

enum class Root : std::uint8_t {
  Unknown,
  Formal,  // of the function at hand, as are the next five
  Local,
  Result,
  Phi,     // what a local pointer holds where two ways meet
  Stale,   // what one of these held before it was overwritten
  Return,  // the place of the value that the function gives back
  Global,
  Object,   // a local or a piece of memory that outlives its function's view (objects.hpp)
  Symbol,   // some object that is not known, numbered within a context
  Class,    // some object of a class: that of `this` where nobody is known to call
  Private,  // an object that only one thread can reach
};

enum class StepKind : std::uint8_t { Field, Deref, Element, Elements, Offset, Offsets };

// Beyond the fields of the program. A guard of several locks has one mutex field each.
constexpr std::uint32_t kPseudoFields = 0xffffff00U;
constexpr std::uint32_t kGuardOwns = kPseudoFields;
constexpr std::uint32_t kGuardMutex = kPseudoFields + 1;  // … + kMaxGuarded - 1
constexpr std::uint32_t kMaxGuarded = 8;
constexpr std::uint32_t kBound = kPseudoFields + 32;  // what std::bind keeps: … + kMaxBound - 1
constexpr std::uint32_t kMaxBound = 8;
// Of a flag that threads set for each other: it was seen set (not 0), seen clear, or looked at in a
// way that does not tell. A flag that has one meaning only (a latch, std::once_flag) is its own
// mark.
constexpr std::uint32_t kMarkSet = kPseudoFields + 16;
constexpr std::uint32_t kMarkClear = kPseudoFields + 17;
constexpr std::uint32_t kMarkSeen = kPseudoFields + 18;
// Numbers of stale Phi begin here, those below are results of that op.
constexpr std::uint32_t kStalePhi = 0x80000000U;
// Index of Elements and Offsets once the expression means nothing: some element.
constexpr std::uint32_t kSomeIndex = 0xffffffffU;

class Paths {
 public:
  Paths();

  PathId root(Root kind, std::uint32_t number = 0);
  // kUnknownPath of an unknown parent and beyond kMaxDepth steps. An Offset behind an element
  // moves that element; one of 0 changes nothing; a value field of an element is the element.
  PathId step(PathId parent, StepKind kind, std::uint32_t number = 0);
  PathId field(PathId parent, std::uint32_t field) { return step(parent, StepKind::Field, field); }
  PathId deref(PathId parent) {
    const PathId known = node(parent).pointee;
    return known != kUnknownPath ? known : step(parent, StepKind::Deref);
  }

  // std::pair::second: what `it->second` names, `map[key]` names as well.
  void addValueField(std::uint32_t field) { valueFields_.insert(field); }

  // Numbers are below it.
  std::size_t size() const { return nodes_.size(); }
  bool isRoot(PathId path) const { return node(path).depth == 0; }
  PathId parent(PathId path) const { return node(path).parent; }
  PathId rootOf(PathId path) const { return node(path).root; }
  Root rootKind(PathId path) const { return static_cast<Root>(node(node(path).root).kind); }
  std::uint32_t rootNumber(PathId path) const { return node(node(path).root).number; }
  StepKind lastStep(PathId path) const { return static_cast<StepKind>(node(path).kind); }
  std::uint32_t lastNumber(PathId path) const { return node(path).number; }
  unsigned depth(PathId path) const { return node(path).depth; }
  bool hasDeref(PathId path) const { return node(path).hasDeref; }
  bool hasElements(PathId path) const { return node(path).hasElements; }  // of no constant index

  // `path` itself, or it begins with `prefix`.
  bool startsWith(PathId path, PathId prefix) const;
  // `path`, which starts with `prefix`, with `replacement` in its place.
  PathId withPrefix(PathId path, PathId prefix, PathId replacement);
  // With every index that is not constant forgotten; with index `number` forgotten.
  PathId withoutIndices(PathId path);
  PathId withoutIndex(PathId path, std::uint32_t number);

  static constexpr unsigned kMaxDepth = 12;

 private:
  struct Node {
    PathId parent{};
    PathId root{};
    PathId pointee{};  // behind its Deref, once somebody asked: the step that is taken most
    std::uint32_t number = 0;
    std::uint8_t kind = 0;  // Root of roots, else StepKind
    std::uint8_t depth = 0;
    bool hasDeref = false;
    bool hasElements = false;
  };
  const Node& node(PathId path) const { return nodes_[index(path)]; }
  PathId intern(const Node& made);
  std::size_t slotOf(const Node& made) const;
  void grow();

  std::vector<Node> nodes_;
  std::unordered_set<std::uint32_t> valueFields_;
  std::vector<std::uint32_t> slots_;  // numbers of paths, by hash; 0: free
};

}  // namespace gordian::analyzer
