#include "file_hashes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "../report/errors.hpp"
#include "../report/read_file.hpp"
#include "../report/write_file.hpp"

namespace gordian::cli {
namespace {

constexpr std::string_view kFirstLine = "gordian-hashes 1\n";
constexpr std::size_t kMaxNotes = std::size_t{256} << 20;
constexpr std::size_t kMaxInput = std::size_t{1} << 30;

}  // namespace

FileHashes::FileHashes(std::filesystem::path notes) : notes_(std::move(notes)) {
  load();
}

void FileHashes::load() {
  std::string text;
  try {
    text = readFile(notes_, kMaxNotes);
  } catch (const UsageError&) {
    return;
  }
  if (!std::string_view(text).starts_with(kFirstLine)) return;
  std::string_view rest = std::string_view(text).substr(kFirstLine.size());
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    Known known;
    const bool isNote = takeIdentity(line, known.identity);
    const auto hash = std::min(line.find(' '), line.size());
    if (isNote && hash < line.size() && parseHash(line.substr(0, hash), known.hash))
      known_.emplace(line.substr(hash + 1), known);
  }
}

void FileHashes::look(const std::string& file, Known& known) const {
  known.round = round_;
  const auto now = identityOf(file);
  known.isMissing = !now;
  if (!now || *now == known.identity) return;
  try {
    known.hash = Hasher().add(readFile(file, kMaxInput)).value();
    known.identity = *now;
  } catch (const UsageError&) {
    known.isMissing = true;
  }
}

std::optional<ContentHash> FileHashes::of(std::string_view file, Nanoseconds* changed) {
  auto found = known_.find(file);
  if (found == known_.end()) found = known_.emplace(std::string(file), Known{}).first;
  if (found->second.round != round_) look(found->first, found->second);
  if (found->second.isMissing) return std::nullopt;
  if (changed != nullptr) *changed = found->second.identity.modified;
  return found->second.hash;
}

void FileHashes::save() const {
  std::string text(kFirstLine);
  for (const auto& [file, known] : known_) {
    if (known.isMissing || file.find('\n') != std::string::npos) continue;
    if (!known.identity.isSettled()) continue;
    text += fmt::format("{} {} {}\n", known.identity.text(), known.hash.text(), file);
    if (text.size() > kMaxNotes / 2) break;
  }
  writeFile(notes_, text);
}

}  // namespace gordian::cli
