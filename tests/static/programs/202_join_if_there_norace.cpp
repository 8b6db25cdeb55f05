// A thread behind a pointer is joined where there is one: who comes after that comes after it.
#include <memory>
#include <thread>
#include <vector>

class Worker {
 public:
  void start() {
    thread_ = std::make_unique<std::thread>([this] { jobs_.push_back(1); });
  }
  void stop() {
    if (thread_) {
      thread_->join();
      thread_.reset();
    }
    jobs_.clear();  // NORACE
  }

 private:
  std::unique_ptr<std::thread> thread_;
  std::vector<int> jobs_;
};

class Plain {
 public:
  void start() {
    thread_ = new std::thread([this] { jobs_.push_back(1); });
  }
  void stop() {
    if (thread_ == nullptr) return;
    thread_->join();
    delete thread_;
    thread_ = nullptr;
  }
  std::vector<int> jobs_;

 private:
  std::thread* thread_ = nullptr;
};

Worker worker;
Plain plain;

int main() {
  worker.start();
  worker.stop();
  plain.start();
  plain.stop();
  return static_cast<int>(plain.jobs_.size());
}
