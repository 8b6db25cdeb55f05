#include "program.hpp"

#include <algorithm>

namespace gordian::oracle {
namespace {

constexpr std::size_t kOpsPerThread = 10;

// Fills `ops` with nested and overlapping holds of locks.
class BodyMaker {
 public:
  BodyMaker(Dice& dice, const Program& program) : dice_(dice), program_(program) {}

  // Around all that follows, unless it is released early.
  void takeGate(std::vector<Op>& ops) {
    ops.push_back({Act::Acquire, 0, false});
    held_.push_back(0);
  }
  void append(std::vector<Op>& ops, std::size_t count) {
    while (count-- > 0) {
      if (program_.semaphoreCount > 0 && dice_.chance(40)) {
        const auto semaphore = static_cast<std::uint8_t>(dice_.roll(program_.semaphoreCount));
        ops.push_back({dice_.chance(60) ? Act::Post : Act::Take, semaphore, false});
      } else if (!held_.empty() && (held_.size() >= 3 || dice_.chance(45))) {
        release(ops);
      } else {
        acquire(ops);
      }
    }
  }
  void releaseAll(std::vector<Op>& ops) {
    while (!held_.empty()) release(ops);
  }

 private:
  void acquire(std::vector<Op>& ops) {
    const auto lock = static_cast<std::uint8_t>(dice_.roll(program_.lockCount));
    if (std::find(held_.begin(), held_.end(), lock) != held_.end()) return;
    const bool isShared = program_.isRwLock[lock] && dice_.chance(50);
    ops.push_back({dice_.chance(12) ? Act::Try : Act::Acquire, lock, isShared});
    held_.push_back(lock);
  }
  // Mostly the last one; now and then another, which leaves the later ones held.
  void release(std::vector<Op>& ops) {
    const std::size_t place = dice_.chance(25) ? dice_.roll(held_.size()) : held_.size() - 1;
    ops.push_back({Act::Release, held_[place], false});
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(place));
  }

  Dice& dice_;
  const Program& program_;
  std::vector<std::uint8_t> held_;
};

// Each thread is created by an earlier one, mostly main; the creator may join it later.
void addLives(Dice& dice, Program& program, bool createsFirst) {
  for (std::uint8_t child = 1; child < program.threads.size(); ++child) {
    const std::size_t creator = dice.chance(80) ? 0 : dice.roll(child);
    std::vector<Op>& ops = program.threads[creator];
    const std::size_t at = createsFirst ? 0 : dice.roll(ops.size() / 2 + 1);
    ops.insert(ops.begin() + static_cast<std::ptrdiff_t>(at), {Act::Create, child, false});
    if (!dice.chance(60)) continue;
    const std::size_t later = at + 1 + dice.roll(ops.size() - at);
    ops.insert(ops.begin() + static_cast<std::ptrdiff_t>(later), {Act::Join, child, false});
  }
}

void insert(Dice& dice, std::vector<Op>& ops, const Op& op) {
  // Behind the creates, which begin what is to meet.
  std::size_t first = 0;
  while (first < ops.size() && ops[first].act == Act::Create) ++first;
  std::size_t last = first;  // and before the joins
  while (last < ops.size() && ops[last].act != Act::Join) ++last;
  const std::size_t at = first + dice.roll(last - first + 1);
  ops.insert(ops.begin() + static_cast<std::ptrdiff_t>(at), op);
}

// Some threads meet; now and then more of them than the barrier has parties.
void addBarrier(Dice& dice, Program& program) {
  std::vector<std::size_t> who;
  for (std::size_t i = 0; i < program.threads.size(); ++i) {
    if (dice.chance(i == 0 ? 40 : 85)) who.push_back(i);
  }
  if (who.size() < 2) return;
  program.parties = static_cast<std::uint8_t>(who.size());
  if (who.size() == 4 && dice.chance(40)) program.parties = 2;
  program.isUneven = program.parties < who.size();
  for (std::uint64_t rounds = 1 + dice.roll(2); rounds > 0; --rounds) {
    for (const std::size_t thread : who)
      insert(dice, program.threads[thread], {Act::Meet, 0, false});
  }
}

void addOnce(Dice& dice, Program& program) {
  BodyMaker body(dice, program);
  std::vector<Op> routine;
  body.append(routine, 3 + dice.roll(3));
  body.releaseAll(routine);
  for (Op& op : routine) {  // a lock that its runner holds already stops it
    if (op.act == Act::Try) op.act = Act::Acquire;
    op.isShared = false;
  }
  routine.push_back({Act::Finish, 0, false});
  program.routines.push_back(std::move(routine));
  for (std::vector<Op>& ops : program.threads) {
    if (!dice.chance(70)) continue;
    const std::size_t at = dice.roll(ops.size() + 1);
    ops.insert(ops.begin() + static_cast<std::ptrdiff_t>(at), {Act::Once, 0, false});
  }
}

}  // namespace

