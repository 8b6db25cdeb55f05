// What the threads of a process hold, by the board of its run.
#pragma once

#include <cstddef>

#include "attached_board.hpp"
#include "describe_process.hpp"
#include "scene.hpp"

namespace gordian::cli::outside {

// Of the threads that wait on the board: of others it does not tell.
Holds holdsOnBoard(const AttachedBoard& board, Scene& scene, std::size_t process);

}  // namespace gordian::cli::outside
