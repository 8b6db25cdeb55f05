#include "ticket.hpp"

int Ticket::last() {
  std::lock_guard<std::mutex> guard(m_);
  return last_;  // NORACE
}
