// Numbers of the linked program: the same in all units, dense, in an order that does not depend on
// the order of the units.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gordian::analyzer {

enum class FunctionId : std::uint32_t {};
enum class FieldId : std::uint32_t {};
enum class VariableId : std::uint32_t {};
enum class RecordId : std::uint32_t {};
enum class LinkedType : std::uint32_t {};  // 0: of no interest
enum class FileId : std::uint32_t {};

constexpr FunctionId kNoFunction{0xffffffffU};
constexpr RecordId kNoRecord{0xffffffffU};

template <class Id>
constexpr std::size_t index(Id id) {
  return static_cast<std::size_t>(id);
}

}  // namespace gordian::analyzer
