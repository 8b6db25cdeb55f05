// A function that is declared to let go of a lock begins with the lock held.
#include "annotated_mutex.hpp"

class Document {
 public:
  void begin() ACQUIRE(mutex_) { mutex_.lock(); }
  void end() RELEASE(mutex_) {
    const bool isEmpty = length_ == 0;  // NORACE
    mutex_.unlock();
    if (isEmpty) discard();
  }
  void write(int n) REQUIRES(mutex_) { length_ += n; }

 private:
  void discard() {}

  Mutex mutex_;
  int length_ GUARDED_BY(mutex_) = 0;
};

// Called by a library that was given it.
extern "C" void onClose(Document* document) {
  document->end();
}

int main() {
  Document document;
  document.begin();
  document.write(1);
  document.end();
}
