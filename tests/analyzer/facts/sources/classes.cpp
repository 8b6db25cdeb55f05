// FLAGS: -std=c++20
// Constructors with what they initialise, destructors with what they destroy, virtual calls.
#include <mutex>

struct Guarded {
  Guarded();
  ~Guarded();
  std::mutex m;
};

struct Base {
  explicit Base(int n) : number(n) {}
  virtual ~Base() = default;
  virtual int get() { return number; }
  int number;
  Guarded inBase;
};

struct Part {
  Part(int* p) : pointer(p) {}
  ~Part() { *pointer = 0; }
  int* pointer;
};

struct Derived final : Base {
  Derived() : Derived(5) {}
  explicit Derived(int n) : Base(n), reference(number), part(&number) { count = n; }
  int get() override {
    const int inherited = Base::get();
    return inherited + reference + withDefault;
  }
  int& reference;
  int withDefault = 3;
  Part part;
  Part parts[2] = {&count, &number};
  static int count;
};
int Derived::count = 0;

struct Inherits : Base {
  using Base::Base;
};

struct Point {
  int x, y;
};

int use(Base* base, Derived& derived, Point* point) {
  Inherits object(1);
  Derived* made = new Derived;
  delete base;
  delete made;
  base->get();
  derived.get();
  object.Base::get();
  Point copy = *point;
  *point = copy;
  Point listed{1, 2};
  Guarded several[3];
  return listed.x;
}

struct Number {
  Number& operator++() {
    ++value;
    return *this;
  }
  friend bool operator<(const Number& a, const Number& b) { return a.value < b.value; }
  int& operator[](int i) { return values[i]; }
  int value;
  int values[4];
};

void operators(Number& a, Number& b, int i) {
  if (a < b) ++a;
  a[i] = b[2];
}
