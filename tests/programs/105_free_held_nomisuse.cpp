// Objects die with their mutexes: shared by threads, and static ones at the end of the process.
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct Account {
  std::mutex m;
  int balance = 0;
};

static std::unique_ptr<Account> last = std::make_unique<Account>();

int main() {
  for (int i = 0; i < 100; ++i) {
    auto account = std::make_shared<Account>();
    std::vector<std::thread> threads;
    for (int k = 0; k < 3; ++k)
      threads.emplace_back([account] {
        const std::lock_guard guard(account->m);
        ++account->balance;
      });
    account.reset();
    for (auto& thread : threads) thread.join();
  }
  std::thread([] {
    last->m.lock();
    std::puts("done");  // NODEADLOCK
    std::exit(0);
  }).join();
}
