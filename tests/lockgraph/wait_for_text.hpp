// Draws situations as sentences and tells what reduce() makes of them as text.
//
// One line is one thread, in process 0 unless it says "P1":
//
//   "T1 holds A waits lock B"           T1 holds A/s waits lock B/s      (shared)
//   "T2 runs"                           T2 holds A gone
//   "T1 waits lock A ownerless"         (its owner exists no more)
//   "T3 waits end T1"                   T3 waits end ?                    (unknown thread)
//   "T4 waits post C"                   T4 holds A waits post C mutex M timed
//   "T5 waits post C from everybody"    … from ?   … from P0 P2
//
// Lines "kind A rwlock|prefer-writer|recursive|spin|semaphore" and "P1 unknown" (somebody else may
// post there) come first.
#pragma once

#include <gordian/lockgraph/wait_for.hpp>
#include <map>
#include <string>
#include <vector>

namespace gordian::lockgraph::test {

class WaitForText {
 public:
  explicit WaitForText(const std::vector<std::string>& lines);

  // One line for each hang: "deadlock: T1 -B-> T2 -A-> T1; behind: T3 -B-> T2". Edges: -X-> a lock,
  // -end->, -post->, -post X-> (the semaphore's owner).
  std::vector<std::string> hangs() const;
  // The dead threads: "T1 T2".
  std::string dead() const;

 private:
  void parse(const std::string& line);
  ObjectKey key(const std::string& name);
  std::uint32_t thread(const std::string& name);
  LiveHold hold(const std::string& text);
  std::string edge(std::uint32_t thread) const;

  std::vector<std::string> names_;
  std::map<std::string, std::uint64_t> objects_;
  std::map<std::string, LockKind> kinds_;
  std::vector<LiveThread> threads_;
  std::vector<std::vector<LiveHold>> holds_;
  std::vector<std::vector<std::uint32_t>> posters_;
  std::vector<LiveProcess> processes_;
  std::vector<std::uint64_t> scratch_;
  WaitForResult result_;
};

}  // namespace gordian::lockgraph::test
