/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/**
 * lk_folder_flush:
 * @path: a folder
 *
 * Writes the names in a folder to the disk: a new one outlives a power cut only after that, whatever was done about the file
 * (fsync(2)). May wait for the disk.
 *
 * Returns: whether it was; else errno says why
 */
gboolean
lk_folder_flush (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean flushed = fd >= 0 && fsync (fd) == 0;
  int code = errno;

  if (fd >= 0)
    close (fd);
  errno = code;

  return flushed;
}

/* A folder that may be passed through but not read, and file systems that flush no folders, are no reason to refuse. */
static gboolean
is_flushed (const char *path)
{
  return lk_folder_flush (path) || errno == EACCES || errno == EINVAL || errno == EBADF || errno == ENOTSUP || errno == ENOSYS;
}

/**
 * lk_folder_make:
 * @path: an absolute path
 *
 * Makes a folder and those that it is in, for their owner alone, as far as they are not there, and writes their names to the
 * disk. May wait for it.
 *
 * Returns: whether it is there; else errno says why
 */
gboolean
lk_folder_make (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  int code;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!g_str_equal (parent, path) && !lk_folder_make (parent))
    return FALSE;
  /* Somebody else may have been faster. */
  if (g_mkdir (path, 0700) != 0 && !(errno == EEXIST && g_file_test (path, G_FILE_TEST_IS_DIR)))
    return FALSE;
  if (is_flushed (parent))
    return TRUE;

  code = errno;
  g_rmdir (path);
  errno = code;

  return FALSE;
}
