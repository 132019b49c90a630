/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The writer of files, with each of its system calls failing, or being the last that its process makes. */

#define _GNU_SOURCE /* for O_TMPFILE */
#include "lk-file-writer.h"
#include "lk-test-calls.h"
#include "lk-test.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OLD "what was there before\n"
#define NEW "what is there now, and is longer than it was\n"

typedef struct
{
  char   *folder;
  char   *path; /* of the file that is written */
  GBytes *content;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  memset (&plan, 0, sizeof plan);
  fixture->folder = g_dir_make_tmp ("latchkey-writer-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "token.env", NULL);
  fixture->content = g_bytes_new_static (NEW, strlen (NEW));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  plan.armed = FALSE;
  g_assert_no_errno (chmod (fixture->folder, 0700));
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_nonnull (dir);
  for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_no_errno (g_remove (path));
    }
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
  g_free (fixture->path);
  g_bytes_unref (fixture->content);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
put (const char *path,
     const char *text,
     int         mode)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_no_errno (chmod (path, (mode_t) mode));
}

static void
check_holds (const char *path,
             const char *text)
{
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, text);
}

static void
check_private (const char *path)
{
  struct stat now;

  g_assert_no_errno (lstat (path, &now));
  g_assert_true (S_ISREG (now.st_mode));
  g_assert_cmpint (now.st_mode & ALLPERMS, ==, 0600);
  g_assert_cmpint (now.st_nlink, ==, 1);
}

static void
check_written (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_file_writer_write (fixture->path, fixture->content, &error));
  g_assert_no_error (error);
  check_holds (fixture->path, NEW);
  check_private (fixture->path);
}

/* It fails with a sentence that names the file and nothing of its content. */
static void
check_refused (Fixture         *fixture,
               LkExchangeError  code,
               const char      *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_file_writer_write (fixture->path, fixture->content, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_null (strstr (error->message, "what is there"));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_new (Fixture       *fixture,
          gconstpointer  user_data)
{
  check_written (fixture);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_replaces (Fixture       *fixture,
               gconstpointer  user_data)
{
  put (fixture->path, OLD, 0666);
  check_written (fixture);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_short_writes (Fixture       *fixture,
                   gconstpointer  user_data)
{
  plan.armed = plan.short_writes = TRUE;
  check_written (fixture);
  g_assert_cmpuint (plan.n_of[CALL_WRITE], ==, (strlen (NEW) + 6) / 7);
}

/* Nobody else could open it even for a moment: the system is asked for a private file, whether it has a name at first or
 * gets one. */
static void
test_any_umask (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const mode_t masks[] = { 0, 0777, 0077 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (masks); i++)
    {
      mode_t before = umask (masks[i / 2]);

      memset (&plan, 0, sizeof plan);
      plan.no_unnamed = i % 2 == 1;
      plan.armed = TRUE;
      check_written (fixture);
      plan.armed = FALSE;
      g_assert_cmpint (plan.modes, ==, 0600);
      umask (before);
    }
}

static void
test_shared_folder (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_assert_no_errno (chmod (fixture->folder, 01777));
  check_written (fixture);
}

static void
test_symbolic_link (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  put (other, OLD, 0644);
  g_assert_no_errno (symlink (other, fixture->path));
  check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "“token.env” is a link");
  check_holds (other, OLD);
  g_assert_cmpuint (count_files (fixture), ==, 2);
}

static void
test_dangling_link (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  g_assert_no_errno (symlink (other, fixture->path));
  check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "is a link");
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_hard_link (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  put (other, OLD, 0644);
  g_assert_no_errno (link (other, fixture->path));
  check_written (fixture);
  check_holds (other, OLD);
}

/* A pipe without a reader would keep whoever opens it waiting for ever. */
static void
test_pipe (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_assert_no_errno (mkfifo (fixture->path, 0666));
  check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "not an ordinary file");
}

static void
test_folder (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_assert_no_errno (g_mkdir (fixture->path, 0700));
  check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "is a folder");
}

static void
test_device (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_file_writer_write ("/dev/null", fixture->content, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_REGULAR);
}

static void
test_bad_paths (Fixture       *fixture,
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
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_odd_name (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->folder, "a\nb\x1b[31m\xff", NULL);
  check_written (fixture);
  g_assert_no_errno (g_remove (fixture->path));
  g_assert_no_errno (g_mkdir (fixture->path, 0700));
  check_refused (fixture, LK_EXCHANGE_ERROR_NOT_REGULAR, "“a\xef\xbf\xbd" "b");
}

/* Root may write anywhere, so another user tries it: in a child, since there is no way back. */
static void
test_read_only_folder (Fixture       *fixture,
                       gconstpointer  user_data)
{
  int status;
  pid_t child;

  put (fixture->path, OLD, 0644);
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
  check_holds (fixture->path, OLD);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* A limit that a file meets while it is written. */
static void
test_size_limit (Fixture       *fixture,
                 gconstpointer  user_data)
{
  struct rlimit before;
  struct rlimit limit;
  void (*handler) (int) = signal (SIGXFSZ, SIG_IGN);

  put (fixture->path, OLD, 0644);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &before));
  limit = before;
  limit.rlim_cur = 10;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  check_refused (fixture, LK_EXCHANGE_ERROR_NO_ROOM, "larger than files may be");
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &before));
  signal (SIGXFSZ, handler);
  check_holds (fixture->path, OLD);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* Each call of the system fails in each way that matters: what was there stays, and nothing else does. */
