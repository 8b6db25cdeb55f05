// Functions of lock classes that say by their name alone that whoever calls holds the lock.
#include <algorithm>
#include <cctype>
#include <string>

#include "declarations.hpp"

namespace gordian::analyzer {
namespace {

// "ns::Mutex::AssertHeld" -> "assertheld"
std::string lastInSmallLetters(std::string_view name) {
  const std::size_t last = name.rfind("::");
  std::string own(last == std::string_view::npos ? name : name.substr(last + 2));
  std::transform(own.begin(), own.end(), own.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return own;
}

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

// Of a class without attributes, whose lock() is seen to lock. What the assertion itself does, in a
// build that has it, does not matter.
void Declarations::readNamedAssertions() {
  std::unordered_map<std::size_t, FunctionId> locking;
  for (const bool isFirst : {true, false}) {
    for (std::size_t i = 0; i < program_.functions().size(); ++i) {
      const auto id = static_cast<FunctionId>(i);
      const FunctionInfo& info = program_[id];
      const RecordId record = info.isMember ? program_.classOf(id) : kNoRecord;
      if (record == kNoRecord || !info.capabilities.empty() || isLock(record)) continue;
      const std::string name = lastInSmallLetters(info.name);
      if (isFirst) {
        if (isOneOf(name, {"lock", "acquire"}) && bodyLocks(id)) locking.emplace(index(record), id);
        continue;
      }
      const auto lock = locking.find(index(record));
      if (lock == locking.end() || !isOneOf(name, {"assertheld", "assertlocked", "assert_held",
                                                   "assert_locked", "assertlockheld"}))
        continue;
      Action action;
      action.verb = Verb::Acquire;
      action.a = kDeclared;
      action.hasKind = true;
      action.isBelieved = true;
      action.declared = {self_};
      auto meaning = std::make_unique<Meaning>();
      meaning->actions = {action};
      meanings_[i] = std::move(meaning);
      locking_.push_back(lock->second);
    }
  }
}

}  // namespace gordian::analyzer
