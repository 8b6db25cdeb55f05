// The board's memory as its readers want it.
#pragma once

#include <gordian/recording/board.h>

#include <cstddef>

#include "snapshot.hpp"

namespace gordian::cli {

// `board`: of BoardMemory::size().
inline board::BoardView boardViewOf(const unsigned char* board) {
  board::BoardView view;
  view.header = reinterpret_cast<const recording::BoardHeader*>(board);
  view.window = [](void* context, std::uint32_t index) -> const void* {
    if (index >= recording::kWindows) return nullptr;
    return static_cast<const unsigned char*>(context) + recording::kBoardHeaderSize +
           std::size_t{index} * recording::kWindowSize;
  };
  view.context = const_cast<unsigned char*>(board);  // handed back to that function only
  return view;
}

}  // namespace gordian::cli
