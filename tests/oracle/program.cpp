#include "program.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string_view>

namespace gordian::oracle {
namespace {

struct Word {
  Act act;
  std::string_view begin;
};

// Those with a number behind them.
constexpr std::array kNumbered{
    Word{Act::Create, "create"}, Word{Act::Join, "join"},     Word{Act::Post, "post"},
    Word{Act::Take, "take"},     Word{Act::Once, "once"},     Word{Act::Wait, "wait"},
    Word{Act::Await, "await"},   Word{Act::Signal, "signal"}, Word{Act::Set, "set"}};

constexpr std::array<std::string_view, 6> kKinds{"mutex",     "recursive", "spin",
                                                 "semaphore", "rwlock",    "prefer-writer"};

std::string text(const Op& op) {
  const std::string lock(1, static_cast<char>('A' + op.target));
  const std::string mode = op.isShared ? "/s" : "";
  switch (op.act) {
    case Act::Acquire:
      return "+" + lock + mode;
    case Act::Try:
      return "?" + lock + mode;
    case Act::Timed:
      return "~" + lock + mode;
    case Act::Release:
      return "-" + lock;
    case Act::Meet:
      return "meet";
    case Act::Finish:
      return "done";
    default:
      break;
  }
  for (const Word& word : kNumbered) {
    if (word.act != op.act) continue;
    const std::string number = std::string(word.begin) + std::to_string(op.target);
    if (op.act != Act::Wait && op.act != Act::Await) return number;
    return number + ":" + static_cast<char>('A' + op.mutex);
  }
  return {};
}

std::optional<std::uint8_t> lockOf(std::string_view word) {
  if (word.size() != 1 || word[0] < 'A' || word[0] >= static_cast<char>('A' + kMaxLocks))
    return std::nullopt;
  return static_cast<std::uint8_t>(word[0] - 'A');
}

std::optional<std::uint8_t> numberOf(std::string_view word) {
  std::uint8_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return number;
}

std::optional<Op> lockOp(std::string_view word) {
  Op op;
  constexpr std::string_view kSigns = "+?~-";
  constexpr std::array kActs{Act::Acquire, Act::Try, Act::Timed, Act::Release};
  const std::size_t sign = kSigns.find(word.front());
  if (sign == std::string_view::npos) return std::nullopt;
  op.act = kActs[sign];
  word.remove_prefix(1);
  if (word.ends_with("/s") && op.act != Act::Release) {
    op.isShared = true;
    word.remove_suffix(2);
  }
  const auto lock = lockOf(word);
  if (!lock) return std::nullopt;
  op.target = *lock;
  return op;
}

std::optional<Op> opOf(std::string_view word) {
  if (word == "meet") return Op{Act::Meet, 0, false, 0};
  if (word == "done") return Op{Act::Finish, 0, false, 0};
  if (auto op = lockOp(word)) return op;
  for (const Word& known : kNumbered) {
    if (!word.starts_with(known.begin)) continue;
    std::string_view rest = word.substr(known.begin.size());
    Op op{known.act, 0, false, 0};
    if (known.act == Act::Wait || known.act == Act::Await) {
      const std::size_t colon = rest.find(':');
      if (colon == std::string_view::npos) return std::nullopt;
      const auto mutex = lockOf(rest.substr(colon + 1));
      if (!mutex) return std::nullopt;
      op.mutex = *mutex;
      rest = rest.substr(0, colon);
    }
    const auto number = numberOf(rest);
    if (!number) return std::nullopt;
    op.target = *number;
    return op;
  }
  return std::nullopt;
}

// How many of everything there are follows from what is used.
class Reader {
 public:
  std::optional<Program> read(const std::string& text, std::string& wrong) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      line = line.substr(0, line.find('#'));
      std::istringstream stream(line);
      std::vector<std::string> words;
      for (std::string word; stream >> word;) words.push_back(word);
      if (!words.empty() && !readLine(words)) {
        wrong = line;
        return std::nullopt;
      }
    }
    if (program_.threads.empty() || !isInRange()) {
      wrong = "a number out of range";
      return std::nullopt;
    }
    return std::move(program_);
  }

 private:
  bool readLine(const std::vector<std::string>& words) {
    if (words[0].ends_with(':')) return readBody(words);
    if (words[0] == "main") return program_.mainOwnsLocks = true;
    if (words.size() == 2 && words[1] == "parties") {
      const auto parties = numberOf(words[0]);
      if (parties) program_.parties = *parties;
      return parties.has_value();
    }
    if (words.size() == 3 && words[0] == "lock") {
      const auto lock = lockOf(words[1]);
      const auto kind = std::find(kKinds.begin(), kKinds.end(), words[2]);
      if (!lock || kind == kKinds.end()) return false;
      needLock(*lock);
      program_.locks[*lock] = static_cast<Kind>(kind - kKinds.begin());
      return true;
    }
    if (words.size() == 4 && words[0] == "semaphore") {
      const auto number = numberOf(words[1]);
      const auto begin = numberOf(words[3]);
      if (!number || !begin || *number >= kMaxSemaphores) return false;
      needSemaphore(*number);
      program_.semaphores[*number] = *begin;
      return true;
    }
    return false;
  }

