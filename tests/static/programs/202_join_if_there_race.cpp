// The thread is joined where there is one, but what it uses is cleared before that.
#include <memory>
#include <thread>
#include <vector>

class Worker {
 public:
  void start() {
    thread_ = std::make_unique<std::thread>([this] { jobs_.push_back(1); });
  }
  void stop() {
    jobs_.clear();  // RACE
    if (thread_) {
      thread_->join();
      thread_.reset();
    }
  }

 private:
  std::unique_ptr<std::thread> thread_;
  std::vector<int> jobs_;
};

Worker worker;

int main() {
  worker.start();
  worker.stop();
}
