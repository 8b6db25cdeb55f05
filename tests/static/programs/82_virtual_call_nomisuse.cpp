// The list is copied first; and what the project implements is followed instead.
#include <mutex>
#include <vector>

template <class Event>
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void onEvent(const Event& event) = 0;
};

template <class Event>
class Bus {
 public:
  void add(Listener<Event>* listener) {
    std::lock_guard lock(m_);
    listeners_.push_back(listener);
  }
  void send(const Event& event) {
    std::vector<Listener<Event>*> current;
    {
      std::lock_guard lock(m_);
      current = listeners_;
    }
    for (Listener<Event>* listener : current) listener->onEvent(event);  // NOMISUSE
  }

 private:
  std::mutex m_;
  std::vector<Listener<Event>*> listeners_;
};

template class Bus<int>;

class Shape {
 public:
  virtual ~Shape() = default;
  virtual int area() const = 0;
};

class Square : public Shape {
 public:
  int area() const override { return 4; }
};

class Canvas {
 public:
  void measure() {
    std::lock_guard lock(m_);
    total_ += square_.area();
  }
  void clear() {
    std::lock_guard lock(m_);
    total_ = 0;
  }

 private:
  std::mutex m_;
  Square square_;
  int total_ = 0;
};

void run(Canvas& canvas) {
  canvas.measure();
  canvas.clear();
}
