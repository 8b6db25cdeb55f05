#include "order_recorder.hpp"

#include <utility>

namespace gordian::oracle {

using namespace gordian::lockgraph;

void OrderRecorder::created(std::size_t creator, std::uint8_t child, std::vector<Hold> holds) {
  Thread& thread = trace_.threads[child];
  thread.parent = static_cast<ThreadId>(creator);
  thread.parentSegment = locals_[creator].segment++;
  thread.parentHolds = std::move(holds);
}

void OrderRecorder::joined(std::size_t joiner, std::uint8_t child, std::vector<Hold> holds) {
  trace_.joins.push_back({static_cast<ThreadId>(joiner), ++locals_[joiner].segment,
                          static_cast<ThreadId>(child), std::move(holds)});
}

// Runs of equal distance, as the runtime makes them.
void OrderRecorder::arrived(std::size_t thread) {
  Local& local = locals_[thread];
  std::vector<Rounds>& all = trace_.rounds;
  const std::uint32_t round = roundNow();
  ++arrivals_;
  Rounds* run = local.rounds ? &all[*local.rounds] : nullptr;
  const bool isNext = run != nullptr && run->round + run->count == round;
  if (isNext && run->count == 1) run->stride = local.segment - run->segment;
  if (isNext && local.segment == run->segment + run->count * run->stride) {
    ++run->count;
  } else {
    local.rounds = all.size();
    all.push_back({0, static_cast<ThreadId>(thread), round, 1, local.segment, 1});
    run = &all.back();
  }
  run->isLeft = false;
}

void OrderRecorder::left(std::size_t thread) {
  ++locals_[thread].segment;
  trace_.rounds[*locals_[thread].rounds].isLeft = true;
}

void OrderRecorder::routineBegins(std::size_t runner) {
  locals_[runner].routineBegin = ++locals_[runner].segment;
}

void OrderRecorder::routineEnds(std::size_t runner, std::uint8_t flag) {
  const Segment last = locals_[runner].segment++;
  onces_.emplace(flag, static_cast<std::uint32_t>(trace_.onces.size()));
  trace_.onces.push_back({static_cast<ThreadId>(runner), locals_[runner].routineBegin, last});
}

void OrderRecorder::passed(std::size_t thread, std::uint8_t flag) {
  trace_.passes.push_back(
      {onces_.at(flag), static_cast<ThreadId>(thread), ++locals_[thread].segment});
}

}  // namespace gordian::oracle
