// Static members in a header; a function in another file reads without their lock.
#include <thread>

#include "ticket.hpp"

int main() {
  Ticket::restart();
  std::thread a([] { Ticket::next(); });
  std::thread b([] { Ticket::last(); });
  a.join();
  b.join();
}
