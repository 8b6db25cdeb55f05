#include "symbols/lock_sites.hpp"

#include "symbols/function_names.hpp"
#include "symbols/lock_kind_words.hpp"
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

// CPython's locks are semaphores; one that was made for Python code is a Lock there.
bool LockSites::isPython(std::size_t lock) {
  if (recording_.lockInfo[lock].python) return true;
  const SourceFrame& site = siteOf(lock).frame;
  return recording_.trace.locks[lock].kind == lockgraph::LockKind::Semaphore &&
         site.module.empty() && !site.file.empty();
}

LockLabel LockSites::label(std::size_t lock, const Predicate& isNamedElsewhere) {
  const SourceFrame& site = siteOf(lock).frame;
  const auto [number, count] = rank(lock, isNamedElsewhere);
  LockLabel label;
  label.className = className(lock);
  label.created = site;
  label.name = nameWithoutNumber(lock);
  const bool python = isPython(lock);
  if (python && count == 1 && !siteOf(lock).expression.empty()) return label;
  if (!python || count > 1) label.name += " #" + std::to_string(number);
  label.name += where(site);
  return label;
}

// Best first: the member by its class, the lock as the source names it, the kind of lock. The
// creation site may be an init call with nothing to read; then the first acquisition tells.
std::string LockSites::nameWithoutNumber(std::size_t lock) {
  const Site& made = siteOf(lock);
  if (isPython(lock)) return made.expression.empty() ? "Lock" : made.expression;
  std::string member = memberOf(lock);
  if (!member.empty()) return member;
  // What a line of Python assigns is not the name of a mutex inside an extension.
  if (!made.expression.empty() && !made.frame.module.empty()) return made.expression;
  const Site& taken = siteAt(recording_.lockInfo[lock].first, lock);
  return taken.expression.empty() || taken.frame.module.empty()
             ? lockKindWord(recording_.trace.locks[lock].kind)
             : taken.expression;
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
      if (!site.frame.module.empty()) {
        site.expression = lockExpression(line);
        site.member = frames_.memberNamedBy(site.expression, site.frame);
      } else {
        const bool isCreation = stack == recording_.lockInfo[lock].created;
        site.expression = isCreation ? pythonTarget(line) : pythonLockExpression(line);
      }
    }
  }
  return sites_.emplace(index, std::move(site)).first->second;
}

std::string LockSites::className(std::size_t lock) {
  const Site& site = siteOf(lock);
  const bool python = isPython(lock);
  const std::string function =
      !site.frame.function.empty() ? site.frame.function : std::string(baseName(site.frame.module));
  std::string member = python ? std::string() : memberOf(lock);
  if (!member.empty()) return member;
  std::string kind = python ? "Lock" : lockKindWord(recording_.trace.locks[lock].kind);
  if (python && !site.expression.empty()) kind = site.expression;
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
