#include "remote_unwind.hpp"

#include <elfutils/libdwfl.h>
#include <fmt/format.h>
#include <sys/types.h>

#include <string>
#include <utility>

#include "remote_memory.hpp"

namespace gordian::cli::outside {
namespace {

constexpr std::size_t kMaxFrames = 256;

#if defined(__x86_64__)
constexpr int kStackPointer = 7;
constexpr int kReturnAddress = 16;
#elif defined(__aarch64__)
constexpr int kStackPointer = 31;
#endif

struct Sleeper {
  std::uint32_t pid = 0;
  std::uint32_t tid = 0;
  SystemCall call;
};

// Standard search for the binaries themselves; separate debug information is our own symbols' task.
const Dwfl_Callbacks kCallbacks = [] {
  Dwfl_Callbacks callbacks{};
  callbacks.find_elf = dwfl_linux_proc_find_elf;
  callbacks.find_debuginfo = [](Dwfl_Module*, void**, const char*, Dwarf_Addr, const char*,
                                const char*, GElf_Word, char**) { return -1; };
  return callbacks;
}();

pid_t nextThread(Dwfl* /*dwfl*/, void* argument, void** thread) {
  auto* const sleeper = static_cast<Sleeper*>(argument);
  if (*thread != nullptr) return 0;
  *thread = sleeper;
  return static_cast<pid_t>(sleeper->tid);
}

bool getThread(Dwfl* /*dwfl*/, pid_t tid, void* argument, void** thread) {
  auto* const sleeper = static_cast<Sleeper*>(argument);
  *thread = sleeper;
  return tid == static_cast<pid_t>(sleeper->tid);
}

bool readWord(Dwfl* /*dwfl*/, Dwarf_Addr address, Dwarf_Word* word, void* argument) {
  const auto value = valueAt<std::uint64_t>(static_cast<Sleeper*>(argument)->pid, address);
  if (value) *word = *value;
  return value.has_value();
}

bool setRegisters(Dwfl_Thread* thread, void* argument) {
  const SystemCall& call = static_cast<Sleeper*>(argument)->call;
  const Dwarf_Word sp = call.sp;
  const Dwarf_Word pc = call.pc;
#if defined(__x86_64__)
  return dwfl_thread_state_registers(thread, kStackPointer, 1, &sp) &&
         dwfl_thread_state_registers(thread, kReturnAddress, 1, &pc);
#elif defined(__aarch64__)
  dwfl_thread_state_register_pc(thread, pc);
  return dwfl_thread_state_registers(thread, kStackPointer, 1, &sp);
#else
  (void)thread, (void)sp, (void)pc;
  return false;
#endif
}

const Dwfl_Thread_Callbacks kSleeping = [] {
  Dwfl_Thread_Callbacks callbacks{};
  callbacks.next_thread = nextThread;
  callbacks.get_thread = getThread;
  callbacks.memory_read = readWord;
  callbacks.set_initial_registers = setRegisters;
  return callbacks;
}();

int takeFrame(Dwfl_Frame* frame, void* argument) {
  auto& addresses = static_cast<Unwound*>(argument)->addresses;
  Dwarf_Addr pc = 0;
  bool isActivation = false;
  if (!dwfl_frame_pc(frame, &pc, &isActivation)) return DWARF_CB_ABORT;
  if (pc == 0) return DWARF_CB_OK;
  // Frames are told as return addresses, and a place that was reached otherwise as if it were one.
  addresses.push_back(isActivation && !addresses.empty() ? pc + 1 : pc);
  return addresses.size() < kMaxFrames ? DWARF_CB_OK : DWARF_CB_ABORT;
}

}  // namespace

struct RemoteUnwinder::Session {
  explicit Session(std::uint32_t pid) : dwfl(dwfl_begin(&kCallbacks)) {
    isGood = dwfl != nullptr && dwfl_linux_proc_report(dwfl, static_cast<pid_t>(pid)) == 0 &&
             dwfl_report_end(dwfl, nullptr, nullptr) == 0;
  }
  ~Session() {
    if (dwfl != nullptr) dwfl_end(dwfl);  // detaches, should anything still be attached
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] Unwound frames(std::uint32_t tid) const {
    Unwound unwound;
    if (isGood)
      unwound.isComplete =
          dwfl_getthread_frames(dwfl, static_cast<pid_t>(tid), takeFrame, &unwound) == 0;
    return unwound;
  }

  Dwfl* dwfl;
  Sleeper sleeper;
  bool isGood = false;
};

RemoteUnwinder::RemoteUnwinder(std::uint32_t pid)
    : pid_(pid), sleeping_(std::make_unique<Session>(pid)) {
  Session& session = *sleeping_;
  session.sleeper.pid = pid;
  if (session.isGood)
    session.isGood = dwfl_attach_state(session.dwfl, nullptr, static_cast<pid_t>(pid), &kSleeping,
                                       &session.sleeper);
}

RemoteUnwinder::~RemoteUnwinder() = default;

Unwound RemoteUnwinder::unwind(std::uint32_t tid, const SystemCall& call) {
  sleeping_->sleeper.tid = tid;
  sleeping_->sleeper.call = call;
  return sleeping_->frames(tid);
}

Unwound RemoteUnwinder::unwindStopped(std::uint32_t tid) {
  if (stopping_ == nullptr) {
    stopping_ = std::make_unique<Session>(pid_);
    Session& session = *stopping_;
    if (session.isGood)
      session.isGood = dwfl_linux_proc_attach(session.dwfl, static_cast<pid_t>(pid_), false) == 0;
  }
  return stopping_->frames(tid);
}

std::vector<recording::Module> RemoteUnwinder::modules() {
  std::vector<recording::Module> modules;
  if (!sleeping_->isGood) return modules;
  const auto take = [](Dwfl_Module* module, void**, const char* name, Dwarf_Addr start,
                       void* argument) {
    recording::Module one;
    Dwarf_Addr end = 0;
    GElf_Addr bias = 0;
    const char* file = nullptr;
    dwfl_module_info(module, nullptr, nullptr, &end, nullptr, nullptr, &file, nullptr);
    if (dwfl_module_getelf(module, &bias) == nullptr) return static_cast<int>(DWARF_CB_OK);
    one.path = file != nullptr ? file : name;
    one.start = start;
    one.end = end;
    one.bias = bias;
    const unsigned char* id = nullptr;
    GElf_Addr where = 0;
    for (int size = dwfl_module_build_id(module, &id, &where); size-- > 0; ++id)
      one.buildId += fmt::format("{:02x}", *id);
    static_cast<std::vector<recording::Module>*>(argument)->push_back(std::move(one));
    return static_cast<int>(DWARF_CB_OK);
  };
  dwfl_getmodules(sleeping_->dwfl, take, &modules, 0);
  return modules;
}

}  // namespace gordian::cli::outside
