#include "wait_for_reduction.hpp"

#include <gordian/lockgraph/heap_sort.hpp>

namespace gordian::lockgraph::waiting {
namespace {

bool mayTakeAgain(const LiveThread& thread, const LiveHold& hold) {
  if (thread.waitsFor == WaitFor::Post) return mustLock(thread);
  return hold.kind == LockKind::RecursiveMutex || hold.kind == LockKind::ErrorCheckMutex;
}

}  // namespace

void Reduction::prepare() {
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    const ObjectKey key = keyOf(input_.threads[i]);
    if (key == kNoKey) continue;
    memory_.nodes[memory_.nodeCount] = Node{};
    memory_.nodes[memory_.nodeCount++].key = key;
  }
  heapSort(memory_.nodes, memory_.nodeCount,
           [](const Node& a, const Node& b) { return isLess(a.key, b.key); });
  std::uint32_t distinct = 0;
  for (std::uint32_t i = 0; i < memory_.nodeCount; ++i) {
    if (distinct != 0 && memory_.nodes[distinct - 1].key == memory_.nodes[i].key) continue;
    memory_.nodes[distinct++] = memory_.nodes[i];
  }
  memory_.nodeCount = distinct;
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) link(i);
}

void Reduction::link(std::uint32_t index) {
  const LiveThread& thread = input_.threads[index];
  Progress& progress = memory_.progress[index];
  if (thread.gone) return;
  if (thread.waitsFor == WaitFor::End && thread.target < input_.threadCount) {
    progress.nextWaiter = memory_.progress[thread.target].firstJoiner;
    memory_.progress[thread.target].firstJoiner = index;
  }
  progress.node = find(keyOf(thread));
  if (progress.node != kNobody) {
    progress.nextWaiter = memory_.nodes[progress.node].firstWaiter;
    memory_.nodes[progress.node].firstWaiter = index;
    for (std::uint32_t i = 0; i < thread.holdCount; ++i) {
      if (!(thread.holds[i].key == memory_.nodes[progress.node].key)) continue;
      if (mayTakeAgain(thread, thread.holds[i])) progress.ownHolder = true;
    }
  }
  if (thread.waitsFor != WaitFor::Post) return;
  eachPoster(input_, thread, [&](std::uint32_t posters) {
    Link& added = memory_.links[memory_.linkCount];
    added = Link{index, memory_.posters[posters].firstLink};
    memory_.posters[posters].firstLink = memory_.linkCount++;
  });
}

std::uint32_t Reduction::find(const ObjectKey& key) const {
  std::uint32_t low = 0;
  std::uint32_t high = memory_.nodeCount;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (isLess(memory_.nodes[middle].key, key)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < memory_.nodeCount && memory_.nodes[low].key == key ? low : kNobody;
}

void Reduction::countHolds(std::uint32_t index) {
  const LiveThread& thread = input_.threads[index];
  for (std::uint32_t i = 0; i < thread.holdCount; ++i) {
    const std::uint32_t found = find(thread.holds[i].key);
    if (found == kNobody) continue;
    Node& node = memory_.nodes[found];
    const bool exclusive = thread.holds[i].mode == Mode::Exclusive;
    ++(exclusive ? node.exclusive : node.shared);
    if (exclusive) node.anyExclusive = true;
    if (node.holder == kNobody) node.holder = index;
    if (node.holder != index) node.several = true;
  }
  const std::uint32_t waited = memory_.progress[index].node;
  if (thread.waitsFor != WaitFor::Lock || thread.mode != Mode::Exclusive) return;
  if (waited != kNobody) ++memory_.nodes[waited].writers;
}

void Reduction::run(Question question) {
  question_ = question;
  for (std::uint32_t i = 0; i < memory_.nodeCount; ++i) {
    Node& node = memory_.nodes[i];
    node.exclusive = node.shared = node.writers = 0;
  }
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    memory_.progress[i].removed = false;
    countHolds(i);
  }
  for (std::uint32_t i = 0; i < input_.processCount; ++i) {
    if (!input_.processes[i].unknownPosters) continue;
    post(i);
    post(input_.processCount);
  }
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) removeIfFree(i);
  while (workCount_ > 0) giveBack(memory_.work[--workCount_]);
}

