#include "identities.hpp"

#include <algorithm>
#include <filesystem>

#include "../report/fingerprint.hpp"

namespace gordian::cli::joined {
namespace {

using recording::Recording;

// "/home/ann/tool.py", "-m http.server"; empty: a program of its own.
std::string scriptOf(const Recording& recording) {
  if (!recording.python) return {};
  const auto& arguments = recording.arguments;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (arguments[i] == "-m" && i + 1 < arguments.size()) return "-m " + arguments[i + 1];
    if (arguments[i] == "-c") return "-c in " + recording.directory;
    if (!arguments[i].starts_with('-'))
      return (std::filesystem::path(recording.directory) / arguments[i])
          .lexically_normal()
          .string();
  }
  return {};
}

std::string buildIdOf(const Recording& recording) {
  for (const recording::Module& module : recording.modules)
    if (module.path == recording.executable) return module.buildId;
  return {};
}

}  // namespace

std::uint32_t Identities::programOf(const Recording& recording) {
  std::vector<std::string> keys;
  if (std::string script = scriptOf(recording); !script.empty()) {
    keys.push_back("script " + script);
  } else {
    keys.push_back("name " + std::string(baseName(recording.executable)));
    if (const std::string build = buildIdOf(recording); !build.empty())
      keys.push_back("build " + build);
  }
  std::uint32_t number = programCount_;
  for (const std::string& key : keys)
    if (const auto known = programs_.find(key); known != programs_.end()) {
      number = known->second;
      break;
    }
  programCount_ = std::max(programCount_, number + 1);
  for (const std::string& key : keys) programs_.emplace(key, number);
  return number;
}

Object Identities::object(std::uint32_t program, const std::string& key,
                          const std::string& className) {
  const auto [place, isNew] = objectNumbers_.emplace(Key(program, key), Object(objects_.size()));
  if (isNew) objects_.push_back({program, key, className});
  return place->second;
}

Role Identities::role(std::uint32_t program, const std::string& key) {
  const auto [place, isNew] = roles_.emplace(Key(program, key), Role(roleKeys_.size()));
  if (isNew) roleKeys_.push_back(key);
  return place->second;
}

bool Identities::isBanned(Object object) const {
  const Known& known = objects_[static_cast<std::size_t>(object)];
  return !known.key.starts_with(kVariable) && banned_.count({known.program, known.className}) != 0;
}

}  // namespace gordian::cli::joined
