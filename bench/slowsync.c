// SPDX-License-Identifier: Apache-2.0
// Preloaded into a process, makes each flush to the disk take SLOWSYNC_US microseconds longer, as a
// disk without a cache of its own does: cc -shared -fPIC -O2 -o slowsync.so slowsync.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_a_little(void) {
  const char *told = getenv("SLOWSYNC_US");
  if (told != NULL) {
    usleep((useconds_t)strtoul(told, NULL, 10));
  }
}

int fsync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_a_little();
  return real(file);
}

int fdatasync(int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_a_little();
  return real(file);
}