std::uint64_t Dice::roll(std::uint64_t sides) {
  state_ += 0x9e3779b97f4a7c15u;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (z ^ (z >> 31)) % sides;
}

Program randomProgram(std::uint64_t seed) {
  Dice dice(seed);
  Program program;
  program.lockCount = static_cast<std::uint8_t>(2 + dice.roll(4));
  const bool hasRwLocks = dice.chance(40);
  for (int i = 0; i < program.lockCount; ++i) {
    program.isRwLock.push_back(hasRwLocks && dice.chance(50));
  }
  const bool hasGate = dice.chance(35);
  program.mainOwnsLocks = dice.chance(40);
  program.threads.resize(2 + dice.roll(3));
  for (auto& ops : program.threads) {
    BodyMaker body(dice, program);
    if (hasGate && dice.chance(75)) body.takeGate(ops);
    body.append(ops, 3 + dice.roll(kOpsPerThread - 5));
    body.releaseAll(ops);
  }
  const bool hasBarrier = dice.chance(35);
  const bool hasOnce = dice.chance(35);
  addLives(dice, program, hasBarrier || dice.chance(50));
  if (hasBarrier) addBarrier(dice, program);
  if (hasOnce) addOnce(dice, program);
  return program;
}

Program randomProgramWithSemaphores(std::uint64_t seed) {
  Dice dice(seed);
  Program program;
  program.lockCount = static_cast<std::uint8_t>(1 + dice.roll(2));
  program.semaphoreCount = static_cast<std::uint8_t>(1 + dice.roll(2));
  const bool hasRwLocks = dice.chance(20);
  for (int i = 0; i < program.lockCount; ++i) program.isRwLock.push_back(hasRwLocks);
  program.threads.resize(2 + dice.roll(2));
  for (auto& ops : program.threads) {
    BodyMaker body(dice, program);
    body.append(ops, 3 + dice.roll(kOpsPerThread - 4));
    body.releaseAll(ops);
  }
  addLives(dice, program, dice.chance(50));
  return program;
}

namespace {

std::string text(const Op& op) {
  const std::string lock(1, static_cast<char>('A' + op.target));
  const std::string mode = op.isShared ? "/s" : "";
  switch (op.act) {
    case Act::Acquire:
      return " +" + lock + mode;
    case Act::Try:
      return " ?" + lock + mode;
    case Act::Release:
      return " -" + lock;
    case Act::Create:
      return " create" + std::to_string(op.target);
    case Act::Join:
      return " join" + std::to_string(op.target);
    case Act::Post:
      return " post" + std::to_string(op.target);
    case Act::Take:
      return " take" + std::to_string(op.target);
    case Act::Meet:
      return " meet";
    case Act::Once:
      return " once" + std::to_string(op.target);
    case Act::Finish:
      return " done";
  }
  return {};
}

}  // namespace

std::string text(const Program& program) {
  std::string result;
  const auto add = [&](const std::string& name, const std::vector<Op>& ops) {
    result += name + ":";
    for (const Op& op : ops) result += text(op);
    result += "\n";
  };
  for (std::size_t i = 0; i < program.threads.size(); ++i)
    add("T" + std::to_string(i), program.threads[i]);
  for (std::size_t i = 0; i < program.routines.size(); ++i)
    add("once" + std::to_string(i), program.routines[i]);
  if (program.parties != 0) result += std::to_string(program.parties) + " parties\n";
  return result + (program.mainOwnsLocks ? "main owns the locks\n" : "");
}

}  // namespace gordian::oracle
