// OPTIONS: possible
// A handler is given to an event loop by another thread, at any time; the loop runs in a thread
// that is begun after the status was set, and joined before it is set again.
#include <memory>
#include <thread>

#include "boost_asio.hpp"

class Service {
 public:
  void start() {
    thread_ = std::make_unique<std::thread>([this] { context_.run(); });
  }
  void stop() {
    context_.stop();
    thread_->join();
  }
  boost::asio::io_context& context() { return context_; }

 private:
  boost::asio::io_context context_;
  std::unique_ptr<std::thread> thread_;
};

Service service;
int status;

int show() {
  return status;
}

int main() {
  std::thread asking([] { service.context().post([] { show(); }); });
  status = 1;  // NORACE
  service.start();
  service.stop();
  status = 2;
  asking.join();
}
