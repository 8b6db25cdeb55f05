// What the program sees of errno is what the real function left there.
#pragma once

#include <cerrno>

namespace gordian::runtime {

class KeepErrno {
 public:
  KeepErrno() noexcept : error_(errno) {}
  ~KeepErrno() { errno = error_; }
  KeepErrno(const KeepErrno&) = delete;
  KeepErrno& operator=(const KeepErrno&) = delete;

 private:
  int error_;
};

}  // namespace gordian::runtime
