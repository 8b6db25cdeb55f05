#include "order.hpp"

#include "memory.hpp"
#include "once_order.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "revisits.hpp"
#include "rounds.hpp"

#include <new>

namespace gordian::runtime {

using namespace recording;

Order* orderOf(ThreadState& thread) noexcept {
  if (thread.order == nullptr) {
    void* memory = allocate(sizeof(Order));
    if (memory != nullptr) thread.order = new (memory) Order;
  }
  return thread.order;
}

void freeOrder(ThreadState& thread) noexcept {
  Order* order = thread.order;
  if (order == nullptr) return;
  thread.order = nullptr;
  releaseArray(order->passed, order->passedPlaces);
  releaseArray(order->revisited, order->revisitedPlaces);
  release(order, sizeof *order);
}

void noteOrderCut(ThreadState& thread, std::uint32_t segment) noexcept {
  Order* order = orderOf(thread);
  if (order == nullptr || order->isCut) return;
  order->isCut = true;
  const RecordsLocked locked;
  if (!recorder.isOpen()) return;
  writeThread(thread);
  recorder.append(kOrderCut, OrderCutRecord{thread.id, segment});
}

void writeOrder(ThreadState& thread, bool isEnd) noexcept {
  if (thread.order == nullptr) return;
  writeRounds(thread, isEnd);
  if (isEnd) writeStretches(thread);
}

void forgetOrder(ThreadState* thread) noexcept {
  forgetBarriers();
  forgetOnces();
  if (thread == nullptr) return;
  thread->boundaryDue = false;
  freeOrder(*thread);
}

}  // namespace gordian::runtime
