// FLAGS: -std=c++20
// Exceptions leave before the call has done its work, through the destructors of their try.
#include <mutex>
#include <stdexcept>

std::mutex m, n;
int shared;

void mayThrow(int);
void cannotThrow(int) noexcept;
extern "C" int cFunction(int);

int handled() {
  std::lock_guard outer(n);
  try {
    std::lock_guard inner(m);
    mayThrow(1);
    cannotThrow(2);
    cFunction(3);
    m.unlock();
  } catch (const std::runtime_error& e) {
    shared = 1;
    return 1;
  } catch (...) {
    shared = 2;
  }
  return 0;
}

void thrown(bool bad) {
  std::lock_guard guard(m);
  if (bad) throw std::runtime_error("bad");
  ++shared;
}

void nested() {
  try {
    std::lock_guard one(m);
    try {
      std::lock_guard two(n);
      mayThrow(1);
    } catch (int) {
      shared = 3;
      throw;
    }
  } catch (const std::exception&) {
    shared = 4;
  }
}

struct Member {
  explicit Member(int);
};

struct FunctionTry {
  FunctionTry() try : member(1) {
    mayThrow(2);
  } catch (...) {
    shared = 5;
  }
  Member member;
};
