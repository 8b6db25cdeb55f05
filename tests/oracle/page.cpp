#include "page.hpp"

#include <fstream>
#include <iomanip>
#include <iterator>
#include <sstream>

#include "campaign.hpp"

namespace gordian::oracle {
namespace {

std::string thousands(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  std::ostringstream text;
  text << std::fixed << std::setprecision(2)
       << 100.0 * static_cast<double>(part) / static_cast<double>(whole) << " %";
  return text.str();
}

class Table {
 public:
  explicit Table(const Judged& all) : all_(all) {}

  void row(const std::string& what, Count count) {
    text_ << "| " << what << " | " << thousands(all_[count]) << " | |\n";
  }
  void row(const std::string& what, Count count, Count of) { row(what, all_[count], all_[of]); }
  void row(const std::string& what, std::uint64_t count, std::uint64_t of) {
    text_ << "| " << what << " | " << thousands(count) << " | " << percent(count, of) << " |\n";
  }
  std::string text() const { return text_.str(); }

 private:
  const Judged& all_;
  std::ostringstream text_;
};

}  // namespace

std::string page(const Campaign& campaign) {
  const Judged all = sum(campaign);
  Table table(all);
  table.row("programs", Count::Programs);
  table.row("of those with too many states, not judged", Count::TooLarge, Count::Programs);
  table.row("states that were explored", Count::States);
  table.row("runs that were recorded and judged", Count::Runs);
  table.row("of those ended in a deadlock", Count::StuckRuns, Count::Runs);
  table.row("**cycles of locks (GD101)**: reachable and observed", Count::Deadlocks);
  table.row("of those missed", Count::Missed, Count::Deadlocks);
  table.row("likely", Count::Likely);
  table.row("of those unreachable", Count::Unreachable, Count::Likely);
  table.row("- every way there ends in another deadlock", Count::UnreachableMasked, Count::Likely);
  table.row("- a semaphore, a condition or a barrier of changing teams prevents it",
            Count::UnreachableSoft, Count::Likely);
  table.row("- what the failure of a try tells prevents it", Count::UnreachableTry, Count::Likely);
  table.row(
      "- a lock held over a create or a barrier prevents it, and what was repeated is not told "
      "apart",
      Count::UnreachableOther, Count::Likely);
  table.row("likely, in programs without any of these", Count::LikelyFirm);
  table.row("of those unreachable", Count::UnreachableFirm, Count::LikelyFirm);
  table.row("possible", Count::Possible);
  table.row("of those unreachable", Count::PossibleUnreachable, Count::Possible);
  table.row("ruled out", Count::RuledOut);
  table.row("of those reachable and observed", Count::RuledOutReachable, Count::RuledOut);
  table.row("**locks taken twice (GD102, GD103)**: told", Count::Doubles);
  table.row("of those unreachable", Count::DoublesUnreachable, Count::Doubles);
  table.row(
      "- a semaphore or a condition keeps the writer away, behind which one reads again (likely)",
      Count::DoublesUnreachableSoft, Count::Doubles);
  table.row("missed", Count::DoublesMissed);
  table.row("**waits with a lock held (GD104, GD105)**: likely", Count::Waits);
  table.row("of those unreachable", Count::WaitsUnreachable, Count::Waits);
  table.row("- another semaphore, condition or barrier prevents it", Count::WaitsUnreachableSoft,
            Count::Waits);
  table.row("- every way there ends in another deadlock", Count::WaitsUnreachableMasked,
            Count::Waits);
  table.row("- other reasons", Count::WaitsUnreachableOther, Count::Waits);
  table.row("of all likely ones joins (GD105)", Count::Joins, Count::Waits);
  table.row("- of those unreachable", Count::JoinsUnreachable, Count::Joins);
  const std::uint64_t others = all[Count::Waits] - all[Count::Joins];
  table.row("other likely ones (GD104)", others, all[Count::Waits]);
  table.row("- of those unreachable", all[Count::WaitsUnreachable] - all[Count::JoinsUnreachable],
            others);
  table.row("possible", Count::WaitsPossible);
  table.row("of those unreachable", Count::WaitsPossibleUnreachable, Count::WaitsPossible);
  table.row("ruled out", Count::WaitsRuledOut);
  table.row("of those reachable and observed", Count::WaitsRuledOutReachable, Count::WaitsRuledOut);
  table.row("joins that starve, reachable and observed", Count::StarvingJoins);
  table.row("of those told", Count::StarvingJoinsTold, Count::StarvingJoins);
  table.row("other waits that starve, reachable and observed", Count::Starving);
  table.row("of those told", Count::StarvingTold, Count::Starving);
  table.row("**all likely ones (GD101, GD104, GD105)**: unreachable",
            all[Count::Unreachable] + all[Count::WaitsUnreachable],
            all[Count::Likely] + all[Count::Waits]);
  table.row("**hangs (GD201, GD202)**: threads called dead at some moment of a run", Count::Proven);
  table.row("of those can go on", Count::ProvenUnreachable, Count::Proven);
  std::ostringstream text;
  text << "Written by `scripts/oracle " << all[Count::Programs] << " --seed " << campaign.seed
       << "`: " << std::fixed << std::setprecision(0) << campaign.seconds
       << " seconds of one processor.\n\n| | | |\n|---|---:|---:|\n"
       << table.text();
  return text.str();
}

bool writeSection(const std::string& file, const std::string& name, const std::string& text) {
  std::ifstream in(file);
  std::string all((std::istreambuf_iterator<char>(in)), {});
  in.close();
  const std::string begin = "<!-- " + name + " -->\n";
  const std::string end = "<!-- /" + name + " -->\n";
  const std::size_t from = all.find(begin);
  const std::size_t to = all.find(end);
  if (from == std::string::npos || to == std::string::npos || to < from)
    all += begin + text + end;
  else
    all.replace(from + begin.size(), to - from - begin.size(), text);
  std::ofstream out(file);
  out << all;
  return static_cast<bool>(out.flush());
}

}  // namespace gordian::oracle
