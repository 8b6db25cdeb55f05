#include "ticket.hpp"

int Ticket::last() {
  return last_;  // RACE
}
