// Hard order as the runtime records it: segments, creates, joins, rounds of the barrier, once
// flags.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <optional>
#include <vector>

#include "program.hpp"

namespace gordian::oracle {

class OrderRecorder {
 public:
  OrderRecorder(const Program& program, lockgraph::Trace& trace)
      : program_(program), trace_(trace), locals_(program.threads.size()) {
    if (program.parties != 0) trace.barriers.push_back({program.parties, true});
  }

  lockgraph::Segment& segment(std::size_t thread) { return locals_[thread].segment; }

  void created(std::size_t creator, std::uint8_t child, std::vector<lockgraph::Hold> holds);
  void joined(std::size_t joiner, std::uint8_t child, std::vector<lockgraph::Hold> holds);

  // The number of the round that the next one who comes belongs to.
  std::uint32_t roundNow() const { return arrivals_ / program_.parties; }
  void arrived(std::size_t thread);
  void left(std::size_t thread);

  void routineBegins(std::size_t runner);
  void routineEnds(std::size_t runner, std::uint8_t flag);
  void passed(std::size_t thread, std::uint8_t flag);

 private:
  struct Local {
    lockgraph::Segment segment = 0;
    lockgraph::Segment routineBegin = 0;
    std::optional<std::size_t> rounds;  // its latest run at the barrier
  };

  const Program& program_;
  lockgraph::Trace& trace_;
  std::vector<Local> locals_;
  std::uint32_t arrivals_ = 0;
  std::map<std::uint8_t, std::uint32_t> onces_;  // by flag: of the trace
};

}  // namespace gordian::oracle
