// What the annotated programs share: threads that are alive together and yet take turns.
//
// The turns are soft order (atomics): they keep the program from hanging and say nothing about what
// another run may do. Only creating and joining threads is an order that refutes a deadlock.
// With LIVE_FREE in the environment the turns are lifted: then the program can hang, as it does
// where `gordian provoke` succeeds.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

inline const bool turnsLifted = std::getenv("LIVE_FREE") != nullptr;

// A counter that threads wait for.
class Counter {
 public:
  void reach(int step) {
    at_.store(step);
    at_.notify_all();
  }
  void add() {
    ++at_;
    at_.notify_all();
  }
  void await(int step) const {
    for (int now = at_.load(); now < step; now = at_.load()) at_.wait(now);
  }

 private:
  std::atomic<int> at_{0};
};

// The same for turns of the program's own.
class Steps {
 public:
  void reach(int step) { counter_.reach(step); }
  void await(int step) const {
    if (!turnsLifted) counter_.await(step);
  }

 private:
  Counter counter_;
};

// A second thread that lives as long as this object and does what it is told, one job at a time.
class Partner {
 public:
  ~Partner() {
    steps_.await(2 * jobs_);
    job_ = nullptr;
    steps_.reach(2 * jobs_ + 1);
    thread_.join();
  }
  void run(std::function<void()> job) {
    steps_.await(2 * jobs_);
    job_ = std::move(job);
    steps_.reach(2 * jobs_ + 1);
    ++jobs_;
    if (!turnsLifted) steps_.await(2 * jobs_);
  }

 private:
  void work() {
    for (int done = 0;; ++done) {
      steps_.await(2 * done + 1);
      if (!job_) return;
      job_();
      steps_.reach(2 * done + 2);
    }
  }

  Counter steps_;
  std::function<void()> job_;
  int jobs_ = 0;
  std::thread thread_{[this] { work(); }};
};

// Runs each role in a thread of its own. All threads exist before the first role begins and until
// the last role ends; the roles run one after the other, in the order given.
inline void runLive(const std::vector<std::function<void()>>& roles) {
  Counter turn;
  Counter ended;
  const int last = static_cast<int>(roles.size());
  std::vector<std::thread> threads;
  for (int i = 0; i < last; ++i) {
    threads.emplace_back([&turn, &ended, &roles, i, last] {
      turn.await(turnsLifted ? 1 : i + 1);
      roles[static_cast<std::size_t>(i)]();
      if (!turnsLifted) turn.reach(i + 2);
      ended.add();
      ended.await(last);
    });
  }
  turn.reach(1);
  for (auto& thread : threads) thread.join();
}
