// Only the second thread of the child lives, and has the other end of the pipe: it answers at last.
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int answers[2];

static void* answer(void* unused) {
  nanosleep(&(struct timespec){2, 500000000}, NULL);
  if (write(answers[1], "a", 1) != 1) _exit(1);
  return unused;
}

int main(void) {
  if (pipe(answers) != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    pthread_t thread;
    pthread_create(&thread, NULL, answer, NULL);
    pthread_exit(NULL);
  }
  char part;
  if (read(answers[0], &part, 1) != 1) return 1;  // NODEADLOCK
  waitpid(child, NULL, 0);
  return 0;
}
