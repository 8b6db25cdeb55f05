// The accesses to data that several threads can reach, by the place they go to.
#pragma once

#include <cstdint>
#include <vector>

#include "describe.hpp"

namespace gordian::analyzer {

class SharedData {
 public:
  SharedData(Contexts& contexts, const Describe& describe);

  struct Group {
    PathId path{};
    std::vector<const Occurrence*> accesses;
  };
  // Of places that are one for all threads: globals, objects that are known. By path.
  const std::vector<Group>& groups() const { return groups_; }
  // All accesses that count, also those of objects that are not known.
  const std::vector<const Occurrence*>& accesses() const { return accesses_; }
  // The number of places in the source that access.
  std::size_t places() const { return places_; }

 private:
  // Of an op that accesses, in whichever context: each is asked about once.
  struct Place {
    bool isAsked = false;
    bool isSystem = false;
    bool isCounted = false;
  };
  enum class Sharing : std::uint8_t { NotAsked, Possible, Never };

  void addWholes(const std::vector<std::uint32_t>& numbers);
  bool isLookUp(const Occurrence& at) const;
  bool counts(const Occurrence& at);
  Place& placeOf(FunctionId function, std::uint32_t op);
  bool isOfOwnConstruction(const Occurrence& at) const;
  bool isUnshareable(PathId path);
  bool isMeantForThreads(PathId path) const;
  bool isKnown(PathId path) const;

  Contexts& contexts_;
  const Describe& describe_;
  std::vector<Group> groups_;
  std::vector<const Occurrence*> accesses_;
  std::size_t places_ = 0;
  std::vector<std::vector<Place>> placeByOp_;  // by function
  std::vector<Sharing> sharing_;               // by path
};

}  // namespace gordian::analyzer
