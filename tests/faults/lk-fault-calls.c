/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* F_OFD_SETLK */

#include "lk-fault-calls.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>

#define NONE (-1)
#define PATH_LENGTH 512 /* bytes of one that are read */

/* Which argument is what: the descriptor of a file, or of the folder that the path begins in. */
typedef struct
{
  guint64     number;
  const char *name;
  int         fd;
  int         path;
} Call;

static const Call calls[] = {
  { SYS_openat, "openat", 0, 1 },
  { SYS_write, "write", 0, NONE },
  { SYS_writev, "writev", 0, NONE },
  { SYS_pwrite64, "pwrite64", 0, NONE },
  { SYS_close, "close", 0, NONE },
  { SYS_fsync, "fsync", 0, NONE },
  { SYS_fdatasync, "fdatasync", 0, NONE },
  { SYS_syncfs, "syncfs", 0, NONE },
  { SYS_ftruncate, "ftruncate", 0, NONE },
  { SYS_fallocate, "fallocate", 0, NONE },
  { SYS_fchmod, "fchmod", 0, NONE },
  { SYS_flock, "flock", 0, NONE },
  { SYS_fcntl, "fcntl", 0, NONE },
  { SYS_mkdirat, "mkdirat", 0, 1 },
  { SYS_unlinkat, "unlinkat", 0, 1 },
  { SYS_fchmodat, "fchmodat", 0, 1 },
  { SYS_renameat2, "renameat2", 2, 3 },
  { SYS_linkat, "linkat", 2, 3 },
  { SYS_sendto, "sendto", 0, NONE },
  { SYS_sendmsg, "sendmsg", 0, NONE },
  { SYS_connect, "connect", 0, NONE },
  { SYS_shutdown, "shutdown", 0, NONE },
  { SYS_exit_group, "exit_group", NONE, NONE },
  { SYS_clock_nanosleep, "clock_nanosleep", NONE, NONE },
  { SYS_nanosleep, "nanosleep", NONE, NONE },
  /* Older calls, which newer processors do not have. */
#ifdef SYS_open
  { SYS_open, "open", NONE, 0 },
  { SYS_mkdir, "mkdir", NONE, 0 },
  { SYS_unlink, "unlink", NONE, 0 },
  { SYS_rmdir, "rmdir", NONE, 0 },
  { SYS_rename, "rename", NONE, 1 },
  { SYS_link, "link", NONE, 1 },
  { SYS_chmod, "chmod", NONE, 0 },
#endif
#ifdef SYS_renameat
  { SYS_renameat, "renameat", 2, 3 },
#endif
};

G_STATIC_ASSERT (G_N_ELEMENTS (calls) <= LK_FAULT_MAX_CALLS);

guint
lk_fault_calls_list (guint64 *numbers)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    numbers[i] = calls[i].number;

  return G_N_ELEMENTS (calls);
}

static const Call *
find (LkFaultTracer *tracer)
{
  guint64 number = lk_fault_tracer_get_call (tracer)->number;

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    if (calls[i].number == number)
      return &calls[i];

  return NULL;
}

const char *
lk_fault_call_get_name (LkFaultTracer *tracer)
{
  const Call *call = find (tracer);

  return call != NULL ? call->name : "another call";
}

char *
lk_fault_call_dup_path (LkFaultTracer *tracer)
{
  const LkFaultCall *made = lk_fault_tracer_get_call (tracer);
  const Call *call = find (tracer);
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  if (call == NULL)
    return NULL;
  if (call->path == NONE)
    return call->fd != NONE ? lk_fault_tracer_dup_path (tracer, (int) made->args[call->fd]) : NULL;

  path = lk_fault_tracer_read (tracer, made->args[call->path], PATH_LENGTH);
  if (g_path_is_absolute (path) || call->fd == NONE || (int) made->args[call->fd] == AT_FDCWD)
    return g_steal_pointer (&path);
  folder = lk_fault_tracer_dup_path (tracer, (int) made->args[call->fd]);

  return folder != NULL ? g_build_filename (folder, path, NULL) : NULL;
}

static gboolean
is_lock (guint64 command)
{
  return command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW;
}

gboolean
lk_fault_call_is_seen (LkFaultTracer *tracer)
{
  const LkFaultCall *made = lk_fault_tracer_get_call (tracer);
  g_autofree char *path = NULL;

  if (find (tracer) == NULL)
    return FALSE;
  switch (made->number)
    {
    case SYS_openat:
      return (made->args[2] & (O_CREAT | O_TRUNC)) != 0;

    case SYS_clock_nanosleep:
    case SYS_nanosleep:
      return FALSE;

    case SYS_fcntl:
      return is_lock (made->args[1]);

    /* What threads wake each other by is no one else's. A test's files may be in memory. */
    case SYS_write:
    case SYS_close:
      path = lk_fault_call_dup_path (tracer);
      return path != NULL && !g_str_has_prefix (path, "anon_inode:") && !g_str_has_prefix (path, "/usr/")
             && !g_str_has_prefix (path, "/lib") && !g_str_has_prefix (path, "/etc/")
             && !g_str_has_prefix (path, "/proc/")
             && (!g_str_has_prefix (path, "/dev/") || g_str_has_prefix (path, "/dev/shm/"));

    default:
      return TRUE;
    }
}
