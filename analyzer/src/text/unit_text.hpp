// A unit as text: functions with their blocks, a line an event.
//
//   b1:                                  a block; "loop", "catch", "unwinding" where it is one
//     @3 12:7 call g(&a.m, 5) implicit   event 3 at line 12, column 7
//     -> b2 if x, else b3                its successors
// Places: p->x.y[3] *p a[i#0] (index expression 0); @3 the result of event 3; &a an address.
#pragma once

#include <ostream>

#include "model/unit.hpp"

namespace gordian::analyzer {

struct TextOptions {
  bool withKeys = true;
  bool withTables = true;  // records, variables, files
};

// "file:line:col: error: text" for each problem of the unit.
std::vector<std::string> errorLines(const Unit& unit);

void writeText(const Unit& unit, const TextOptions& options, std::ostream& out);

}  // namespace gordian::analyzer
