// The tables of gordian.toml that are lists or belong to reports.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "config.hpp"

namespace gordian::cli {

inline constexpr const char* kUsualBaseline = "gordian-baseline.json";

// The value, or UsageError with file, line and key.
template <class T>
T valueOf(const toml::node& node, const std::filesystem::path& file, std::string_view key);

[[noreturn]] void failAt(const toml::node& node, const std::filesystem::path& file,
                         const std::string& reason);

// Says that the key is unknown, or not supported yet.
void warnKey(const std::filesystem::path& file, const toml::key& key, const std::string& name);

Suppressions readSuppressions(const toml::array& tables, const std::filesystem::path& file);
void readBaseline(const toml::table& table, const std::filesystem::path& file, Settings& settings);
void readStatic(const toml::table& table, const std::filesystem::path& file, Settings& settings);

template <class T>
T valueOf(const toml::node& node, const std::filesystem::path& file, std::string_view key) {
  if (auto value = node.value_exact<T>()) return *value;
  failAt(node, file, "'" + std::string(key) + "' has a value of the wrong type");
}

}  // namespace gordian::cli
