// What the checks say of the facts of a whole program, as a report.
#pragma once

#include <string>
#include <vector>

#include "../report/model.hpp"
#include "checks/check_program.hpp"
#include "extraction.hpp"
#include "program_facts.hpp"
#include "project.hpp"

namespace gordian::cli {

// One for each of the facts files that `paths` stand for. Throws UsageError.
std::vector<UnitFacts> unitsOfFacts(const std::vector<std::string>& paths);

// `extraction`: what damaged facts are read from once more; null: they are a problem.
Report factsReport(std::vector<UnitFacts>& units, Extraction* extraction,
                   const analyzer::CheckSettings& settings, ProgramFacts& facts);

// Takes away what is outside of the developer's own code.
void keepOwn(Report& report, const Project& project, const ProgramFacts& facts);

}  // namespace gordian::cli
