// FLAGS: -std=c++20
// Code of the project that library code calls before it returns.
#include <algorithm>
#include <memory>
#include <vector>

struct Item {
  Item(int n);
  ~Item();
  int key;
};

void use(std::vector<int>& numbers, int& calls) {
  auto item = std::make_unique<Item>(3);
  auto shared = std::make_shared<Item>(4);
  std::sort(numbers.begin(), numbers.end(), [&](int a, int b) {
    ++calls;
    return a < b;
  });
  std::vector<Item> items;
  items.emplace_back(5);
  std::for_each(numbers.begin(), numbers.end(), [&](auto n) { calls += n; });
  item->key = 1;
}
