#include "wait_for_text.hpp"

#include <sstream>
#include <stdexcept>

namespace gordian::lockgraph::test {
namespace {

LockKind kindOf(const std::string& word) {
  static const std::map<std::string, LockKind> kKinds = {
      {"rwlock", LockKind::RwLock},
      {"prefer-writer", LockKind::RwLockPreferWriter},
      {"recursive", LockKind::RecursiveMutex},
      {"error-check", LockKind::ErrorCheckMutex},
      {"spin", LockKind::SpinLock},
      {"semaphore", LockKind::Semaphore}};
  return kKinds.at(word);
}

std::string withoutMode(const std::string& text) {
  return text.substr(0, text.find('/'));
}

Mode modeOf(const std::string& text) {
  return text.find("/s") == std::string::npos ? Mode::Exclusive : Mode::Shared;
}

}  // namespace

WaitForText::WaitForText(const std::vector<std::string>& lines) {
  processes_.resize(4);
  for (const std::string& line : lines) {
    if (line[0] == 'T') names_.push_back(line.substr(0, line.find(' ')));
  }
  threads_.resize(names_.size());
  holds_.resize(names_.size());
  posters_.resize(names_.size());
  for (const std::string& line : lines) parse(line);
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    threads_[i].holds = holds_[i].data();
    threads_[i].holdCount = static_cast<std::uint32_t>(holds_[i].size());
    threads_[i].posters = posters_[i].data();
    threads_[i].posterCount = static_cast<std::uint32_t>(posters_[i].size());
  }
  const WaitForInput input{threads_.data(), static_cast<std::uint32_t>(threads_.size()),
                           processes_.data(), static_cast<std::uint32_t>(processes_.size())};
  scratch_.resize(scratchSize(input) / sizeof(std::uint64_t));
  if (!reduce(input, scratch_.data(), scratchSize(input), result_)) throw std::logic_error("size");
}

void WaitForText::parse(const std::string& line) {
  std::istringstream words(line);
  std::string word;
  words >> word;
  if (word == "kind") {
    std::string lock;
    words >> lock >> word;
    kinds_[lock] = kindOf(word);
    return;
  }
  if (word[0] == 'P') {
    processes_.at(static_cast<std::size_t>(word[1] - '0')).unknownPosters = true;
    return;
  }
  const std::uint32_t self = thread(word);
  LiveThread& thread = threads_[self];
  std::string state;
  while (words >> word) {
    if (word == "holds" || word == "from" || word == "mutex") {
      state = word;
    } else if (word == "waits") {
      words >> word;
      std::string what;
      words >> what;
      state.clear();
      if (word == "end") {
        thread.waitsFor = WaitFor::End;
        thread.target = what == "?" ? kNobody : this->thread(what);
        continue;
      }
      thread.waitsFor = word == "lock" ? WaitFor::Lock : WaitFor::Post;
      thread.scope = PostScope::OwnProcess;
      thread.key = key(withoutMode(what));
      thread.mode = modeOf(what);
      thread.kind = hold(what).kind;
    } else if (word == "timed") {
      thread.timed = true;
    } else if (word == "ownerless") {
      thread.ownerGone = true;
    } else if (word == "gone") {
      thread.gone = true;
    } else if (word == "runs") {
      thread.waitsFor = WaitFor::Nothing;
    } else if (state == "holds") {
      holds_[self].push_back(hold(word));
    } else if (state == "mutex") {
      thread.mutex = key(word);
    } else if (state == "from" && word == "everybody") {
      thread.scope = PostScope::Everybody;
    } else if (state == "from" && word == "?") {
      thread.scope = PostScope::Unknown;
    } else if (state == "from") {
      thread.scope = PostScope::Listed;
      posters_[self].push_back(static_cast<std::uint32_t>(word.at(1) - '0'));
    } else if (word[0] == 'P') {
      thread.process = static_cast<std::uint32_t>(word.at(1) - '0');
    } else {
      throw std::logic_error("not understood: " + line);
    }
  }
}

ObjectKey WaitForText::key(const std::string& name) {
  return {1, objects_.try_emplace(name, objects_.size() + 1).first->second};
}

LiveHold WaitForText::hold(const std::string& text) {
  const std::string name = withoutMode(text);
  const auto kind = kinds_.find(name);
  return {key(name), modeOf(text), kind == kinds_.end() ? LockKind::Mutex : kind->second};
}

std::uint32_t WaitForText::thread(const std::string& name) {
  for (std::uint32_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return i;
  }
  throw std::logic_error("no thread " + name);
}

std::string WaitForText::dead() const {
  std::string text;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (result_.threads[i].dead) text += (text.empty() ? "" : " ") + names_[i];
  }
  return text;
}

std::string WaitForText::edge(std::uint32_t index) const {
  const WaitVerdict& verdict = result_.threads[index];
  const auto nameOf = [&](const ObjectKey& wanted) {
    for (const auto& [name, object] : objects_) {
      if (object == wanted.object) return name;
    }
    return std::string("?");
  };
  std::string through = "end";
  if (verdict.through == WaitFor::Post) through = "post";
  if (verdict.through == WaitFor::Lock) {
    const LiveThread& thread = threads_[index];
    through = nameOf(thread.mutex.object != 0 ? thread.mutex : thread.key);
    if (verdict.waitsFor != kNobody && verdict.hold == kNobody) {
      through = "writer " + through;
    } else if (verdict.waitsFor != kNobody &&
               nameOf(holds_.at(verdict.waitsFor).at(verdict.hold).key) != through) {
      through = "wrong hold";
    }
  }
  const std::string to = verdict.waitsFor == kNobody ? "?" : names_[verdict.waitsFor];
  return names_[index] + " -" + through + "-> " + to;
}

std::vector<std::string> WaitForText::hangs() const {
  static const char* const kRules[] = {"deadlock", "owner gone", "stall"};
  std::vector<std::string> lines;
  for (std::uint32_t i = 0; i < result_.hangCount; ++i) {
    const Hang& hang = result_.hangs[i];
    std::string line = kRules[static_cast<int>(hang.rule)];
    std::string separator = ": ";
    for (std::uint32_t k = 0; k < hang.count; ++k) {
      const std::uint32_t member = result_.members[hang.first + k];
      const WaitVerdict& verdict = result_.threads[member];
      if (verdict.hang != i) line += " (wrong hang)";
      if ((verdict.role == WaitRole::InCycle) != (k < hang.cycleCount)) line += " (wrong role)";
      if (verdict.role == WaitRole::Gone) {
        line += separator + names_[member] + " gone";
      } else if (verdict.role == WaitRole::InCycle) {
        const std::string text = edge(member);
        line += k == 0 ? separator + text : text.substr(text.find(' '));
      } else {
        line += separator + edge(member);
      }
      separator = "; ";
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace gordian::lockgraph::test
