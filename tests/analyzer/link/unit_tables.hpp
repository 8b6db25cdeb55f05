// The tables of a unit that is read from text (unit_text.hpp), and what names mean in them.
#pragma once

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/unit.hpp"

namespace gordian::analyzer::test {

using Words = std::vector<std::string>;

inline std::pair<std::string, std::string> splitAt(const std::string& word, std::size_t at,
                                                   std::size_t length) {
  return {word.substr(0, at), word.substr(at + length)};
}

// "x:std::mutex*" -> "x", "std::mutex*"
inline std::pair<std::string, std::string> declaration(const std::string& word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string::npos) return {word, "int"};
  return splitAt(word, colon, 1);
}

inline bool isNumber(const std::string& word) {
  const std::size_t sign = word.size() > 1 && word[0] == '-' ? 1 : 0;
  return !word.empty() && word.find_first_not_of("0123456789", sign) == std::string::npos;
}

class UnitTables {
 protected:
  explicit UnitTables(const std::string& source) {
    unit_.source = source;
    unit_.files.push_back({source, false});
    unit_.types.emplace_back();
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw std::runtime_error("line " + std::to_string(line_) + ": " + problem);
  }

  Location here() const { return {0, line_, 1}; }

  TypeId type(std::string name) {
    bool isPointer = false;
    while (name.ends_with('*') || name.ends_with('&')) {
      isPointer |= name.back() == '*';
      name.pop_back();
    }
    const auto [place, isNew] = types_.emplace(name + (isPointer ? "*" : ""), unit_.types.size());
    if (isNew) {
      Type made;
      made.full = name;
      made.name = name.substr(0, name.find('<'));
      made.isPointer = isPointer;
      made.isAtomic = made.name == "std::atomic";
      if (const auto record = records_.find(made.name); record != records_.end())
        made.record = record->second + 1;
      unit_.types.push_back(made);
    }
    return static_cast<TypeId>(place->second);
  }

  void addRecord(const std::string& name, const Words& words, std::size_t first) {
    records_.emplace(name, static_cast<std::uint32_t>(unit_.records.size()));
    Record record;
    record.name = name;
    record.isInstantiated = true;
    for (std::size_t i = first; i < words.size(); ++i) {
      const auto [field, fieldType] = declaration(words[i]);
      if (field == "base") {
        record.bases.push_back(type(fieldType));
        continue;
      }
      fields_[field].push_back(static_cast<std::uint32_t>(unit_.fields.size()));
      fields_[name + "::" + field].push_back(static_cast<std::uint32_t>(unit_.fields.size()));
      record.fields.push_back(static_cast<std::uint32_t>(unit_.fields.size()));
      Field made;
      made.name = name + "::" + field;
      made.type = type(fieldType);
      made.location = {0, line_, static_cast<std::uint32_t>(i) + 1};
      unit_.fields.push_back(made);
    }
    unit_.records.push_back(record);
  }

  std::uint32_t function(const std::string& name) {
    const auto [place, isNew] =
        functions_.emplace(name, static_cast<std::uint32_t>(unit_.functionNames.size()));
    if (isNew) {
      FunctionName made;
      made.key = made.name = made.full = name;
      made.isSystem = defined_.count(name) == 0 && !name.starts_with("extern_");
      unit_.functionNames.push_back(made);
    }
    return place->second;
  }

  void addGlobal(const Words& words) {
    const auto [name, typeName] = declaration(words.at(1));
    globals_[name] = static_cast<std::uint32_t>(unit_.variables.size());
    Variable made;
    made.key = made.name = name;
    made.type = type(typeName);
    made.location = here();
    for (std::size_t i = 2; i < words.size(); ++i) {
      if (words[i] == "thread_local") made.isThreadLocal = true;
      if (words[i] == "const") made.isConst = true;
    }
    unit_.variables.push_back(made);
  }

  Function& current() { return unit_.functions.back(); }

