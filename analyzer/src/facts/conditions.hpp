// How the branches of the control-flow graph are decided.
#pragma once

#include <clang/Analysis/CFG.h>

#include "places.hpp"

namespace gordian::analyzer::facts {

struct Decision {
  Condition condition;
  bool isSwapped = false;  // the second successor is taken when it holds
};

Decision decisionOf(const clang::Expr* condition, Places& places);

}  // namespace gordian::analyzer::facts
