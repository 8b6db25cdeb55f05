#include "symbols/lock_sites.hpp"

#include "symbols/function_names.hpp"
#include "symbols/origin.hpp"

namespace gordian::cli::symbols {
namespace {

std::string where(const SourceFrame& site) {
  if (!site.file.empty()) {
    return " (" + printable(baseName(site.file)) + ":" + std::to_string(site.line) + ")";
  }
  if (!site.function.empty()) return " (in " + site.function + ")";
  if (!site.module.empty()) return " (in " + printable(baseName(site.module)) + ")";
  return {};
}

}  // namespace

const char* kindWord(const recording::LockInfo& info, lockgraph::LockKind kind) {
  if (info.python) return "Lock";
  switch (kind) {
    case lockgraph::LockKind::RecursiveMutex:
      return "recursive mutex";
    case lockgraph::LockKind::RwLock:
    case lockgraph::LockKind::RwLockPreferWriter:
      return "rwlock";
    case lockgraph::LockKind::SpinLock:
      return "spin lock";
    case lockgraph::LockKind::Semaphore:
      return "semaphore";
    case lockgraph::LockKind::Mutex:
    case lockgraph::LockKind::ErrorCheckMutex:
      break;
  }
  return "mutex";
}

LockLabel LockSites::label(std::size_t lock, const Predicate& isNamedElsewhere) {
  const recording::LockInfo& info = recording_.lockInfo[lock];
  const SourceFrame& site = siteOf(lock).frame;
  const auto [number, count] = rank(lock, isNamedElsewhere);
  LockLabel label;
  label.className = className(lock);
  label.created = site;
  label.name = nameWithoutNumber(lock);
  const bool isVariable = info.python && !siteOf(lock).expression.empty();
  if (isVariable && count == 1) return label;
  if (!info.python || count > 1) label.name += " #" + std::to_string(number);
  label.name += where(site);
  return label;
}

// Best first: the member by its class, the lock as the source names it, the kind of lock. The
// creation site may be an init call with nothing to read; then the first acquisition tells.
std::string LockSites::nameWithoutNumber(std::size_t lock) {
  const recording::LockInfo& info = recording_.lockInfo[lock];
  const Site& made = siteOf(lock);
  if (info.python) return made.expression.empty() ? kindWord(info, {}) : made.expression;
  const std::string member = memberOf(lock);
  if (!member.empty()) return member;
  if (!made.expression.empty()) return made.expression;
  const std::string& taken = siteAt(info.first, lock).expression;
  return taken.empty() ? kindWord(info, recording_.trace.locks[lock].kind) : taken;
}

std::string LockSites::memberOf(std::size_t lock) {
  const std::string member = siteOf(lock).member;
  return member.empty() ? siteAt(recording_.lockInfo[lock].first, lock).member : member;
}

const LockSites::Site& LockSites::siteOf(std::size_t lock) {
  const recording::LockInfo& info = recording_.lockInfo[lock];
  return siteAt(info.created != lockgraph::StackId{} ? info.created : info.first, lock);
}

const LockSites::Site& LockSites::siteAt(lockgraph::StackId stack, std::size_t lock) {
  const auto index = static_cast<std::uint32_t>(stack);
  const auto found = sites_.find(index);
  if (found != sites_.end()) return found->second;
  Site site;
  if (index != 0 && index < recording_.stacks.size()) {
    const auto frames = frames_.of(recording_.stacks[index], users_.firstSeen(lock));
    site.frame = Symbols::siteOf(frames);
    // Without debug information only a user's line can be read, never a library's.
    if (site.frame.user) {
      const std::string line = source_.line(site.frame.file, site.frame.line);
      site.expression = site.frame.module.empty() ? pythonTarget(line) : lockExpression(line);
      if (!site.frame.module.empty()) {
        site.member = frames_.memberNamedBy(site.expression, site.frame);
      }
    }
  }
  return sites_.emplace(index, std::move(site)).first->second;
}

std::string LockSites::className(std::size_t lock) {
  const recording::LockInfo& info = recording_.lockInfo[lock];
  const Site& site = siteOf(lock);
  const std::string function =
      !site.frame.function.empty() ? site.frame.function : std::string(baseName(site.frame.module));
  const std::string member = info.python ? std::string() : memberOf(lock);
  if (!member.empty()) return member;
  std::string kind = kindWord(info, recording_.trace.locks[lock].kind);
  if (info.python && !site.expression.empty()) kind = site.expression;
  std::string name = kind + "@" + printable(function);
  if (!site.frame.file.empty()) name += "(" + printable(baseName(site.frame.file)) + ")";
  return name;
}

std::pair<std::uint32_t, std::uint32_t> LockSites::rank(std::size_t lock,
                                                        const Predicate& isNamedElsewhere) {
  if (ranks_.empty()) countClasses(isNamedElsewhere);
  if (ranks_[lock] == 0) return {1, 1};
  return {ranks_[lock], classSizes_[className(lock)]};
}

void LockSites::countClasses(const Predicate& isNamedElsewhere) {
  ranks_.resize(recording_.lockInfo.size());
  for (std::size_t i = 0; i < ranks_.size(); ++i) {
    if (!isNamedElsewhere(i)) ranks_[i] = ++classSizes_[className(i)];
  }
}

}  // namespace gordian::cli::symbols
