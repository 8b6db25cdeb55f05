#include "virtual_calls.hpp"

#include <algorithm>
#include <unordered_map>

namespace gordian::analyzer {

VirtualCalls::VirtualCalls(const Program& program) : program_(program) {
  const std::vector<RecordInfo>& records = program.records();
  std::unordered_map<std::string, std::size_t> byName;
  for (std::size_t i = 0; i < records.size(); ++i) byName.emplace(records[i].name, i);
  isInhabited_.assign(records.size(), false);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!records[i].isInstantiated) continue;
    isInhabited_[i] = true;
    open.push_back(i);
  }
  while (!open.empty()) {
    const std::size_t derived = open.back();
    open.pop_back();
    for (const std::string& base : records[derived].bases) {
      const auto place = byName.find(base);
      if (place == byName.end() || isInhabited_[place->second]) continue;
      isInhabited_[place->second] = true;
      open.push_back(place->second);
    }
  }
  implementations_.resize(program.functions().size());
  for (std::size_t i = 0; i < implementations_.size(); ++i) {
    const auto id = static_cast<FunctionId>(i);
    if (program[id].isVirtual || !program[id].overriders.empty())
      implementations_[i] = collect(id);
    else if (program[id].body != nullptr)
      implementations_[i] = {id};
  }
}

bool VirtualCalls::hasObjects(FunctionId function) const {
  const RecordId record = program_.classOf(function);
  return record == kNoRecord || isInhabited_[index(record)];
}

std::vector<FunctionId> VirtualCalls::collect(FunctionId function) const {
  std::vector<FunctionId> all{function};
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const FunctionId overrider : program_[all[i]].overriders)
      if (std::find(all.begin(), all.end(), overrider) == all.end()) all.push_back(overrider);
  }
  std::erase_if(all, [&](FunctionId id) { return program_[id].body == nullptr; });
  std::sort(all.begin(), all.end());
  std::vector<FunctionId> inhabited;
  for (const FunctionId id : all)
    if (hasObjects(id)) inhabited.push_back(id);
  return inhabited.empty() ? all : inhabited;
}

const std::vector<FunctionId>& VirtualCalls::implementations(FunctionId function) const {
  return implementations_[index(function)];
}

}  // namespace gordian::analyzer
