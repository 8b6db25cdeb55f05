#include "transitions.hpp"

#include "memory.hpp"
#include "registry.hpp"

#include <cstring>
#include <utility>

namespace gordian::runtime {

namespace {

constexpr std::uint32_t kFirstNodes = 16;
constexpr std::uint32_t kFirstPlaces = 256;
// What is not found at its first places costs a call. So few of the places are taken, as long as
// they lie in a processor's nearest cache.
constexpr std::uint32_t kSparsePlaces = 4096;
constexpr std::uint32_t kSparse = 8;
constexpr std::uint32_t kDense = 2;

}  // namespace

bool Transitions::isIndexFull() const noexcept {
  const std::uint32_t places = placeCount();
  return count_ >= places / (places < kSparsePlaces ? kSparse : kDense);
}

bool Transitions::hasRoom() const noexcept {
  return !areNodesFull() && !isIndexFull();
}

std::size_t Transitions::growth() const noexcept {
  return (areNodesFull() ? std::size_t{capacity_} * sizeof *nodes_ : 0) +
         (isIndexFull() ? std::size_t{placeCount()} * sizeof *index_ : 0);
}

bool Transitions::makeRoom() noexcept {
  return (!areNodesFull() || growNodes()) && (!isIndexFull() || growIndex());
}

Transition* Transitions::add(const Transition& made) noexcept {
  Transition& node = nodes_[count_ + 1];
  node = made;
  enter(node);
  __atomic_store_n(&count_, count_ + 1, __ATOMIC_RELEASE);
  return &node;
}

void Transitions::enter(const Transition& node) noexcept {
  const std::uint64_t hash = hashTransition(node.way.from, node.lock, node.pc, node.cfa);
  for (std::uint64_t i = 0;; ++i) {
    std::uint32_t* place = placeOf(hash, i);
    if (*place != 0) continue;
    *place = static_cast<std::uint32_t>(static_cast<std::size_t>(&node - nodes_) * sizeof node);
    return;
  }
}

bool Transitions::growNodes() noexcept {
  const std::uint32_t wider = capacity_ == 0 ? kFirstNodes : capacity_ * 2;
  auto* nodes = allocateArray<Transition>(wider);
  if (nodes == nullptr) return false;
  const RegistryLocked locked;  // the end of the process reads those of all threads
  if (nodes_ != nullptr)
    std::memcpy(static_cast<void*>(nodes), nodes_, (count_ + 1) * sizeof(Transition));
  releaseArray(nodes_, capacity_);
  nodes_ = nodes;
  capacity_ = wider;
  return true;
}

bool Transitions::growIndex() noexcept {
  const std::uint32_t old = placeCount();
  const std::uint32_t wider = old == 0 ? kFirstPlaces : old * 2;
  auto* index = allocateArray<std::uint32_t>(wider);
  if (index == nullptr) return false;
  releaseArray(index_, old);
  index_ = index;
  indexMask_ = (wider - 1ull) * sizeof *index_;
  for (const Transition& node : *this) enter(node);
  return true;
}

bool Transitions::beginAnew() noexcept {
  Transitions fresh;
  if (!fresh.growNodes() || !fresh.growIndex()) {
    fresh.release();
    return false;
  }
  {
    const RegistryLocked locked;
    std::swap(*this, fresh);
  }
  fresh.release();
  return true;
}

void Transitions::clear() noexcept {
  if (index_ != nullptr) std::memset(index_, 0, indexMask_ + sizeof *index_);
  count_ = 0;
}

void Transitions::release() noexcept {
  releaseArray(nodes_, capacity_);
  releaseArray(index_, placeCount());
  *this = Transitions{};
}

}  // namespace gordian::runtime
