// While one lives, this thread is not cancelled: pthread_mutex_lock is no cancellation point, and
// what the runtime calls inside it (open, write, fallocate) must not make it one.
#pragma once

#include <pthread.h>

namespace gordian::runtime {

class NotCancelled {
 public:
  NotCancelled() noexcept { pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_); }
  ~NotCancelled() { pthread_setcancelstate(before_, nullptr); }
  NotCancelled(const NotCancelled&) = delete;
  NotCancelled& operator=(const NotCancelled&) = delete;

 private:
  int before_ = PTHREAD_CANCEL_ENABLE;
};

}  // namespace gordian::runtime
