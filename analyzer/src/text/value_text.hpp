// Places and values as text.
#pragma once

#include <string>

#include "model/unit.hpp"

namespace gordian::analyzer {

class ValueText {
 public:
  ValueText(const Unit& unit, const Function& function) : unit_(unit), function_(function) {}

  std::string of(const Place& place) const;
  std::string of(const Value& value) const;
  std::string of(const Callee& callee) const;

 private:
  std::string base(const Place& place) const;

  const Unit& unit_;
  const Function& function_;
};

// The last part of "Account::balance".
std::string lastName(const std::string& qualified);

}  // namespace gordian::analyzer
