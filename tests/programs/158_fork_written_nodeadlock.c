// Both only read. And a lock that both processes share: the parent's thread gives it up.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t* shared;
static atomic_int stage;

static void* fill(void* unused) {
  pthread_rwlock_rdlock(&table);
  pthread_spin_lock(shared);
  stage = 1;
  while (stage != 2) usleep(1000);
  pthread_spin_unlock(shared);
  pthread_rwlock_unlock(&table);
  return unused;
}

int main(void) {
  shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_spin_init(shared, PTHREAD_PROCESS_SHARED);
  pthread_t writer;
  pthread_create(&writer, NULL, fill, NULL);
  while (stage != 1) usleep(1000);
  const pid_t child = fork();
  if (child == 0) {
    pthread_rwlock_rdlock(&table);  // NODEADLOCK
    pthread_rwlock_unlock(&table);
    pthread_spin_lock(shared);
    pthread_spin_unlock(shared);
    _exit(0);
  }
  usleep(50000);
  stage = 2;
  waitpid(child, NULL, 0);
  pthread_join(writer, NULL);
  puts("done");
}
