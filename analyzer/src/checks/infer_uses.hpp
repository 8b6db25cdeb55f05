// Where data is named: by field or variable, the places of each function.
#pragma once

#include <map>
#include <vector>

#include "shared_data.hpp"

namespace gordian::analyzer {

// A field, of any object, or a variable.
struct DataId {
  bool isField = false;
  std::uint32_t number = 0;
  auto operator<=>(const DataId&) const = default;
};

struct DataUse {
  FunctionId function{};
  std::uint32_t op = 0;
  PathId object{};  // that the field is in, in the function's names; of a variable: unknown
  Mode mode = Mode::Exclusive;
  bool isLeaving = false;  // a reference to it is given to the caller
};

// What the path names between its end and the last pointer that it follows, with the objects.
std::vector<std::pair<DataId, PathId>> dataIn(const Paths& paths, PathId path);

class DataUses {
 public:
  explicit DataUses(const Describe& describe);

  // As it is written there: what Clang looks at. Without constructors, destructors, initialisers
  // and functions that are declared to be out of the analysis.
  const std::vector<DataUse>& written(DataId data) const { return of(written_, data); }
  // As the link knows it: accesses of it, by whatever name. Without the same.
  const std::vector<DataUse>& seen(DataId data) const { return of(seen_, data); }
  std::vector<DataId> all() const;

 private:
  using Table = std::map<DataId, std::vector<DataUse>>;
  static const std::vector<DataUse>& of(const Table& table, DataId data);
  void collect(FunctionId function);
  bool writes(FunctionId function, std::uint32_t op, std::size_t argument, PathId path) const;
  void add(Table& table, PathId path, const DataUse& use);

  const LinkedProgram& program_;
  Table written_, seen_;
};

}  // namespace gordian::analyzer
