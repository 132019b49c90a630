/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* statx() */

#include "lk-fault-disk.h"

#include "lk-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FOLDER "" /* instead of a file's key */

struct _LkFaultDisk
{
  GStrv       folders;
  GHashTable *contents; /* what was synced of a file: its key, GBytes */
  GHashTable *names;    /* that were synced: a path, the key of the file or FOLDER */
};

/* The number of a file is given to another one once it is gone: with when it was made it is the file’s own. */
static char *
get_key (int fd)
{
  struct statx facts;

  g_assert_cmpint (statx (fd, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME | STATX_TYPE, &facts), ==, 0);
  if (S_ISDIR (facts.stx_mode))
    return g_strdup (FOLDER);

  return g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GINT64_FORMAT "-%u", (guint64) facts.stx_ino,
                          (gint64) facts.stx_btime.tv_sec, facts.stx_btime.tv_nsec);
}

static char *
get_key_of (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  char *key;

  g_assert_cmpint (fd, >=, 0);
  key = get_key (fd);
  close (fd);

  return key;
}

static void
take_content (LkFaultDisk *self,
              int          fd,
              const char  *key)
{
  struct stat facts;
  g_autofree char *bytes = NULL;

  g_assert_cmpint (fstat (fd, &facts), ==, 0);
  bytes = g_malloc ((gsize) facts.st_size + 1);
  g_assert_cmpint (pread (fd, bytes, (gsize) facts.st_size, 0), ==, facts.st_size);
  g_hash_table_replace (self->contents, g_strdup (key), g_bytes_new_take (g_steal_pointer (&bytes), (gsize) facts.st_size));
}

static gboolean
is_in (const char *path,
       const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (path);

  return g_str_equal (parent, folder);
}

static gboolean
is_in_cb (gpointer key,
          gpointer value,
          gpointer user_data)
{
  return is_in (key, user_data);
}

/* The names in a folder are what they are there now, but not those in the folders in it. */
static void
take_names (LkFaultDisk *self,
            const char  *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_hash_table_foreach_remove (self->names, is_in_cb, (gpointer) folder);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (folder, name, NULL);

      g_hash_table_replace (self->names, path, get_key_of (path));
    }
}

/* The same for the folders in it; with @contents the files hold what they hold now, too. */
static void
take_all (LkFaultDisk *self,
          const char  *folder,
          gboolean     contents)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  take_names (self, folder);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const char *key = g_hash_table_lookup (self->names, path);
      int fd;

      if (g_str_equal (key, FOLDER))
        {
          take_all (self, path, contents);
        }
      else if (contents)
        {
          fd = open (path, O_RDONLY | O_CLOEXEC);
          take_content (self, fd, key);
          close (fd);
        }
    }
}

LkFaultDisk *
lk_fault_disk_new (const char *const *folders)
{
  LkFaultDisk *self = g_new0 (LkFaultDisk, 1);

  self->folders = g_strdupv ((char **) folders);
  self->contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; folders[i] != NULL; i++)
    take_all (self, folders[i], TRUE);

  return self;
}

void
lk_fault_disk_free (LkFaultDisk *self)
{
  g_strfreev (self->folders);
  g_hash_table_unref (self->contents);
  g_hash_table_unref (self->names);
  g_free (self);
}

static gboolean
is_ours (LkFaultDisk *self,
         const char  *path)
{
  for (guint i = 0; path != NULL && self->folders[i] != NULL; i++)
    if (g_str_has_prefix (path, self->folders[i]))
      return TRUE;

  return FALSE;
}

void
lk_fault_disk_watch (LkFaultDisk   *self,
                     LkFaultTracer *tracer,
                     gboolean       done)
{
  const LkFaultCall *call = lk_fault_tracer_get_call (tracer);
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  int fd;

  if (call->number != SYS_fsync && call->number != SYS_fdatasync)
    return;
  if (!done)
    {
      lk_fault_tracer_await (tracer);
      return;
    }
  path = lk_fault_tracer_dup_path (tracer, (int) call->args[0]);
  if (call->result != 0 || !is_ours (self, path))
    return;

  fd = lk_fault_tracer_open (tracer, (int) call->args[0]);
  key = get_key (fd);
  if (g_str_equal (key, FOLDER))
    take_names (self, path);
  else
    take_content (self, fd, key);
  close (fd);
}

/* In the order of their paths, in which a folder comes before what is in it. */
static void
write_out (LkFaultDisk *self)
{
  g_autoptr (GList) paths = g_list_sort (g_hash_table_get_keys (self->names), (GCompareFunc) strcmp);

  for (GList *l = paths; l != NULL; l = l->next)
    {
      const char *path = l->data;
      const char *key = g_hash_table_lookup (self->names, path);
      g_autofree char *folder = g_path_get_dirname (path);
      GBytes *content = g_hash_table_lookup (self->contents, key);
      gsize length = 0;
      const char *bytes = content != NULL ? g_bytes_get_data (content, &length) : "";

      if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
        continue;
      if (g_str_equal (key, FOLDER))
        g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      else
        g_assert_true (g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

void
lk_fault_disk_cut (LkFaultDisk *self,
                   LkFaultCut   cut)
{
  if (cut == LK_FAULT_CUT_PROGRAM)
    return;

  for (guint i = 0; self->folders[i] != NULL; i++)
    {
      if (cut == LK_FAULT_CUT_NAMES)
        take_all (self, self->folders[i], FALSE);
      lk_test_remove_folder (self->folders[i]);
      g_assert_cmpint (g_mkdir (self->folders[i], 0700), ==, 0);
    }
  write_out (self);
}
