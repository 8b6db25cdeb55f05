#include "command_set.hpp"

#include "provoke_command.hpp"

namespace gordian::cli {

CommandSet::CommandSet() {
  app.set_version_flag("--version", "gordian " GORDIAN_VERSION);
  app.require_subcommand(0, 1);
  actions = {{"run", addRun(app, program)},
             {"report", addReport(app)},
             {"merge", addMerge(app)},
             {"show", addShow(app)},
             {"explain", addExplain(app)},
             {"doctor", addDoctor(app)},
             {"attach", addAttach(app)},
             {"check", addCheck(app, program)},
             {"baseline", addBaseline(app)},
             {"verify", addVerify(app)},
             {"annotate", addAnnotate(app, program)},
             {"provoke", addProvoke(app, program)}};
}

}  // namespace gordian::cli
