// FLAGS: -std=c++20
// What runs before main, what is constant, what each thread has.
#include <mutex>
#include <string>
#include <thread>

int compute();
int dynamic = compute();
int constant = 5;
const int kConstant = 6;
constexpr int kCompiled = 7;
const std::string kText = "text";
thread_local int perThread = compute();
static int internal;
extern int elsewhere;
int* address = &constant;

struct Registry {
  Registry() { instance = this; }
  ~Registry() { instance = nullptr; }
  static Registry* instance;
  inline static std::mutex lock;
};
Registry* Registry::instance = nullptr;
Registry registry;
std::thread background([] { ++internal; });

int& counter() {
  static int value = compute();
  static std::string name("x");
  return value;
}

int use() { return kConstant + kCompiled + constant + dynamic + elsewhere + perThread + counter(); }
