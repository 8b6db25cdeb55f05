#include "symbols/source_text.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gordian::cli::symbols {
namespace {

TEST(LockExpression, IsReadFromPlainLockLines) {
  EXPECT_EQ(lockExpression("  std::lock_guard a(from.m);"), "from.m");
  EXPECT_EQ(lockExpression("std::lock_guard<std::mutex> guard{this->mutex_};"), "mutex_");
  EXPECT_EQ(lockExpression("std::unique_lock lk(q->mu, std::defer_lock);"), "q->mu");
  EXPECT_EQ(lockExpression("  pthread_mutex_lock(&q->mu);"), "q->mu");
  EXPECT_EQ(lockExpression("if (pthread_mutex_init(&pool[i].lock, NULL))"), "pool[i].lock");
  EXPECT_EQ(lockExpression("sem_wait(&slots);"), "slots");
  EXPECT_EQ(lockExpression("  m_.lock();"), "m_");
  EXPECT_EQ(lockExpression("node->lock.lock_shared();"), "node->lock");
}

TEST(LockExpression, IsEmptyForEverythingElse) {
  EXPECT_EQ(lockExpression("std::scoped_lock both(a.m, b.m);"), "");
  EXPECT_EQ(lockExpression("pthread_mutex_unlock_all();  // m.lock()"), "");
  EXPECT_EQ(lockExpression("std::lock_guard a(pick(x, y));"), "");
  EXPECT_EQ(lockExpression("transfer(alice, bob);"), "");
  EXPECT_EQ(lockExpression("lock();"), "");
  EXPECT_EQ(lockExpression(""), "");
}

TEST(PythonTarget, IsTheAssignedVariable) {
  EXPECT_EQ(pythonTarget("lock_a = threading.Lock()"), "lock_a");
  EXPECT_EQ(pythonTarget("        self.lock = Lock()"), "self.lock");
  EXPECT_EQ(pythonTarget("lock: threading.Lock = threading.Lock()"), "lock");
  EXPECT_EQ(pythonTarget("locks = [threading.Lock() for _ in range(5)]"), "locks");
  EXPECT_EQ(pythonTarget("a, b = Lock(), Lock()"), "");
  EXPECT_EQ(pythonTarget("a = Lock(); b = Lock()"), "");
  EXPECT_EQ(pythonTarget("a = Lock()  # one; no more"), "a");
  EXPECT_EQ(pythonTarget("use(threading.Lock())"), "");
  EXPECT_EQ(pythonTarget("use(lock=threading.Lock())"), "");
}

TEST(PythonLockExpression, IsWhatIsTaken) {
  EXPECT_EQ(pythonLockExpression("    with self.lock:  # first"), "self.lock");
  EXPECT_EQ(pythonLockExpression("lock_a.acquire(timeout=1)"), "lock_a");
  EXPECT_EQ(pythonLockExpression("with a, b:"), "");
  EXPECT_EQ(pythonLockExpression("with open(name) as file:"), "");
  EXPECT_EQ(pythonLockExpression("if not lock.acquire(False):"), "lock");
}

TEST(SourceText, ReadsRegularFilesOfBoundedSizeOnly) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "gordian_source_text";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.cpp") << "one\ntwo \x1b[2J\n";
  std::ofstream(folder / "big.cpp") << std::string((1 << 20) + 1, '\n');
  SourceText text;
  EXPECT_EQ(text.line(folder / "a.cpp", 1), "one");
  EXPECT_EQ(text.line(folder / "a.cpp", 2), "two  [2J");
  EXPECT_EQ(text.line(folder / "a.cpp", 3), "");
  EXPECT_EQ(text.line(folder / "big.cpp", 1), "");
  EXPECT_EQ(text.line("/dev/zero", 1), "");
  EXPECT_EQ(text.line("a.cpp", 1), "");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gordian::cli::symbols
