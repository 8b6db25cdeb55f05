// The records of a unit, said once for both directions: the archive is an Encoder or a Decoder.
// Every index is bounded by the size of its table; sizes stand in front of what is counted.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "../model/unit.hpp"
#include "error.hpp"

namespace gordian::analyzer {

template <class Archive>
class Description {
 public:
  explicit Description(Archive& archive) : archive_(archive) {}

  void unit(Unit& value);

 private:
  static constexpr std::uint64_t kAny = std::numeric_limits<std::uint32_t>::max();

  void any(std::uint32_t& value) { archive_.bounded(value, kAny, "number"); }
  void whole(std::uint64_t& value) {
    archive_.bounded(value, std::numeric_limits<std::uint64_t>::max(), "number");
  }
  void signedNumber(std::int64_t& value) {
    std::uint64_t zigzag =
        (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
    whole(zigzag);
    value = static_cast<std::int64_t>((zigzag >> 1U) ^ (~(zigzag & 1U) + 1U));
  }

  // Into a table of `size`; `what` names an item of it.
  template <class T>
  void index(T& value, std::uint64_t size, const char* what) {
    if constexpr (Archive::kReads)
      if (size == 0) failAt(archive_.offset(), std::string("no ") + what + " to refer to");
    archive_.bounded(value, size - 1, what);
  }
  template <class T>
  void kind(T& value, T last, const char* what) {
    archive_.bounded(value, static_cast<std::uint64_t>(last), what);
  }
  template <class T, class Each>
  void list(std::vector<T>& items, Each each) {
    archive_.open(items);
    for (T& item : items) each(item);
  }

  void location(Location& value);
  void typeId(TypeId& value) { index(value, types_, "type"); }
  // describe_tables.hpp
  void capability(Capability& value);
  void capabilities(std::vector<Capability>& values, std::uint64_t formals);
  void type(Type& value);
  void record(Record& value);
  void field(Field& value);
  void variable(Variable& value);
  void functionName(FunctionName& value);
  // describe_functions.hpp
  void place(Place& value);
  void value(Value& value);
  void callee(Callee& value);
  void event(Event& value);
  void block(Block& value);
  void local(Local& value);
  void function(Function& value);

  Archive& archive_;
  Location previous_;  // locations are written as differences
  std::uint64_t files_ = 0, types_ = 0, records_ = 0, fields_ = 0, variables_ = 0, names_ = 0;
  std::uint64_t formals_ = 0, locals_ = 0, events_ = 0, indices_ = 0;  // of this function
};

template <class Archive>
void Description<Archive>::location(Location& value) {
  std::uint64_t isElsewhere = value.file != previous_.file ? 1 : 0;
  archive_.bounded(isElsewhere, 1, "flag");
  if constexpr (Archive::kReads) value.file = previous_.file;
  if (isElsewhere != 0) any(value.file);
  if constexpr (Archive::kReads)
    if (value.file >= files_)
      failAt(archive_.offset(),
             "file " + std::to_string(value.file) + " of " + std::to_string(files_));
  std::int64_t lines = std::int64_t{value.line} - std::int64_t{previous_.line};
  signedNumber(lines);
  if constexpr (Archive::kReads) {
    // Wraps around where a hostile file wants it to: any line is as good as another.
    value.line = static_cast<std::uint32_t>(std::uint64_t{previous_.line} +
                                            static_cast<std::uint64_t>(lines));
  }
  any(value.column);
  previous_ = value;
}

}  // namespace gordian::analyzer
