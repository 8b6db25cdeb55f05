// Linked into a test program, it makes the test fail in which the program showed that it can
// deadlock. It works at the end of a test, never inside the runtime: a failure that is reported
// from within a lock operation could deadlock itself.
#include <gordian/control.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <gordian/recording/reader.hpp>
#include <optional>

#include "command.hpp"
#include "judge.hpp"

namespace gordian::gtest {
namespace {

std::string nameOf(const ::testing::TestInfo& test) {
  return std::string(test.test_suite_name()) + "." + test.name();
}

// "" without the runtime, when it is switched off, and while there is nothing to record.
std::string recordingFile() {
  const char* path = gordian_recording_path == nullptr ? nullptr : gordian_recording_path();
  return path == nullptr ? "" : path;
}

void markTest(int kind, const ::testing::TestInfo& test) {
  if (gordian_mark_test != nullptr) gordian_mark_test(kind, nameOf(test).c_str());
}

std::string across(const std::vector<std::string>& tests) {
  if (tests.size() < 2) return "not within one test";
  std::string text = "across tests " + tests.front();
  for (std::size_t i = 1; i < tests.size(); ++i) {
    text += (i + 1 == tests.size() ? " and " : ", ") + tests[i];
  }
  return text;
}

void fail(const Finding& finding, const std::string& text) {
  ADD_FAILURE_AT(finding.file.empty() ? nullptr : finding.file.c_str(), finding.line) << text;
}

class Listener : public ::testing::EmptyTestEventListener {
 public:
  void OnTestStart(const ::testing::TestInfo& test) override { markTest(1, test); }

  void OnTestEnd(const ::testing::TestInfo& test) override {
    markTest(2, test);
    judge([&](Judge& judge, const std::string& file) {
      for (const Finding& finding : judge.afterTest(file, nameOf(test))) {
        fail(finding, finding.text);
        hasReported_ = true;
      }
    });
  }

  // The last moment at which a failure still reaches the result and the JUnit file. It belongs to
  // no test: GoogleTest lists it as one of its own and ends the program with status 1.
  void OnEnvironmentsTearDownEnd(const ::testing::UnitTest&) override {
    judge([&](Judge& judge, const std::string& file) {
      for (const Finding& finding : judge.afterAll(file)) {
        fail(finding, finding.text + "\n  " + across(finding.tests));
        hasReported_ = true;
      }
    });
    // With nothing reported here the runtime looks at the recording again at the very end.
    if (hasReported_ && !hasFailed_ && gordian_findings_reported != nullptr) {
      gordian_findings_reported();
    }
  }

 private:
  template <typename Action>
  void judge(Action action) {
    const std::string file = recordingFile();
    if (file.empty() || hasFailed_) return;
    const auto symbol = reinterpret_cast<const void*>(gordian_recording_path);
    if (!judge_) judge_.emplace(findCommand(symbol));
    try {
      action(*judge_, file);
    } catch (const recording::RecordingError& error) {
      std::fprintf(stderr, "gordian: %s; its findings come at the end of the program\n",
                   error.what());
      hasFailed_ = true;
    }
  }

  std::optional<Judge> judge_;
  bool hasReported_ = false;
  bool hasFailed_ = false;
};

// GoogleTest owns it.
[[maybe_unused]] const bool kIsRegistered = [] {
  ::testing::UnitTest::GetInstance()->listeners().Append(new Listener);
  return true;
}();

}  // namespace
}  // namespace gordian::gtest

// Asked for by the linker option of gordian::gtest, so that this file is taken from the archive.
extern "C" int gordian_gtest_listener;
int gordian_gtest_listener = 1;
