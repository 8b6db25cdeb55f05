#include "wait_for_chains.hpp"

namespace gordian::lockgraph::waiting {

bool Chains::isDead(std::uint32_t thread) const {
  return !memory_.progress[thread].canGoOn && !input_.threads[thread].gone;
}

void Chains::build() {
  reduction_.run(Question::LeadsToCycle);
  noteLead(Lead::Cycle);
  reduction_.run(Question::LeadsToGone);
  noteLead(Lead::Gone);
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    Progress& progress = memory_.progress[i];
    if (progress.lead == Lead::None && isDead(i)) progress.lead = Lead::Post;
  }
  choose(Lead::Cycle);
  choose(Lead::Gone);
  choose(Lead::Post);
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (!memory_.progress[i].canGoOn) follow(i);
  }
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    Progress& progress = memory_.progress[i];
    if (isDead(i) && progress.node != kNobody && progress.chosen == kNobody && !progress.onlyPost) {
      progress.root = memory_.nodes[progress.node].ownerless;
    }
  }
  attach();
  stallTogether();
}

void Chains::noteLead(Lead lead) {
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    Progress& progress = memory_.progress[i];
    if (progress.lead == Lead::None && !progress.removed) progress.lead = lead;
  }
}

// Every lock names one of its holders with this lead; those who wait for the lock wait for that
// one.
void Chains::choose(Lead lead) {
  for (std::uint32_t i = 0; i < memory_.nodeCount; ++i) {
    Node& node = memory_.nodes[i];
    node.chosen = node.chosenHold = node.chosenWriter = kNobody;
    node.chosenRank = 0;
    node.chosenExclusive = false;
  }
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (memory_.progress[i].lead == lead) offer(i);
  }
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (memory_.progress[i].lead == lead && isDead(i)) chooseFor(i);
  }
}

void Chains::offer(std::uint32_t index) {
  const LiveThread& thread = input_.threads[index];
  const std::uint32_t waited = memory_.progress[index].node;
  for (std::uint32_t i = 0; i < thread.holdCount; ++i) {
    const std::uint32_t found = reduction_.find(thread.holds[i].key);
    if (found == kNobody) continue;
    Node& node = memory_.nodes[found];
    const bool exclusive = thread.holds[i].mode == Mode::Exclusive;
    const bool forItself = found == waited && (exclusive || thread.mode == Mode::Exclusive);
    const std::uint32_t rank = 1 + (exclusive ? 1 : 0) + (forItself ? 2 : 0);
    if (rank <= node.chosenRank) continue;
    node.chosen = index;
    node.chosenHold = i;
    node.chosenRank = rank;
    node.chosenExclusive = exclusive;
  }
  if (waited == kNobody || thread.waitsFor != WaitFor::Lock) return;
  Node& node = memory_.nodes[waited];
  if (thread.mode == Mode::Exclusive && node.chosenWriter == kNobody) node.chosenWriter = index;
}

void Chains::chooseFor(std::uint32_t index) {
  const LiveThread& thread = input_.threads[index];
  Progress& progress = memory_.progress[index];
  WaitVerdict& verdict = memory_.verdicts[index];
  verdict.through = thread.waitsFor;
  if (progress.onlyPost) return;
  if (thread.waitsFor == WaitFor::End) {
    progress.chosen = thread.target;
    return;
  }
  verdict.through = WaitFor::Lock;
  Node& node = memory_.nodes[progress.node];
  if (isOwnerless(thread, node)) {
    if (node.ownerless == kNobody) node.ownerless = index;
    return;
  }
  const bool asReader = thread.waitsFor == WaitFor::Lock && thread.mode == Mode::Shared;
  if (asReader && !node.chosenExclusive) {
    progress.chosen = node.chosenWriter;
    return;
  }
  progress.chosen = node.chosen;
  verdict.hold = node.chosenHold;
}

// Walks the chain from `index` and gives all of it its root. `root` is the walk's number while the
// walk lasts: its first thread.
void Chains::follow(std::uint32_t index) {
  std::uint32_t count = 0;
  std::uint32_t at = index;
  while (at != kNobody && memory_.progress[at].root == kNobody) {
    memory_.progress[at].root = index;
    memory_.progress[at].depth = kNobody;  // on the way
    memory_.work[count++] = at;
    at = memory_.progress[at].chosen;
  }
  if (at != kNobody && memory_.progress[at].depth == kNobody) markCycle(at);
  while (count-- > 0) {
    const std::uint32_t thread = memory_.work[count];
    Progress& progress = memory_.progress[thread];
    if (progress.inCycle) continue;
    if (progress.chosen == kNobody) {
      progress.root = thread;
      progress.depth = 0;
    } else {
      progress.root = memory_.progress[progress.chosen].root;
      progress.depth = memory_.progress[progress.chosen].depth + 1;
    }
  }
}

void Chains::markCycle(std::uint32_t member) {
  std::uint32_t first = member;
  for (std::uint32_t at = memory_.progress[member].chosen; at != member;
       at = memory_.progress[at].chosen) {
    if (at < first) first = at;
  }
  std::uint32_t at = first;
  do {
    Progress& progress = memory_.progress[at];
    progress.inCycle = true;
    progress.root = first;
    progress.depth = 0;
    progress.lead = Lead::Cycle;
    at = progress.chosen;
  } while (at != first);
}

std::uint32_t Chains::rootOf(std::uint32_t thread) {
  std::uint32_t root = thread;
  while (memory_.progress[root].root != root) root = memory_.progress[root].root;
  while (memory_.progress[thread].root != root) {
    const std::uint32_t next = memory_.progress[thread].root;
    memory_.progress[thread].root = root;
    thread = next;
  }
  return root;
}

}  // namespace gordian::lockgraph::waiting
