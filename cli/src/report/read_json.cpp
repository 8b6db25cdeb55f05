#include "read_json.hpp"

#include <fmt/format.h>

#include "errors.hpp"
#include "read_file.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kMostReason = 300;  // it quotes the file

}  // namespace

JsonFile::JsonFile(std::string file, std::size_t maxSize) : file_(std::move(file)) {
  const std::string content = readFile(file_, maxSize);
  try {
    root_ = Json::parse(content);           // neither this nor the destructor recurses
  } catch (const Json::exception& error) {  // also a number that no double can hold
    const std::string reason = error.what();
    const auto text = reason.find("] ");  // behind the exception's own number
    fail(text == std::string::npos ? reason : reason.substr(text + 2, kMostReason));
  }
}

void JsonFile::fail(const std::string& reason) const {
  throw UsageError(fmt::format("{}: {}", file_, reason));
}

const JsonFile::Json& JsonFile::object(const Json& value, const std::string& name) const {
  if (!value.is_object())
    fail(name.empty() ? "not a JSON object" : fmt::format("'{}' is not an object", name));
  return value;
}

const JsonFile::Json& JsonFile::list(const Json& value, const char* key) const {
  const auto found = object(value, "").find(key);
  if (found == value.end() || !found->is_array()) fail(fmt::format("'{}' is not a list", key));
  return *found;
}

std::string JsonFile::text(const Json& value, const char* key) const {
  const auto found = object(value, "").find(key);
  if (found == value.end() || !found->is_string()) fail(fmt::format("'{}' is not a text", key));
  return found->get<std::string>();
}

}  // namespace gordian::cli
