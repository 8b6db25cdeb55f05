// The states that were seen: a table with open addressing, cleared by its own end.
#pragma once

#include <cstring>
#include <vector>

#include "machine.hpp"

namespace gordian::oracle {

class StateSet {
 public:
  StateSet() : places_(kFirst, kNone) {}

  // False: it was there.
  bool insert(const State& state) {
    if (2 * (states_.size() + 1) > places_.size()) grow();
    std::uint32_t& place = places_[placeOf(state)];
    if (place != kNone) return false;
    place = static_cast<std::uint32_t>(states_.size());
    states_.push_back(state);
    return true;
  }
  std::size_t size() const { return states_.size(); }

 private:
  static constexpr std::size_t kFirst = 1024;  // always a power of two
  static constexpr std::uint32_t kNone = 0xffffffffu;

  static std::uint64_t hash(const State& state) {
    std::uint64_t words[sizeof(State) / 8];
    std::memcpy(words, &state, sizeof state);
    std::uint64_t result = 0;
    for (const std::uint64_t word : words) {
      result = (result ^ word) * 0x9e3779b97f4a7c15u;
      result ^= result >> 29;
    }
    return result ^ result >> 32;
  }

  std::size_t placeOf(const State& state) const {
    std::size_t place = hash(state) & (places_.size() - 1);
    while (places_[place] != kNone && !(states_[places_[place]] == state))
      place = (place + 1) & (places_.size() - 1);
    return place;
  }

  void grow() {
    places_.assign(places_.size() * 4, kNone);
    for (std::uint32_t i = 0; i < states_.size(); ++i) places_[placeOf(states_[i])] = i;
  }

  std::vector<std::uint32_t> places_;
  std::vector<State> states_;
};

}  // namespace gordian::oracle
