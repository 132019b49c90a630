/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-work-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define FILE_NAME "work.lock"
#define OFFSET_DIGITS 15 /* hexadecimal: what the largest off_t surely holds */

/* All locks of a folder are bytes of one file, which is open once while one is held: closing it a second time would drop
 * them all (fcntl(2)), and a file each would be as many open files as there are tokens to delete at once. */
typedef struct
{
  char *path;
  int   fd;    /* -1: there can be none, and other processes are not kept away */
  guint n_held;
} LockFile;

struct _LkWorkLock
{
  LockFile *file;
  char     *key;
  off_t     offset;
};

static GHashTable *files; /* path → LockFile, which has its key; NULL: nothing is held */
static GHashTable *held;  /* a set of the keys of locks, which have them */

static char *
make_key (const char *path,
          const char *kind,
          const char *id)
{
  return g_strdup_printf ("%s\n%s\n%s", path, kind, id);
}

static off_t
make_offset (const char *kind,
             const char *id)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", kind, id);
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  checksum[sizeof (off_t) < 8 ? 7 : OFFSET_DIGITS] = '\0';

  return (off_t) g_ascii_strtoull (checksum, NULL, 16);
}

/* Whether no other process has it; of the own one nothing is seen here. */
static gboolean
set_lock (LockFile *file,
          off_t     offset,
          short     type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = offset, .l_len = 1 };

  return file->fd < 0 || fcntl (file->fd, F_SETLK, &lock) == 0 || (errno != EAGAIN && errno != EACCES);
}

static LockFile *
open_file (const char *path)
{
  LockFile *file = g_hash_table_lookup (files, path);

  if (file != NULL)
    {
      file->n_held++;
      return file;
    }

  file = g_new0 (LockFile, 1);
  file->path = g_strdup (path);
  file->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  file->n_held = 1;
  g_hash_table_insert (files, file->path, file);

  return file;
}

static void
close_file (LockFile *file)
{
  file->n_held--;
  if (file->n_held > 0)
    return;

  g_hash_table_remove (files, file->path);
  if (file->fd >= 0)
    close (file->fd);
  g_free (file->path);
  g_free (file);
  if (g_hash_table_size (files) == 0)
    {
      g_clear_pointer (&files, g_hash_table_unref);
      g_clear_pointer (&held, g_hash_table_unref);
    }
}

/**
 * lk_work_lock_take:
 * @state: the state whose journal has the work
 * @kind: what kind of work it is
 * @id: which work
 *
 * Sees to it that nobody else who asks is at the same work, in this process or another one, until it is given back or the
 * process has ended. Where there can be no lock file, that holds for this process alone.
 *
 * Returns: (transfer full) (nullable): the lock; %NULL: somebody is at it
 */
LkWorkLock *
lk_work_lock_take (LkState    *state,
                   const char *kind,
                   const char *id)
{
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  const off_t offset = make_offset (kind, id);
  LockFile *file;
  LkWorkLock *self;

  g_return_val_if_fail (LK_IS_STATE (state), NULL);

  path = g_build_filename (lk_state_get_directory (state), FILE_NAME, NULL);
  key = make_key (path, kind, id);
  if (held != NULL && g_hash_table_contains (held, key))
    return NULL;
  if (held == NULL)
    {
      held = g_hash_table_new (g_str_hash, g_str_equal);
      files = g_hash_table_new (g_str_hash, g_str_equal);
    }

  file = open_file (path);
  if (!set_lock (file, offset, F_WRLCK))
    {
      close_file (file);
      return NULL;
    }

  self = g_new0 (LkWorkLock, 1);
  self->file = file;
  self->key = g_steal_pointer (&key);
  self->offset = offset;
  g_hash_table_add (held, self->key);

  return self;
}

/**
 * lk_work_lock_give_back:
 * @self: (transfer full): a lock
 *
 * Lets others take it.
 */
void
lk_work_lock_give_back (LkWorkLock *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove (held, self->key);
  set_lock (self->file, self->offset, F_UNLCK);
  close_file (self->file);
  g_free (self->key);
  g_free (self);
}
