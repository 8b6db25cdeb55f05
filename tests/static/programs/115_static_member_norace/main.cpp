// Static members in a header, under their lock everywhere.
#include <thread>

#include "ticket.hpp"

int main() {
  Ticket::restart();
  std::thread a([] { Ticket::next(); });
  std::thread b([] { Ticket::last(); });
  a.join();
  b.join();
}
