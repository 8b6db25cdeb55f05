// Words are counted by a pipeline: readers, a bounded queue, workers, a table of counts. Every
// datum that two threads use has its lock; mutation_test.py takes one lock away at a time.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

struct Task {
  std::string text;
  int source = 0;
  int attempts = 0;
};

class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t limit) : limit_(limit) {}

  bool push(Task task) {
    std::unique_lock lock(mutex_);
    while (tasks_.size() >= limit_ && !isClosed_) notFull_.wait(lock);
    if (isClosed_) return false;
    tasks_.push_back(std::move(task));
    if (tasks_.size() > highest_) highest_ = tasks_.size();
    lock.unlock();
    notEmpty_.notify_one();
    return true;
  }

  bool pop(Task& task) {
    std::unique_lock lock(mutex_);
    notEmpty_.wait(lock, [this] { return !tasks_.empty() || isClosed_; });
    if (tasks_.empty()) return false;
    task = std::move(tasks_.front());
    tasks_.pop_front();
    notFull_.notify_one();
    return true;
  }

  void close() {
    {
      std::lock_guard lock(mutex_);
      isClosed_ = true;
    }
    notEmpty_.notify_all();
    notFull_.notify_all();
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return tasks_.size();
  }

  std::size_t highest() const {
    std::lock_guard lock(mutex_);
    return highest_;
  }

 private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable notEmpty_;
  std::condition_variable notFull_;
  std::deque<Task> tasks_;
  std::size_t highest_ = 0;
  bool isClosed_ = false;
};

class Counts {
 public:
  void add(const std::string& word) {
    std::lock_guard lock(mutex_);
    ++counts_[word];
    ++total_;
  }

  long total() const {
    std::lock_guard lock(mutex_);
    return total_;
  }

  std::vector<std::pair<std::string, long>> most(std::size_t number) const {
    std::vector<std::pair<std::string, long>> found;
    {
      std::lock_guard lock(mutex_);
      for (const auto& [word, count] : counts_) found.emplace_back(word, count);
    }
    std::vector<std::pair<std::string, long>> best;
    while (best.size() < number && !found.empty()) {
      std::size_t at = 0;
      for (std::size_t i = 1; i < found.size(); ++i)
        if (found[i].second > found[at].second) at = i;
      best.push_back(found[at]);
      found.erase(found.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return best;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, long> counts_;
  long total_ = 0;
};

// What failed, and how often each source did.
class Failures {
 public:
  void note(const Task& task) {
    std::lock_guard lock(mutex_);
    failed_.push_back(task);
    ++bySource_[task.source];
  }

  bool isBad(int source) {
    std::lock_guard lock(mutex_);
    const auto known = bySource_.find(source);
    return known != bySource_.end() && known->second > 3;
  }

  std::vector<Task> take() {
    std::vector<Task> taken;
    std::lock_guard lock(mutex_);
    taken.swap(failed_);
    return taken;
  }

 private:
  std::mutex mutex_;
  std::vector<Task> failed_;
  std::map<int, int> bySource_;
};

class Progress {
 public:
  void step() {
    mutex_.lock();
    ++done_;
    mutex_.unlock();
  }
  void finish() {
    std::lock_guard lock(mutex_);
    isFinished_ = true;
  }
  bool isFinished() {
    std::lock_guard lock(mutex_);
    return isFinished_;
  }
  int done() {
    mutex_.lock();
    const int seen = done_;
    mutex_.unlock();
    return seen;
  }

 private:
  std::mutex mutex_;
  int done_ = 0;
  bool isFinished_ = false;
};

class Pipeline {
 public:
  Pipeline() : queue_(8) {}

  void read(int source) {
    for (int line = 0; line < 50; ++line) {
      if (failures_.isBad(source)) return;
      Task task;
      task.source = source;
      task.text = (line % 9 == 0) ? "?" : "word" + std::to_string(line % 7);
      if (!queue_.push(std::move(task))) return;
    }
  }

  void work() {
    Task task;
    while (queue_.pop(task)) {
      if (task.text == "?") {
        failures_.note(task);
      } else {
        counts_.add(task.text);
      }
      progress_.step();
    }
  }

  void watch() {
    while (!progress_.isFinished()) {
      std::printf("%d done, %zu wait, %ld words\n", progress_.done(), queue_.size(),
                  counts_.total());
      for (const Task& task : failures_.take()) std::printf("failed: %d\n", task.source);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

  void run() {
    std::vector<std::thread> readers;
    std::vector<std::thread> workers;
    std::thread watcher([this] { watch(); });
    for (int i = 0; i < 3; ++i) workers.emplace_back(&Pipeline::work, this);
    for (int i = 0; i < 2; ++i) readers.emplace_back([this, i] { read(i); });
    while (progress_.done() < 20) {
      std::printf("at most %zu so far\n", queue_.highest());
      for (const auto& [word, count] : counts_.most(3))
        std::printf("%s %ld\n", word.c_str(), count);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    for (std::thread& reader : readers) reader.join();
    queue_.close();
    for (std::thread& worker : workers) worker.join();
    progress_.finish();
    watcher.join();
  }

 private:
  BoundedQueue queue_;
  Counts counts_;
  Failures failures_;
  Progress progress_;
};

int main() {
  Pipeline pipeline;
  pipeline.run();
}
