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

/**
 * lk_folder_is_never_flushed:
 * @error: an errno that flushing a folder has failed with
 *
 * Tells whether the file system flushes no folders: then a name is as safe as it makes it.
 *
 * Returns: whether it is one of these
 */
gboolean
lk_folder_is_never_flushed (int error)
{
  return error == EINVAL || error == EBADF || error == ENOTSUP || error == ENOSYS;
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
  /* One that may be passed through but not read is no reason to refuse. */
  if (lk_folder_flush (parent) || errno == EACCES || lk_folder_is_never_flushed (errno))
    return TRUE;

  code = errno;
  g_rmdir (path);
  errno = code;

  return FALSE;
}
