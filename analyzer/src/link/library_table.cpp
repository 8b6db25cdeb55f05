#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "meaning.hpp"
#include "program.hpp"

namespace gordian::analyzer {
namespace {

using lockgraph::LockKind;

constexpr std::string_view kLibrary =
#include "library.table"
    ;

constexpr std::array<std::pair<std::string_view, Verb>, 46> kVerbs{{
    {"acquire", Verb::Acquire},
    {"release", Verb::Release},
    {"init-lock", Verb::InitLock},
    {"lock-kind-of", Verb::LockKindOf},
    {"guard-make", Verb::GuardMake},
    {"guard-lock", Verb::GuardLock},
    {"guard-unlock", Verb::GuardUnlock},
    {"guard-destroy", Verb::GuardDestroy},
    {"guard-release", Verb::GuardRelease},
    {"guard-owns", Verb::GuardOwns},
    {"guard-mutex", Verb::GuardMutex},
    {"guard-move", Verb::GuardMove},
    {"guard-swap", Verb::GuardSwap},
    {"lock-all", Verb::LockAll},
    {"wait", Verb::Wait},
    {"signal", Verb::Signal},
    {"await", Verb::Await},
    {"publish", Verb::Publish},
    {"observe", Verb::Observe},
    {"spawn", Verb::Spawn},
    {"execute", Verb::Execute},
    {"loop", Verb::Loop},
    {"parallel", Verb::Parallel},
    {"start", Verb::Start},
    {"join", Verb::Join},
    {"joinable", Verb::Joinable},
    {"detach", Verb::Detach},
    {"once", Verb::Once},
    {"call", Verb::Call},
    {"invoke", Verb::Invoke},
    {"bind", Verb::Bind},
    {"store", Verb::Store},
    {"swap", Verb::Swap},
    {"fill", Verb::Fill},
    {"insert", Verb::Insert},
    {"make", Verb::Make},
    {"identity", Verb::Identity},
    {"element", Verb::Element},
    {"load", Verb::Load},
    {"allocate", Verb::Allocate},
    {"free", Verb::Free},
    {"read", Verb::Read},
    {"write", Verb::Write},
    {"access", Verb::Access},
    {"blocks", Verb::Blocks},
    {"handler", Verb::Handler},
}};

constexpr std::array<std::pair<std::string_view, LockKind>, 6> kLockKinds{{
    {"mutex", LockKind::Mutex},
    {"recursive", LockKind::RecursiveMutex},
    {"errorcheck", LockKind::ErrorCheckMutex},
    {"rwlock", LockKind::RwLock},
    {"spin", LockKind::SpinLock},
    {"semaphore", LockKind::Semaphore},
}};

constexpr std::array<std::pair<std::string_view, Tag>, 5> kTags{{
    {"adopt", Tag::Adopt},
    {"defer", Tag::Defer},
    {"try", Tag::Try},
    {"duration", Tag::Duration},
    {"ignored", Tag::Ignored},
}};

template <class List>
auto valueOf(const List& list, std::string_view word)
    -> std::optional<decltype(list.front().second)> {
  for (const auto& [name, value] : list)
    if (name == word) return value;
  return std::nullopt;
}

std::vector<std::string_view> wordsOf(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

std::optional<std::int8_t> argument(std::string_view word) {
  if (word == "result") return kResult;
  if (word == "promised") return kPromised;
  std::int8_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size() || number < -1) return std::nullopt;
  return number;
}

}  // namespace

class LibraryTable::Reader {
 public:
  explicit Reader(LibraryTable& table) : table_(table) {}

  std::vector<std::string> read(std::string_view text) {
    std::size_t number = 0;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++number;
      line_ = text.substr(0, std::min(text.find('#'), end));
      if (!readLine()) problems_.push_back("line " + std::to_string(number) + ": " + problem_);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(problems_);
  }

 private:
  using Words = std::vector<std::string_view>;
  using Methods = std::map<std::string, Meaning, std::less<>>;

  bool fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }

