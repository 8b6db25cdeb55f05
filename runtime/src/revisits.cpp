#include "revisits.hpp"

#include "memory.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "table_budget.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint8_t kSingle = 128;          // recorded one by one
constexpr std::uint8_t kAnywhere = UINT8_MAX;  // no more is recorded
constexpr std::uint32_t kResidues = 60;        // as lockgraph has it
constexpr std::uint32_t kGap = 2 * kResidues;  // after a longer one, another stretch begins …
constexpr std::uint32_t kStretches = 8;        // … unless there are so many
constexpr std::uint32_t kFirstPlaces = 64;
constexpr std::uint32_t kMostPlaces = 1u << 18;

Revisited* placeOf(Revisited* table, std::uint32_t places, std::uint32_t dependency) noexcept {
  for (std::uint32_t at = dependency * 0x9E3779B1u;; ++at) {
    Revisited& known = table[at & (places - 1)];
    if (known.dependency == dependency || known.dependency == 0) return &known;
  }
}

bool grow(const ThreadState& thread, Order& order) noexcept {
  const std::uint32_t wider = order.revisitedPlaces == 0 ? kFirstPlaces : order.revisitedPlaces * 2;
  if (wider > kMostPlaces || !mayGrow(thread, (wider - order.revisitedPlaces) * sizeof(Revisited)))
    return false;
  auto* table = allocateArray<Revisited>(wider);
  if (table == nullptr) return false;
  for (std::uint32_t i = 0; i < order.revisitedPlaces; ++i)
    if (order.revisited[i].dependency != 0)
      *placeOf(table, wider, order.revisited[i].dependency) = order.revisited[i];
  const RegistryLocked locked;  // the end of the process reads the tables of all threads
  releaseArray(order.revisited, order.revisitedPlaces);
  order.revisited = table;
  order.revisitedPlaces = wider;
  return true;
}

// Null: no room.
Revisited* find(ThreadState& thread, std::uint32_t dependency) noexcept {
  Order* order = orderOf(thread);
  if (order == nullptr) return nullptr;
  if ((order->revisitedCount + 1) * 2 > order->revisitedPlaces && !grow(thread, *order))
    return nullptr;
  Revisited* place = placeOf(order->revisited, order->revisitedPlaces, dependency);
  if (place->dependency == 0) {
    place->dependency = dependency;
    ++order->revisitedCount;
  }
  return place;
}

void write(const Revisited& known, std::uint32_t flags) noexcept {
  recorder.append(kStretch,
                  StretchRecord{known.dependency, flags, known.first, known.last, known.residues});
}

}  // namespace

void recordRevisit(ThreadState& thread, State& state) noexcept {
  const std::uint32_t segment = thread.segment;
  state.segment = segment;
  if (state.revisits == kAnywhere) return;
  if (state.revisits < kSingle) {
    ++state.revisits;
    const RecordsLocked locked;
    writeOrder(thread, false);
    recorder.append(kRevisit, RevisitRecord{state.dependency, segment});
    return;
  }
  Revisited* known = find(thread, state.dependency);
  if (known == nullptr) {  // no room: it may be seen in every segment from here on
    state.revisits = kAnywhere;
    const RecordsLocked locked;
    writeOrder(thread, false);
    recorder.append(kStretch, StretchRecord{state.dependency, kStretchOpen, segment, segment,
                                            (std::uint64_t{1} << kResidues) - 1});
    return;
  }
  const std::uint64_t residue = std::uint64_t{1} << (segment % kResidues);
  const bool isNew =
      known->stretches == 0 || (segment - known->last > kGap && known->stretches < kStretches);
  if (!isNew && (known->residues & residue) != 0) {
    known->last = segment;
    return;
  }
  const RecordsLocked locked;
  writeOrder(thread, false);
  if (isNew) {
    if (known->stretches++ != 0) write(*known, 0);
    known->first = segment;
    known->residues = 0;
  }
  known->last = segment;
  known->residues |= residue;
  write(*known, kStretchOpen);
}

void writeStretches(ThreadState& thread) noexcept {
  Order* order = thread.order;
  if (order == nullptr || !recorder.isOpen()) return;
  for (std::uint32_t i = 0; i < order->revisitedPlaces; ++i)
    if (order->revisited[i].dependency != 0) write(order->revisited[i], 0);
}

}  // namespace gordian::runtime
