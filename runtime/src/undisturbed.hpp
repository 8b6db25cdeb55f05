// While one lives, no signal handler runs on this thread, so none can jump out. For what is rare
// and long; it costs two system calls. Keeps errno.
#pragma once

#include <csignal>

namespace gordian::runtime {

class Undisturbed {
 public:
  Undisturbed() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~Undisturbed() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace gordian::runtime
