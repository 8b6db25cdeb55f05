// The runtime cannot include lockgraph's C++ headers; its numbers must be the same all the same.
#include "lock_table.hpp"

#include <gordian/lockgraph/trace.hpp>

#include <gtest/gtest.h>

namespace {

using gordian::lockgraph::LockKind;

TEST(Kinds, AreLockgraphsKinds) {
  using namespace gordian::runtime;
  EXPECT_EQ(static_cast<LockKind>(kMutexKind), LockKind::Mutex);
  EXPECT_EQ(static_cast<LockKind>(kRecursiveMutexKind), LockKind::RecursiveMutex);
  EXPECT_EQ(static_cast<LockKind>(kErrorCheckMutexKind), LockKind::ErrorCheckMutex);
  EXPECT_EQ(static_cast<LockKind>(kRwLockKind), LockKind::RwLock);
  EXPECT_EQ(static_cast<LockKind>(kRwLockPreferWriterKind), LockKind::RwLockPreferWriter);
  EXPECT_EQ(static_cast<LockKind>(kSpinLockKind), LockKind::SpinLock);
  EXPECT_EQ(static_cast<LockKind>(kSemaphoreKind), LockKind::Semaphore);
  EXPECT_EQ(static_cast<LockKind>(kOnceKind), LockKind::OnceFlag);
  EXPECT_EQ(static_cast<LockKind>(kGuardKind), LockKind::StaticGuard);
}

}  // namespace
