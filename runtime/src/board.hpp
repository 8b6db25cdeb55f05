// The board as a process writes it: shared memory of `gordian run`, or private memory where the
// program links the runtime and watches itself. Windows and slots are claimed when a thread first
// waits; see gordian/recording/board.h for the layout.
#pragma once

#include <gordian/recording/board.h>

#include <cstdint>

namespace gordian::runtime {

// Finds the board that the environment names. Without one a linked program gets one of its own;
// where neither is possible nothing is published. Called at start.
void attachBoard() noexcept;
// A new slot of this process, zeroed but for pid; null when there is none to have.
recording::BoardSlot* claimSlot() noexcept;
void releaseSlot(recording::BoardSlot* slot) noexcept;
// Room for `count` held locks behind those in the slot, kept with the slot for later; gives a
// pointer to the first part, whose `next` leads on. False: no room.
bool reserveMore(recording::BoardSlot& slot, std::uint32_t count) noexcept;
// The window with that number, when this process has it mapped.
void* mappedWindow(std::uint32_t window) noexcept;

// In a forked child: the parent's slots are the parent's.
void leaveBoard() noexcept;
// At the end of the process: nothing more is claimed. Threads may still run, so the windows stay;
// whoever watches takes those of processes that are gone.
void closeBoard() noexcept;

// Is this process its own watcher? Then the board is here.
const recording::BoardHeader* privateBoard() noexcept;

void lockBoard() noexcept;
void unlockBoard() noexcept;

}  // namespace gordian::runtime
