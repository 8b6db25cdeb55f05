// Incidents as a recording tells them: something a thread did that is wrong in itself.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace gordian::recording {

struct Incident {
  std::uint32_t rule = 0;    // 301, 302, …
  std::uint32_t detail = 0;  // IncidentDetail (format.h)
  lockgraph::ThreadId thread{};
  std::optional<lockgraph::LockId> lock;
  lockgraph::StackId stack{};  // where it was done; 0: unknown
  std::optional<lockgraph::ThreadId> otherThread;
  std::optional<lockgraph::LockId> otherLock;
  lockgraph::StackId otherStack{};  // where that one acquired it; 0: unknown
  std::uint64_t value = 0;
  std::string text;
  lockgraph::Sequence seen = 0;
};

}  // namespace gordian::recording
