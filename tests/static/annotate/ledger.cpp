#include "ledger.hpp"

#include <thread>

namespace {

Mutex auditMutex;
int audits = 0;

int countAudit() {
  Lock lock(auditMutex);
  return ++audits;
}

}  // namespace

void Ledger::add(const std::string& name, long amount) {
  Lock lock(mutex_);
  if (isFull()) {
    ++refused_;
    return;
  }
  total_ += amount;
  entries_[name].push_back(amount);
  note(name);
}

void Ledger::note(const std::string& name) {
  last_ = name;
}

bool Ledger::isFull() const {
  return total_ >= limit_;
}

long Ledger::total() const {
  Lock lock(mutex_);
  return isFull() ? limit_ : total_ - refused_;
}

void Ledger::close() {
  Lock lock(mutex_);
  isClosed_ = true;
  closed_.notify_all();
}

void Ledger::waitUntilClosed() {
  ++visits_;
  Lock lock(mutex_);
  while (!isClosed_) closed_.wait(mutex_);
}

int main() {
  Ledger ledger(1000);
  std::thread writer([&] {
    for (int i = 0; i < 100; ++i) ledger.add("writer", i);
    countAudit();
    ledger.close();
  });
  std::thread reader([&] {
    while (ledger.total() < 1000 && countAudit() < 50) ledger.add("reader", 1);
  });
  ledger.waitUntilClosed();
  writer.join();
  reader.join();
  return ledger.total() > 0 ? 0 : 1;
}
