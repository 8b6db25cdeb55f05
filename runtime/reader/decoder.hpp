// Turns the valid records of one recording into a Recording. A record that refers to something that
// is not there (it was lost, or the file is hostile) is left out and noted as damage: evidence with
// a hole in it could accuse wrongly.
#pragma once

#include <gordian/recording/format.h>

#include <cstring>
#include <gordian/recording/reader.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lock_classes.hpp"
#include "record_scanner.hpp"

namespace gordian::recording {

// Ids of the file -> our indices. They agree unless records were lost or the file is hostile; an id
// that a file of this size cannot have is refused, so memory stays in proportion to the file.
class IdMap {
 public:
  explicit IdMap(std::size_t fileSize) { allow(fileSize); }

  void allow(std::size_t fileSize) { limit_ = fileSize / 16 + 4096; }

  [[nodiscard]] bool add(std::uint32_t id, std::size_t index);  // false: absurd, or there already
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t id) const;

 private:
  std::size_t limit_ = 0;
  std::vector<std::uint32_t> indexPlusOne_;
};

// The same for threads: of those that come and go most are not in the file, so their ids may be
// any.
class SparseIdMap {
 public:
  [[nodiscard]] bool add(std::uint32_t id, std::size_t index);
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t id) const;

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> indices_;
};

// Reads a payload from its begin; what does not fit makes it bad, and stays so.
class Payload {
 public:
  explicit Payload(Bytes bytes) : rest_(bytes) {}

  template <typename T>
  T take() {
    T value{};
    if (rest_.size < sizeof value) {
      isGood_ = false;
      rest_ = {};
    } else {
      std::memcpy(&value, rest_.data, sizeof value);
      rest_ = rest_.part(sizeof value, rest_.size);
    }
    return value;
  }
  template <typename T>
  std::vector<T> takeMany(std::uint32_t count) {
    if (rest_.size / sizeof(T) < count) isGood_ = false;
    std::vector<T> values(isGood_ ? count : 0);
    for (T& value : values) value = take<T>();
    return values;
  }
  std::string_view takeText(std::uint32_t size);  // exactly so many bytes
  std::string takeString();                       // up to its NUL
  [[nodiscard]] bool isGood() const { return isGood_; }

 private:
  Bytes rest_;
  bool isGood_ = true;
};

class Decoder {
 public:
  Decoder(Recording& recording, DamageNotes& damage, std::size_t fileSize);

  void begin(const FileHeader& header);
  void add(const Record& record);
  // Makes the trace one of what was added so far; more may come.
  void connect();
  // Nothing more comes.
  void finish();
  // Dependencies that were added or seen again since the last call, and those that may have been
  // without being told; ascending.
  std::vector<lockgraph::DependencyId> takeSeen();
  // The file has grown to this size.
  void allow(std::size_t fileSize);

 private:
  // Each returns whether the record made sense. decode_process.cpp:
  bool addProcess(Payload& payload);
  bool addModule(Payload& payload);
  bool addModuleGone(Payload& payload);
  bool addThread(Payload& payload);
  bool addThreadName(Payload& payload);
  bool addThreadEnd(Payload& payload);
  bool addJoin(Payload& payload);
  bool addMarker(Payload& payload);
  bool addNote(Payload& payload);
  bool addEnd(Payload& payload);
  // decode_locks.cpp:
  bool addStack(Payload& payload);
  bool addLock(Payload& payload);
  bool addLockShared(Payload& payload);
  bool addLockTainted(Payload& payload);
  bool addLockName(Payload& payload);
  bool addLockRank(Payload& payload);
  bool addNeverTogether(Payload& payload);
  bool addDependency(Payload& payload);
  bool addRevisit(Payload& payload);
  bool addCount(Payload& payload);
  // decode_hangs.cpp:
  bool addHang(Payload& payload);
  bool addWaiter(Payload& payload);
  bool addIncident(Payload& payload);
  // decode_statistics.cpp:
  bool addLockStats(Payload& payload);
  bool addThreadStats(Payload& payload);
  bool addProcessStats(Payload& payload);
  void finishHang();  // no more of its waiters come
  // decode_meetings.cpp:
  bool addSignal(Payload& payload);
  bool addNotice(Payload& payload);
  std::uint32_t numberOf(std::uint64_t object, std::uint32_t epoch);
  bool addUse(Payload& payload);
  [[nodiscard]] std::optional<lockgraph::WakerNeed> needOf(const NeedRef& reference) const;
  void connectMeetings();
  // decode_order.cpp:
  bool addOnce(Payload& payload);
  bool addPass(Payload& payload);
  bool addRounds(Payload& payload);
  bool addStretch(Payload& payload);
  bool addOrderCut(Payload& payload);

  bool addRecord(const Record& record);
  std::vector<lockgraph::Hold> holdsOf(const std::vector<HoldRef>& references);
  [[nodiscard]] std::optional<lockgraph::StackId> stackOf(std::uint32_t id) const;
  [[nodiscard]] std::optional<lockgraph::ThreadId> ownerOfStackAt(std::uint64_t address) const;

  Recording& recording_;
  DamageNotes& damage_;
  SparseIdMap threads_;
  IdMap modules_, stacks_, locks_, dependencies_, onces_;
  std::unordered_map<std::uint32_t, std::uint32_t> barriers_;  // by number
  // The latest run of a thread (low half of the key) at a barrier: an index into the trace's.
  std::unordered_map<std::uint64_t, std::size_t> runs_;
  lockgraph::Sequence now_ = 0;  // offset of the record that is being added
  std::vector<lockgraph::Sequence> lockSeen_;
  std::uint32_t awaitedWaiters_ = 0;  // of the hang that was begun last
  std::vector<bool> isCounted_;       // by dependency: a Count was there
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> objects_;  // (address, epoch)
  // Joins of threads that are not there yet, and may never be; with the numbers of these.
  std::vector<std::pair<lockgraph::Wait, std::uint64_t>> awaited_;
  LockClasses classes_;
  std::size_t taken_ = 0;                           // dependencies by the last takeSeen()
  std::vector<lockgraph::DependencyId> seenAgain_;  // … and since then
  std::vector<lockgraph::DependencyId> open_;       // with an open stretch
  std::uint64_t cutHelds_ = 0;
  std::uint64_t endedThreadAcquisitions_ = 0;
};

}  // namespace gordian::recording
