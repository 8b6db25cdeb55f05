// C11 threads take the two locks of one object in one order.
#include <threads.h>

struct file {
  mtx_t name;
  mtx_t content;
  int changes;
};

static int rename_file(void* argument) {
  struct file* file = argument;
  mtx_lock(&file->name);
  mtx_lock(&file->content);
  ++file->changes;
  mtx_unlock(&file->content);
  mtx_unlock(&file->name);
  return 0;
}

static int write_file(void* argument) {
  struct file* file = argument;
  mtx_lock(&file->name);
  mtx_lock(&file->content);  // NODEADLOCK
  ++file->changes;
  mtx_unlock(&file->content);
  mtx_unlock(&file->name);
  return 0;
}

int main(void) {
  struct file file = {0};
  thrd_t renaming, writing;
  mtx_init(&file.name, mtx_plain);
  mtx_init(&file.content, mtx_plain);
  thrd_create(&renaming, rename_file, &file);
  thrd_create(&writing, write_file, &file);
  thrd_join(renaming, 0);
  thrd_join(writing, 0);
  return 0;
}
