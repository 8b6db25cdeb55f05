#include <algorithm>
#include <gordian/recording/reader.hpp>
#include <utility>

namespace gordian::recording {

using lockgraph::Acquisition;
using lockgraph::Dependency;
using lockgraph::DependencyId;
using lockgraph::Occurrence;
using lockgraph::Stretch;

void restrictTo(Recording& recording, lockgraph::Sequence begin, lockgraph::Sequence end) {
  auto& dependencies = recording.trace.dependencies;
  const auto isOutside = [&](const Occurrence& occurrence) {
    return occurrence.sequence < begin || occurrence.sequence > end;
  };
  const auto isElsewhen = [&](const Stretch& stretch) {
    return stretch.end < begin || stretch.begin > end;
  };
  std::vector<bool> isSeen(dependencies.size());
  std::vector<bool> isNeeded(dependencies.size());
  for (std::size_t i = dependencies.size(); i-- > 0;) {  // a base comes before what stands on it
    const Dependency& dependency = dependencies[i];
    const auto& occurrences = dependency.occurrences;
    const auto& stretches = dependency.stretches;
    isSeen[i] = !std::all_of(occurrences.begin(), occurrences.end(), isOutside) ||
                !std::all_of(stretches.begin(), stretches.end(), isElsewhen);
    isNeeded[i] = isNeeded[i] || isSeen[i];
    if (isNeeded[i] && dependency.base) isNeeded[static_cast<std::size_t>(*dependency.base)] = true;
  }
  std::vector<DependencyId> newIds(dependencies.size());
  std::vector<Dependency> kept;
  for (std::size_t i = 0; i < dependencies.size(); ++i) {
    if (!isNeeded[i]) continue;
    newIds[i] = DependencyId{static_cast<std::uint32_t>(kept.size())};
    Dependency& dependency = kept.emplace_back(std::move(dependencies[i]));
    if (dependency.base) dependency.base = newIds[static_cast<std::size_t>(*dependency.base)];
    if (isSeen[i]) {
      std::erase_if(dependency.occurrences, isOutside);
      std::erase_if(dependency.stretches, isElsewhen);
      if (dependency.occurrences.empty()) {  // there is always one: that which began the stretch
        const Stretch& stretch = dependency.stretches.front();
        dependency.occurrences.push_back({stretch.first, std::max(stretch.begin, begin)});
      }
    } else {
      dependency.acquisition = Acquisition::Try;
    }
  }
  dependencies = std::move(kept);
  const auto isElsewhere = [&](const auto& event) {
    return event.seen < begin || event.seen > end;
  };
  std::erase_if(recording.incidents, isElsewhere);
  std::erase_if(recording.hangs, isElsewhere);
  std::erase_if(recording.trace.notices, [&](const lockgraph::Notice& notice) {
    return notice.sequence < begin || notice.sequence > end;
  });
  std::erase_if(recording.trace.waits, [&](const lockgraph::Wait& wait) {
    return wait.sequence < begin || wait.sequence > end;
  });
}

}  // namespace gordian::recording
