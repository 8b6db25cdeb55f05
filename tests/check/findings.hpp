// Findings as the checks tell them, about sources/stats.cpp and a bank.
#pragma once

#include <checks/finding.hpp>

namespace gordian::cli::testing {

inline analyzer::SourcePoint point(std::uint32_t line, std::uint32_t column, std::string function,
                                   std::string file = "sources/stats.cpp") {
  return {std::move(file), line, column, std::move(function)};
}

// 'Stats::hits' is written without 'Stats::m', by a thread; two others hold it.
inline analyzer::Found unguarded() {
  using namespace analyzer;
  Found found;
  found.id = "GD401";
  found.confidence = Confidence::Likely;
  found.message = "'Stats::hits' is written without 'Stats::m'";
  found.reason = "2 threads, 1 writer; 2 of 3 accesses hold Stats::m";
  found.object = "Stats::hits";
  found.declared = point(19, 8, "");
  found.at = {point(14, 5, "Stats::bump"), point(20, 3, "Worker::run", "sources/worker.cpp")};
  found.locks = {{"Stats::m", "Stats::m", point(18, 14, "")}};
  found.threads = {{"Worker::run", point(12, 5, "main", "sources/main.cpp")}, {"main", {}}};
  found.accesses = {{true, {0, 1}, {}, found.at},
                    {true, {1}, {{0, Mode::Exclusive}}, {point(7, 5, "Stats::add")}},
                    {false, {}, {{0, Mode::Shared}}, {point(11, 12, "Stats::get")}}};
  return found;
}

// A path leaves the function with the lock held.
inline analyzer::Found missingUnlock() {
  using namespace analyzer;
  Found found;
  found.id = "GD404";
  found.confidence = Confidence::Possible;
  found.message = "'Stats::m' is still held when 'Stats::get' returns";
  found.reason = "the path was found, whether it is taken is not known";
  found.symbol = "Stats::m";
  found.help = "unlock before the return, or use std::lock_guard";
  found.at = {point(11, 5, "Stats::get")};
  found.locks = {{"Stats::m", "Stats::m", point(18, 14, "")}};
  found.notes = {{"locked here", {point(10, 33, "Stats::get")}}};
  return found;
}

inline analyzer::FoundEdge edge(std::size_t held, std::size_t acquired, std::size_t thread,
                                std::uint32_t line) {
  return {held,
          acquired,
          thread,
          analyzer::Mode::Exclusive,
          analyzer::Mode::Exclusive,
          {point(line, 18, "transfer", "sources/bank.cpp"), point(5, 3, "run", "sources/bank.cpp")},
          {point(line + 1, 18, "transfer", "sources/bank.cpp"),
           point(5, 3, "run", "sources/bank.cpp")}};
}

inline analyzer::Found cycle(const char* first = "a", const char* second = "b") {
  using namespace analyzer;
  Found found;
  found.id = "GD101";
  found.confidence = Confidence::Likely;
  found.locks = {{first, std::string("Bank::") + first, {}},
                 {second, std::string("Bank::") + second, {}}};
  found.threads = {{"main", {}}, {"Teller::run", point(7, 9, "main", "sources/bank.cpp")}};
  found.edges = {edge(0, 1, 0, 10), edge(1, 0, 1, 20)};
  return found;
}

}  // namespace gordian::cli::testing
