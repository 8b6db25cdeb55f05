// Judges verdicts again, from what a report says they rest on and nothing else.
//
// Written for being obviously right, not for speed: every choice of acquisitions and moments is
// tried, every test is the sentence of docs/design.md ("Verdicts"). Shares no code with lockgraph
// but the shape of a trace.
#pragma once

#include <string>

#include "grounds_reader.hpp"

namespace gordian::cli {

// What the evidence allows. Unclear: too much of it, or what is missing could change the answer.
enum class Judgement { RuledOut, Possible, Likely, Unclear };

struct Judged {
  Judgement level = Judgement::RuledOut;
  std::string why;  // of Unclear; else what it comes from, in a few words
  // Of RuledOut: each test that refuted some choice, in the words of the report's reasons.
  std::vector<std::string> refutations{};
};

// GD101: the first `length` locks, in this order, are the cycle.
Judged judgeCycle(const ReadGrounds& grounds, std::size_t length);
// GD102, and GD103 (`isUpgrade`): the first dependency takes the first lock again.
Judged judgeAgain(const ReadGrounds& grounds, bool isUpgrade);
// GD105: the first wait joins with the first lock held that the last thread of the joins needs.
Judged judgeJoin(const ReadGrounds& grounds);
// GD104, as far as one signal tells: Likely means that nothing speaks against it.
Judged judgeSignal(const ReadGrounds& grounds);

bool doConflict(lockgraph::Mode a, lockgraph::Mode b);
bool isReadWrite(lockgraph::LockKind kind);

}  // namespace gordian::cli
