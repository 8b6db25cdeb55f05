#include "facts_cache.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "../report/errors.hpp"
#include "../report/read_file.hpp"
#include "../report/write_file.hpp"
#include "depfile.hpp"
#include "lines.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxList = std::size_t{16} << 20;
constexpr std::size_t kVariants = 4;  // of a unit: the branches that somebody goes between
constexpr std::chrono::hours kUnused{24 * 30};
constexpr const char* kFacts = ".facts";
constexpr const char* kInputs = ".inputs";

std::optional<std::string> textOf(const fs::path& file) {
  try {
    return readFile(file, kMaxList);
  } catch (const UsageError&) {
    return std::nullopt;
  }
}

// The lists of inputs under a key, the one that was used last in front.
std::vector<fs::path> variantsIn(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    if (entry->path().extension() == kInputs)
      found.emplace_back(fs::last_write_time(entry->path(), gone), entry->path());
  }
  std::sort(found.begin(), found.end(), std::greater<>());
  std::vector<fs::path> paths;
  for (auto& [time, path] : found) paths.push_back(std::move(path));
  return paths;
}

fs::path factsOf(fs::path inputs) {
  return inputs.replace_extension(kFacts);
}

void touch(const fs::path& file) {
  std::error_code error;
  fs::last_write_time(file, fs::file_time_type::clock::now(), error);
}

void removeVariant(const fs::path& inputs) {
  std::error_code error;
  fs::remove(inputs, error);
  fs::remove(factsOf(inputs), error);
}

}  // namespace

FactsCache::FactsCache(fs::path folder, FileHashes& hashes)
    : folder_(std::move(folder)), hashes_(hashes) {
  fs::create_directories(folder_);
}

std::optional<ContentHash> FactsCache::contentOf(const std::vector<std::string_view>& inputs,
                                                 Nanoseconds before) {
  Hasher hasher;
  for (const std::string_view input : inputs) {
    Nanoseconds changed = 0;
    const auto hash = hashes_.of(input, &changed);
    if (!hash || changed >= before) return std::nullopt;
    hasher.add(input).add(*hash);
  }
  return hasher.value();
}

std::optional<fs::path> FactsCache::find(const std::string& key) {
  const fs::path folder = folder_ / key;
  for (const fs::path& list : variantsIn(folder)) {
    const auto text = textOf(list);
    std::error_code error;
    if (!text || !fs::exists(factsOf(list), error)) continue;
    const auto content = contentOf(linesOf(*text), std::numeric_limits<Nanoseconds>::max());
    if (!content || content->text() != list.stem()) continue;
    touch(list);
    touch(folder);
    return factsOf(list);
  }
  return std::nullopt;
}

std::optional<fs::path> FactsCache::adopt(const std::string& key, const fs::path& facts,
                                          const fs::path& depfile, Nanoseconds started) {
  const auto rule = textOf(depfile);
  if (!rule) return std::nullopt;
  const std::vector<std::string> inputs = inputsOf(*rule);
  std::string list;
  for (const std::string& input : inputs) {
    if (input.find('\n') != std::string::npos) return std::nullopt;
    list += input + "\n";
  }
  const auto content =
      inputs.empty() ? std::nullopt : contentOf({inputs.begin(), inputs.end()}, started);
  if (!content) return std::nullopt;
  const fs::path folder = folder_ / key;
  const fs::path target = folder / (content->text() + kInputs);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || replaceFile(target, list) != 0) return std::nullopt;
  fs::rename(facts, factsOf(target), error);
  if (error) return std::nullopt;
  fs::remove(depfile, error);
  dropOldest(folder);
  return factsOf(target);
}

void FactsCache::forget(const fs::path& facts) {
  removeVariant(fs::path(facts).replace_extension(kInputs));
}

void FactsCache::dropOldest(const fs::path& folder) const {
  const auto variants = variantsIn(folder);
  for (std::size_t i = kVariants; i < variants.size(); ++i) removeVariant(variants[i]);
}

void FactsCache::prune() const {
  const auto oldest = fs::file_time_type::clock::now() - kUnused;
  std::vector<fs::path> unused;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    std::error_code gone;
    if (fs::last_write_time(entry->path(), gone) < oldest && !gone) unused.push_back(entry->path());
  }
  for (const fs::path& folder : unused) fs::remove_all(folder, error);
}

}  // namespace gordian::cli
