// OPTIONS: possible
// An interface that only users implement, called for each of a list, in a class template.
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
    std::lock_guard lock(m_);
    for (Listener<Event>* listener : listeners_) listener->onEvent(event);  // MISUSE(GD406)
  }

 private:
  std::mutex m_;
  std::vector<Listener<Event>*> listeners_;
};

template class Bus<int>;
