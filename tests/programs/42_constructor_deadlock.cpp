// OPTIONS: locks=2
// The constructor's order is repeated after others have learned of the object.
#include <pthread.h>

#include <cstdio>
#include <memory>

#include "live.hpp"

struct Node {
  Node() {
    pthread_mutex_init(&a, nullptr);
    pthread_mutex_init(&b, nullptr);
    link();
  }
  ~Node() {
    pthread_mutex_destroy(&a);
    pthread_mutex_destroy(&b);
  }
  void link() {
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);  // DEADLOCK
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
  }
  void unlink() {
    pthread_mutex_lock(&b);
    pthread_mutex_lock(&a);  // DEADLOCK
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
  }

  pthread_mutex_t a;
  pthread_mutex_t b;
};

int main() {
  std::unique_ptr<Node> node;  // gone after the partner
  Partner partner;
  node = std::make_unique<Node>();
  partner.run([&] { node->unlink(); });
  node->link();
  std::puts("done");
}
