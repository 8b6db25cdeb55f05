#include "shrink.hpp"

#include <algorithm>
#include <iterator>

namespace gordian::oracle {
namespace {

using Bodies = std::vector<std::vector<Op>>;

bool isAboutThread(const Op& op) {
  return op.act == Act::Create || op.act == Act::Join;
}
bool isAboutLock(const Op& op) {
  return op.act <= Act::Release;
}

template <typename Change>
void forEachOp(Program& program, Change change) {
  for (Bodies* bodies : {&program.threads, &program.routines})
    for (std::vector<Op>& ops : *bodies)
      for (Op& op : ops) change(op);
}

template <typename Drop>
void dropOps(Program& program, Drop drop) {
  for (Bodies* bodies : {&program.threads, &program.routines})
    for (std::vector<Op>& ops : *bodies)
      ops.erase(std::remove_if(ops.begin(), ops.end(), drop), ops.end());
}

Program withoutThread(Program program, std::size_t thread) {
  dropOps(program, [&](const Op& op) { return isAboutThread(op) && op.target == thread; });
  program.threads.erase(program.threads.begin() + static_cast<std::ptrdiff_t>(thread));
  forEachOp(program, [&](Op& op) {
    if (isAboutThread(op) && op.target > thread) --op.target;
  });
  return program;
}

Program withoutRoutine(Program program, std::size_t flag) {
  dropOps(program, [&](const Op& op) { return op.act == Act::Once && op.target == flag; });
  program.routines.erase(program.routines.begin() + static_cast<std::ptrdiff_t>(flag));
  forEachOp(program, [&](Op& op) {
    if (op.act == Act::Once && op.target > flag) --op.target;
  });
  return program;
}

bool usesLock(Program program, std::size_t lock) {
  bool isUsed = false;
  forEachOp(program, [&](const Op& op) {
    const bool isMutex = op.act == Act::Wait || op.act == Act::Await;
    isUsed = isUsed || (isAboutLock(op) && op.target == lock) || (isMutex && op.mutex == lock);
  });
  return isUsed;
}

Program withoutLock(Program program, std::size_t lock) {
  program.locks.erase(program.locks.begin() + static_cast<std::ptrdiff_t>(lock));
  forEachOp(program, [&](Op& op) {
    if (isAboutLock(op) && op.target > lock) --op.target;
    if (op.mutex > lock) --op.mutex;
  });
  return program;
}

// Everything that is one step smaller, the large steps first.
class Steps {
 public:
  static std::vector<Program> of(const Program& program) {
    Steps steps;
    for (std::size_t i = program.threads.size(); i-- > 1;)
      steps.all_.push_back(withoutThread(program, i));
    for (std::size_t i = 0; i < program.routines.size(); ++i)
      steps.all_.push_back(withoutRoutine(program, i));
    for (std::size_t i = program.locks.size(); i-- > 0;)
      if (!usesLock(program, i)) steps.all_.push_back(withoutLock(program, i));
    steps.dropMeetings(program);
    steps.dropOps(program);
    steps.simplify(program);
    return std::move(steps.all_);
  }

 private:
  void dropMeetings(const Program& program) {
    if (program.parties == 0) return;
    Program less = program;
    less.parties = 0;
    oracle::dropOps(less, [](const Op& op) { return op.act == Act::Meet; });
    all_.push_back(less);
    for (std::size_t thread = 0; thread < program.threads.size(); ++thread) {
      less = program;
      std::vector<Op>& ops = less.threads[thread];
      const auto end =
          std::remove_if(ops.begin(), ops.end(), [](const Op& op) { return op.act == Act::Meet; });
      if (end == ops.end() || program.parties <= 1) continue;
      ops.erase(end, ops.end());
      all_.push_back(less);
      --less.parties;
      all_.push_back(less);
    }
  }

  // An acquisition with what gives it back, then single operations.
  void dropOps(const Program& program) {
    for (const bool inPairs : {true, false}) {
      for (const auto bodies : {&Program::threads, &Program::routines}) {
        for (std::size_t i = 0; i < (program.*bodies).size(); ++i) {
          const std::vector<Op>& ops = (program.*bodies)[i];
          for (std::size_t at = 0; at < ops.size(); ++at) {
            if (ops[at].act == Act::Finish || (inPairs && !isTaken(ops[at]))) continue;
            Program less = program;
            std::vector<Op>& rest = (less.*bodies)[i];
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at));
            const auto release = std::find(rest.begin() + static_cast<std::ptrdiff_t>(at),
                                           rest.end(), Op{Act::Release, ops[at].target, false, 0});
            if (inPairs && release != rest.end()) rest.erase(release);
            all_.push_back(std::move(less));
          }
        }
      }
    }
  }

  static bool isTaken(const Op& op) { return isAboutLock(op) && op.act != Act::Release; }

  void simplify(const Program& program) {
    const auto add = [&](auto change) {
      Program less = program;
      change(less);
      if (less != program) all_.push_back(std::move(less));
    };
    add([](Program& less) { less.mainOwnsLocks = false; });
    for (std::size_t i = 0; i < program.semaphores.size(); ++i)
      add([&](Program& less) { less.semaphores[i] = 0; });
    for (std::size_t i = 0; i < program.locks.size(); ++i) {
      add([&](Program& less) {
        less.locks[i] = Kind::Mutex;
        forEachOp(less, [&](Op& op) {
          if (isAboutLock(op) && op.target == i) op.isShared = false;
        });
      });
      add([&](Program& less) {
        if (less.locks[i] == Kind::PreferWriter) less.locks[i] = Kind::RwLock;
      });
    }
    std::size_t count = 0;
    Program whole = program;
    forEachOp(whole, [&](const Op&) { ++count; });
    for (std::size_t number = 0; number < count; ++number) {
      const auto change = [&](auto what) {
        add([&](Program& less) {
          std::size_t at = 0;
          forEachOp(less, [&](Op& op) {
            if (at++ == number) what(op);
          });
        });
      };
      change([](Op& op) { op.isShared = false; });
      change([](Op& op) {
        if (op.act == Act::Try || op.act == Act::Timed) op.act = Act::Acquire;
      });
    }
  }

  std::vector<Program> all_;
};

}  // namespace

Program shrink(Program program, const std::function<bool(const Program&)>& isWrong) {
  for (bool hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (Program& less : Steps::of(program)) {
      if (!isWrong(less)) continue;
      program = std::move(less);
      hasChanged = true;
      break;
    }
  }
  return program;
}

}  // namespace gordian::oracle