  bool readLine() {
    const Words words = wordsOf(line_);
    if (words.empty()) return true;
    if (line_[0] == ' ' || line_[0] == '\t') return readMethod(words);
    kind_ = nullptr;
    if (words.size() < 2) return fail("incomplete");
    if (words[0] == "function") return readFunction(words);
    if (words[0] == "class") return readClass(words);
    if (words[0] == "kind") {
      kind_ = &kinds_[std::string(words[1])];
      return true;
    }
    if (words[0] == "tag" && words.size() == 3) {
      const auto tag = valueOf(kTags, words[2]);
      if (!tag) return fail("unknown tag");
      table_.tags_[std::string(words[1])] = *tag;
      return true;
    }
    return fail("unknown word " + std::string(words[0]));
  }

  // Names of conversion functions have two words: "operator bool", "operator new".
  static std::size_t lengthOfName(const Words& words, std::size_t from) {
    const bool isSplit = words[from].ends_with("operator") && words.size() > from + 1;
    return isSplit ? 2 : 1;
  }

  static std::string nameOf(const Words& words, std::size_t from, std::size_t length) {
    std::string name(words[from]);
    if (length == 2) name += " " + std::string(words[from + 1]);
    return name;
  }

  bool readFunction(const Words& words) {
    const std::size_t length = lengthOfName(words, 1);
    return readActions(words, 1 + length, table_.functions_[nameOf(words, 1, length)]);
  }

  bool readMethod(const Words& words) {
    if (kind_ == nullptr) return fail("a method outside of a kind");
    const std::size_t length = lengthOfName(words, 0);
    return readActions(words, length, (*kind_)[nameOf(words, 0, length)]);
  }

  bool readActions(const Words& words, std::size_t from, Meaning& meaning) {
    meaning.actions.clear();
    bool isFirst = true;
    for (std::size_t i = from; i < words.size(); ++i) {
      if (words[i] == ";") {
        isFirst = true;
      } else if (isFirst) {
        isFirst = false;
        numbers_ = 0;
        meaning.actions.emplace_back();
        const auto verb = valueOf(kVerbs, words[i]);
        if (!verb && words[i] != "nothing") return fail("unknown verb " + std::string(words[i]));
        if (verb) meaning.actions.back().verb = *verb;
      } else if (!readOption(words[i], meaning.actions.back())) {
        return fail("unknown word " + std::string(words[i]));
      }
    }
    return !meaning.actions.empty() || fail("no action");
  }

  bool readOption(std::string_view word, Action& action) {
    if (const auto number = argument(word)) {
      if (numbers_ == 3) return false;
      std::int8_t& next = numbers_ == 0 ? action.a : numbers_ == 1 ? action.b : action.c;
      ++numbers_;
      next = *number;
      return true;
    }
    if (const auto kind = valueOf(kLockKinds, word)) {
      action.kind = *kind;
      action.hasKind = true;
      return true;
    }
    if (word == "shared")
      action.isShared = true;
    else if (word == "try")
      action.insistence = Insistence::Try;
    else if (word == "timed")
      action.insistence = Insistence::Timed;
    else if (word == "zero")
      action.isZeroSuccess = true;
    else if (word == "value")
      action.isByValue = true;
    else if (word == "place")
      action.isPlace = true;
    else if (action.verb == Verb::Start)
      action.text = word;
    else
      return false;
    return true;
  }

  bool readClass(const Words& words) {
    if (words.size() < 3) return fail("incomplete");
    const auto methods = kinds_.find(words[2]);
    if (methods == kinds_.end()) return fail("unknown kind " + std::string(words[2]));
    const std::string name(words[1]);
    Class made;
    made.kind = words[2];
    bool hasKind = false;
    for (std::size_t i = 3; i < words.size(); ++i) {
      const auto kind = valueOf(kLockKinds, words[i]);
      if (words[i] == "shared")
        made.isShared = true;
      else if (kind)
        made.lock = *kind, hasKind = true;
      else
        return fail("unknown word " + std::string(words[i]));
    }
    for (const auto& [method, meaning] : methods->second) {
      Meaning adapted = meaning;
      for (Action& action : adapted.actions) {
        action.isShared |= made.isShared;
        if (hasKind && !action.hasKind) action.kind = made.lock, action.hasKind = true;
      }
      table_.functions_[name + "::" + methodName(name, method)] = std::move(adapted);
    }
    table_.classes_[name] = made;
    return true;
  }

  static std::string methodName(const std::string& type, const std::string& method) {
    const std::size_t last = type.rfind("::");
    const std::string simple = last == std::string::npos ? type : type.substr(last + 2);
    if (method == "+") return simple;
    if (method == "-") return "~" + simple;
    return method;
  }