void Reduction::noteDead() {
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    Progress& progress = memory_.progress[i];
    progress.canGoOn = progress.removed;
    progress.onlyPost = !progress.removed && !input_.threads[i].gone &&
                        input_.threads[i].waitsFor == WaitFor::Post && isObtainable(i);
  }
}

void Reduction::removeIfFree(std::uint32_t index) {
  if (!memory_.progress[index].removed && isFree(index)) remove(index);
}

void Reduction::remove(std::uint32_t index) {
  memory_.progress[index].removed = true;
  memory_.work[workCount_++] = index;
}

// Everything that thread `index` can do by continuing.
void Reduction::giveBack(std::uint32_t index) {
  const LiveThread& thread = input_.threads[index];
  for (std::uint32_t i = 0; i < thread.holdCount; ++i) {
    const std::uint32_t found = find(thread.holds[i].key);
    if (found == kNobody) continue;
    Node& node = memory_.nodes[found];
    std::uint32_t& left = thread.holds[i].mode == Mode::Exclusive ? node.exclusive : node.shared;
    if (--left == 0) wakeWaiters(node.firstWaiter);
  }
  const Progress& progress = memory_.progress[index];
  if (progress.node != kNobody && thread.waitsFor == WaitFor::Lock &&
      thread.mode == Mode::Exclusive) {
    Node& node = memory_.nodes[progress.node];
    if (--node.writers == 0) wakeWaiters(node.firstWaiter);
  }
  wakeWaiters(progress.firstJoiner);
  if (question_ != Question::Continues) return;
  post(thread.process);
  post(input_.processCount);
}

void Reduction::post(std::uint32_t index) {
  Posters& posters = memory_.posters[index];
  if (posters.live || question_ != Question::Continues) return;
  posters.live = true;
  for (std::uint32_t i = posters.firstLink; i != kNobody; i = memory_.links[i].next) {
    memory_.progress[memory_.links[i].thread].posted = true;
    removeIfFree(memory_.links[i].thread);
  }
}

void Reduction::wakeWaiters(std::uint32_t first) {
  for (std::uint32_t i = first; i != kNobody; i = memory_.progress[i].nextWaiter) removeIfFree(i);
}

bool Reduction::isFree(std::uint32_t index) const {
  const LiveThread& thread = input_.threads[index];
  const Progress& progress = memory_.progress[index];
  if (question_ != Question::Continues && (progress.canGoOn || progress.onlyPost)) return true;
  if (thread.gone) return question_ == Question::LeadsToCycle;
  if (thread.waitsFor == WaitFor::Nothing) return true;
  if (thread.waitsFor == WaitFor::Post) {
    if (question_ != Question::Continues) return isObtainable(index);
    return isPosted(thread, progress) && (!mustLock(thread) || isObtainable(index));
  }
  if (thread.timed) return true;
  if (thread.waitsFor == WaitFor::Lock) return isObtainable(index);
  if (thread.target >= input_.threadCount) return true;
  return memory_.progress[thread.target].removed ||
         (question_ == Question::Continues && input_.threads[thread.target].gone);
}

bool Reduction::isPosted(const LiveThread& thread, const Progress& progress) const {
  return thread.timed || thread.scope == PostScope::Unknown || progress.posted;
}

// What a gone thread held belongs to somebody else by now.
bool Reduction::isPassedOn(const LiveThread& thread, const Node& node) const {
  if (node.holder == kNobody || thread.owner == 0 || thread.waitsFor != WaitFor::Lock) return false;
  const LiveThread& holder = input_.threads[node.holder];
  return holder.gone && holder.name != 0 && holder.name != thread.owner;
}

bool Reduction::isObtainable(std::uint32_t index) const {
  const Progress& progress = memory_.progress[index];
  if (progress.node == kNobody || progress.ownHolder) return true;
  const Node& node = memory_.nodes[progress.node];
  if (node.several && node.anyExclusive) return true;  // they contradict each other
  const LiveThread& thread = input_.threads[index];
  if (isPassedOn(thread, node)) return true;
  if (isOwnerless(thread, node)) return question_ == Question::LeadsToCycle;
  if (node.exclusive != 0) return false;
  if (thread.waitsFor != WaitFor::Lock || thread.mode == Mode::Exclusive) return node.shared == 0;
  return thread.kind != LockKind::RwLockPreferWriter || node.writers == 0;
}

}  // namespace gordian::lockgraph::waiting
