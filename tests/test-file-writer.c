/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The writer of files: what is in a file's place, what may be written there, and what another program does meanwhile. */

#include "lk-file-writer.h"

#include "lk-test-writer.h"
#include "lk-test.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_new (LkTestWriter  *fixture,
          gconstpointer  user_data)
{
  lk_test_writer_check_written (fixture);
  g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 1);
}

static void
test_replaces (LkTestWriter  *fixture,
               gconstpointer  user_data)
{
  lk_test_writer_put (fixture->path, LK_TEST_WRITER_OLD, 0666);
  lk_test_writer_check_written (fixture);
  g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 1);
}

static void
test_shared_folder (LkTestWriter  *fixture,
                    gconstpointer  user_data)
{
  g_assert_no_errno (chmod (fixture->folder, 01777));
  lk_test_writer_check_written (fixture);
}

static void
test_symbolic_link (LkTestWriter  *fixture,
                    gconstpointer  user_data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  lk_test_writer_put (other, LK_TEST_WRITER_OLD, 0644);
  g_assert_no_errno (symlink (other, fixture->path));
  lk_test_writer_check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "“token.env” is a link");
  lk_test_writer_check_holds (other, LK_TEST_WRITER_OLD);
  g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 2);
}

static void
test_dangling_link (LkTestWriter  *fixture,
                    gconstpointer  user_data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  g_assert_no_errno (symlink (other, fixture->path));
  lk_test_writer_check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "is a link");
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_hard_link (LkTestWriter  *fixture,
                gconstpointer  user_data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  lk_test_writer_put (other, LK_TEST_WRITER_OLD, 0644);
  g_assert_no_errno (link (other, fixture->path));
  lk_test_writer_check_written (fixture);
  lk_test_writer_check_holds (other, LK_TEST_WRITER_OLD);
}

/* A pipe without a reader would keep whoever opens it waiting for ever. */
static void
test_pipe (LkTestWriter  *fixture,
           gconstpointer  user_data)
{
  g_assert_no_errno (mkfifo (fixture->path, 0666));
  lk_test_writer_check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "not an ordinary file");
}

static void
test_folder (LkTestWriter  *fixture,
             gconstpointer  user_data)
{
  g_assert_no_errno (g_mkdir (fixture->path, 0700));
  lk_test_writer_check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "is a folder");
}

static void
test_device (LkTestWriter  *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_file_writer_write ("/dev/null", fixture->content, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_REGULAR);
}

static void
test_bad_paths (LkTestWriter  *fixture,
                gconstpointer  user_data)
{
  g_autofree char *long_name = g_strnfill (300, 'x');
  const char *names[] = { "missing/token.env", "", ".", "..", long_name };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s", fixture->folder, names[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (lk_file_writer_write (path, fixture->content, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_DISK);
    }
  g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 0);
}

static void
test_odd_name (LkTestWriter  *fixture,
               gconstpointer  user_data)
{
  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->folder, "a\nb\x1b[31m\xff", NULL);
  lk_test_writer_check_written (fixture);
  g_assert_no_errno (g_remove (fixture->path));
  g_assert_no_errno (g_mkdir (fixture->path, 0700));
  lk_test_writer_check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "“a\xef\xbf\xbd" "b");
}

/* Root may write anywhere, so another user tries it: in a child, since there is no way back. */
static void
test_read_only_folder (LkTestWriter  *fixture,
                       gconstpointer  user_data)
{
  int status;
  pid_t child;

  lk_test_writer_put (fixture->path, LK_TEST_WRITER_OLD, 0644);
  g_assert_no_errno (chmod (fixture->folder, 0555));
  child = fork ();
  if (child == 0)
    {
      g_autoptr (GError) error = NULL;

      if (geteuid () == 0 && setuid (65534) != 0)
        _exit (2);
      if (lk_file_writer_write (fixture->path, fixture->content, &error))
        _exit (3);
      _exit (g_error_matches (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_ALLOWED) ? 0 : 4);
    }
  g_assert_no_errno (waitpid (child, &status, 0));
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_OLD);
  g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 1);
}

/* A limit that a file meets while it is written. */
static void
test_size_limit (LkTestWriter  *fixture,
                 gconstpointer  user_data)
{
  struct rlimit before;
  struct rlimit limit;
  void (*handler) (int) = signal (SIGXFSZ, SIG_IGN);

  lk_test_writer_put (fixture->path, LK_TEST_WRITER_OLD, 0644);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &before));
  limit = before;
  limit.rlim_cur = 10;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  lk_test_writer_check_refused (fixture, LK_EXCHANGE_ERROR_NO_ROOM, "larger than files may be");
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &before));
  signal (SIGXFSZ, handler);
  lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_OLD);
  g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 1);
}

