// FLAGS: -std=c++20
// Places: elements, pointer arithmetic, references, bindings.
#include <array>
#include <mutex>
#include <tuple>
#include <utility>

struct Slot {
  std::mutex m;
  int value;
  Slot* next;
};

Slot slots[10];
int grid[3][4];
const int kLast = 9;

int next(int);

void elements(int i, int j) {
  slots[i].m.lock();
  slots[i].value++;
  slots[i].m.unlock();
  slots[kLast].value = 1;
  slots[i + 1].value = 2;
  slots[next(i)].value = 3;
  slots[next(i)].value = 4;
  grid[1][j] = grid[i][j];
}

int walk(Slot* first, Slot* last, int k) {
  int sum = 0;
  for (Slot* p = first; p != last; ++p) sum += p->value;
  first[2].value = 1;
  first[0].value = 2;
  (first + k)->value = 3;
  (*(first - 1)).next->next->value = 4;
  int* inRow = grid[2];
  inRow[k] = 5;
  *inRow = 6;
  Slot* array = slots;
  array[3].value = 7;
  Slot** indirect = &array;
  (*indirect)->value = 8;
  return sum;
}

void references(Slot& slot, Slot& other) {
  Slot& alias = slot.next ? *slot.next : other;
  alias.value = 1;
  int& number = slot.value;
  number = 2;
  auto&& forwarded = other.value;
  forwarded += 1;
}

void bindings(std::pair<int, Slot*> pair, Slot& slot, std::tuple<int, int>& tuple) {
  auto [a, b] = pair;
  b->value = a;
  auto& [m, value, next] = slot;
  value = 3;
  auto& [x, y] = tuple;
  x = y;
  int plain[2] = {1, 2};
  auto& [p, q] = plain;
  p = q;
}

int ranges(std::array<Slot, 2>& array) {
  int sum = 0;
  for (Slot& slot : slots) sum += slot.value;
  for (auto& slot : array) slot.value = 1;
  return sum;
}

void members(Slot* slot, int Slot::* which, void (std::mutex::* action)()) {
  slot->*which = 1;
  (slot->m.*action)();
}
