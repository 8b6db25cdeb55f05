// Threads that only need a post wait for nobody in particular. Where one of those who could post is
// dead for a firmer cause (a cycle, a gone holder), they are behind that one. Else, where one who
// could post waits for a lock that leads back to the waiter, the two close a cycle. Else they
// stall, together with all who could post.
#include <initializer_list>

#include "wait_for_chains.hpp"

namespace gordian::lockgraph::waiting {

// A root that needs a post and is not yet behind anything.
bool Chains::isOpen(std::uint32_t thread) const {
  const Progress& progress = memory_.progress[thread];
  return progress.onlyPost && progress.chosen == kNobody;
}

void Chains::attach() {
  do {
    do {
      noteAnchors();
    } while (attachToAnchors());
  } while (closeOneCycle() || closeOneAcrossProcesses());
}

void Chains::noteAnchors() {
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (!isDead(i) || isOpen(rootOf(i))) continue;
    const bool inCycle = memory_.progress[i].inCycle;
    for (const std::uint32_t posters : {input_.threads[i].process, input_.processCount}) {
      std::uint32_t& anchor = memory_.posters[posters].anchor;
      if (anchor == kNobody || (inCycle && !memory_.progress[anchor].inCycle)) anchor = i;
    }
  }
}

bool Chains::attachToAnchors() {
  bool changed = false;
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (!isDead(i) || !isOpen(i)) continue;
    Progress& progress = memory_.progress[i];
    eachPoster(input_, input_.threads[i], [&](std::uint32_t posters) {
      const std::uint32_t anchor = memory_.posters[posters].anchor;
      if (anchor == kNobody || progress.chosen != kNobody) return;
      progress.chosen = anchor;
      progress.root = rootOf(anchor);
      changed = true;
    });
  }
  return changed;
}

// Each who waits for a lock offers itself to the root of its chain, as one who could post for it.
void Chains::offerClosing(std::uint32_t index) {
  if (!isDead(index) || memory_.verdicts[index].through != WaitFor::Lock) return;
  const std::uint32_t root = rootOf(index);
  if (!isOpen(root)) return;
  bool mayPost = false;
  eachPoster(input_, input_.threads[root], [&](std::uint32_t posters) {
    if (posters == input_.threads[index].process || posters == input_.processCount) mayPost = true;
  });
  if (!mayPost) return;
  std::uint32_t& closing = memory_.progress[root].closing;
  if (closing == kNobody || memory_.progress[index].depth < memory_.progress[closing].depth) {
    closing = index;
  }
}

bool Chains::closeOneCycle() {
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) offerClosing(i);
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (!isDead(i) || !isOpen(i) || memory_.progress[i].closing == kNobody) continue;
    close(i);
    return true;
  }
  return false;
}

void Chains::close(std::uint32_t root) {
  Progress& progress = memory_.progress[root];
  progress.chosen = progress.closing;
  markCycle(root);
}

// The shortest way from a thread that needs a post of other processes back to itself.
bool Chains::closeOneAcrossProcesses() {
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (!isDead(i) || !isOpen(i) || input_.threads[i].scope != PostScope::Listed) continue;
    for (std::uint32_t k = 0; k < input_.threadCount; ++k) memory_.progress[k].from = kNobody;
    std::uint32_t count = 0;
    memory_.work[count++] = i;
    for (std::uint32_t done = 0; done < count && memory_.progress[i].from == kNobody; ++done) {
      visitNext(memory_.work[done], count);
    }
    if (memory_.progress[i].from == kNobody) continue;
    std::uint32_t at = i;
    do {
      Progress& before = memory_.progress[memory_.progress[at].from];
      before.chosen = at;
      at = memory_.progress[at].from;
    } while (at != i);
    markCycle(i);
    return true;
  }
  return false;
}

// Adds those whom `index` waits for to the walk.
void Chains::visitNext(std::uint32_t index, std::uint32_t& count) {
  const auto visit = [&](std::uint32_t next) {
    if (!isDead(next) || memory_.progress[next].from != kNobody) return;
    memory_.progress[next].from = index;
    if (next != memory_.work[0]) memory_.work[count++] = next;
  };
  const LiveThread& thread = input_.threads[index];
  if (memory_.progress[index].chosen != kNobody) {
    visit(memory_.progress[index].chosen);
  } else if (thread.scope == PostScope::Listed) {
    eachPoster(input_, thread, [&](std::uint32_t process) {
      if (process == thread.process) return;
      for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
        if (input_.threads[i].process == process) visit(i);
      }
    });
  }
}

void Chains::stallTogether() {
  bool everybody = false;
  for (std::uint32_t i = 0; i <= input_.processCount; ++i) memory_.posters[i].stall = i;
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (!isDead(i) || !isOpen(i)) continue;
    const LiveThread& thread = input_.threads[i];
    eachPoster(input_, thread, [&](std::uint32_t posters) {
      everybody = everybody || posters == input_.processCount;
      memory_.posters[stallOf(posters)].stall = stallOf(thread.process);
    });
  }
  for (std::uint32_t i = 0; everybody && i < input_.processCount; ++i) {
    memory_.posters[stallOf(i)].stall = stallOf(input_.processCount);
  }
  for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
    if (!isDead(i) || !isOpen(i)) continue;
    Posters& together = memory_.posters[stallOf(input_.threads[i].process)];
    if (together.stalled == kNobody) together.stalled = i;
    memory_.progress[i].root = together.stalled;
  }
}

std::uint32_t Chains::stallOf(std::uint32_t process) {
  while (memory_.posters[process].stall != process) {
    const std::uint32_t next = memory_.posters[process].stall;
    memory_.posters[process].stall = memory_.posters[next].stall;
    process = next;
  }
  return process;
}

}  // namespace gordian::lockgraph::waiting