static void
test_failing_calls (Fixture       *fixture,
                    gconstpointer  user_data)
{
  static const struct
  {
    Call            call;
    guint           n;
    int             code;
    LkExchangeError error;
    const char     *part;
  } cases[] = {
    { CALL_FSTATAT, 1, EIO, LK_EXCHANGE_ERROR_DISK, "could not be saved" },
    { CALL_OPENAT, 1, EACCES, LK_EXCHANGE_ERROR_NOT_ALLOWED, "choose another" },
    { CALL_OPENAT, 1, EROFS, LK_EXCHANGE_ERROR_NOT_ALLOWED, "only be read" },
    { CALL_OPENAT, 1, ENOSPC, LK_EXCHANGE_ERROR_NO_ROOM, "no room left" },
    { CALL_FCHMOD, 1, EPERM, LK_EXCHANGE_ERROR_NOT_ALLOWED, "from other users" },
    { CALL_WRITE, 1, ENOSPC, LK_EXCHANGE_ERROR_NO_ROOM, "no room left" },
    { CALL_WRITE, 3, ENOSPC, LK_EXCHANGE_ERROR_NO_ROOM, "no room left" },
    { CALL_WRITE, 2, EDQUOT, LK_EXCHANGE_ERROR_NO_ROOM, "may not store more" },
    { CALL_WRITE, 2, EIO, LK_EXCHANGE_ERROR_DISK, "could not be saved" },
    { CALL_FSYNC, 1, ENOSPC, LK_EXCHANGE_ERROR_NO_ROOM, "no room left" },
    { CALL_FSYNC, 1, EIO, LK_EXCHANGE_ERROR_DISK, "could not be saved" },
    { CALL_CLOSE, 1, EDQUOT, LK_EXCHANGE_ERROR_NO_ROOM, "may not store more" },
    { CALL_CLOSE, 1, EIO, LK_EXCHANGE_ERROR_DISK, "could not be saved" },
    { CALL_RENAMEAT, 1, EIO, LK_EXCHANGE_ERROR_DISK, "could not be saved" },
    { CALL_RENAMEAT, 1, ENOSPC, LK_EXCHANGE_ERROR_NO_ROOM, "no room left" },
  };

  put (fixture->path, OLD, 0644);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      guint n = i / 2;

      /* Without a name it fails at first and then has one, which has its own turn. */
      if (cases[n].call == CALL_OPENAT && i % 2 == 0)
        continue;
      memset (&plan, 0, sizeof plan);
      plan.no_unnamed = i % 2 == 1;
      plan.failing = cases[n].call;
      plan.failing_n = cases[n].n;
      plan.code = cases[n].code;
      plan.short_writes = TRUE;
      plan.armed = TRUE;
      check_refused (fixture, cases[n].error, cases[n].part);
      plan.armed = FALSE;
      g_assert_cmpuint (plan.n_of[cases[n].call], >=, cases[n].n);
      check_holds (fixture->path, OLD);
      g_assert_cmpuint (count_files (fixture), ==, 1);
    }
}

