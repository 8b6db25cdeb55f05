// Turns addresses of a recording into the words of the program's author. Works out of process, on
// the files that the recording names (checked by build-id); what cannot be found is said as such.
#pragma once

#include <gordian/recording/reader.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gordian::cli {

struct SourceFrame {
  std::string function;  // demangled and shortened for people; empty when unknown
  std::string file;  // absolute, but for system libraries compiled by relative names; may be empty
  std::uint32_t line = 0;  // 0 when unknown
  std::uint32_t column = 0;
  std::string module;        // path of the binary, or empty for Python frames
  std::uint64_t offset = 0;  // pc - 1 - bias, for frames without debug information
  bool inlined = false;
  bool user = false;  // in the developer's own code: neither a system library nor a
                      // standard-library or thread-wrapper frame
};

struct LockLabel {
  std::string name;       // for people: "alice.m", "forks[2]", "lock_a", "mutex #3 (bank.cpp:12)"
  std::string className;  // no address, no number, no line: for fingerprints and merging
  SourceFrame created;    // init or declaration, else first acquisition; may be empty
};

struct ThreadLabel {
  std::string name;  // given name, else "main", else "T3"
  SourceFrame created;
};

namespace symbols {
class ModuleFiles;
}

// One per recording; caches. Cheap to construct: files are opened when first needed.
class Symbols {
 public:
  // `files`: shared with other recordings, to open each file once.
  explicit Symbols(const recording::Recording& recording,
                   std::shared_ptr<symbols::ModuleFiles> files = {});
  ~Symbols();
  Symbols(const Symbols&) = delete;
  Symbols& operator=(const Symbols&) = delete;

  // Innermost first, inlined frames expanded; Python frames replace the interpreter's own frames.
  std::vector<SourceFrame> frames(const recording::Stack& stack, lockgraph::Sequence when);
  const LockLabel& lock(lockgraph::LockId lock);
  const ThreadLabel& thread(lockgraph::ThreadId thread);
  // The variable there: one with a fixed address, or a local in a frame of `stack` (0: none).
  std::optional<LockLabel> object(std::uint64_t address, lockgraph::StackId stack);
  // The first user frame, else the first frame with a function, else the first; empty if none.
  static const SourceFrame& siteOf(const std::vector<SourceFrame>& frames);
  // What debug information would add, e.g. "libfoo.so.1: no debug information (function names
  // only)".
  [[nodiscard]] std::vector<std::string> notes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gordian::cli