  bool readBody(const std::vector<std::string>& words) {
    const std::string_view name(words[0].data(), words[0].size() - 1);
    const bool isRoutine = name.starts_with("once");
    if (!isRoutine && !name.starts_with("T")) return false;
    const auto number = numberOf(name.substr(isRoutine ? 4 : 1));
    if (!number || *number >= kMaxThreads) return false;
    auto& bodies = isRoutine ? program_.routines : program_.threads;
    if (bodies.size() <= *number) bodies.resize(*number + 1u);
    for (std::size_t i = 1; i < words.size(); ++i) {
      const auto op = opOf(words[i]);
      if (!op) return false;
      use(*op);
      bodies[*number].push_back(*op);
    }
    return true;
  }

  void use(const Op& op) {
    switch (op.act) {
      case Act::Acquire:
      case Act::Try:
      case Act::Timed:
      case Act::Release:
        needLock(op.target);
        break;
      case Act::Post:
      case Act::Take:
        if (op.target < kMaxSemaphores) needSemaphore(op.target);
        break;
      case Act::Wait:
      case Act::Await:
        needLock(op.mutex);
        [[fallthrough]];
      case Act::Signal:
      case Act::Set:
        program_.conditions = std::max<std::uint8_t>(program_.conditions, op.target + 1);
        break;
      default:
        break;
    }
  }

  void needLock(std::uint8_t lock) {
    if (program_.locks.size() <= lock) program_.locks.resize(lock + 1u);
  }
  void needSemaphore(std::uint8_t number) {
    if (program_.semaphores.size() <= number) program_.semaphores.resize(number + 1u);
  }

  bool isInRange() const {
    if (program_.locks.size() + program_.routines.size() > kMaxLocks) return false;
    if (program_.conditions > kMaxConditions) return false;
    for (const auto* bodies : {&program_.threads, &program_.routines}) {
      for (const std::vector<Op>& body : *bodies) {
        for (const Op& op : body) {
          const bool isThread = op.act == Act::Create || op.act == Act::Join;
          if (isThread && op.target >= program_.threads.size()) return false;
          if (op.act == Act::Once && op.target >= program_.routines.size()) return false;
          const bool isSemaphore = op.act == Act::Post || op.act == Act::Take;
          if (isSemaphore && op.target >= kMaxSemaphores) return false;
          if (op.act == Act::Meet && program_.parties == 0) return false;
        }
      }
    }
    return true;
  }

  Program program_;
};

}  // namespace

bool isUneven(const Program& program) {
  std::size_t comers = 0;
  for (const std::vector<Op>& ops : program.threads) {
    comers += std::any_of(ops.begin(), ops.end(), [](const Op& op) { return op.act == Act::Meet; })
                  ? 1
                  : 0;
  }
  return comers > program.parties;
}

std::string text(const Program& program) {
  std::string result;
  for (std::size_t i = 0; i < program.locks.size(); ++i) {
    if (program.locks[i] == Kind::Mutex) continue;
    result += std::string("lock ") + static_cast<char>('A' + i) + " " +
              std::string(kKinds[static_cast<std::size_t>(program.locks[i])]) + "\n";
  }
  for (std::size_t i = 0; i < program.semaphores.size(); ++i) {
    if (program.semaphores[i] == 0) continue;
    result += "semaphore " + std::to_string(i) + " begins " +
              std::to_string(program.semaphores[i]) + "\n";
  }
  if (program.mainOwnsLocks) result += "main owns the locks\n";
  if (program.parties != 0) result += std::to_string(program.parties) + " parties\n";
  const auto add = [&](const std::string& name, const std::vector<Op>& ops) {
    result += name + ":";
    for (const Op& op : ops) result += " " + text(op);
    result += "\n";
  };
  for (std::size_t i = 0; i < program.threads.size(); ++i)
    add("T" + std::to_string(i), program.threads[i]);
  for (std::size_t i = 0; i < program.routines.size(); ++i)
    add("once" + std::to_string(i), program.routines[i]);
  return result;
}

std::optional<Program> parse(const std::string& text, std::string& wrong) {
  return Reader().read(text, wrong);
}

}  // namespace gordian::oracle
