// A plan: the places where threads pause so that a predicted deadlock happens (docs/provoke.md).
//
// A text of lines, written by `gordian provoke` and read by it and by the runtime inside the
// program, so that a saved plan is what was run. It may be hostile: every size is bounded, and what
// is not understood makes it no plan. No library: the runtime compiles this source too.
//
//   gordian-plan 1
//   finding GD101 7c3f12ab34
//   seed 7
//   attempt 2
//   pause 200                 milliseconds, the longest of one pause
//   budget 5000               milliseconds, all pauses of one process together
//   frames 8                  so many frames of a place must agree
//   anchor 0                  only the point with this number pauses; -1: all do
//   module BUILD-ID PATH      numbered from 0; BUILD-ID may be -
//   point lock shared 12      kind (lock, wait, writer), mode, ways in which the recording has it
//   frame 0 4a3f FUNCTION     module, offset of the return address; the function is for people
//   python LINE FUNCTION FILE in place of frames
//   object 0 5040             the lock, where it has a fixed place
#pragma once

#include <cstddef>
#include <cstdint>

namespace gordian::plan {

constexpr std::size_t kMostPoints = 64;
constexpr std::size_t kMostFrames = 8;
constexpr std::size_t kMostPython = 4;
constexpr std::size_t kMostModules = 64;
constexpr std::size_t kLongestText = 256 * 1024;
constexpr std::uint32_t kNoModule = UINT32_MAX;

// A part of the plan's text, which must outlive the plan.
struct Words {
  const char* at = nullptr;
  std::uint32_t size = 0;
};

struct Module {
  std::uint8_t buildIdSize = 0;  // 0: known by its name alone
  std::uint8_t buildId[20] = {};
  Words path;
};

struct Frame {
  std::uint32_t module = kNoModule;
  std::uint64_t offset = 0;
  Words function;
};

struct PythonLine {
  std::uint32_t line = 0;
  Words function;
  Words file;
};

enum class PointKind : std::uint8_t {
  Lock,    // about to ask for a lock
  Wait,    // about to wait for something else, with a lock held
  Writer,  // about to ask for a lock exclusively: a reader that comes then waits behind it
};

struct Point {
  PointKind kind = PointKind::Lock;
  bool isShared = false;
  std::uint64_t crowd = 1;
  std::uint32_t frameCount = 0;
  std::uint32_t pythonCount = 0;
  Frame frames[kMostFrames];  // innermost first
  PythonLine python[kMostPython];
  Frame object;
};

struct Plan {
  Words rule, fingerprint;
  std::uint64_t seed = 0;
  std::uint32_t attempt = 1;
  std::uint32_t pauseMs = 200;
  std::uint32_t budgetMs = 5000;
  std::uint32_t frames = kMostFrames;
  std::int32_t anchor = -1;
  std::uint32_t moduleCount = 0;
  std::uint32_t pointCount = 0;
  Module modules[kMostModules];
  Point points[kMostPoints];
};

// What became of a plan in the processes of one attempt: memory that they share with the command.
struct Progress {
  std::uint32_t reached[kMostPoints];  // how often a thread came to the point …
  std::uint32_t paused[kMostPoints];   // … and paused there
  std::uint32_t met;                   // so often all partners were at theirs
  std::uint32_t isLoaded;              // processes that read the plan
};

// Limits, so that no plan can keep a program for long.
constexpr std::uint32_t kLongestPauseMs = 10'000;
constexpr std::uint32_t kLargestBudgetMs = 60'000;

// Null when `text` is a plan, which is in `plan` then; else what is wrong, and where in `line`.
const char* parse(const char* text, std::size_t size, Plan& plan, std::uint32_t& line) noexcept;

}  // namespace gordian::plan
