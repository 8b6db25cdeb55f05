// Records of hard order beside creates and joins, and of dependencies that are seen in very many
// segments. Part of the recording (format.h).
#pragma once

#include <stdint.h>

#ifdef __cplusplus
namespace gordian::recording {
#endif

// See lockgraph::Once, Pass, Rounds and Stretch.
//
// The routine of a once flag, or the initialiser of a static, ran to its end in these segments of
// `runner`. Only routines in which something was recorded.
struct OnceRecord {
  uint32_t id;  // from 1
  uint32_t lock;
  uint32_t runner;
  uint32_t first;
  uint32_t last;
  uint32_t reserved;
};

// `thread` came past that flag without running its routine; `segment` begins then. The first time
// only.
struct PassRecord {
  uint32_t once;
  uint32_t thread;
  uint32_t segment;
  uint32_t reserved;
};

enum RoundsFlags {
  kRoundsLeft = 1,   // the last round was left, too
  kRoundsOpen = 2,   // it may have gone on in the same way
  kRoundsCut = 4,    // it went on, and that is not recorded
  kRoundsWrong = 8,  // somebody came to the barrier unseen: nothing that is said of it counts
};

// `thread` came to rounds `round`, round + 1, … of a barrier, `count` of them, in segments
// `segment`, segment + stride, …; leaving a round begins a segment. Written when it begins, again
// when the stride is known, and before whatever is recorded of the thread afterwards.
struct RoundsRecord {
  uint32_t barrier;  // number of the object, from 1
  uint32_t parties;
  uint32_t thread;
  uint32_t flags;
  uint32_t round;
  uint32_t count;
  uint32_t segment;
  uint32_t stride;
};

// From this segment of the thread on, not every such event is recorded.
struct OrderCutRecord {
  uint32_t thread;
  uint32_t segment;
};

enum StretchFlags { kStretchOpen = 1 };

// A dependency was seen so often that its Revisits stop: instead, it was seen in `first`, perhaps
// in other segments up to `last`, and in none whose number modulo 60 is no bit of `residues`.
// Written again with the same `first` when a bit comes, and when it ends; until then (kStretchOpen)
// it may go on.
struct StretchRecord {
  uint32_t dependency;
  uint32_t flags;
  uint32_t first;
  uint32_t last;
  uint64_t residues;
};

#ifdef __cplusplus
}  // namespace gordian::recording
#endif
