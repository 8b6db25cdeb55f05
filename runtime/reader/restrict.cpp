#include <algorithm>
#include <gordian/recording/reader.hpp>
#include <iterator>

namespace gordian::recording {

using lockgraph::Acquisition;
using lockgraph::Dependency;
using lockgraph::DependencyId;
using lockgraph::Occurrence;
using lockgraph::Stretch;

namespace {

class Span {
 public:
  Span(lockgraph::Sequence begin, lockgraph::Sequence end) : begin_(begin), end_(end) {}

  bool has(lockgraph::Sequence at) const { return begin_ <= at && at <= end_; }
  bool has(const Stretch& stretch) const { return stretch.end >= begin_ && stretch.begin <= end_; }
  bool has(const Dependency& dependency) const {
    const auto& seen = dependency.occurrences;
    return std::any_of(seen.begin(), seen.end(),
                       [&](const Occurrence& one) { return has(one.sequence); }) ||
           std::any_of(dependency.stretches.begin(), dependency.stretches.end(),
                       [&](const Stretch& one) { return has(one); });
  }

  // As if it had been seen then only.
  Dependency part(const Dependency& whole) const {
    Dependency part = whole;
    std::erase_if(part.occurrences, [&](const Occurrence& one) { return !has(one.sequence); });
    std::erase_if(part.stretches, [&](const Stretch& one) { return !has(one); });
    if (part.occurrences.empty()) {  // there is always one: that which began the stretch
      const Stretch& stretch = part.stretches.front();
      part.occurrences.push_back({stretch.first, std::max(stretch.begin, begin_)});
    }
    return part;
  }

  template <typename T>
  std::vector<T> parts(const std::vector<T>& all) const {
    std::vector<T> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [&](const T& one) { return has(one.sequence); });
    return some;
  }

 private:
  lockgraph::Sequence begin_;
  lockgraph::Sequence end_;
};

// `needed` are ascending and have the bases of each.
std::vector<Dependency> partsOf(const std::vector<Dependency>& all,
                                const std::vector<DependencyId>& needed, const Span& span) {
  const auto newId = [&](DependencyId id) {
    const auto place = std::lower_bound(needed.begin(), needed.end(), id);
    return DependencyId{static_cast<std::uint32_t>(place - needed.begin())};
  };
  std::vector<Dependency> some;
  some.reserve(needed.size());
  for (const DependencyId id : needed) {
    const Dependency& whole = all[static_cast<std::size_t>(id)];
    const bool isSeen = span.has(whole);
    Dependency& part = some.emplace_back(isSeen ? span.part(whole) : whole);
    if (part.base) part.base = newId(*part.base);
    if (!isSeen) part.acquisition = Acquisition::Try;
  }
  return some;
}

std::vector<DependencyId> seenIn(const Span& span, const std::vector<Dependency>& all,
                                 const std::vector<DependencyId>& among) {
  std::vector<DependencyId> needed;
  for (const DependencyId id : among)
    if (span.has(all[static_cast<std::size_t>(id)])) needed.push_back(id);
  for (std::size_t i = 0; i < needed.size(); ++i)
    if (const auto& base = all[static_cast<std::size_t>(needed[i])].base) needed.push_back(*base);
  std::sort(needed.begin(), needed.end());
  needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
  return needed;
}

}  // namespace

lockgraph::Trace traceBetween(const Recording& recording, lockgraph::Sequence begin,
                              lockgraph::Sequence end, const std::vector<DependencyId>& among) {
  const Span span(begin, end);
  const lockgraph::Trace& all = recording.trace;
  lockgraph::Trace trace;
  trace.locks = all.locks;
  trace.threads = all.threads;
  trace.joins = all.joins;
  trace.onces = all.onces;
  trace.passes = all.passes;
  trace.barriers = all.barriers;
  trace.rounds = all.rounds;
  trace.dependencies = partsOf(all.dependencies, seenIn(span, all.dependencies, among), span);
  trace.uses = all.uses;
  trace.waits = span.parts(all.waits);
  trace.signals = all.signals;
  trace.notices = span.parts(all.notices);
  return trace;
}

void restrictTo(Recording& recording, lockgraph::Sequence begin, lockgraph::Sequence end) {
  std::vector<DependencyId> all;
  for (std::uint32_t i = 0; i < recording.trace.dependencies.size(); ++i)
    all.push_back(DependencyId{i});
  recording.trace = traceBetween(recording, begin, end, all);
  const Span span(begin, end);
  const auto isElsewhere = [&](const auto& event) { return !span.has(event.seen); };
  std::erase_if(recording.incidents, isElsewhere);
  std::erase_if(recording.hangs, isElsewhere);
}

}  // namespace gordian::recording
