#include "model.hpp"

void Model::set(int value) {
  std::lock_guard<std::mutex> guard(m_);
  value_ = value;
  observer_.changed(value);
}

int Model::get() {
  std::lock_guard<std::mutex> guard(m_);
  return value_;
}
