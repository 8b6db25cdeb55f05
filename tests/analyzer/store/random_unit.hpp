// Units of any shape, whose indices exist. Draws from rapidcheck: use it inside a property.
#pragma once

#include <rapidcheck.h>

#include <model/unit.hpp>

namespace gordian::testing {

// Tables first, then what refers to them.
class RandomUnit {
 public:
  analyzer::Unit make();

 private:
  template <class T>
  static T any() {
    return *rc::gen::arbitrary<T>();
  }
  static std::uint32_t below(std::size_t size);  // 0 when there is nothing
  static std::size_t some(std::size_t most = 4);
  template <class Enum>
  static Enum kind(Enum last) {
    return static_cast<Enum>(below(static_cast<std::size_t>(last) + 1));
  }
  analyzer::TypeId type() const;
  analyzer::Location location() const;
  analyzer::Place place() const;
  analyzer::Value value() const;
  analyzer::Event event() const;
  std::vector<analyzer::Local> localList() const;
  std::vector<analyzer::Capability> capabilities(std::size_t formals);
  void tables();
  analyzer::Function function();

  analyzer::Unit unit_;
  std::size_t formals_ = 0, locals_ = 0, events_ = 0, indices_ = 0;
};

}  // namespace gordian::testing
