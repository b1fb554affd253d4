// SPDX-License-Identifier: Apache-2.0
// Preloaded into a process, makes each flush to the disk take SLOWSYNC_US microseconds longer, as a
// disk without a cache of its own does, and fail with EIO as long as the file SLOWSYNC_FAIL names is
// there: cc -shared -fPIC -O2 -o slowsync.so slowsync.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int flush(const char *name, int file) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  const char *told = getenv("SLOWSYNC_US");
  const char *failing = getenv("SLOWSYNC_FAIL");
  if (told != NULL) {
    usleep((useconds_t)strtoul(told, NULL, 10));
  }
  if (failing != NULL && access(failing, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  return real(file);
}

int fsync(int file) { return flush("fsync", file); }

int fdatasync(int file) { return flush("fdatasync", file); }
