// FLAGS: -std=c++20
// Clang's thread-safety attributes, and comments that speak to Gordian.
#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define PT_GUARDED_BY(x) __attribute__((pt_guarded_by(x)))
#define ACQUIRED_BEFORE(...) __attribute__((acquired_before(__VA_ARGS__)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define REQUIRES_SHARED(...) __attribute__((requires_shared_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define TRY_ACQUIRE(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define RETURN_CAPABILITY(x) __attribute__((lock_returned(x)))
#define NO_ANALYSIS __attribute__((no_thread_safety_analysis))

class CAPABILITY("mutex") Mutex {
 public:
  void lock() ACQUIRE();
  void unlock() RELEASE();
  bool tryLock() TRY_ACQUIRE(true);
  const Mutex& operator!() const { return *this; }
};

class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& m) ACQUIRE(m) : mutex(m) { mutex.lock(); }
  ~MutexLock() RELEASE() { mutex.unlock(); }
  Mutex& mutex;
};

extern Mutex second;
Mutex global ACQUIRED_BEFORE(second);
Mutex second;
int counter GUARDED_BY(global);

class Account {
 public:
  void add(int n) REQUIRES(mutex_) { balance_ += n; }
  int get() REQUIRES_SHARED(mutex_) { return balance_; }
  void deposit(int n) EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    add(n);
  }
  void outside() REQUIRES(!mutex_);
  Mutex& mutex() RETURN_CAPABILITY(mutex_) { return mutex_; }
  void unchecked() NO_ANALYSIS { balance_ = 0; }  // gordian: allow(GD401, GD402) before threads

 private:
  Mutex mutex_;
  int balance_ GUARDED_BY(mutex_) = 0;
  int* pointed_ PT_GUARDED_BY(mutex_) = nullptr;
  Mutex* other_ = nullptr;
  int foreign_ GUARDED_BY(other_) = 0;
};

void use(Account& account, Mutex* m) REQUIRES(account.mutex(), m, global);
void use(Account& account, Mutex*) { account.deposit(1); }
/* gordian: allow(GD404) in another form */
// What is only quoted allows nothing: `// gordian: allow(GD401) reason`.
