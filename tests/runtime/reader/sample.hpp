// A small recording with one record of every type, and what its parts look like as text.
#pragma once

#include <gordian/recording/reader.hpp>
#include <recording_builder.hpp>
#include <string>
#include <vector>

namespace gordian::testing {

using Lines = std::vector<std::string>;

inline recording::SignalRecord meetingRecord(std::uint32_t thread, std::uint32_t kind,
                                             std::uint64_t object, std::uint32_t stack = 0) {
  recording::SignalRecord record{};
  record.thread = thread;
  record.kind = kind;
  record.object = object;
  record.stack = stack;
  return record;
}

inline RecordingBuilder sampleRecording() {
  using namespace recording;
  RecordingBuilder builder(4711, 99);
  builder.process("/usr/bin/bank", "/home/ann", {"bank", "--transfer"}, kProcessLinked)
      .module(1, "/usr/bin/bank", 0x1000, 0x2000, "\x01\xab")
      .module(2, "/lib/plugin.so", 0x5000, 0x6000)
      .note(kNoteBlind, "futex")
      .note(kNoteLimit, "stacks")
      .stack(1, {{0x1010, 0x7000}, {0x1020, 0x7100}})
      .stack(2, {{0x1030, 0x6f00}, {0x1020, 0x7100}}, kStackPrefix)
      .stack(3, {}, kStackTruncated, "  File \"a.py\", line 3 in run\n")
      .thread(0)
      .thread(1, 0, 0, {}, 1, 0x9000, 0xa000)
      .threadName(1, "teller-1")
      .lock(1, 0x1800, 1)
      .lock(2, 0x9800)
      .lockName(2, "bob.m")
      .marker(kTestBegin, "Bank.Transfer")
      .dependency(1, 0, 2, 1, 1, 2)
      .lockShared(1, 1)
      .thread(2, 0, 1, {{1, 7}})
      .dependency(2, 1, 1, 2)
      .revisit(1, 2)
      .count(1, 3)
      .count(1, 4)
      .marker(kTestEnd, "Bank.Transfer")
      .lockTainted(2, 1)
      .meeting(meetingRecord(0, kWaitsCondition, 0x1900, 1), {{1, 2, 8, kHeldAfterWait}})
      .meeting(meetingRecord(1, kSignalCondition, 0x1900, 1), {},
               {{1, 2, 0, 0, 0, kNeedNear | kNeedAwaited}})
      .use({1, 1, 2, 3, 1, 4, 5, 0, 0, 0})
      .join(0, 2, 1, {{1, 7}})
      .once({1, 1, 0, 3, 4, 0})
      .pass(1, 1, 2)
      .rounds({1, 2, 0, kRoundsLeft, 0, 5, 6, 1})
      .rounds({1, 2, 1, kRoundsLeft, 0, 5, 3, 1})
      .stretch({1, kStretchOpen, 7, 9, 1u << 7 | 1u << 9})
      .orderCut(1, 20)
      .threadEnd(1, 12)
      .moduleGone(2)
      .record(kPad, std::string(24, 'x'))
      .end(123, 45, 6);
  return builder;
}

inline std::string numberText(std::uint64_t number) {
  return std::to_string(number);
}
template <typename Id>
std::string idText(Id id) {
  return std::to_string(static_cast<std::uint32_t>(id));
}

// "thread 1: 2 while holding 1 (stack 1)", in the order of the recording.
inline Lines dependencyLines(const recording::Recording& recording) {
  Lines lines;
  for (const auto& dependency : recording.trace.dependencies) {
    std::string line =
        "thread " + idText(dependency.thread) + ": " + idText(dependency.lock) + " while holding";
    if (dependency.base) line += " base " + idText(*dependency.base);
    for (const auto& held : dependency.held) {
      line += " " + idText(held.lock) + "#" + numberText(held.serial);
      if (held.mode == lockgraph::Mode::Shared) line += " shared";
      line += " (stack " + idText(held.stack) + ")";
    }
    lines.push_back(line + ", stack " + idText(dependency.stack));
  }
  return lines;
}

inline Lines lockLines(const recording::Recording& recording) {
  Lines lines;
  for (const auto& info : recording.lockInfo) {
    lines.push_back(numberText(info.address) + "/" + numberText(info.epoch));
  }
  return lines;
}

inline Lines threadLines(const recording::Recording& recording) {
  Lines lines;
  for (const auto& thread : recording.trace.threads) {
    std::string line = thread.parent ? "child of " + idText(*thread.parent) + " after " +
                                           numberText(thread.parentSegment)
                                     : "first";
    for (const auto& hold : thread.parentHolds) line += " held " + idText(hold.lock);
    lines.push_back(line);
  }
  return lines;
}

inline Lines stackLines(const recording::Recording& recording) {
  Lines lines;
  for (const auto& stack : recording.stacks) {
    std::string line = stack.complete ? "" : "incomplete";
    for (const auto& frame : stack.frames) line += " " + numberText(frame.pc);
    for (const auto& frame : stack.python) line += " " + frame.file;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace gordian::testing
