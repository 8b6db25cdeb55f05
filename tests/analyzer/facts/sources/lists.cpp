// FLAGS: -std=c++20
// Lists between braces: std::initializer_list stands for the array behind it.
#include <functional>
#include <initializer_list>
#include <vector>

void first();
void second();

void run(const std::vector<std::function<void()>>& all);

void pass() { run({first, second}); }

int named() {
  int a = 1;
  int b = 2;
  std::initializer_list<int*> list = {&a, &b};
  int sum = 0;
  for (int* each : list) sum += *each;
  return sum;
}

void loop(int* a, int* b) {
  for (int* each : {a, b}) *each = 0;
}
