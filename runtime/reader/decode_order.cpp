// Hard order beside creates and joins, and dependencies that were seen very often.
#include <algorithm>
#include <limits>

#include "decoder.hpp"

namespace gordian::recording {

using lockgraph::Segment;
using lockgraph::ThreadId;

bool Decoder::addOnce(Payload& payload) {
  const auto record = payload.take<OnceRecord>();
  const auto runner = threads_.find(record.runner);
  if (!payload.isGood() || !runner || !locks_.find(record.lock)) return false;
  auto& onces = recording_.trace.onces;
  if (record.id == 0 || record.first > record.last || !onces_.add(record.id, onces.size()))
    return false;
  onces.push_back({ThreadId{*runner}, record.first, record.last});
  return true;
}

bool Decoder::addPass(Payload& payload) {
  const auto record = payload.take<PassRecord>();
  const auto once = onces_.find(record.once);
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !once || !thread) return false;
  recording_.trace.passes.push_back({*once, ThreadId{*thread}, record.segment});
  return true;
}

bool Decoder::addRounds(Payload& payload) {
  const auto record = payload.take<RoundsRecord>();
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !thread || record.barrier == 0 || record.count == 0) return false;
  if (record.flags > (kRoundsLeft | kRoundsOpen | kRoundsCut | kRoundsWrong)) return false;
  auto& trace = recording_.trace;
  const auto fresh = static_cast<std::uint32_t>(trace.barriers.size());
  const std::uint32_t barrier = barriers_.try_emplace(record.barrier, fresh).first->second;
  if (barrier == fresh) trace.barriers.push_back({record.parties, true});
  if (trace.barriers[barrier].parties != record.parties) return false;
  lockgraph::Rounds rounds;
  rounds.barrier = barrier;
  rounds.thread = ThreadId{*thread};
  rounds.round = record.round;
  rounds.count = record.count;
  rounds.segment = record.segment;
  rounds.stride = record.stride;
  rounds.isLeft = (record.flags & kRoundsLeft) != 0;
  rounds.isOpen = (record.flags & kRoundsOpen) != 0;
  rounds.isCut = (record.flags & kRoundsCut) != 0;
  if ((record.flags & kRoundsWrong) != 0) {
    trace.barriers[barrier].isKnown = false;
    return true;
  }
  const std::uint64_t key = std::uint64_t{barrier} << 32 | *thread;
  const auto [run, isNew] = runs_.try_emplace(key, trace.rounds.size());
  if (!isNew && trace.rounds[run->second].round == rounds.round) {
    trace.rounds[run->second] = rounds;  // the same run, further on
    return true;
  }
  run->second = trace.rounds.size();
  trace.rounds.push_back(rounds);
  return true;
}

bool Decoder::addStretch(Payload& payload) {
  const auto record = payload.take<StretchRecord>();
  const auto dependency = dependencies_.find(record.dependency);
  if (!payload.isGood() || !dependency || record.first > record.last) return false;
  if (record.flags > kStretchOpen || record.residues >> lockgraph::kResidues != 0) return false;
  if ((record.residues >> record.first % lockgraph::kResidues & 1) == 0) return false;
  lockgraph::Stretch stretch{record.first, record.last, record.residues, now_, now_};
  if ((record.flags & kStretchOpen) != 0) {
    stretch.last = std::numeric_limits<Segment>::max();
    stretch.end = std::numeric_limits<lockgraph::Sequence>::max();
    open_.push_back(lockgraph::DependencyId{*dependency});
  } else {
    seenAgain_.push_back(lockgraph::DependencyId{*dependency});
  }
  auto& stretches = recording_.trace.dependencies[*dependency].stretches;
  if (!stretches.empty() && stretches.back().first == stretch.first) {
    stretch.begin = stretches.back().begin;
    stretches.back() = stretch;
  } else {
    stretches.push_back(stretch);
  }
  return true;
}

bool Decoder::addOrderCut(Payload& payload) {
  const auto record = payload.take<OrderCutRecord>();
  const auto thread = threads_.find(record.thread);
  if (!payload.isGood() || !thread) return false;
  auto& cutAt = recording_.trace.threads[*thread].cutAt;
  cutAt = std::min(cutAt.value_or(record.segment), record.segment);
  return true;
}

}  // namespace gordian::recording
