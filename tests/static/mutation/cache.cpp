// A cache: entries under a reader-writer lock, their order of use under a mutex of its own, pages
// being loaded, statistics, and a thread that throws old entries away. Every datum that two threads
// use has its lock; mutation_test.py takes one lock away at a time.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

using Clock = std::chrono::steady_clock;

struct Page {
  std::string text;
  Clock::time_point loaded;
};

struct Settings {
  std::size_t capacity = 64;
  std::chrono::milliseconds lifetime{50};
};

class Statistics {
 public:
  void hit() {
    std::lock_guard guard(lock_);
    ++hits_;
  }
  void miss(const std::string& name) {
    std::lock_guard guard(lock_);
    ++misses_;
    lastMissed_ = name;
  }
  void thrownAway(std::size_t number) {
    std::lock_guard guard(lock_);
    thrownAway_ += number;
  }
  void print() const {
    std::lock_guard guard(lock_);
    std::printf("%ld hits, %ld misses (last %s), %zu thrown away\n", hits_, misses_,
                lastMissed_.c_str(), thrownAway_);
  }
  void reset() {
    std::lock_guard guard(lock_);
    hits_ = 0;
    misses_ = 0;
    thrownAway_ = 0;
    lastMissed_.clear();
  }

 private:
  mutable std::mutex lock_;
  long hits_ = 0;
  long misses_ = 0;
  std::size_t thrownAway_ = 0;
  std::string lastMissed_;
};

// Who was used last stands in front.
class Order {
 public:
  void touch(const std::string& name) {
    std::lock_guard guard(lock_);
    const auto known = places_.find(name);
    if (known != places_.end()) names_.erase(known->second);
    names_.push_front(name);
    places_[name] = names_.begin();
  }

  void forget(const std::string& name) {
    std::lock_guard guard(lock_);
    const auto known = places_.find(name);
    if (known == places_.end()) return;
    names_.erase(known->second);
    places_.erase(known);
  }

  std::vector<std::string> beyond(std::size_t number) const {
    std::vector<std::string> old;
    std::lock_guard guard(lock_);
    for (const std::string& name : names_) {
      if (number > 0) {
        --number;
        continue;
      }
      old.push_back(name);
    }
    return old;
  }

 private:
  mutable std::mutex lock_;
  std::list<std::string> names_;
  std::unordered_map<std::string, std::list<std::string>::iterator> places_;
};

class Cache {
 public:
  std::shared_ptr<const Page> find(const std::string& name) {
    {
      std::shared_lock guard(pagesLock_);
      const auto known = pages_.find(name);
      if (known != pages_.end()) {
        order_.touch(name);
        statistics_.hit();
        return known->second;
      }
    }
    statistics_.miss(name);
    return load(name);
  }

  void change(const std::string& name, const std::string& text) {
    auto page = std::make_shared<Page>();
    page->text = text;
    page->loaded = Clock::now();
    {
      std::unique_lock guard(pagesLock_);
      pages_[name] = page;
      ++version_;
    }
    order_.touch(name);
  }

  void drop(const std::string& name) {
    std::unique_lock guard(pagesLock_);
    if (pages_.erase(name) > 0) ++version_;
    order_.forget(name);
  }

  std::size_t size() const {
    std::shared_lock guard(pagesLock_);
    return pages_.size();
  }

  long version() const {
    std::shared_lock guard(pagesLock_);
    return version_;
  }

  void configure(const Settings& settings) {
    std::lock_guard guard(settingsLock_);
    settings_ = settings;
  }

  void throwOldAway() {
    Settings now;
    {
      std::lock_guard guard(settingsLock_);
      now = settings_;
    }
    std::vector<std::string> old = order_.beyond(now.capacity);
    {
      std::shared_lock guard(pagesLock_);
      for (const auto& [name, page] : pages_)
        if (Clock::now() - page->loaded > now.lifetime) old.push_back(name);
    }
    for (const std::string& name : old) drop(name);
    statistics_.thrownAway(old.size());
  }

  Statistics& statistics() { return statistics_; }

 private:
  // One thread loads a page, others wait for it.
  std::shared_ptr<const Page> load(const std::string& name) {
    {
      std::unique_lock guard(loadingLock_);
      while (loading_.count(name) > 0) loaded_.wait(guard);
      loading_.insert(name);
    }
    auto page = std::make_shared<Page>();
    page->text = "contents of " + name;
    page->loaded = Clock::now();
    {
      std::unique_lock guard(pagesLock_);
      pages_.emplace(name, page);
      ++version_;
    }
    order_.touch(name);
    {
      std::lock_guard guard(loadingLock_);
      loading_.erase(name);
    }
    loaded_.notify_all();
    return page;
  }

  mutable std::shared_mutex pagesLock_;
  std::unordered_map<std::string, std::shared_ptr<Page>> pages_;
  long version_ = 0;
  std::mutex loadingLock_;
  std::condition_variable loaded_;
  std::set<std::string> loading_;
  std::mutex settingsLock_;
  Settings settings_;
  Order order_;
  Statistics statistics_;
};

class Sweeper {
 public:
  explicit Sweeper(Cache& cache) : cache_(cache), thread_([this] { run(); }) {}
  ~Sweeper() {
    {
      std::lock_guard guard(lock_);
      isEnding_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  void run() {
    std::unique_lock guard(lock_);
    while (!isEnding_) {
      wake_.wait_for(guard, std::chrono::milliseconds(2));
      guard.unlock();
      cache_.throwOldAway();
      guard.lock();
    }
  }

  Cache& cache_;
  std::mutex lock_;
  std::condition_variable wake_;
  bool isEnding_ = false;
  std::thread thread_;
};

int main() {
  Cache cache;
  {
    Sweeper sweeper(cache);
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
      readers.emplace_back([&cache, i] {
        for (int k = 0; k < 200; ++k) cache.find("page" + std::to_string((k * (i + 1)) % 90));
      });
    }
    std::thread writer([&cache] {
      for (int k = 0; k < 100; ++k) {
        cache.change("page" + std::to_string(k % 30), "text " + std::to_string(k));
        if (k % 10 == 0) cache.drop("page" + std::to_string(k % 7));
        if (k == 50) cache.configure({32, std::chrono::milliseconds(20)});
        if (k % 25 == 0) cache.statistics().reset();
      }
    });
    for (int k = 0; k < 20; ++k) {
      std::printf("%zu pages, version %ld\n", cache.size(), cache.version());
      cache.statistics().print();
    }
    writer.join();
    for (std::thread& reader : readers) reader.join();
  }
}
