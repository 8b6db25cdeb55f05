#include "macro_header.hpp"

#include <array>
#include <string_view>

namespace gordian::cli {
namespace {

struct Macro {
  std::string_view name;
  std::string_view attribute;
};

constexpr std::array<Macro, 6> kMacros{{
    {"GUARDED_BY(x)", "guarded_by(x)"},
    {"PT_GUARDED_BY(x)", "pt_guarded_by(x)"},
    {"REQUIRES(...)", "requires_capability(__VA_ARGS__)"},
    {"REQUIRES_SHARED(...)", "requires_shared_capability(__VA_ARGS__)"},
    {"EXCLUDES(...)", "locks_excluded(__VA_ARGS__)"},
    {"NO_THREAD_SAFETY_ANALYSIS", "no_thread_safety_analysis"},
}};

constexpr std::array<Macro, 8> kLockMacros{{
    {"CAPABILITY(x)", "capability(x)"},
    {"SCOPED_CAPABILITY", "scoped_lockable"},
    {"ACQUIRE(...)", "acquire_capability(__VA_ARGS__)"},
    {"ACQUIRE_SHARED(...)", "acquire_shared_capability(__VA_ARGS__)"},
    {"RELEASE(...)", "release_capability(__VA_ARGS__)"},
    {"RELEASE_SHARED(...)", "release_shared_capability(__VA_ARGS__)"},
    {"TRY_ACQUIRE(...)", "try_acquire_capability(__VA_ARGS__)"},
    {"TRY_ACQUIRE_SHARED(...)", "try_acquire_shared_capability(__VA_ARGS__)"},
}};

template <class Macros>
void define(std::string& text, const Macros& macros) {
  for (const Macro& macro : macros)
    text.append("#define ")
        .append(macro.name)
        .append(" THREAD_ANNOTATION(")
        .append(macro.attribute)
        .append(")\n");
}

void open(std::string& text, std::string_view condition) {
  text.append("#if ").append(condition).append(R"(
#define THREAD_ANNOTATION(x) __attribute__((x))
#else
#define THREAD_ANNOTATION(x)
#endif

)");
}

}  // namespace

std::string macroHeader(bool isOfLibraries) {
  std::string text =
      "// Clang's thread-safety attributes: which lock guards what.\n"
      "// https://clang.llvm.org/docs/ThreadSafetyAnalysis.html\n";
  if (isOfLibraries)
    text +=
        "//\n"
        "// The locks here are of a library without these attributes, so Clang would refuse them:\n"
        "// they count for gordian check, and with libc++ and its\n"
        "// _LIBCPP_ENABLE_THREAD_SAFETY_ANNOTATIONS. For clang -Wthread-safety with other\n"
        "// libraries, replace this file by the output of `gordian annotate --wrapper`, and the\n"
        "// locks by those that it defines.\n";
  text += "#pragma once\n\n";
  open(text, isOfLibraries ? "defined(__GORDIAN__) || \\\n    (defined(__clang__) && "
                             "defined(_LIBCPP_ENABLE_THREAD_SAFETY_ANNOTATIONS))"
                           : "defined(__clang__)");
  define(text, kMacros);
  return text;
}

std::string wrapperHeader() {
  std::string text =
      R"(// Locks that clang -Wthread-safety can follow: std::mutex and std::shared_mutex in classes that
// carry its attributes, and guards for them. https://clang.llvm.org/docs/ThreadSafetyAnalysis.html
// Made by `gordian annotate --wrapper`, to be changed as you like.
#pragma once

#include <mutex>
#include <shared_mutex>

)";
  open(text, "defined(__clang__)");
  define(text, kMacros);
  define(text, kLockMacros);
  text += R"(
class CAPABILITY("mutex") Mutex {
 public:
  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }
  bool try_lock() TRY_ACQUIRE(true) { return mutex_.try_lock(); }

 private:
  std::mutex mutex_;
};

class CAPABILITY("shared_mutex") SharedMutex {
 public:
  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }
  bool try_lock() TRY_ACQUIRE(true) { return mutex_.try_lock(); }
  void lock_shared() ACQUIRE_SHARED() { mutex_.lock_shared(); }
  void unlock_shared() RELEASE_SHARED() { mutex_.unlock_shared(); }
  bool try_lock_shared() TRY_ACQUIRE_SHARED(true) { return mutex_.try_lock_shared(); }

 private:
  std::shared_mutex mutex_;
};

// Instead of std::lock_guard and std::unique_lock, which Clang does not see. To wait:
// std::condition_variable_any changed; while (!done) changed.wait(mutex);
class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

class SCOPED_CAPABILITY WriterLock {
 public:
  explicit WriterLock(SharedMutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~WriterLock() RELEASE() { mutex_.unlock(); }
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  SharedMutex& mutex_;
};

class SCOPED_CAPABILITY ReaderLock {
 public:
  explicit ReaderLock(SharedMutex& mutex) ACQUIRE_SHARED(mutex) : mutex_(mutex) {
    mutex_.lock_shared();
  }
  ~ReaderLock() RELEASE() { mutex_.unlock_shared(); }
  ReaderLock(const ReaderLock&) = delete;
  ReaderLock& operator=(const ReaderLock&) = delete;

 private:
  SharedMutex& mutex_;
};
)";
  return text;
}

}  // namespace gordian::cli
