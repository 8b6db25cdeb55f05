// JSON files of ours, read with distrust: bounded, and every mistake is one line with file and
// place.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace gordian::cli {

class JsonFile {
 public:
  using Json = nlohmann::ordered_json;

  // Throws UsageError, as everything here does. `maxSize` in bytes.
  explicit JsonFile(std::string file, std::size_t maxSize = std::size_t{256} << 20);

  [[nodiscard]] const Json& root() const { return root_; }
  // `name` is for the message.
  [[nodiscard]] const Json& object(const Json& value, const std::string& name) const;
  [[nodiscard]] const Json& list(const Json& object, const char* key) const;
  [[nodiscard]] std::string text(const Json& object, const char* key) const;
  [[noreturn]] void fail(const std::string& reason) const;

 private:
  std::string file_;
  Json root_;
};

}  // namespace gordian::cli
