// A lock of the project's own, and its guard.
#pragma once

class Lock {
 public:
  Lock();
  ~Lock();
  void enter();
  void leave();

 private:
  struct Native;
  Native* native_;
};

class Entered {
 public:
  explicit Entered(Lock& lock) : lock_(lock) { lock_.enter(); }
  ~Entered() { lock_.leave(); }

 private:
  Lock& lock_;
};
