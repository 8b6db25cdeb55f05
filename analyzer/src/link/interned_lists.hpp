// Equal lists get equal numbers, so that keeping and comparing them costs a word.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "hash.hpp"

namespace gordian::analyzer {

// Items have a hashOf().
template <class T>
class InternedLists {
 public:
  InternedLists() { number({}); }  // 0 is the empty one

  std::uint32_t number(std::vector<T> list) {
    const auto [place, isNew] =
        numbers_.try_emplace(std::move(list), static_cast<std::uint32_t>(lists_.size()));
    if (isNew) lists_.push_back(&place->first);
    return place->second;
  }
  const std::vector<T>& operator[](std::uint32_t number) const { return *lists_[number]; }

 private:
  struct Hash {
    std::size_t operator()(const std::vector<T>& list) const {
      std::uint64_t hash = list.size();
      for (const T& item : list) hash = mixed(hash, hashOf(item));
      return hash;
    }
  };
  std::unordered_map<std::vector<T>, std::uint32_t, Hash> numbers_;
  std::vector<const std::vector<T>*> lists_;
};

}  // namespace gordian::analyzer
