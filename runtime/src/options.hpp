// What the environment asks of the runtime; read once, at start.
#pragma once

#include <gordian/recording/format.h>

#include <cstdint>

namespace gordian::runtime {

struct Options {
  bool disabled = false;   // GORDIAN_DISABLE=1, or a setuid program
  bool wrapped = false;    // GORDIAN_WRAPPED=1: `gordian run` analyses and reports
  bool root = false;       // GORDIAN_ROOT_PID: record from the start, even when nothing happens
  bool verbose = false;    // GORDIAN_VERBOSE=1: say where each process records
  bool ownFolder = false;  // the folder is ours to create
  // Of a program that watches itself. 0: not looked for.
  recording::HangAction onDeadlock = recording::kHangExit;  // GORDIAN_ON_DEADLOCK
  std::uint32_t deadlockMs = 400;                           // GORDIAN_DEADLOCK_MS
  std::uint32_t stallMs = 1000;                             // GORDIAN_TIMEOUT_STALL, in seconds
  bool stats = false;                                       // GORDIAN_STATS=1: count and measure
  std::uint32_t longHoldMs = 10;                            // GORDIAN_LONG_HOLD_MS, for GD306
  char folder[3072] = {};  // of the recordings: GORDIAN_OUT, else .gordian in the working folder
  char fallbackFolder[1024] = {};  // when that cannot be written; empty: none
  char home[1024] = {};            // GORDIAN_HOME
  char board[64] = {};             // GORDIAN_BOARD: set by `gordian run`; empty: none
};

const Options& runtimeOptions() noexcept;
void readOptions() noexcept;

}  // namespace gordian::runtime
