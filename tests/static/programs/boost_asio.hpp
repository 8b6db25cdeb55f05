// As much of Boost.Asio as the programs need.
#pragma once

#include <cstddef>

namespace boost::asio {

class io_context {
 public:
  template <class Handler>
  void post(const Handler&) {}
  std::size_t run();
  void stop();
};

}  // namespace boost::asio