static GBytes *
add_line (GBytes    *before,
          gpointer   user_data,
          GError   **error)
{
  gsize length = 0;
  const char *data = before != NULL ? g_bytes_get_data (before, &length) : "";
  g_autofree char *text = g_strdup_printf ("%.*sadded\n", (int) length, data != NULL ? data : "");

  return g_bytes_new (text, strlen (text));
}

static void
test_edit (LkTestWriter  *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_file_writer_edit (fixture->path, add_line, NULL, &error));
  lk_test_writer_check_holds (fixture->path, "added\n");
  lk_test_writer_put (fixture->path, LK_TEST_WRITER_OLD, 0644);
  g_assert_true (lk_file_writer_edit (fixture->path, add_line, NULL, &error));
  g_assert_no_error (error);
  lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_OLD "added\n");
  lk_test_writer_check_private (fixture->path);
}

static const char *edited_path;

static GBytes *
change_meanwhile (GBytes    *before,
                  gpointer   user_data,
                  GError   **error)
{
  lk_test_writer_put (edited_path, "by another program\n", 0600);

  return add_line (before, NULL, error);
}

static void
test_edit_changed (LkTestWriter  *fixture,
                   gconstpointer  user_data)
{
  edited_path = fixture->path;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lk_file_writer_edit (fixture->path, change_meanwhile, NULL, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_CHANGED);
      lk_test_writer_check_holds (fixture->path, "by another program\n");
      g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 1);
    }
}

static void
test_edit_too_large (LkTestWriter  *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *large = g_strnfill (LK_FILE_WRITER_MAX_BEFORE + 1, 'x');
  g_autoptr (GError) error = NULL;

  lk_test_writer_put (fixture->path, large, 0600);
  g_assert_false (lk_file_writer_edit (fixture->path, add_line, NULL, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE);
  lk_test_writer_check_holds (fixture->path, large);
}

static void
test_async (LkTestWriter  *fixture,
            gconstpointer  user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GFile) far_away = g_file_new_for_uri ("sftp://host.example/token.env");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) edited = NULL;
  g_autoptr (GAsyncResult) far_result = NULL;
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) far_error = NULL;
  g_autoptr (GError) cancel_error = NULL;

  lk_file_writer_replace_async (file, fixture->content, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_file_writer_finish (file, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);
  lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_NEW);

  lk_file_writer_edit_async (file, add_line, NULL, NULL, NULL, lk_test_store_result_cb, &edited);
  g_assert_true (lk_file_writer_finish (file, lk_test_wait_for_result (&edited), &error));
  lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_NEW "added\n");

  lk_file_writer_replace_async (far_away, fixture->content, NULL, lk_test_store_result_cb, &far_result);
  g_assert_false (lk_file_writer_finish (far_away, lk_test_wait_for_result (&far_result), &far_error));
  g_assert_error (far_error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_ALLOWED);

  g_cancellable_cancel (cancellable);
  lk_file_writer_replace_async (file, fixture->content, cancellable, lk_test_store_result_cb, &cancelled);
  g_assert_false (lk_file_writer_finish (file, lk_test_wait_for_result (&cancelled), &cancel_error));
  g_assert_error (cancel_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_NEW "added\n");
}

#define add(name, function) \
  g_test_add ("/file-writer/" name, LkTestWriter, NULL, lk_test_writer_set_up, function, lk_test_writer_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("new", test_new);
  add ("replaces", test_replaces);
  add ("shared-folder", test_shared_folder);
  add ("symbolic-link", test_symbolic_link);
  add ("dangling-link", test_dangling_link);
  add ("hard-link", test_hard_link);
  add ("pipe", test_pipe);
  add ("folder", test_folder);
  add ("device", test_device);
  add ("bad-paths", test_bad_paths);
  add ("odd-name", test_odd_name);
  add ("read-only-folder", test_read_only_folder);
  add ("size-limit", test_size_limit);
  add ("edit", test_edit);
  add ("edit-changed", test_edit_changed);
  add ("edit-too-large", test_edit_too_large);
  add ("async", test_async);

  return g_test_run ();
}
