#include "lock.hpp"

#include <pthread.h>

struct Lock::Native {
  pthread_mutex_t mutex;
};

Lock::Lock() : native_(new Native) {
  pthread_mutex_init(&native_->mutex, nullptr);
}
Lock::~Lock() {
  pthread_mutex_destroy(&native_->mutex);
  delete native_;
}
void Lock::enter() {
  pthread_mutex_lock(&native_->mutex);
}
void Lock::leave() {
  pthread_mutex_unlock(&native_->mutex);
}
