#include "unit_text.hpp"

#include <map>
#include <optional>
#include <sstream>

#include "unit_tables.hpp"

namespace gordian::analyzer::test {
namespace {

class Builder : private UnitTables {
 public:
  explicit Builder(const std::string& source) : UnitTables(source) {}

  Unit build(const std::string& text) {
    std::istringstream lines(text);
    std::vector<std::pair<std::uint32_t, Words>> all;
    std::uint32_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      std::istringstream words(line.substr(0, line.find('#')));
      Words list;
      for (std::string word; words >> word;) list.push_back(word);
      if (!list.empty() && list[0] == "line")
        number = static_cast<std::uint32_t>(std::stoul(list.at(1))) - 1;
      else if (!list.empty())
        all.emplace_back(number, list);
    }
    // Names first: functions and records may be used before they are defined.
    for (const auto& [at, words] : all) {
      line_ = at;
      if (words[0] == "function" || words[0] == "lambda") defined_.insert({words.at(1), true});
      if (words[0] == "record") addRecord(words.at(1), words, 2);
      if (words[0] == "lambda") addRecord(words.at(1), words, 2);
    }
    for (const auto& [at, words] : all) {
      line_ = at;
      read(words);
    }
    for (Type& made : unit_.types)
      for (const Capability& capability : made.record == 0
                                              ? std::vector<Capability>{}
                                              : unit_.records[made.record - 1].capabilities)
        made.isCapability |= capability.kind == Capability::Kind::Capability;
    return std::move(unit_);
  }

 private:
  void read(const Words& words) {
    if (words[0] == "record") return;
    if (words[0] == "global") return addGlobal(words);
    if (words[0] == "declare") return declare(words);
    if (words[0] == "function" || words[0] == "lambda") return begin(words);
    if (unit_.functions.empty()) fail("outside of a function");
    if (words[0] == "local") {
      const auto [name, typeName] = declaration(words.at(1));
      locals_[name] = {Base::Local, static_cast<std::uint32_t>(current().locals.size())};
      current().locals.push_back({name, type(typeName), here(), typeName.ends_with('&'), false});
    } else if (words[0] == "end") {
      end();
    } else if (words[0] == "if" || words[0] == "while") {
      branch(words);
    } else if (words[0] == "else") {
      if (nesting_.empty()) fail("else");
      nesting_.back().lastOfFirst = block_;
      nesting_.back().hasElse = true;
      block_ = nesting_.back().otherwise;
      openBlock();
    } else {
      event(words);
    }
  }

  void begin(const Words& words) {
    Function made;
    made.name = function(words.at(1));
    made.location = here();
    made.bodyHash = std::hash<std::string>()(unit_.source + words[1]);
    FunctionName& name = unit_.functionNames[made.name];
    name.declared = made.location;
    unit_.functions.push_back(made);
    locals_.clear();
    block_ = 0;
    current().blocks.emplace_back();
    if (words[1] == "main") current().flags |= kMain;
    if (words[0] == "lambda") {
      current().flags |= kLambda;
      current().closureRecord = records_.at(words[1]) + 1;
      addFormal("this:" + words[1] + "*");
      return;
    }
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (words[i] == "constructor")
        current().flags |= kConstructor;
      else if (words[i] == "destructor")
        current().flags |= kDestructor;
      else if (words[i] == "initialiser")
        current().flags |= kInitialiser;
      else if (words[i] == "virtual")
        name.isVirtual = true;
      else if (words[i].starts_with("overrides=")) {
        const std::uint32_t base = function(words[i].substr(10));
        unit_.functionNames[current().name].isVirtual = true;
        unit_.functionNames[current().name].overrides.push_back(base);
      } else {
        addFormal(words[i]);
      }
    }
  }

  // Its places are the object's fields, as in a member function.
  void declare(const Words& words) {
    static const std::map<std::string, Capability::Kind> kKinds{
        {"capability", Capability::Kind::Capability},
        {"guarded-by", Capability::Kind::GuardedBy},
        {"target-guarded-by", Capability::Kind::PointsToGuardedBy},
        {"before", Capability::Kind::AcquiredBefore},
        {"after", Capability::Kind::AcquiredAfter},
        {"requires", Capability::Kind::Requires},
        {"requires-shared", Capability::Kind::RequiresShared},
        {"excludes", Capability::Kind::Excludes},
        {"acquires", Capability::Kind::Acquires},
        {"releases", Capability::Kind::Releases},
        {"asserts", Capability::Kind::Asserts},
        {"no-analysis", Capability::Kind::NoAnalysis}};
    Capability made;
    made.kind = kKinds.at(words.at(2));
    locals_ = {{"this", {Base::Formal, 0}}};
    for (std::size_t i = 3; i < words.size(); ++i) {
      Value argument;
      argument.kind = ValueKind::Address;
      argument.place = place(words[i]);
      made.arguments.push_back(argument);
    }
    capabilitiesOf(words.at(1)).push_back(made);
  }

  std::vector<Capability>& capabilitiesOf(const std::string& name) {
    if (const auto field = fields_.find(name); field != fields_.end())
      return unit_.fields[field->second.at(0)].capabilities;
    if (const auto global = globals_.find(name); global != globals_.end())
      return unit_.variables[global->second].capabilities;
    if (const auto record = records_.find(name); record != records_.end())
      return unit_.records[record->second].capabilities;
    FunctionName& described = unit_.functionNames[function(name)];
    // Their formals may follow later.
    described.isMember |= name.find("::") != std::string::npos;
    described.parameters = std::max<std::uint32_t>(described.parameters, 1);
    return described.capabilities;
  }

