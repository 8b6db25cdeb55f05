#include "inferred_text.hpp"

#include <algorithm>

#include "checks/check_program.hpp"
#include "found_text.hpp"
#include "unit_text.hpp"

namespace gordian::analyzer::test {
namespace {

std::vector<std::string> textOf(const Inference& inference) {
  std::vector<std::string> lines;
  for (const Annotation& one : inference.annotations) {
    const bool isData = one.kind == Annotation::Kind::GuardedBy;
    const bool isShared = one.kind == Annotation::Kind::RequiresShared;
    lines.push_back((isData     ? "GUARDED_BY "
                     : isShared ? "REQUIRES_SHARED "
                                : "REQUIRES ") +
                    one.about + " " + one.lock);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

const std::string kAccount = R"(
record Account m:std::mutex balance:int
global account:Account
function main
  local a:std::thread
  local b:std::thread
  call std::thread::thread &a @work
  call std::thread::thread &b @look
  call std::thread::join &a
  call std::thread::join &b
end
function work
  call Account::put &account
end
function look
  call Account::get &account
end
function Account::get this:Account*
  call std::mutex::lock &this->Account::m
  read this->balance
  call std::mutex::unlock &this->Account::m
end
)";
const std::string kPut = R"(
function Account::put this:Account*
  call std::mutex::lock &this->Account::m
  BEFORE
  write this->balance
  call std::mutex::unlock &this->Account::m
  AFTER
end
)";

}  // namespace

Inference inferenceOf(const std::string& text, const PlaceTest& placeTest) {
  ProgramCheck check;
  check.add(unitOf(text, "/src/main.cpp"));
  return check.annotate({}, placeTest);
}

Inference inferenceOf(const std::string& text) {
  return inferenceOf(text, [](const Annotation&) { return std::string(); });
}

std::vector<std::string> inferredIn(const std::string& text) {
  return textOf(inferenceOf(text));
}

std::vector<std::string> notesIn(const std::string& text) {
  std::vector<std::string> notes;
  for (const FoundNote& note : inferenceOf(text).notes) notes.push_back(note.text);
  return notes;
}

std::string put(const std::string& before, const std::string& after) {
  return kAccount + replaced(replaced(kPut, "BEFORE", before), "AFTER", after);
}

}  // namespace gordian::analyzer::test
