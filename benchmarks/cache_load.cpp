// Loads memcached as fast as it answers: nine gets for one set, each connection with one request on
// its way (or several: PIPELINE). Prints how many were answered and in how many seconds. In C++,
// because a client in Python would measure itself.
//
//   cache_load PORT REQUESTS [THREADS [CONNECTIONS [PIPELINE]]]
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kKeys = 10'000;
constexpr std::size_t kValueSize = 100;
constexpr std::uint32_t kGetsForOneSet = 9;

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

class Connection {
 public:
  Connection(std::uint16_t port, std::uint32_t seed) : random_(seed) {
    socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      fail("cache_load: connect");
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Connection() {
    if (socket_ >= 0) close(socket_);
  }
  Connection(Connection&& other) noexcept
      : socket_(other.socket_), random_(other.random_), expected_(other.expected_) {
    other.socket_ = -1;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection& operator=(Connection&&) = delete;

  void ask(std::uint32_t requests) {
    std::string text;
    for (std::uint32_t i = 0; i < requests; ++i) {
      const auto key = static_cast<std::uint32_t>(random_() % kKeys);
      addRequest(text, key, random_() % (kGetsForOneSet + 1) == 0);
    }
    send(text);
  }

  void store(std::uint32_t key) {
    std::string text;
    addRequest(text, key, true);
    send(text);
    takeAnswers();
  }

  // Every request ends with one of these lines, and a value never looks like one.
  void takeAnswers() {
    std::string rest;
    char buffer[16384];
    while (expected_ != 0) {
      const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
      if (got <= 0) fail("cache_load: recv");
      rest.append(buffer, static_cast<std::size_t>(got));
      std::size_t begin = 0;
      for (std::size_t end = 0; (end = rest.find("\r\n", begin)) != std::string::npos;
           begin = end + 2) {
        const std::string_view line(rest.data() + begin, end - begin);
        if (line == "END" || line == "STORED")
          --expected_;
        else if (line.find("ERROR") != std::string_view::npos)
          fail("cache_load: the server refused");
      }
      rest.erase(0, begin);
    }
  }

 private:
  void addRequest(std::string& text, std::uint32_t key, bool isSet) {
    static const std::string kValue(kValueSize, 'v');
    const std::string name = "key-" + std::to_string(key);
    if (isSet)
      text += "set " + name + " 0 0 " + std::to_string(kValueSize) + "\r\n" + kValue + "\r\n";
    else
      text += "get " + name + "\r\n";
    ++expected_;
  }

  void send(const std::string& text) const {
    for (std::size_t sent = 0; sent < text.size();) {
      const ssize_t now = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (now <= 0) fail("cache_load: send");
      sent += static_cast<std::size_t>(now);
    }
  }

  int socket_ = -1;
  std::minstd_rand random_;
  std::uint32_t expected_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int at, unsigned long unless) {
    return argc > at ? std::strtoul(argv[at], nullptr, 10) : unless;
  };
  const auto port = static_cast<std::uint16_t>(number(1, 0));
  const std::uint64_t requests = number(2, 0);
  const std::size_t threads = number(3, 2);
  const std::size_t connections = number(4, 50);
  const auto pipeline = static_cast<std::uint32_t>(number(5, 1));
  if (port == 0 || requests == 0 || threads == 0 || connections < threads || pipeline == 0) {
    std::fputs("usage: cache_load PORT REQUESTS [THREADS [CONNECTIONS [PIPELINE]]]\n", stderr);
    return 2;
  }
  Connection first(port, 1);
  for (std::uint32_t key = 0; key < kKeys; ++key) first.store(key);

  std::atomic<std::uint64_t> answered = 0;
  std::vector<std::thread> clients;
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < threads; ++i)
    clients.emplace_back([&, i] {
      std::vector<Connection> mine;
      for (std::size_t c = i; c < connections; c += threads)
        mine.emplace_back(port, static_cast<std::uint32_t>(c + 2));
      std::uint64_t count = 0;
      while (count * threads < requests) {
        for (Connection& connection : mine) connection.ask(pipeline);
        for (Connection& connection : mine) connection.takeAnswers();
        count += mine.size() * pipeline;
      }
      answered += count;
    });
  for (std::thread& client : clients) client.join();
  const std::chrono::duration<double> took = Clock::now() - begin;
  std::printf("%llu %.3f\n", static_cast<unsigned long long>(answered.load()), took.count());
  return 0;
}