  Place place(std::string text) {
    Place result;
    int derefs = 0;
    while (text.starts_with('*')) {
      ++derefs;
      text.erase(0, 1);
    }
    const std::size_t end = std::min(text.find_first_of(".[-"), text.size());
    const std::string name = text.substr(0, end);
    if (const auto local = locals_.find(name); local != locals_.end()) {
      result.base = local->second.first;
      result.index = local->second.second;
    } else if (const auto global = globals_.find(name); global != globals_.end()) {
      result.base = Base::Global;
      result.index = global->second;
    } else {
      fail("unknown name " + name);
    }
    for (std::size_t at = end; at < text.size();) {
      if (text[at] == '[') {
        const std::size_t close = text.find(']', at);
        addElement(result, text.substr(at + 1, close - at - 1));
        at = close + 1;
        continue;
      }
      const bool isArrow = text.compare(at, 2, "->") == 0;
      if (isArrow) result.steps.push_back({Step::Deref, 0});
      at += isArrow ? 2 : 1;
      const std::size_t next = std::min(text.find_first_of(".[-", at), text.size());
      const auto field = fields_.find(text.substr(at, next - at));
      if (field == fields_.end() || field->second.size() != 1)
        fail("unknown field " + text.substr(at, next - at));
      result.steps.push_back({Step::Field, field->second[0]});
      at = next;
    }
    for (int i = 0; i < derefs; ++i) result.steps.push_back({Step::Deref, 0});
    return result;
  }

  void addElement(Place& result, const std::string& index) {
    if (isNumber(index)) {
      result.steps.push_back({Step::Element, static_cast<std::uint32_t>(std::stoul(index))});
      return;
    }
    const Place read = place(index);
    IndexExpression expression;
    expression.value.kind = ValueKind::Held;
    expression.value.place = read;
    expression.reads = {read};
    std::vector<IndexExpression>& known = current().indices;
    std::uint32_t number = 0;
    while (number < known.size() && !(known[number].reads == expression.reads)) ++number;
    if (number == known.size()) known.push_back(expression);
    result.steps.push_back({Step::Elements, number});
  }

  TypeId typeOf(const Place& place) {
    if (!place.steps.empty()) {
      const PathStep last = place.steps.back();
      return last.step == Step::Field ? unit_.fields[last.index].type : TypeId{};
    }
    if (place.base == Base::Local) return current().locals[place.index].type;
    if (place.base == Base::Formal) return current().formals[place.index].type;
    if (place.base == Base::Global) return unit_.variables[place.index].type;
    return TypeId{};
  }

  Value value(const std::string& word) {
    Value result;
    if (word == "?") return result;
    if (word == "null") {
      result.kind = ValueKind::Null;
    } else if (isNumber(word)) {
      result.kind = ValueKind::Integer;
      result.integer = std::stol(word);
    } else if (word[0] == '@') {
      result.kind = ValueKind::Function;
      result.function = function(word.substr(1));
    } else if (word[0] == '&') {
      result.kind = ValueKind::Address;
      result.place = place(word.substr(1));
      result.type = typeOf(result.place);
    } else if (word.find("::") != std::string::npos && word.ends_with("_t")) {
      result.type = type(word);  // a tag
    } else if (const std::size_t test = word.find_first_of("=!"); test != std::string::npos) {
      result.kind = word[test] == '=' ? ValueKind::Equals : ValueKind::Differs;
      result.place = place(word.substr(0, test));
      result.integer = std::stol(word.substr(test + 2));
    } else {
      result.kind = ValueKind::Held;
      result.place = place(word);
      result.type = typeOf(result.place);
    }
    return result;
  }

  Unit unit_;
  std::map<std::string, bool> defined_;
  std::map<std::string, std::size_t> types_;
  std::map<std::string, std::uint32_t> records_;
  std::map<std::string, std::vector<std::uint32_t>> fields_;
  std::map<std::string, std::uint32_t> globals_;
  std::map<std::string, std::uint32_t> functions_;
  std::map<std::string, std::pair<Base, std::uint32_t>> locals_;
  std::uint32_t line_ = 0;
};

}  // namespace gordian::analyzer::test
