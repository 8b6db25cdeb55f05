// The observer is told when the model's lock is free again.
#include <cstdio>
#include <thread>

#include "model.hpp"

class View : public Observer {
 public:
  void changed(int value) override {
    std::lock_guard<std::mutex> guard(m_);  // NODEADLOCK
    shown_ = value;
  }
  void redraw(Model& model) {
    std::lock_guard<std::mutex> guard(m_);
    std::printf("%d, was %d\n", model.get(), shown_);
  }

 private:
  std::mutex m_;
  int shown_ = 0;
};

int main() {
  View view;
  Model model(view);
  std::thread a([&model] { model.set(1); });
  std::thread b([&view, &model] { view.redraw(model); });
  a.join();
  b.join();
}