  void addFormal(const std::string& word) {
    const auto [name, typeName] = declaration(word);
    const auto number = static_cast<std::uint32_t>(current().formals.size());
    locals_[name] = {Base::Formal, number};
    current().formals.push_back({name, type(typeName), here(), typeName.ends_with('&'), false});
    FunctionName& described = unit_.functionNames[current().name];
    described.parameters = number + 1;
    described.isMember |= name == "this";
  }

  // Blocks are filled one after the other, so their events are contiguous.
  void openBlock() {
    current().blocks[block_].firstEvent = static_cast<std::uint32_t>(current().events.size());
  }

  std::uint32_t newBlock() {
    current().blocks.emplace_back();
    return static_cast<std::uint32_t>(current().blocks.size() - 1);
  }

  void connect(std::uint32_t from, std::uint32_t to) {
    if (!hasReturned_[from]) current().blocks[from].successors.push_back(to);
  }

  void branch(const Words& words) {
    Nesting nesting;
    nesting.isLoop = words[0] == "while";
    if (nesting.isLoop) {
      const std::uint32_t head = newBlock();
      connect(block_, head);
      block_ = head;
      openBlock();
      current().blocks[head].isLoopHead = true;
      nesting.head = head;
      ++loops_;
    }
    const std::uint32_t taken = newBlock();
    nesting.otherwise = newBlock();
    bool isNegated = false;
    Condition condition;
    if (words.at(1) != "?") {
      isNegated = words[1][0] == '!';
      condition.value = value(isNegated ? words[1].substr(1) : words[1]);
      condition.test = Test::True;
      if (words.size() > 3) {
        condition.test = words[2] == "<" ? Test::Less : Test::Equal;
        condition.constant = std::stol(words[3]);
      }
    }
    Block& here = current().blocks[block_];
    here.condition = condition;
    here.successors = {isNegated ? nesting.otherwise : taken,
                       isNegated ? taken : nesting.otherwise};
    block_ = taken;
    openBlock();
    nesting_.push_back(nesting);
  }

  void end() {
    if (nesting_.empty()) {
      current().end = here();
      hasReturned_.clear();
      return;
    }
    const Nesting nesting = nesting_.back();
    nesting_.pop_back();
    if (nesting.isLoop) {
      --loops_;
      connect(block_, nesting.head);
      block_ = nesting.otherwise;
    } else if (nesting.hasElse) {
      const std::uint32_t after = newBlock();
      connect(nesting.lastOfFirst, after);
      connect(block_, after);
      block_ = after;
    } else {
      connect(block_, nesting.otherwise);
      block_ = nesting.otherwise;
    }
    openBlock();
  }

  void add(Event made) {
    made.location = here();
    if (loops_ > 0) made.flags = static_cast<std::uint8_t>(made.flags | kInLoop);
    current().events.push_back(std::move(made));
    ++current().blocks[block_].eventCount;
  }

  void event(Words words) {
    std::optional<std::string> target;
    if (words.size() > 2 && words[1] == "=") {
      target = words[0];
      words.erase(words.begin(), words.begin() + 2);
    }
    Event made;
    std::size_t first = 2;
    if (words[0] == "read" || words[0] == "write") {
      made.kind = words[0] == "read" ? EventKind::Read : EventKind::Write;
      made.place = place(words.at(1));
      for (std::size_t i = 2; i < words.size(); ++i)
        made.flags = static_cast<std::uint8_t>(made.flags | (words[i] == "atomic" ? kAtomic
                                                             : words[i] == "init" ? kInitialises
                                                                                  : 0));
      return add(made);
    }
    if (words[0] == "return") {
      made.kind = EventKind::Return;
      if (words.size() > 1) made.value = value(words[1]);
      add(made);
      hasReturned_[block_] = true;
      return;
    }
    if (words[0] == "closure") {
      made.kind = EventKind::Closure;
      made.place = place(words.at(1));
      made.callee.function = function(words.at(3));
      first = 4;
    } else if (words[0] == "call" || words[0] == "callv") {
      made.kind = EventKind::Call;
      made.callee.kind = words[0] == "call" ? CalleeKind::Direct : CalleeKind::Virtual;
      made.callee.function = function(words.at(1));
    } else if (words[0] == "calli") {
      made.kind = EventKind::Call;
      made.callee.kind = CalleeKind::Indirect;
      made.callee.through = value(words.at(1));
    } else if (target) {
      const Place into = place(*target);
      made.kind = EventKind::Write;
      made.place = into;
      add(made);
      made.kind = EventKind::Assign;
      made.value = value(words[0]);
      return add(made);
    } else {
      fail("unknown word " + words[0]);
    }
    for (std::size_t i = first; i < words.size(); ++i) made.arguments.push_back(value(words[i]));
    if (target)
      locals_[*target] = {Base::Result, static_cast<std::uint32_t>(current().events.size())};
    add(made);
  }

  struct Nesting {
    bool isLoop = false;
    bool hasElse = false;
    std::uint32_t head = 0;
    std::uint32_t otherwise = 0;
    std::uint32_t lastOfFirst = 0;
  };

  std::map<std::uint32_t, bool> hasReturned_;  // by block
  std::vector<Nesting> nesting_;
  std::uint32_t block_ = 0;
  int loops_ = 0;
};

}  // namespace

Unit unitOf(const std::string& text, const std::string& source) {
  return Builder(source).build(text);
}

}  // namespace gordian::analyzer::test
