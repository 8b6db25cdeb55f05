#include "found_text.hpp"

#include <algorithm>
#include <set>

#include "unit_text.hpp"

namespace gordian::analyzer::test {
namespace {

class Collector : public FindingHandler {
 public:
  void found(Found finding) override { all.push_back(std::move(finding)); }
  std::vector<Found> all;
};

std::string confidenceText(Confidence confidence) {
  switch (confidence) {
    case Confidence::RuledOut:
      return "ruled-out";
    case Confidence::Possible:
      return "possible";
    case Confidence::Likely:
      return "likely";
    case Confidence::Proven:
      return "proven";
  }
  return "?";
}

std::string textOf(const Found& finding) {
  std::set<std::uint32_t> lines;
  const auto add = [&](const CallPath& path) {
    if (!path.empty()) lines.insert(path.front().line);
  };
  add(finding.at);
  for (const FoundEdge& edge : finding.edges) add(edge.acquiredAt);
  for (const FoundAccess& access : finding.accesses) add(access.at);
  std::string text = finding.id + " " + confidenceText(finding.confidence) + " " + finding.object;
  if (finding.object.empty())
    for (const FoundLock& lock : finding.locks)
      text += (&lock == &finding.locks.front() ? "" : ",") + lock.name;
  for (const std::uint32_t line : lines) text += " " + std::to_string(line);
  return text;
}

}  // namespace

std::vector<Found> foundIn(const std::vector<std::string>& texts, const CheckSettings& settings) {
  ProgramCheck check;
  for (std::size_t i = 0; i < texts.size(); ++i)
    check.add(unitOf(texts[i], "/src/unit" + std::to_string(i) + ".cpp"));
  Collector collector;
  check.judge(settings, collector);
  return std::move(collector.all);
}

std::vector<std::string> findingsIn(const std::vector<std::string>& texts,
                                    const CheckSettings& settings) {
  std::vector<std::string> lines;
  for (const Found& finding : foundIn(texts, settings))
    if (finding.confidence != Confidence::RuledOut) lines.push_back(textOf(finding));
  std::sort(lines.begin(), lines.end());
  return lines;
}

const std::string kTwoThreads = R"(
global m:std::mutex
global n:int
function main
  local a:std::thread
  local b:std::thread
  call std::thread::thread &a @work
  call std::thread::thread &b @other
  call std::thread::join &a
  call std::thread::join &b
end
)";

std::string replaced(std::string text, const std::string& mark, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += with.size())
    text.replace(at, mark.size(), with);
  return text;
}

}  // namespace gordian::analyzer::test