  LibraryTable& table_;
  std::map<std::string, Methods, std::less<>> kinds_;
  Methods* kind_ = nullptr;
  int numbers_ = 0;  // of the action at hand
  std::string_view line_;
  std::string problem_;
  std::vector<std::string> problems_;
};

LibraryTable::LibraryTable() {
  read(kLibrary);
}

std::vector<std::string> LibraryTable::read(std::string_view text) {
  return Reader(*this).read(text);
}

bool Meaning::isNothing() const {
  return std::all_of(actions.begin(), actions.end(),
                     [](const Action& action) { return action.verb == Verb::Nothing; });
}

const Meaning* LibraryTable::find(std::string_view function) const {
  if (const auto place = functions_.find(std::string(function)); place != functions_.end())
    return &place->second;
  const std::size_t end = function.rfind("::");
  if (end == std::string_view::npos) return nullptr;
  const std::string_view type = function.substr(0, end);
  if (classOf(type) == nullptr) return nullptr;
  // "operator int", "operator bool": whatever it converts to.
  if (function.compare(end, 11, "::operator ") == 0) {
    const auto place = functions_.find(std::string(type) + "::operator conversion");
    if (place != functions_.end()) return &place->second;
  }
  if (const auto place = functions_.find(std::string(type) + "::*"); place != functions_.end())
    return &place->second;
  static const Meaning kNothing{{Action{}}};
  return &kNothing;
}

const Meaning* LibraryTable::find(std::string_view function, std::string_view full) const {
  const std::string_view guard = guardIn(full);
  if (guard.empty()) return find(function);
  const std::string made = classOf(guard)->isShared ? "optional_shared_guard" : "optional_guard";
  std::string name(function);
  // In the name of the class, and in that of a constructor or destructor.
  for (std::size_t at = 0; (at = name.find("optional", at)) != std::string::npos; at += made.size())
    name.replace(at, std::string_view("optional").size(), made);
  return find(name);
}

std::string_view LibraryTable::guardIn(std::string_view full) const {
  constexpr std::string_view kOptional = "std::optional<";
  if (!full.starts_with(kOptional)) return {};
  full.remove_prefix(kOptional.size());
  const std::string_view inner = full.substr(0, full.find_first_of("<>,"));
  return isGuard(inner) ? inner : std::string_view{};
}

const LibraryTable::Class* LibraryTable::classOf(std::string_view type) const {
  const auto place = classes_.find(std::string(type));
  return place == classes_.end() ? nullptr : &place->second;
}

Tag LibraryTable::tagOf(std::string_view type) const {
  const auto place = tags_.find(std::string(type));
  return place == tags_.end() ? Tag::None : place->second;
}

namespace {

bool isOneOf(const std::string& kind, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

bool LibraryTable::isSynchroniser(std::string_view type) const {
  const Class* known = classOf(type);
  return known != nullptr &&
         !isOneOf(known->kind, {"container", "map", "array", "iterator", "pointer", "maybe",
                                "callable", "reference", "task"});
}

bool LibraryTable::isLock(std::string_view type) const {
  const Class* known = classOf(type);
  return known != nullptr && isOneOf(known->kind, {"lock", "qmutex", "qrwlock", "absl-lock"});
}

bool LibraryTable::isGuard(std::string_view type) const {
  const Class* known = classOf(type);
  return known != nullptr && isOneOf(known->kind, {"guard", "qlocker", "absl-guard"});
}

bool LibraryTable::isThread(std::string_view type) const {
  const Class* known = classOf(type);
  return known != nullptr && isOneOf(known->kind, {"thread", "joining-thread", "future"});
}

bool LibraryTable::isContainer(std::string_view type) const {
  const Class* known = classOf(type);
  return known != nullptr && isOneOf(known->kind, {"container", "map", "array"});
}

bool LibraryTable::isPointer(std::string_view type) const {
  const Class* known = classOf(type);
  return known != nullptr && known->kind == "pointer";
}

LockKind LibraryTable::lockKind(std::string_view type) const {
  const Class* known = classOf(type);
  return known != nullptr ? known->lock : LockKind::Mutex;
}

}  // namespace gordian::analyzer
