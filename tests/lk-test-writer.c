/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-writer.h"

#include "lk-file-writer.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

void
lk_test_writer_set_up (LkTestWriter  *self,
                       gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("latchkey-writer-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "token.env", NULL);
  self->content = g_bytes_new_static (LK_TEST_WRITER_NEW, strlen (LK_TEST_WRITER_NEW));
}

void
lk_test_writer_tear_down (LkTestWriter  *self,
                          gconstpointer  user_data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_no_errno (chmod (self->folder, 0700));
  dir = g_dir_open (self->folder, 0, NULL);
  g_assert_nonnull (dir);
  for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_no_errno (g_remove (path));
    }
  g_assert_no_errno (g_rmdir (self->folder));
  g_free (self->folder);
  g_free (self->path);
  g_bytes_unref (self->content);
}

guint
lk_test_writer_count_files (LkTestWriter *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

void
lk_test_writer_put (const char *path,
                    const char *text,
                    int         mode)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_no_errno (chmod (path, (mode_t) mode));
}

void
lk_test_writer_check_holds (const char *path,
                            const char *text)
{
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, text);
}

void
lk_test_writer_check_private (const char *path)
{
  struct stat now;

  g_assert_no_errno (lstat (path, &now));
  g_assert_true (S_ISREG (now.st_mode));
  g_assert_cmpint (now.st_mode & ALLPERMS, ==, 0600);
  g_assert_cmpint (now.st_nlink, ==, 1);
}

void
lk_test_writer_check_written (LkTestWriter *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_file_writer_write (self->path, self->content, &error));
  g_assert_no_error (error);
  lk_test_writer_check_holds (self->path, LK_TEST_WRITER_NEW);
  lk_test_writer_check_private (self->path);
}

/* It fails with a sentence that names the file and nothing of its content. */
void
lk_test_writer_check_refused (LkTestWriter    *self,
                              LkExchangeError  code,
                              const char      *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_file_writer_write (self->path, self->content, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (strstr (error->message, "what is there"));
  g_assert_null (strchr (error->message, '\n'));
}
