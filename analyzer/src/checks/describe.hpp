// Names and places of the linked program, in the words of findings.
#pragma once

#include <optional>

#include "../link/concurrency.hpp"
#include "../link/contexts.hpp"
#include "finding.hpp"

namespace gordian::analyzer {

// The op that took a lock: the acquisition, or the call within which it happened.
struct HoldOrigin {
  NodeId node{};
  std::uint32_t op = 0;
};

class Describe {
 public:
  Describe(Contexts& contexts, const Concurrency& concurrency)
      : contexts_(contexts), concurrency_(concurrency) {}

  // "alice.m", "Account::m" of some account, "table[]".
  std::string name(PathId path) const;
  // The declaration, the same wherever it is used: "Account::m". Empty: it has none.
  std::string className(PathId path) const;
  SourcePoint declaration(PathId path) const;
  // The type of what is there; 0 where that is not known.
  LinkedType type(PathId path) const;
  bool isContainer(PathId path) const;
  // The last step is a variable that a lambda captured.
  bool isCapture(PathId path) const;

  SourcePoint source(FunctionId function, std::uint32_t op) const;
  // The point, and the calls that lead to it in `thread` (in any, if kNoThread).
  CallPath way(NodeId node, std::uint32_t op, ThreadIndex thread) const;
  std::optional<HoldOrigin> origin(NodeId node, std::uint32_t point, PathId lock,
                                   ThreadIndex thread) const;
  // Where `lock`, which is held at a point, was acquired on that way.
  CallPath acquisition(const Occurrence& at, PathId lock, ThreadIndex thread) const;

  FoundThread thread(ThreadIndex thread) const;
  FoundLock lock(PathId lock) const;
  // In a header of the system: no finding is about it.
  bool isSystem(FunctionId function, std::uint32_t op) const;

  // Indices into `finding`, adding what is not there yet.
  std::size_t add(Found& finding, ThreadIndex thread) const;
  std::size_t add(Found& finding, PathId lock) const;
  FoundAccess access(Found& finding, const Occurrence& at,
                     const std::vector<ThreadIndex>& threads) const;

  Contexts& contexts() const { return contexts_; }
  const Concurrency& concurrency() const { return concurrency_; }
  const Program& program() const { return contexts_.program().program(); }

 private:
  std::string rootName(PathId path) const;

  Contexts& contexts_;
  const Concurrency& concurrency_;
};

// A flag that was passed, not a lock: of std::call_once, a latch, an atomic.
bool isMark(const HeldLock& held);

}  // namespace gordian::analyzer
