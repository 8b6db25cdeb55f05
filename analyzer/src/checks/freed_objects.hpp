// Whether a function gives back the object that it accesses, on the only way on from there, after
// it has met others at a lock or an atomic of the object: whoever does so means to be the last one
// who knows the object, as the last of those that count references.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "link/contexts.hpp"

namespace gordian::analyzer {

class FreedObjects {
 public:
  explicit FreedObjects(const Contexts& contexts) : contexts_(contexts) {}

  // `at`: an access. The answer is the same in all contexts of a function, and kept.
  bool isFreedBehind(const Occurrence& at);

 private:
  bool find(const Body& body, std::uint32_t access) const;

  const Contexts& contexts_;
  std::unordered_map<std::uint64_t, bool> known_;  // by function and op
};

}  // namespace gordian::analyzer
