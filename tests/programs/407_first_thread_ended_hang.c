// OPTIONS: processes=2
// The child's first thread has ended, and its second one asks before it answers; so does the
// parent.
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static int questions[2], answers[2];

static void* answer(void* unused) {
  char part;
  if (read(questions[0], &part, 1) == 1)  // HANG(GD203)
    if (write(answers[1], "a", 1) != 1) _exit(1);
  return unused;
}

int main(void) {
  if (pipe(questions) != 0 || pipe(answers) != 0) return 1;
  pid_t child = fork();
  if (child == 0) {
    close(questions[1]);
    close(answers[0]);
    pthread_t thread;
    pthread_create(&thread, NULL, answer, NULL);
    pthread_exit(NULL);
  }
  close(questions[0]);
  close(answers[1]);
  char part;
  if (read(answers[0], &part, 1) != 1) return 1;  // HANG(GD203)
  if (write(questions[1], "q", 1) != 1) return 1;
  waitpid(child, NULL, 0);
  return 0;
}
