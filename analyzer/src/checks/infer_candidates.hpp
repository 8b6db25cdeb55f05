// Which locks the declaration of a field or variable can name.
#pragma once

#include <string>
#include <vector>

#include "infer_uses.hpp"
#include "lock_sight.hpp"

namespace gordian::analyzer {

struct LockCandidate {
  LockName name;  // relative to *Formal 0, the object that the field is in; or a global
  LinkedLocation declared;
  bool isMember = false;
  std::string type;
};

// In C some classes have no name but that of a typedef.
std::string lockTypeName(const TypeInfo& type);

class LockCandidates {
 public:
  explicit LockCandidates(const Describe& describe);

  // Members of the same object first.
  std::vector<LockCandidate> of(DataId data) const;
  bool isLock(LinkedType type) const;

 private:
  struct Inner {
    bool isLock = false;
    bool isFollowed = false;
    PathId taken{};
  };
  Inner innerOf(PathId lock, LinkedType type) const;
  void addGlobals(const LinkedLocation& data, bool isLocal,
                  std::vector<LockCandidate>& found) const;

  const Describe& describe_;
  const LinkedProgram& program_;
  Paths& paths_;
};

}  // namespace gordian::analyzer
