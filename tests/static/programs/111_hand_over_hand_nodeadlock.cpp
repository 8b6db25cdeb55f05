// A list is walked hand over hand, forward only; backward with one lock at a time.
#include <mutex>
#include <thread>

struct Node {
  std::mutex m;
  long value = 1;
  Node* next = nullptr;
  Node* previous = nullptr;
};

Node first;
Node middle;
Node last;

long sumForward() {
  long sum = 0;
  Node* at = &first;
  at->m.lock();
  while (at->next != nullptr) {
    sum += at->value;
    at->next->m.lock();
    at->m.unlock();
    at = at->next;
  }
  sum += at->value;
  at->m.unlock();
  return sum;
}

long sumBackward() {
  long sum = 0;
  for (Node* at = &last; at != nullptr; at = at->previous) {
    std::lock_guard<std::mutex> guard(at->m);  // NODEADLOCK
    sum += at->value;
  }
  return sum;
}

int main() {
  first.next = &middle;
  middle.next = &last;
  last.previous = &middle;
  middle.previous = &first;
  std::thread a(sumForward);
  std::thread b(sumBackward);
  a.join();
  b.join();
}
