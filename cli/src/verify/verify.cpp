#include "verify.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "judge.hpp"

namespace gordian::cli {
namespace {

using Json = JsonFile::Json;

constexpr std::string_view kAlthough = "raised by --strict, although ";
constexpr std::string_view kOtherwise = "raised by --strict, otherwise ruled out: ";

const char* wordOf(Judgement level) {
  switch (level) {
    case Judgement::RuledOut:
      return "ruled out";
    case Judgement::Possible:
      return "possible";
    case Judgement::Likely:
      return "likely";
    case Judgement::Unclear:
      break;
  }
  return "unclear";
}

// What the report says, before --strict raised it. Of one thread alone "proven" is what can be.
struct Told {
  Judgement level = Judgement::Likely;
  std::string reason;
  bool isProven = false;
};

Told toldBy(const JsonFile& report, const Json& finding) {
  Told told;
  told.reason = report.text(finding, "reason");
  const std::string word = report.text(finding, "confidence");
  told.isProven = word == "proven";
  if (word == "ruled out") told.level = Judgement::RuledOut;
  if (word == "possible") told.level = Judgement::Possible;
  if (told.reason.starts_with(kAlthough)) {
    told.level = Judgement::Possible;
    told.reason.erase(0, kAlthough.size());
  } else if (told.reason.starts_with(kOtherwise)) {
    told.level = Judgement::RuledOut;
    told.reason.erase(0, kOtherwise.size());
  }
  return told;
}

Answer compare(const Told& told, const Judged& judged, const ReadGrounds& grounds) {
  if (judged.level == Judgement::Unclear) return {Standing::Incomplete, judged.why};
  const bool isSame = judged.level == told.level;
  const bool needsAll = judged.level == Judgement::RuledOut || !isSame;
  if (needsAll && !grounds.hasAllAcquisitions)
    return {Standing::Incomplete, "the report does not hold every acquisition"};
  const bool needsOrder = judged.level != Judgement::RuledOut || !isSame;
  if (needsOrder && !grounds.hasAllOrder)
    return {Standing::Incomplete, "the report does not hold all order of the threads"};
  if (!isSame && !judged.why.empty() && judged.level == Judgement::Possible)
    return {Standing::Incomplete, judged.why};
  if (!isSame)
    return {Standing::Contradicted,
            fmt::format("from its evidence it is {}{}", wordOf(judged.level),
                        judged.refutations.empty()
                            ? judged.why.empty() ? "" : ": " + judged.why
                            : fmt::format(": {}", fmt::join(judged.refutations, ", ")))};
  const auto isTold = [&](const std::string& test) { return told.reason.starts_with(test); };
  if (told.level == Judgement::RuledOut && !judged.refutations.empty() &&
      std::none_of(judged.refutations.begin(), judged.refutations.end(), isTold))
    return {Standing::Contradicted,
            fmt::format("what refutes it is: {}", fmt::join(judged.refutations, ", "))};
  return {Standing::Derived, judged.why};
}

// The edges that are shown close, and are those of the grounds: locks and threads, turned.
std::string mismatch(const JsonFile& report, const Json& finding, const ReadGrounds* grounds) {
  struct Shown {
    std::string held, acquired, thread;
  };
  std::vector<Shown> edges;
  for (const Json& edge : report.list(finding, "edges"))
    edges.push_back(
        {report.text(edge, "held"), report.text(edge, "acquired"), report.text(edge, "thread")});
  const std::size_t length = edges.size();
  if (length < 2) return "it shows no cycle";
  for (std::size_t i = 0; i < length; ++i)
    if (edges[i].acquired != edges[(i + 1) % length].held) return "its edges do not close";
  if (grounds == nullptr) return {};
  if (grounds->locks.size() < length || grounds->trace.dependencies.size() < length)
    return "its grounds have fewer locks than it has edges";
  for (std::size_t turn = 0; turn < length; ++turn) {
    bool fits = true;
    for (std::size_t i = 0; i < length; ++i) {
      const Shown& edge = edges[(i + turn) % length];
      const auto thread = static_cast<std::size_t>(grounds->trace.dependencies[i].thread);
      fits &= edge.held == grounds->locks[i] && edge.thread == grounds->threads[thread];
    }
    if (fits) return {};
  }
  return "its grounds are not those of the edges that it shows";
}

// Of a cycle that is called proven: the hang that it foretold is in the report.
bool hasHappened(const JsonFile& report, const std::string& fingerprint) {
  for (const Json& other : report.list(report.root(), "findings")) {
    const auto hang = other.find("hang");
    if (hang == other.end()) continue;
    for (const Json& foretold : report.list(*hang, "prediction"))
      if (foretold.is_string() && foretold.get<std::string>() == fingerprint) return true;
  }
  return false;
}

Answer verifyCycle(const JsonFile& report, const Json& finding, const ReadGrounds* grounds) {
  if (std::string wrong = mismatch(report, finding, grounds); !wrong.empty())
    return {Standing::Contradicted, std::move(wrong)};
  if (grounds == nullptr) return {Standing::Supported, "its edges close"};
  Told told = toldBy(report, finding);
  const Judged judged = judgeCycle(*grounds, report.list(finding, "edges").size());
  if (!told.isProven) return compare(told, judged, *grounds);
  if (!hasHappened(report, report.text(finding, "fingerprint")))
    return {Standing::Contradicted, "no hang of this report is the one that it foretold"};
  told.level = std::max(judged.level, Judgement::Possible);
  return compare(told, judged, *grounds);
}

Answer verifyFinding(const JsonFile& report, const Json& finding) {
  const std::string id = report.text(finding, "id");
  const std::string origin = report.text(finding, "origin");
  const auto json = report.object(finding, "finding").find("grounds");
  std::optional<ReadGrounds> grounds;
  if (json != finding.end()) grounds = readGrounds(report, *json);
  if (id == "GD101" && finding.contains("runs")) {
    if (std::string wrong = mismatch(report, finding, nullptr); !wrong.empty())
      return {Standing::Contradicted, std::move(wrong)};
    const bool isProven = report.text(finding, "confidence") == "proven";
    if (isProven && hasHappened(report, report.text(finding, "fingerprint")))
      return {Standing::Supported, "its edges close, and it happened"};
    return verifyRuns(report, finding);
  }
  const bool isRunOrder = origin == "observed" && (id == "GD101" || id == "GD102" ||
                                                   id == "GD103" || id == "GD104" || id == "GD105");
  if (isRunOrder && !grounds)
    return {Standing::Incomplete, "the report says not what it rests on (an older version?)"};
  if (id == "GD101") return verifyCycle(report, finding, grounds ? &*grounds : nullptr);
  if (isRunOrder && grounds->locks.empty())
    return {Standing::Contradicted, "its grounds name no lock"};
  if (isRunOrder) {
    const Told told = toldBy(report, finding);
    if (id == "GD105") return compare(told, judgeJoin(*grounds), *grounds);
    if (id != "GD104") return compare(told, judgeAgain(*grounds, id == "GD103"), *grounds);
    const Judged judged = judgeSignal(*grounds);
    if (judged.level == Judgement::RuledOut && told.level != Judgement::RuledOut)
      return {Standing::Contradicted, judged.why};
    return {Standing::Supported, "what others do who end such waits is not in the report"};
  }
  if (finding.contains("hang")) return verifyHang(report, finding);
  if (id == "GD401" || id == "GD402") return verifyAccesses(report, finding);
  return {Standing::Observed};
}

}  // namespace

std::vector<Verified> verifyReport(const JsonFile& report) {
  if (report.text(report.root(), "schema") != "gordian-report/1")
    report.fail("its schema is not gordian-report/1");
  std::vector<Verified> result;
  for (const char* list : {"findings", "suppressed", "known", "ruled_out"}) {
    if (report.root().find(list) == report.root().end()) continue;
    for (const Json& finding : report.list(report.root(), list)) {
      Answer answer = verifyFinding(report, finding);
      result.push_back({report.text(finding, "id"), report.text(finding, "fingerprint"),
                        report.text(finding, "confidence"), std::move(answer)});
    }
  }
  return result;
}

}  // namespace gordian::cli
