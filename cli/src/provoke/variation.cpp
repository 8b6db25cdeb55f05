#include "variation.hpp"

#include <algorithm>
#include <array>

namespace gordian::cli {
namespace {

constexpr std::uint64_t kFarRarer = 16;

std::uint64_t mixed(std::uint64_t value) {  // splitmix64
  value += 0x9E3779B97F4A7C15ull;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}

std::vector<int> lockPoints(const PlanDraft& plan) {
  std::vector<int> points;
  for (std::size_t i = 0; i < plan.points.size(); ++i)
    if (!plan.points[i].isWait && !plan.points[i].isWriter) points.push_back(static_cast<int>(i));
  return points;
}

std::uint64_t crowdOf(const PlanDraft& plan, int point) {
  return plan.points[static_cast<std::size_t>(point)].crowd;
}

}  // namespace

PlanDraft attemptOf(const PlanDraft& plan, std::uint32_t number, std::uint64_t seed) {
  constexpr std::array kPauses = {200u, 200u, 400u, 400u, 800u, 800u, 200u, 1600u, 800u, 1600u};
  PlanDraft attempt = plan;
  attempt.seed = seed;
  attempt.attempt = number;
  attempt.pauseMs = kPauses[(number - 1) % kPauses.size()];
  attempt.budgetMs = number <= 5 ? 5000 : 10'000;
  attempt.frames = number <= 4 ? 8 : number <= 7 ? 3 : 1;
  attempt.anchor = -1;
  const std::vector<int> points = lockPoints(plan);
  // Where writers have to come in between, all have to be at their places for a while.
  const bool hasWriters = std::any_of(plan.points.begin(), plan.points.end(),
                                      [](const PlanPoint& point) { return point.isWriter; });
  if (points.size() < 2 || hasWriters) return attempt;
  const auto [rarest, most] = std::minmax_element(
      points.begin(), points.end(),
      [&](int one, int other) { return crowdOf(plan, one) < crowdOf(plan, other); });
  const bool isUneven = crowdOf(plan, *most) / kFarRarer >= crowdOf(plan, *rarest);
  // One waits for long where the program rarely comes, the others go their way: many of them can
  // be the one that it waits for.
  if (number % 3 == 2 || (number == 1 && isUneven)) attempt.anchor = *rarest;
  if (number % 3 == 0) attempt.anchor = points[mixed(seed * 31 + number) % points.size()];
  return attempt;
}

}  // namespace gordian::cli
