#include "plan_file.hpp"

#include "plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "../report/errors.hpp"
#include "../report/printable.hpp"
#include "../report/read_file.hpp"
#include "symbols/elf_file.hpp"

namespace gordian::cli {
namespace {

static_assert(kMostPlanPoints == plan::kMostPoints && kMostPlanFrames == plan::kMostFrames &&
              kMostPlanLines == plan::kMostPython);

using Module = std::pair<std::string, std::string>;  // build-id, path

void addModule(std::vector<Module>& modules, const PlanFrame& frame) {
  const Module module{frame.buildId, frame.path};
  if (std::find(modules.begin(), modules.end(), module) == modules.end()) modules.push_back(module);
}

std::vector<Module> modulesOf(const PlanDraft& draft) {
  std::vector<Module> modules;
  for (const PlanPoint& point : draft.points) {
    for (const PlanFrame& frame : point.frames) addModule(modules, frame);
    if (point.object) addModule(modules, *point.object);
  }
  if (modules.size() > plan::kMostModules)
    throw UsageError("the places of this finding lie in too many binaries for a plan");
  return modules;
}

std::string text(const plan::Words& words) {
  return {words.at, words.size};
}

std::string hex(const plan::Module& module) {
  std::string digits;
  for (std::uint8_t i = 0; i < module.buildIdSize; ++i)
    digits += fmt::format("{:02x}", module.buildId[i]);
  return digits;
}

PlanFrame frameOf(const plan::Plan& plan, const plan::Frame& frame) {
  const plan::Module& module = plan.modules[frame.module];
  return {hex(module), text(module.path), frame.offset};
}

PlanPoint pointOf(const plan::Plan& plan, const plan::Point& from) {
  PlanPoint point;
  point.isWait = from.kind == plan::PointKind::Wait;
  point.isWriter = from.kind == plan::PointKind::Writer;
  point.isShared = from.isShared;
  point.crowd = from.crowd;
  for (std::uint32_t i = 0; i < from.frameCount; ++i)
    point.frames.push_back(frameOf(plan, from.frames[i]));
  for (std::uint32_t i = 0; i < from.pythonCount; ++i)
    point.python.push_back(
        {from.python[i].line, text(from.python[i].function), text(from.python[i].file)});
  if (from.object.module != plan::kNoModule) point.object = frameOf(plan, from.object);
  return point;
}

}  // namespace

std::string planText(const PlanDraft& draft) {
  const std::vector<Module> modules = modulesOf(draft);
  const auto place = [&](const PlanFrame& frame) {
    const auto at = std::find(modules.begin(), modules.end(), Module{frame.buildId, frame.path});
    return fmt::format("{} {:x}", at - modules.begin(), frame.offset);
  };
  std::string out = "gordian-plan 1\n";
  for (const std::string& remark : draft.remarks) out += "# " + printable(remark) + "\n";
  out +=
      fmt::format("finding {} {}\nseed {}\nattempt {}\npause {}\nbudget {}\nframes {}\nanchor {}\n",
                  draft.rule, draft.fingerprint, draft.seed, draft.attempt, draft.pauseMs,
                  draft.budgetMs, draft.frames, draft.anchor);
  for (const auto& [buildId, path] : modules)
    out += fmt::format("module {} {}\n", buildId.empty() ? "-" : buildId, path);
  for (const PlanPoint& point : draft.points) {
    const char* const kind = point.isWait ? "wait" : point.isWriter ? "writer" : "lock";
    out +=
        fmt::format("point {} {} {}\n", kind, point.isShared ? "shared" : "exclusive", point.crowd);
    for (const PlanLine& line : point.python)
      out += fmt::format("python {} {} {}\n", line.line, line.function, line.file);
    for (const PlanFrame& frame : point.frames) out += fmt::format("frame {}\n", place(frame));
    if (point.object) out += fmt::format("object {}\n", place(*point.object));
  }
  return out;
}

PlanDraft readPlan(const std::string& file) {
  const std::string content = readFile(file, plan::kLongestText);
  const auto plan = std::make_unique<plan::Plan>();
  std::uint32_t line = 0;
  if (const char* problem = plan::parse(content.data(), content.size(), *plan, line))
    throw UsageError(fmt::format("{}:{}: {}", file, line, problem));
  PlanDraft draft;
  draft.rule = printable(text(plan->rule));
  draft.fingerprint = printable(text(plan->fingerprint));
  draft.seed = plan->seed;
  draft.attempt = plan->attempt;
  draft.pauseMs = plan->pauseMs;
  draft.budgetMs = plan->budgetMs;
  draft.frames = plan->frames;
  draft.anchor = plan->anchor;
  for (std::uint32_t i = 0; i < plan->pointCount; ++i)
    draft.points.push_back(pointOf(*plan, plan->points[i]));
  return draft;
}

bool isCurrent(const PlanDraft& draft) {
  for (const PlanPoint& point : draft.points)
    if (!point.python.empty()) return false;
  for (const auto& [buildId, path] : modulesOf(draft)) {
    if (!path.starts_with('/')) continue;  // the kernel's own page
    const auto file = symbols::ElfFile::open(path);
    if (buildId.empty() || file == nullptr || file->buildId() != buildId) return false;
  }
  return true;
}

}  // namespace gordian::cli
