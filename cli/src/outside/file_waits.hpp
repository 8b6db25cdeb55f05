// Who could end a wait for a pipe or for the lock of a file.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bystanders.hpp"
#include "residue.hpp"
#include "views.hpp"

namespace gordian::cli::outside {

struct SceneProcess;
struct SceneTask;

class FileWaits {
 public:
  // `partyOf`: of the process with that index; `outside`: everybody else.
  FileWaits(const std::vector<SceneProcess>& processes, std::function<Party(std::size_t)> partyOf,
            Party outside);

  // Also say in `task` what it waits for.
  Needs pipe(SceneTask& task);
  Needs lock(SceneTask& task);

 private:
  const Bystanders& bystanders();
  [[nodiscard]] const FileView* fileOf(const SceneTask& task) const;
  [[nodiscard]] std::optional<FileLock> waitingLock(const SceneTask& task) const;
  AnyOf holdersOf(const FileLock& held, std::string& words);

  const std::vector<SceneProcess>& processes_;
  std::function<Party(std::size_t)> partyOf_;
  Party outside_;
  std::optional<Bystanders> bystanders_;
  std::vector<FileLock> locks_;  // of the whole system
};

}  // namespace gordian::cli::outside
