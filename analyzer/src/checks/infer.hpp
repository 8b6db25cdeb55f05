// GUARDED_BY of data that is accessed under one lock everywhere, REQUIRES of functions whose
// callers all hold it.
//
// An annotation is a proof that Clang can repeat: wherever the data is named, that function has
// taken the lock, or all who call it have (assume and guarantee, one function at a time). So what
// is inferred holds in every context, whether or not the threads of the program are known; what is
// known of contexts (aliases, threads) only speaks against it. Where a lock is of a type that Clang
// cannot follow, the same is shown with what the link knows of each function.
#pragma once

#include "annotation.hpp"
#include "guard_beliefs.hpp"

namespace gordian::analyzer {

Inference inferAnnotations(Contexts& contexts, const Concurrency& concurrency,
                           const Describe& describe, const SharedData& data,
                           const GuardBeliefs& beliefs, const PlaceTest& placeTest);

}  // namespace gordian::analyzer
