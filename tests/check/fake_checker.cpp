// Stands for gordian-check where there is no Clang: keeps its command line (docs/checker.md), and
// does what comments in the sources say.
//   //! crash          ends by a signal
//   //! refuse TEXT    has no facts, for that reason
//   //! problem TEXT   has facts with a problem
//   //! garbage        writes something that is no facts file
//   //! trace FILE     appends the name of the source to FILE
//   //! double-lock    its main() takes one mutex twice, on this line
//   // gordian: allow(IDS) REASON   as in any source
// Its version is FAKE_CHECKER_VERSION, and depends on FAKE_CHECKER_FILE.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <store/facts_file.hpp>
#include <string>

namespace {

using namespace gordian::analyzer;
namespace fs = std::filesystem;

struct Source {
  Unit unit;
  std::string inputs;
  std::string refusal;
  bool isGarbage = false;
  bool isRead = false;
};

std::string escaped(const std::string& file) {
  std::string name;
  for (const char character : file) {
    if (character == ' ' || character == '#') name += '\\';
    name += character == '$' ? std::string("$$") : std::string(1, character);
  }
  return name;
}

std::string rest(const std::string& line, const char* word) {
  const auto at = line.find(word);
  return at == std::string::npos ? std::string() : line.substr(at + std::string(word).size());
}

// int main() { lock(&m); lock(&m); }
void addDoubleLock(Unit& unit, std::uint32_t line) {
  unit.types.resize(2);
  unit.types[1].name = unit.types[1].full = "pthread_mutex_t";
  unit.variables.resize(1);
  // Of this file alone, or the link would take those of several files for one.
  unit.variables[0].key = unit.source + ":m";
  unit.variables[0].name = "m";
  unit.variables[0].type = TypeId{1};
  unit.functionNames.resize(2);
  unit.functionNames[0].key = unit.source + ":main";
  unit.functionNames[0].name = unit.functionNames[0].full = "main";
  unit.functionNames[1].key = unit.functionNames[1].name = unit.functionNames[1].full =
      "pthread_mutex_lock";
  unit.functionNames[1].parameters = 1;
  unit.functionNames[1].isSystem = true;
  Value lock;
  lock.kind = ValueKind::Address;
  lock.place = {Base::Global, 0, {}};
  lock.type = TypeId{1};
  Event call;
  call.kind = EventKind::Call;
  call.callee.function = 1;
  call.arguments = {lock};
  Function function;
  function.flags = kMain;
  function.location = {0, line, 1};
  for (std::uint32_t column : {3U, 20U}) {
    call.location = {0, line, column};
    function.events.push_back(call);
  }
  function.blocks.resize(1);
  function.blocks[0].eventCount = 2;
  unit.functions.push_back(function);
}

Allowance allowanceIn(const std::string& line, std::size_t at, std::uint32_t number) {
  const auto open = line.find('(', at);
  const auto close = line.find(')', open);
  const auto reason = line.find_first_not_of(' ', close + 1);
  return {{0, number, static_cast<std::uint32_t>(at + 1)},
          line.substr(open + 1, close - open - 1),
          reason == std::string::npos ? "" : line.substr(reason)};
}

Source sourceAt(const std::string& file) {
  Source source;
  source.unit.source = file;
  source.unit.files = {{file, false}};
  source.inputs = escaped(file);
  std::ifstream stream(file);
  source.isRead = bool(stream);
  std::uint32_t number = 0;
  const char* const node = std::getenv("SLURMD_NODENAME");
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (!rest(line, "//! crash").empty() || line.find("//! crash") != std::string::npos) {
      std::fprintf(stderr, "a long story of a stack\n");
      signal(SIGSEGV, SIG_DFL);
      raise(SIGSEGV);
    }
    if (const auto text = rest(line, "//! refuse "); !text.empty()) source.refusal = text;
    if (const auto text = rest(line, "//! problem "); !text.empty())
      source.unit.problems.push_back({{0, number, 1}, text});
    if (line.find("//! double-lock") != std::string::npos) addDoubleLock(source.unit, number);
    if (const auto at = line.find("// gordian: allow("); at != std::string::npos)
      source.unit.allowances.push_back(allowanceIn(line, at, number));
    if (line.find("//! garbage") != std::string::npos) source.isGarbage = true;
    if (const auto trace = rest(line, "//! trace "); !trace.empty())
      std::ofstream(trace, std::ios::app)
          << fs::path(file).filename().native() << "\t" << (node != nullptr ? node : "") << "\n";
    if (const auto name = rest(line, "#include \""); !name.empty())
      source.inputs +=
          " " + escaped(fs::path(file).parent_path() / name.substr(0, name.size() - 1));
  }
  return source;
}

bool extract(const nlohmann::json& entry, const fs::path& out) {
  const std::string file = entry.at("file");
  const std::string name = entry.at("output");
  const Source source = sourceAt(file);
  std::string problem = source.refusal;
  if (!source.isRead) problem = "no such file";
  if (problem.empty()) {
    std::ofstream(out / (name + ".d")) << name << ".facts: " << source.inputs << "\n";
    const fs::path facts = out / (name + ".facts");
    if (source.isGarbage)
      std::ofstream(facts) << "garbage";
    else
      problem = writeFacts(facts, source.unit).value_or("");
  }
  if (!problem.empty())
    std::fprintf(stderr, "gordian-check: %s: %s\n", file.c_str(), problem.c_str());
  return problem.empty();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string task = argc > 1 ? argv[1] : "";
  if (task == "--version") {
    const char* const said = std::getenv("FAKE_CHECKER_VERSION");
    std::puts(said == nullptr ? "gordian-check 0.0.0 (stand-in)" : said);
    if (const char* const file = std::getenv("FAKE_CHECKER_FILE")) std::puts(file);
    return 0;
  }
  fs::path out;
  fs::path build;
  for (int i = 2; i + 1 < argc; i += 2) {
    if (std::string(argv[i]) == "--out") out = argv[i + 1];
    if (std::string(argv[i]) == "-p") build = argv[i + 1];
  }
  if (task != "extract" || out.empty() || build.empty()) return 2;
  std::ifstream stream(build / "compile_commands.json");
  bool isWhole = true;
  for (const auto& entry : nlohmann::json::parse(stream)) isWhole &= extract(entry, out);
  return isWhole ? 0 : 1;
}
