#include "generator.hpp"

#include <algorithm>
#include <array>

namespace gordian::oracle {
namespace {

// How much of what there is in one program, in percent.
struct Mix {
  unsigned tries = 0;
  unsigned timed = 0;
  unsigned again = 0;  // a lock that is held already
};

// Weighted: the number of the part in which the roll ends.
template <std::size_t N>
std::uint8_t choose(Dice& dice, const std::array<unsigned, N>& weights) {
  std::uint64_t roll = dice.roll(100);
  for (std::uint8_t i = 0; i < N; ++i) {
    if (roll < weights[i]) return i;
    roll -= weights[i];
  }
  return N - 1;
}

// Fills `ops` with nested and overlapping holds of locks.
class BodyMaker {
 public:
  BodyMaker(Dice& dice, const Program& program, Mix mix)
      : dice_(dice), program_(program), mix_(mix) {}

  // Around all that follows, unless it is released early.
  void takeGate(std::vector<Op>& ops) {
    ops.push_back({Act::Acquire, 0, false, 0});
    held_.push_back(0);
  }
  void append(std::vector<Op>& ops, std::size_t count) {
    while (count-- > 0) {
      if (!held_.empty() && (held_.size() >= 3 || dice_.chance(40)))
        release(ops);
      else
        acquire(ops);
    }
  }
  void releaseAll(std::vector<Op>& ops) {
    while (!held_.empty()) release(ops);
  }

 private:
  void acquire(std::vector<Op>& ops) {
    const auto lock = static_cast<std::uint8_t>(dice_.roll(program_.locks.size()));
    const Kind kind = program_.locks[lock];
    const bool isHeld = std::find(held_.begin(), held_.end(), lock) != held_.end();
    if (isHeld && !dice_.chance(kind == Kind::Recursive ? 60 : mix_.again)) return;
    const bool isShared = isRwLock(kind) && dice_.chance(55);
    const Act act = dice_.chance(mix_.tries)   ? Act::Try
                    : dice_.chance(mix_.timed) ? Act::Timed
                                               : Act::Acquire;
    // Spin locks and semaphores have no timed form here.
    const bool isPlain = act == Act::Timed && kind == Kind::Spin;
    ops.push_back({isPlain ? Act::Acquire : act, lock, isShared, 0});
    held_.push_back(lock);
  }
  // Mostly the last one; now and then another, which leaves the later ones held.
  void release(std::vector<Op>& ops) {
    const std::size_t place = dice_.chance(25) ? dice_.roll(held_.size()) : held_.size() - 1;
    ops.push_back({Act::Release, held_[place], false, 0});
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(place));
  }

