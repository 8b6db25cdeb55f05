// FLAGS: -std=c++20
// Ways to begin a thread: what it runs, with what.
#include <pthread.h>

#include <functional>
#include <future>
#include <thread>
#include <vector>

struct Server {
  void serve(int port);
  void start(int n);
  static void* entry(void* self) {
    static_cast<Server*>(self)->serve(1);
    return nullptr;
  }
  std::thread thread_;
  std::vector<std::thread> pool_;
  std::function<void(int)> callback_;
};

void work(int& number, const Server* server);

void Server::serve(int port) { callback_(port); }

void Server::start(int n) {
  pthread_t id;
  pthread_create(&id, nullptr, &Server::entry, this);
  thread_ = std::thread(&Server::serve, this, 80);
  for (int i = 0; i < n; ++i) pool_.emplace_back([this, i] { serve(i); });
  std::thread(work, std::ref(n), this).detach();
  auto bound = std::bind(&Server::serve, this, std::placeholders::_1);
  callback_ = bound;
  auto future = std::async(std::launch::async, [&n] { return n; });
  std::jthread joining([](std::stop_token, int) {}, 3);
  for (auto& thread : pool_) thread.join();
}

int main() {
  Server server;
  server.start(2);
}
