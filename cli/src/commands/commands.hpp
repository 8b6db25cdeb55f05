// The commands. Each adds its options to `app` and returns what runs them; the result is the exit
// status. Errors of usage are thrown as UsageError.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace gordian::cli {

using Action = std::function<int()>;

// `program` is the command line behind the options of `run`.
Action addRun(CLI::App& app, const std::vector<std::string>& program);
// `behindDashes`: of `check` what stands behind its options, -- included.
Action addCheck(CLI::App& app, const std::vector<std::string>& behindDashes);
// The same.
Action addAnnotate(CLI::App& app, const std::vector<std::string>& behindDashes);
Action addBaseline(CLI::App& app);
Action addReport(CLI::App& app);
Action addMerge(CLI::App& app);
Action addShow(CLI::App& app);
Action addVerify(CLI::App& app);
Action addExplain(CLI::App& app);
Action addAttach(CLI::App& app);
Action addDoctor(CLI::App& app);

}  // namespace gordian::cli