  Dice& dice_;
  const Program& program_;
  Mix mix_;
  std::vector<std::uint8_t> held_;
};

void insertAt(std::vector<Op>& ops, std::size_t at, const Op& op) {
  ops.insert(ops.begin() + static_cast<std::ptrdiff_t>(at), op);
}

// Each thread is created by an earlier one, mostly main; the creator may join it later, or another
// thread that was created after it.
void addLives(Dice& dice, Program& program, bool createsFirst) {
  for (std::uint8_t child = 1; child < program.threads.size(); ++child) {
    const std::size_t creator = dice.chance(80) ? 0 : dice.roll(child);
    std::vector<Op>& ops = program.threads[creator];
    std::size_t at = 0;  // behind the creation of earlier ones, which may be joined by this one
    for (std::size_t i = 0; i < ops.size(); ++i)
      if (ops[i].act == Act::Create) at = i + 1;
    if (!createsFirst) at += dice.roll((ops.size() - at) / 2 + 1);
    insertAt(ops, at, {Act::Create, child, false, 0});
    if (dice.chance(55)) {
      insertAt(ops, at + 1 + dice.roll(ops.size() - at), {Act::Join, child, false, 0});
    } else if (creator == 0 && child > 1 && dice.chance(20)) {
      // By this thread, an earlier child of the same creator that nobody joins.
      const auto other = static_cast<std::uint8_t>(1 + dice.roll(child - 1u));
      const Op create{Act::Create, other, false, 0};
      const Op join{Act::Join, other, false, 0};
      bool isJoined = false;
      for (const auto& all : program.threads)
        isJoined = isJoined || std::find(all.begin(), all.end(), join) != all.end();
      if (isJoined || std::find(ops.begin(), ops.end(), create) == ops.end()) continue;
      std::vector<Op>& own = program.threads[child];
      insertAt(own, dice.roll(own.size() + 1), join);
    }
  }
}

// Mostly behind the creates, which begin what is to meet, and before the joins.
void insertMeeting(Dice& dice, std::vector<Op>& ops, const Op& op) {
  std::size_t first = 0;
  while (first < ops.size() && ops[first].act == Act::Create) ++first;
  std::size_t last = first;
  while (last < ops.size() && ops[last].act != Act::Join) ++last;
  insertAt(ops, first + dice.roll(last - first + 1), op);
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
  for (std::uint64_t rounds = 1 + dice.roll(2); rounds > 0; --rounds) {
    for (const std::size_t thread : who)
      insertMeeting(dice, program.threads[thread], {Act::Meet, 0, false, 0});
  }
}

void addOnce(Dice& dice, Program& program) {
  BodyMaker body(dice, program, {});
  std::vector<Op> routine;
  body.append(routine, 2 + dice.roll(3));
  body.releaseAll(routine);
  for (Op& op : routine) op.isShared = false;
  routine.push_back({Act::Finish, 0, false, 0});
  program.routines.push_back(std::move(routine));
  for (std::vector<Op>& ops : program.threads) {
    if (dice.chance(70)) insertAt(ops, dice.roll(ops.size() + 1), {Act::Once, 0, false, 0});
  }
}

std::pair<std::size_t, std::size_t> twoThreads(Dice& dice, const Program& program) {
  const std::size_t one = dice.roll(program.threads.size());
  const std::size_t other = dice.roll(program.threads.size() - 1);
  return {one, other + (other >= one ? 1 : 0)};
}

// As many posts as takes, of different threads; or a few at random.
void addSemaphores(Dice& dice, Program& program) {
  program.semaphores.resize(1 + (dice.chance(25) ? 1 : 0));
  if (dice.chance(15)) program.semaphores[0] = 1;
  for (std::uint64_t pairs = 1 + dice.roll(2); pairs > 0; --pairs) {
    const auto number = static_cast<std::uint8_t>(dice.roll(program.semaphores.size()));
    const auto [poster, taker] = twoThreads(dice, program);
    insertMeeting(dice, program.threads[poster], {Act::Post, number, false, 0});
    if (dice.chance(90)) insertMeeting(dice, program.threads[taker], {Act::Take, number, false, 0});
  }
}

// A wait under its mutex, alone or with more held; the flag is mostly set under the mutex.
void addCondition(Dice& dice, Program& program) {
  const auto mutex = static_cast<std::uint8_t>(dice.roll(program.locks.size()));
  program.locks[mutex] = Kind::Mutex;
  for (auto& ops : program.threads)
    for (Op& op : ops)
      if (op.act <= Act::Release && op.target == mutex) op.isShared = false;
  program.conditions = 1;
  const auto [setter, waiter] = twoThreads(dice, program);
  const bool isPlain = dice.chance(25);
  const auto insert = [&](std::size_t thread, Op op, bool isUnder) {
    std::vector<Op>& ops = program.threads[thread];
    std::vector<std::size_t> under;  // places at which the mutex is held
    bool isHeld = false;
    for (std::size_t i = 0; i < ops.size(); ++i) {
      const bool isLock = ops[i].act <= Act::Release && ops[i].target == mutex;
      if (isLock) isHeld = ops[i].act != Act::Release;
      if (isHeld) under.push_back(i + 1);
    }
    if (isUnder && !under.empty()) return insertAt(ops, under[dice.roll(under.size())], op);
    const std::size_t at = dice.roll(ops.size() + 1);
    const bool wasHeld = std::find(under.begin(), under.end(), at) != under.end();
    if (isUnder && !wasHeld) insertAt(ops, at, {Act::Release, mutex, false, 0});
    insertAt(ops, at, op);
    if (isUnder && !wasHeld) insertAt(ops, at, {Act::Acquire, mutex, false, 0});
  };
  insert(waiter, {isPlain ? Act::Wait : Act::Await, 0, false, mutex}, true);
  insert(setter, {isPlain && dice.chance(50) ? Act::Signal : Act::Set, 0, false, 0},
         dice.chance(75));
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
  program.locks.resize(2u + choose(dice, std::array{30u, 35u, 20u, 10u, 5u}));
  const bool hasRwLocks = dice.chance(35);
  const bool hasOthers = dice.chance(20);
  for (Kind& kind : program.locks) {
    if (hasRwLocks && dice.chance(55))
      kind = dice.chance(60) ? Kind::RwLock : Kind::PreferWriter;
    else if (hasOthers && dice.chance(50))
      kind = static_cast<Kind>(1 + dice.roll(3));
  }
  Mix mix;
  if (dice.chance(30)) mix.tries = 15;
  if (dice.chance(12)) mix.timed = 15;
  if (dice.chance(10)) mix.again = 15;
  const bool hasGate = dice.chance(30);
  program.mainOwnsLocks = dice.chance(40);
  program.threads.resize(2u + choose(dice, std::array{50u, 35u, 15u}));
  for (auto& ops : program.threads) {
    BodyMaker body(dice, program, mix);
    if (hasGate && dice.chance(75)) body.takeGate(ops);
    body.append(ops, 2 + dice.roll(program.threads.size() == 4 ? 4 : 6));
    body.releaseAll(ops);
  }
  const bool hasBarrier = dice.chance(15);
  addLives(dice, program, hasBarrier || dice.chance(50));
  if (hasBarrier) addBarrier(dice, program);
  if (dice.chance(15)) addOnce(dice, program);
  if (dice.chance(15)) addSemaphores(dice, program);
  if (dice.chance(12)) addCondition(dice, program);
  return program;
}

}  // namespace gordian::oracle
