/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* for O_TMPFILE */
#include "lk-test-calls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

CallPlan plan;

/* Tells whether the call fails instead of being made. */
static gboolean
pass (Call call)
{
  if (!plan.armed)
    return FALSE;

  plan.n++;
  plan.n_of[call]++;
  if (plan.n == plan.die_at)
    raise (SIGKILL);
  if (call == plan.failing && plan.n_of[call] == plan.failing_n)
    {
      errno = plan.code;
      return TRUE;
    }

  return FALSE;
}

static gboolean
is_making (int flags)
{
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

static gboolean
is_impossible (int flags)
{
  if (!plan.armed || !plan.no_unnamed || (flags & O_TMPFILE) != O_TMPFILE)
    return FALSE;

  errno = EOPNOTSUPP;
  return TRUE;
}

/* Where file offsets have 64 bits by another name, the calls have one too. */
#define WRAP(result, name, call, parameters, arguments) \
  result __real_##name parameters; \
  result __wrap_##name parameters; \
  result __wrap_##name parameters \
  { \
    return pass (call) ? -1 : __real_##name arguments; \
  }

WRAP (int, fchmod, CALL_FCHMOD, (int fd, mode_t mode), (fd, mode))
WRAP (int, fsync, CALL_FSYNC, (int fd), (fd))
WRAP (int, unlinkat, CALL_UNLINKAT, (int folder, const char *name, int flags), (folder, name, flags))
WRAP (int, linkat, CALL_LINKAT, (int folder, const char *name, int new_folder, const char *new_name, int flags),
      (folder, name, new_folder, new_name, flags))
WRAP (int, fstat, CALL_FSTAT, (int fd, struct stat *buffer), (fd, buffer))
WRAP (int, fstat64, CALL_FSTAT, (int fd, struct stat *buffer), (fd, buffer))
WRAP (int, fstatat, CALL_FSTATAT, (int folder, const char *name, struct stat *buffer, int flags),
      (folder, name, buffer, flags))
WRAP (int, fstatat64, CALL_FSTATAT, (int folder, const char *name, struct stat *buffer, int flags),
      (folder, name, buffer, flags))

int __real_openat (int folder, const char *name, int flags, ...);
int __wrap_openat (int folder, const char *name, int flags, ...);
int __real_openat64 (int folder, const char *name, int flags, ...);
int __wrap_openat64 (int folder, const char *name, int flags, ...);
gssize __real_write (int fd, const void *bytes, gsize length);
gssize __wrap_write (int fd, const void *bytes, gsize length);
int __real_close (int fd);
int __wrap_close (int fd);
int __real_renameat (int folder, const char *name, int new_folder, const char *new_name);
int __wrap_renameat (int folder, const char *name, int new_folder, const char *new_name);

int
__wrap_openat (int         folder,
               const char *name,
               int         flags,
               ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = is_making (flags) ? va_arg (args, mode_t) : 0;
  va_end (args);
  if (plan.armed)
    plan.modes |= mode;

  return is_impossible (flags) || pass (CALL_OPENAT) ? -1 : __real_openat (folder, name, flags, mode);
}

int
__wrap_openat64 (int         folder,
                 const char *name,
                 int         flags,
                 ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = is_making (flags) ? va_arg (args, mode_t) : 0;
  va_end (args);
  if (plan.armed)
    plan.modes |= mode;

  return is_impossible (flags) || pass (CALL_OPENAT) ? -1 : __real_openat64 (folder, name, flags, mode);
}

gssize
__wrap_write (int         fd,
              const void *bytes,
              gsize       length)
{
  if (pass (CALL_WRITE))
    return -1;

  return __real_write (fd, bytes, plan.armed && plan.short_writes ? MIN (length, 7) : length);
}

/* The system closes the file even when it has something to say. */
int
__wrap_close (int fd)
{
  gboolean fails = pass (CALL_CLOSE);
  int code = errno;
  int result = __real_close (fd);

  if (!fails)
    return result;
  errno = code;

  return -1;
}

int
__wrap_renameat (int         folder,
                 const char *name,
                 int         new_folder,
                 const char *new_name)
{
  return pass (CALL_RENAMEAT) ? -1 : __real_renameat (folder, name, new_folder, new_name);
}
