// What the live wait-for graph says of one moment of a program: the threads it calls dead.
#pragma once

#include "machine.hpp"

namespace gordian::oracle {

// Bit by thread.
std::uint8_t deadAt(const Program& program, const State& state);

}  // namespace gordian::oracle
