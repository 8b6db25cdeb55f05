// Processes, modules, threads, tests and notes; and which record goes where.
#include <algorithm>

#include "decoder.hpp"

namespace gordian::recording {

bool IdMap::add(std::uint32_t id, std::size_t index) {
  if (id >= limit_) return false;
  if (id >= indexPlusOne_.size()) indexPlusOne_.resize(std::size_t{id} + 1);
  if (indexPlusOne_[id] != 0) return false;
  indexPlusOne_[id] = static_cast<std::uint32_t>(index + 1);
  return true;
}

std::optional<std::uint32_t> IdMap::find(std::uint32_t id) const {
  if (id >= indexPlusOne_.size() || indexPlusOne_[id] == 0) return std::nullopt;
  return indexPlusOne_[id] - 1;
}

bool SparseIdMap::add(std::uint32_t id, std::size_t index) {
  return indices_.try_emplace(id, static_cast<std::uint32_t>(index)).second;
}

std::optional<std::uint32_t> SparseIdMap::find(std::uint32_t id) const {
  const auto known = indices_.find(id);
  if (known == indices_.end()) return std::nullopt;
  return known->second;
}

std::string_view Payload::takeText(std::uint32_t size) {
  if (rest_.size < size) isGood_ = false;
  if (!isGood_) return {};
  const std::string_view text(reinterpret_cast<const char*>(rest_.data), size);
  rest_ = rest_.part(size, rest_.size);
  return text;
}

std::string Payload::takeString() {
  const auto* end = std::find(rest_.data, rest_.data + rest_.size, '\0');
  if (end == rest_.data + rest_.size) isGood_ = false;
  std::string text(rest_.data, end);
  rest_ = rest_.part(text.size() + 1, rest_.size);
  return text;
}

Decoder::Decoder(Recording& recording, DamageNotes& damage, std::size_t fileSize)
    : recording_(recording),
      damage_(damage),
      modules_(fileSize),
      stacks_(fileSize),
      locks_(fileSize),
      dependencies_(fileSize),
      onces_(fileSize) {
  recording_.stacks.emplace_back();  // id 0: none
}

void Decoder::add(const Record& record) {
  now_ = record.offset;
  if (addRecord(record)) return;
  damage_.add(record.offset, "a record of type " + std::to_string(record.type) +
                                 " makes no sense or refers to a lost one; it was left out");
}

bool Decoder::addRecord(const Record& record) {
  Payload payload(record.payload);
  switch (record.type) {
    case kProcess:
      return addProcess(payload);
    case kModule:
      return addModule(payload);
    case kModuleGone:
      return addModuleGone(payload);
    case kThread:
      return addThread(payload);
    case kThreadName:
      return addThreadName(payload);
    case kThreadEnd:
      return addThreadEnd(payload);
    case kJoin:
      return addJoin(payload);
    case kStack:
      return addStack(payload);
    case kLock:
      return addLock(payload);
    case kLockShared:
      return addLockShared(payload);
    case kLockTainted:
      return addLockTainted(payload);
    case kLockRank:
      return addLockRank(payload);
    case kNeverTogether:
      return addNeverTogether(payload);
    case kLockName:
      return addLockName(payload);
    case kDependency:
      return addDependency(payload);
    case kRevisit:
      return addRevisit(payload);
    case kCount:
      return addCount(payload);
    case kMarker:
      return addMarker(payload);
    case kNote:
      return addNote(payload);
    case kEnd:
      return addEnd(payload);
    case kPad:
      return true;
    case kHang:
      return addHang(payload);
    case kWaiter:
      return addWaiter(payload);
    case kIncident:
      return addIncident(payload);
    case kSignal:
      return addSignal(payload);
    case kUse:
      return addUse(payload);
    case kLockStats:
      return addLockStats(payload);
    case kThreadStats:
      return addThreadStats(payload);
    case kProcessStats:
      return addProcessStats(payload);
    case kOnce:
      return addOnce(payload);
    case kPass:
      return addPass(payload);
    case kRounds:
      return addRounds(payload);
    case kStretch:
      return addStretch(payload);
    case kOrderCut:
      return addOrderCut(payload);
    case kNotice:
      return addNotice(payload);
    default:
      return false;
  }
}

void Decoder::begin(const FileHeader& header) {
  recording_.pid = header.pid;
  recording_.parentPid = header.parentPid;
  recording_.startedNs = header.startedNs;
  recording_.parentStartedNs = header.parentStartedNs;
}

void Decoder::allow(std::size_t fileSize) {
  for (IdMap* map : {&modules_, &stacks_, &locks_, &dependencies_, &onces_}) map->allow(fileSize);
}

void Decoder::connect() {
  finishHang();
  connectMeetings();
  classes_.assign(recording_, lockSeen_);
}

void Decoder::finish() {
  connect();
  if (!recording_.ended) {
    recording_.acquisitions = endedThreadAcquisitions_;
    for (const auto& dependency : recording_.trace.dependencies) {
      recording_.acquisitions = std::max(recording_.acquisitions, dependency.count);
    }
  }
  recording_.locks = std::max<std::uint64_t>(recording_.locks, recording_.lockInfo.size());
  recording_.threads = std::max<std::uint64_t>(recording_.threads, recording_.threadInfo.size());
  if (cutHelds_ > 0) {
    recording_.limits.push_back(std::to_string(cutHelds_) +
                                " acquisitions with more held locks than are recorded");
  }
}

bool Decoder::addProcess(Payload& payload) {
  const auto process = payload.take<ProcessRecord>();
  recording_.python = (process.flags & kProcessPython) != 0;
  recording_.linked = (process.flags & kProcessLinked) != 0;
  recording_.forked = (process.flags & kProcessForked) != 0;
  recording_.executable = payload.takeString();
  recording_.directory = payload.takeString();
  recording_.arguments.clear();
  for (std::uint32_t i = 0; i < process.argumentCount && payload.isGood(); ++i) {
    std::string argument = payload.takeString();
    if (payload.isGood()) recording_.arguments.push_back(std::move(argument));
  }
  return payload.isGood();
}

bool Decoder::addModule(Payload& payload) {
  const auto record = payload.take<ModuleRecord>();
  Module module{payload.takeString(), {}, record.start, record.end, record.bias, now_};
  if (!payload.isGood() || record.buildIdSize > sizeof record.buildId) return false;
  if (record.start >= record.end) return false;
  for (std::uint32_t i = 0; i < record.buildIdSize; ++i) {
    constexpr char kDigits[] = "0123456789abcdef";
    module.buildId += kDigits[record.buildId[i] >> 4];
    module.buildId += kDigits[record.buildId[i] & 15];
  }
  if (!modules_.add(record.id, recording_.modules.size())) return false;
  recording_.modules.push_back(std::move(module));
  return true;
}

bool Decoder::addModuleGone(Payload& payload) {
  const auto module = modules_.find(payload.take<ModuleGoneRecord>().id);
  if (!payload.isGood() || !module) return false;
  recording_.modules[*module].goneAt = now_;
  return true;
}

bool Decoder::addThread(Payload& payload) {
  const auto record = payload.take<ThreadRecord>();
  const auto holds = payload.takeMany<HoldRef>(record.holdCount);
  if (!payload.isGood() || record.id == kNoThread) return false;
  lockgraph::Thread thread;
  if (record.parent != kNoThread) {
    const auto parent = threads_.find(record.parent);
    if (!parent) return false;
    thread.parent = lockgraph::ThreadId{*parent};
    thread.parentSegment = record.parentSegment;
    thread.parentHolds = holdsOf(holds);
  }
  if (!threads_.add(record.id, recording_.threadInfo.size())) return false;
  ThreadInfo info;
  info.number = record.id;
  info.tid = record.tid;
  info.created = stackOf(record.createdStack).value_or(lockgraph::StackId{});
  info.stackLow = record.stackLow;
  info.stackHigh = record.stackHigh;
  info.entry = record.entry;
  recording_.threadInfo.push_back(std::move(info));
  recording_.trace.threads.push_back(std::move(thread));
  return true;
}

bool Decoder::addThreadName(Payload& payload) {
  const auto thread = threads_.find(payload.take<ThreadNameRecord>().thread);
  std::string name = payload.takeString();
  if (!payload.isGood() || !thread) return false;
  recording_.threadInfo[*thread].name = std::move(name);
  return true;
}

bool Decoder::addThreadEnd(Payload& payload) {
  const auto end = payload.take<ThreadEndRecord>();
  if (!payload.isGood() || !threads_.find(end.thread)) return false;
  endedThreadAcquisitions_ += end.acquisitions;
  return true;
}

bool Decoder::addJoin(Payload& payload) {
  const auto record = payload.take<JoinRecord>();
  const auto holds = payload.takeMany<HoldRef>(record.holdCount);
  const auto joiner = threads_.find(record.joiner);
  const auto joined = threads_.find(record.joined);
  if (!payload.isGood() || !joiner || joiner == joined) return false;
  if (!joined) return true;  // nothing is known of it
  recording_.trace.joins.push_back(
      {lockgraph::ThreadId{*joiner}, record.segment, lockgraph::ThreadId{*joined}, holdsOf(holds)});
  return true;
}

bool Decoder::addMarker(Payload& payload) {
  const auto marker = payload.take<MarkerRecord>();
  std::string name = payload.takeString();
  if (!payload.isGood()) return false;
  if (marker.kind == kTestBegin) {
    recording_.tests.push_back({std::move(name), now_, UINT64_MAX});
    return true;
  }
  if (marker.kind != kTestEnd) return false;
  const auto test =
      std::find_if(recording_.tests.rbegin(), recording_.tests.rend(),
                   [&](const Test& one) { return one.end == UINT64_MAX && one.name == name; });
  if (test == recording_.tests.rend()) return false;
  test->end = now_;
  return true;
}

bool Decoder::addNote(Payload& payload) {
  const auto note = payload.take<NoteRecord>();
  std::string text = payload.takeString();
  if (!payload.isGood()) return false;
  if (note.kind != kNoteBlind && note.kind != kNoteLimit) return false;
  (note.kind == kNoteBlind ? recording_.blind : recording_.limits).push_back(std::move(text));
  return true;
}

bool Decoder::addEnd(Payload& payload) {
  const auto end = payload.take<EndRecord>();
  if (!payload.isGood()) return false;
  recording_.ended = true;
  recording_.acquisitions = end.acquisitions;
  recording_.locks = end.locks;
  recording_.threads = end.threads;
  return true;
}

}  // namespace gordian::recording
