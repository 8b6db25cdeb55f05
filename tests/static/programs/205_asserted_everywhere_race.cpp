// Thirty ledgers share functions that assert that their callers hold the lock: more than are told
// apart. Of the last one half is counted, without it.
#include <mutex>

class Mutex {
 public:
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }
  void assertHeld() {}

 private:
  std::mutex mutex_;
};

struct Ledger {
  Mutex mutex;
  int sum = 0;

  void count(int number) {
    mutex.assertHeld();
    sum += number;
  }
  void divide(int number) { count(number / 2); }  // RACE
  void split(int number) { divide(number); }
  void add(int number) {
    std::lock_guard guard(mutex);
    count(number);
  }
};

Ledger a, b, c, d, e, f, g, h, i, j, k, l, m, n, o;
Ledger aa, bb, cc, dd, ee, ff, gg, hh, ii, jj, kk, ll, mm, nn, oo;

void addToAll(int number) {
  a.add(number), b.add(number), c.add(number), d.add(number), e.add(number);
  f.add(number), g.add(number), h.add(number), i.add(number), j.add(number);
  k.add(number), l.add(number), m.add(number), n.add(number), o.add(number);
  aa.add(number), bb.add(number), cc.add(number), dd.add(number), ee.add(number);
  ff.add(number), gg.add(number), hh.add(number), ii.add(number), jj.add(number);
  kk.add(number), ll.add(number), mm.add(number), nn.add(number);
  oo.split(number);
}