/* An interrupted call is made again, and one that closes is not. */
static void
test_interrupted (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const Call calls[] = { CALL_WRITE, CALL_CLOSE };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      memset (&plan, 0, sizeof plan);
      plan.failing = calls[i];
      plan.failing_n = 1;
      plan.code = EINTR;
      plan.armed = TRUE;
      check_written (fixture);
      plan.armed = FALSE;
    }
}

/* Some file systems have no files without a name, such as overlays before Linux 6.1. */
static gboolean
has_unnamed (Fixture *fixture)
{
  int fd = open (fixture->folder, O_WRONLY | O_TMPFILE, 0600);

  if (fd >= 0)
    close (fd);

  return fd >= 0;
}

/* Where a file without a name cannot be made, or cannot be given one, it has one from the start. */
static void
test_no_unnamed (Fixture       *fixture,
                 gconstpointer  user_data)
{
  plan.no_unnamed = plan.armed = TRUE;
  check_written (fixture);
  g_assert_cmpuint (plan.n_of[CALL_LINKAT], ==, 0);

  memset (&plan, 0, sizeof plan);
  plan.failing = CALL_LINKAT;
  plan.failing_n = 1;
  plan.code = ENOENT;
  plan.armed = TRUE;
  check_written (fixture);
  plan.armed = FALSE;
  g_assert_cmpuint (plan.n_of[CALL_LINKAT], ==, has_unnamed (fixture) ? 1 : 0);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* A file system that cannot synchronise folders is as good as it is; one that fails says so, when all is there. */
static void
test_folder_sync (Fixture       *fixture,
                  gconstpointer  user_data)
{
  plan.failing = CALL_FSYNC;
  plan.failing_n = 2;
  plan.code = EINVAL;
  plan.armed = TRUE;
  check_written (fixture);

  memset (&plan.n_of, 0, sizeof plan.n_of);
  plan.code = EIO;
  check_refused (fixture, LK_EXCHANGE_ERROR_DISK, "could not be saved");
  plan.armed = FALSE;
  check_holds (fixture->path, NEW);
  check_private (fixture->path);
}

/* Runs the writer in a child that is killed before its nth call; tells whether it was. */
static gboolean
write_and_die (Fixture  *fixture,
               gboolean  no_unnamed,
               guint     n)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      plan.armed = plan.short_writes = TRUE;
      plan.no_unnamed = no_unnamed;
      plan.die_at = n;
      _exit (lk_file_writer_write (fixture->path, fixture->content, NULL) ? 0 : 1);
    }
  g_assert_no_errno (waitpid (child, &status, 0));
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      return TRUE;
    }
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);

  return FALSE;
}

/* Wherever it is killed there is either all of the old or all of the new, and nothing that others can read. */
static void
kill_everywhere (Fixture  *fixture,
                 gboolean  no_unnamed,
                 guint    *n_left)
{
  guint n_old = 0;
  guint n_new = 0;
  gboolean killed = TRUE;

  for (guint n = 1; killed && n < 100; n++)
    {
      g_autoptr (GDir) dir = NULL;
      g_autofree char *found = NULL;
      const char *name;

      put (fixture->path, OLD, 0644);
      killed = write_and_die (fixture, no_unnamed, n);
      g_assert_true (g_file_get_contents (fixture->path, &found, NULL, NULL));
      if (g_str_equal (found, OLD))
        n_old++;
      else
        n_new++;
      g_assert_true (g_str_equal (found, OLD) || g_str_equal (found, NEW));

      dir = g_dir_open (fixture->folder, 0, NULL);
      for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
        {
          g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

          if (g_str_equal (name, "token.env"))
            continue;
          g_assert_true (g_str_has_prefix (name, ".latchkey-"));
          check_private (path);
          (*n_left)++;
          g_assert_no_errno (g_remove (path));
        }
    }

  g_assert_false (killed);
  g_assert_cmpuint (n_old, >=, 12);
  g_assert_cmpuint (n_new, >=, 2);
}

