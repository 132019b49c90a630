/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The writer of files, with each of its system calls failing, or being the last that its process makes. */

#define _GNU_SOURCE /* for O_TMPFILE */
#include "lk-file-writer.h"

#include "lk-test-calls.h"
#include "lk-test-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
set_up (LkTestWriter  *fixture,
        gconstpointer  user_data)
{
  memset (&plan, 0, sizeof plan);
  lk_test_writer_set_up (fixture, user_data);
}

static void
tear_down (LkTestWriter  *fixture,
           gconstpointer  user_data)
{
  plan.armed = FALSE;
  lk_test_writer_tear_down (fixture, user_data);
}

static void
test_short_writes (LkTestWriter  *fixture,
                   gconstpointer  user_data)
{
  plan.armed = plan.short_writes = TRUE;
  lk_test_writer_check_written (fixture);
  g_assert_cmpuint (plan.n_of[CALL_WRITE], ==, (strlen (LK_TEST_WRITER_NEW) + 6) / 7);
}

/* Nobody else could open it even for a moment: the system is asked for a private file, whether it has a name at first or
 * gets one. */
static void
test_any_umask (LkTestWriter  *fixture,
                gconstpointer  user_data)
{
  static const mode_t masks[] = { 0, 0777, 0077 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (masks); i++)
    {
      mode_t before = umask (masks[i / 2]);

      memset (&plan, 0, sizeof plan);
      plan.no_unnamed = i % 2 == 1;
      plan.armed = TRUE;
      lk_test_writer_check_written (fixture);
      plan.armed = FALSE;
      g_assert_cmpint (plan.modes, ==, 0600);
      umask (before);
    }
}

/* Each call of the system fails in each way that matters: what was there stays, and nothing else does. */
static void
test_failing_calls (LkTestWriter  *fixture,
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

  lk_test_writer_put (fixture->path, LK_TEST_WRITER_OLD, 0644);
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
      lk_test_writer_check_refused (fixture, cases[n].error, cases[n].part);
      plan.armed = FALSE;
      g_assert_cmpuint (plan.n_of[cases[n].call], >=, cases[n].n);
      lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_OLD);
      g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 1);
    }
}

/* An interrupted call is made again, and one that closes is not. */
static void
test_interrupted (LkTestWriter  *fixture,
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
      lk_test_writer_check_written (fixture);
      plan.armed = FALSE;
    }
}

/* Some file systems have no files without a name, such as overlays before Linux 6.1. */
static gboolean
has_unnamed (LkTestWriter *fixture)
{
  int fd = open (fixture->folder, O_WRONLY | O_TMPFILE, 0600);

  if (fd >= 0)
    close (fd);

  return fd >= 0;
}

/* Where a file without a name cannot be made, or cannot be given one, it has one from the start. */
static void
test_no_unnamed (LkTestWriter  *fixture,
                 gconstpointer  user_data)
{
  plan.no_unnamed = plan.armed = TRUE;
  lk_test_writer_check_written (fixture);
  g_assert_cmpuint (plan.n_of[CALL_LINKAT], ==, 0);

  memset (&plan, 0, sizeof plan);
  plan.failing = CALL_LINKAT;
  plan.failing_n = 1;
  plan.code = ENOENT;
  plan.armed = TRUE;
  lk_test_writer_check_written (fixture);
  plan.armed = FALSE;
  g_assert_cmpuint (plan.n_of[CALL_LINKAT], ==, has_unnamed (fixture) ? 1 : 0);
  g_assert_cmpuint (lk_test_writer_count_files (fixture), ==, 1);
}

/* A file system that cannot synchronise folders is as good as it is; one that fails says so, when all is there. */
static void
test_folder_sync (LkTestWriter  *fixture,
                  gconstpointer  user_data)
{
  plan.failing = CALL_FSYNC;
  plan.failing_n = 2;
  plan.code = EINVAL;
  plan.armed = TRUE;
  lk_test_writer_check_written (fixture);

  memset (&plan.n_of, 0, sizeof plan.n_of);
  plan.code = EIO;
  lk_test_writer_check_refused (fixture, LK_EXCHANGE_ERROR_DISK, "could not be saved");
  plan.armed = FALSE;
  lk_test_writer_check_holds (fixture->path, LK_TEST_WRITER_NEW);
  lk_test_writer_check_private (fixture->path);
}

/* Runs the writer in a child that is killed before its nth call; tells whether it was. */
static gboolean
write_and_die (LkTestWriter *fixture,
               gboolean      no_unnamed,
               guint         n)
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
kill_everywhere (LkTestWriter *fixture,
                 gboolean      no_unnamed,
                 guint        *n_left)
{
  guint n_old = 0;
  guint n_new = 0;
  gboolean killed = TRUE;

  for (guint n = 1; killed && n < 100; n++)
    {
      g_autoptr (GDir) dir = NULL;
      g_autofree char *found = NULL;
      const char *name;

      lk_test_writer_put (fixture->path, LK_TEST_WRITER_OLD, 0644);
      killed = write_and_die (fixture, no_unnamed, n);
      g_assert_true (g_file_get_contents (fixture->path, &found, NULL, NULL));
      if (g_str_equal (found, LK_TEST_WRITER_OLD))
        n_old++;
      else
        n_new++;
      g_assert_true (g_str_equal (found, LK_TEST_WRITER_OLD) || g_str_equal (found, LK_TEST_WRITER_NEW));

      dir = g_dir_open (fixture->folder, 0, NULL);
      for (name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
        {
          g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

          if (g_str_equal (name, "token.env"))
            continue;
          g_assert_true (g_str_has_prefix (name, ".latchkey-"));
          lk_test_writer_check_private (path);
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
test_killed (LkTestWriter  *fixture,
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
test_killed_named (LkTestWriter  *fixture,
                   gconstpointer  user_data)
{
  guint n_left = 0;

  kill_everywhere (fixture, TRUE, &n_left);
  g_assert_cmpuint (n_left, >, 2);
}

#define add(name, function) g_test_add ("/file-writer-calls/" name, LkTestWriter, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("short-writes", test_short_writes);
  add ("any-umask", test_any_umask);
  add ("failing-calls", test_failing_calls);
  add ("interrupted", test_interrupted);
  add ("no-unnamed", test_no_unnamed);
  add ("folder-sync", test_folder_sync);
  add ("killed", test_killed);
  add ("killed-named", test_killed_named);

  return g_test_run ();
}