/* A file without a name is gone with its process; only between getting one and taking the other's it stays. */
static void
test_killed (Fixture       *fixture,
             gconstpointer  user_data)
{
  guint n_left = 0;

  kill_everywhere (fixture, FALSE, &n_left);
  if (has_unnamed (fixture))
    g_assert_cmpuint (n_left, ==, 2);
  else
    g_assert_cmpuint (n_left, >, 2);
}

static void
test_killed_named (Fixture       *fixture,
                   gconstpointer  user_data)
{
  guint n_left = 0;

  kill_everywhere (fixture, TRUE, &n_left);
  g_assert_cmpuint (n_left, >, 2);
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
test_edit (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_file_writer_edit (fixture->path, add_line, NULL, &error));
  check_holds (fixture->path, "added\n");
  put (fixture->path, OLD, 0644);
  g_assert_true (lk_file_writer_edit (fixture->path, add_line, NULL, &error));
  g_assert_no_error (error);
  check_holds (fixture->path, OLD "added\n");
  check_private (fixture->path);
}

static const char *edited_path;

static GBytes *
change_meanwhile (GBytes    *before,
                  gpointer   user_data,
                  GError   **error)
{
  put (edited_path, "by another program\n", 0600);

  return add_line (before, NULL, error);
}

static void
test_edit_changed (Fixture       *fixture,
                   gconstpointer  user_data)
{
  edited_path = fixture->path;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (lk_file_writer_edit (fixture->path, change_meanwhile, NULL, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_CHANGED);
      check_holds (fixture->path, "by another program\n");
      g_assert_cmpuint (count_files (fixture), ==, 1);
    }
}

static void
test_edit_too_large (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *large = g_strnfill (LK_FILE_WRITER_MAX_BEFORE + 1, 'x');
  g_autoptr (GError) error = NULL;

  put (fixture->path, large, 0600);
  g_assert_false (lk_file_writer_edit (fixture->path, add_line, NULL, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE);
  check_holds (fixture->path, large);
}

static void
test_async (Fixture       *fixture,
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
  check_holds (fixture->path, NEW);

  lk_file_writer_edit_async (file, add_line, NULL, NULL, NULL, lk_test_store_result_cb, &edited);
  g_assert_true (lk_file_writer_finish (file, lk_test_wait_for_result (&edited), &error));
  check_holds (fixture->path, NEW "added\n");

  lk_file_writer_replace_async (far_away, fixture->content, NULL, lk_test_store_result_cb, &far_result);
  g_assert_false (lk_file_writer_finish (far_away, lk_test_wait_for_result (&far_result), &far_error));
  g_assert_error (far_error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_ALLOWED);

  g_cancellable_cancel (cancellable);
  lk_file_writer_replace_async (file, fixture->content, cancellable, lk_test_store_result_cb, &cancelled);
  g_assert_false (lk_file_writer_finish (file, lk_test_wait_for_result (&cancelled), &cancel_error));
  g_assert_error (cancel_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  check_holds (fixture->path, NEW "added\n");
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *name;
    void      (*function) (Fixture *, gconstpointer);
  } tests[] = {
    { "new", test_new },
    { "replaces", test_replaces },
    { "short-writes", test_short_writes },
    { "any-umask", test_any_umask },
    { "shared-folder", test_shared_folder },
    { "symbolic-link", test_symbolic_link },
    { "dangling-link", test_dangling_link },
    { "hard-link", test_hard_link },
    { "pipe", test_pipe },
    { "folder", test_folder },
    { "device", test_device },
    { "bad-paths", test_bad_paths },
    { "odd-name", test_odd_name },
    { "read-only-folder", test_read_only_folder },
    { "size-limit", test_size_limit },
    { "failing-calls", test_failing_calls },
    { "interrupted", test_interrupted },
    { "no-unnamed", test_no_unnamed },
    { "folder-sync", test_folder_sync },
    { "killed", test_killed },
    { "killed-named", test_killed_named },
    { "edit", test_edit },
    { "edit-changed", test_edit_changed },
    { "edit-too-large", test_edit_too_large },
    { "async", test_async },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/file-writer/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].function, tear_down);
    }

  return g_test_run ();
}
