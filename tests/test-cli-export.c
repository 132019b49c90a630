/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where “latchkey export” writes to: nothing but an ordinary file is written, and what was there stays when it cannot be. */

#include "lk-test-cli.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define ROLE "R/W Svc Acct"
#define OLD "[default]\nASTRA_ENV=PROD\n"
#define SIZE_LIMIT (256 * 1024)  /* bytes of a file, more than the database has */
#define LARGE_SIZE (300 * 1024)  /* bytes, more than that */

/* Each format, and of which token. */
static const struct
{
  const char *token;
  const char *format;
} exports[] = {
  { "made", "portal-json" },
  { "made", "csv" },
  { "made", "dotenv" },
  { "made", "sh" },
  { "made", "fish" },
  { "made", "astrarc" },
  { "made-too", "dotenv" },
  { "made-too", "sh" },
  { "made-too", "fish" },
  { "made-too", "client-conf" },
};

typedef struct
{
  LkTestCli  cli;
  char      *folder; /* where files are written to */
  char      *path;   /* one in it */
  char      *other;  /* another */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  lk_test_cli_set_up (&fixture->cli, user_data);
  fixture->folder = g_build_filename (fixture->cli.folder, "exports", NULL);
  fixture->path = g_build_filename (fixture->folder, "token", NULL);
  fixture->other = g_build_filename (fixture->folder, "other", NULL);
  g_assert_no_errno (g_mkdir (fixture->folder, 0755));
  lk_test_cli_sign_in (&fixture->cli);
  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "create", "app", "--role", ROLE, "--description", "made", "--name",
                                    "made", "--expires", "30d", NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "create", "pulsar", "--tenant", "audit", "--name", "made-too",
                                    "--expires", "30d", NULL),
                   ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->other);
  lk_test_cli_tear_down (&fixture->cli, user_data);
}

static void
put (const char *path,
     const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_no_errno (chmod (path, 0644));
}

static void
check_holds (const char *path,
             const char *text)
{
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_true (g_str_equal (found, text));
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

/* Every format is refused with one sentence that has some words, and leaves as many files as there were. */
static void
check_refused (Fixture    *fixture,
               const char *path,
               const char *part)
{
  const guint n = count_files (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      lk_test_cli_assert_fails (&fixture->cli, 8, NULL, "export", exports[i].token, "--format", exports[i].format, "--output",
                                path);
      g_assert_nonnull (strstr (fixture->cli.errors, part));
      g_assert_null (strstr (fixture->cli.errors, "eyJ"));
      g_assert_cmpuint (count_files (fixture), ==, n);
    }
}

static void
test_links (Fixture       *fixture,
            gconstpointer  user_data)
{
  put (fixture->other, OLD);
  g_assert_no_errno (symlink (fixture->other, fixture->path));
  check_refused (fixture, fixture->path, "“token” is a link to another file");
  check_holds (fixture->other, OLD);

  g_assert_no_errno (g_remove (fixture->other));
  check_refused (fixture, fixture->path, "“token” is a link to another file");
  g_assert_false (g_file_test (fixture->other, G_FILE_TEST_EXISTS));
}

/* What has another name keeps what it was, under that name. */
static void
test_hard_link (Fixture       *fixture,
                gconstpointer  user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      g_autofree char *found = NULL;
      struct stat now;

      put (fixture->other, OLD);
      g_assert_no_errno (link (fixture->other, fixture->path));
      g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "export", exports[i].token, "--format", exports[i].format,
                                        "--output", fixture->path, NULL),
                       ==, 0);
      g_assert_cmpstr (fixture->cli.output, ==, "");
      g_assert_cmpstr (fixture->cli.errors, ==, "");
      check_holds (fixture->other, OLD);
      g_assert_no_errno (lstat (fixture->path, &now));
      g_assert_cmpint (now.st_mode, ==, S_IFREG | 0600);
      g_assert_cmpint (now.st_nlink, ==, 1);
      g_assert_true (g_file_get_contents (fixture->path, &found, NULL, NULL));
      g_assert_nonnull (strstr (found, i < 6 ? "AstraCS:" : "eyJ"));
      g_assert_cmpuint (count_files (fixture), ==, 2);
      g_assert_no_errno (g_remove (fixture->path));
    }
}

/* To open it would be to wait for a reader for ever. */
static void
test_pipe (Fixture       *fixture,
           gconstpointer  user_data)
{
  char event[sizeof (struct inotify_event) + NAME_MAX + 1];
  int fd;

  g_assert_no_errno (mkfifo (fixture->path, 0666));
  fd = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (inotify_add_watch (fd, fixture->path, IN_OPEN), >=, 0);
  check_refused (fixture, fixture->path, "“token” is not an ordinary file");
  g_assert_cmpint (read (fd, event, sizeof event), ==, -1);
  close (fd);
}

static void
test_others (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree char *in_file = g_build_filename (fixture->other, "token", NULL);
  g_autofree char *in_none = g_build_filename (fixture->folder, "none", "token", NULL);
  g_autofree char *long_name = g_strnfill (300, 'x');
  g_autofree char *too_long = g_build_filename (fixture->folder, long_name, NULL);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpuint (g_strlcpy (address.sun_path, fixture->path, sizeof address.sun_path), <, sizeof address.sun_path);
  g_assert_no_errno (bind (fd, (const struct sockaddr *) &address, sizeof address));
  check_refused (fixture, fixture->path, "“token” is not an ordinary file");
  close (fd);

  check_refused (fixture, fixture->folder, "“exports” is a folder");
  check_refused (fixture, "/dev/full", "“full” is not an ordinary file");
  check_refused (fixture, "/dev/null", "“null” is not an ordinary file");
  put (fixture->other, OLD);
  check_refused (fixture, in_file, "does not exist");
  check_refused (fixture, in_none, "does not exist");
  check_refused (fixture, too_long, "too long");
  check_holds (fixture->other, OLD);
}

/* Root may write into every folder but those of the system itself. */
static void
test_forbidden_folder (Fixture       *fixture,
                       gconstpointer  user_data)
{
  check_refused (fixture, "/sys/latchkey-token", "choose another");
}

static int
export_to (Fixture    *fixture,
           const char *format,
           const char *path)
{
  return lk_test_cli_run (&fixture->cli, NULL, "export", "made", "--format", format, "--output", path, NULL);
}

/* A disk that fills up in the middle of it: what was there before is there afterwards. */
static void
test_size_limit (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *comment = g_strnfill (LARGE_SIZE, '#');
  g_autofree char *before = g_strconcat (comment, "\n", OLD, NULL);
  struct rlimit old_limit;
  struct rlimit limit;

  put (fixture->path, before);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &old_limit));
  limit = old_limit;
  limit.rlim_cur = SIZE_LIMIT;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  lk_test_cli_assert_fails (&fixture->cli, 8, NULL, "export", "made", "--format", "astrarc", "--output", fixture->path);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &old_limit));
  g_assert_nonnull (strstr (fixture->cli.errors, "“token” would be larger than files may be here"));
  check_holds (fixture->path, before);
  g_assert_cmpuint (count_files (fixture), ==, 1);

  g_assert_cmpint (export_to (fixture, "astrarc", fixture->path), ==, 0);
  g_assert_cmpint (export_to (fixture, "sh", fixture->path), ==, 0);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

/* What does not arrive is a failure where nothing is written to a file either. */
static void
test_full_output (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const char *const calls[] = {
    "get made",
    "get made-too",
    "get made --field client-id",
    "env made",
    "env made made-too --format json",
    "export made --format portal-json -",
    "export made-too --format client-conf -",
    "export made --format sh --output -",
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *command = g_strdup_printf ("exec \"$0\" %s > /dev/full", calls[i]);
      g_autoptr (GPtrArray) argv = g_ptr_array_new ();
      const char *const words[] = { "sh", "-c", command, g_getenv ("LK_LATCHKEY"), NULL };

      for (guint j = 0; j < G_N_ELEMENTS (words); j++)
        g_ptr_array_add (argv, (gpointer) words[j]);
      g_assert_cmpint (lk_test_cli_run_argv (&fixture->cli, NULL, argv), ==, 8);
      g_assert_true (g_str_has_prefix (fixture->cli.errors, "latchkey: "));
      g_assert_true (strchr (fixture->cli.errors, '\n') == fixture->cli.errors + strlen (fixture->cli.errors) - 1);
      lk_test_cli_assert_no_secret (&fixture->cli);
    }
}

/* A name that nobody means. */
static void
test_odd_words (Fixture       *fixture,
                gconstpointer  user_data)
{
  lk_test_cli_assert_fails (&fixture->cli, 2, NULL, "export", "made", "--format", "sh", "--output", "");
  lk_test_cli_assert_fails (&fixture->cli, 2, NULL, "export", "made", "--format", "sh", "--output", "-", "-");
  g_assert_cmpint (export_to (fixture, "sh", "-"), ==, 0);
  g_assert_nonnull (strstr (fixture->cli.output, "AstraCS:"));
  g_assert_false (g_file_test ("-", G_FILE_TEST_EXISTS));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/cli-export/links", test_links);
  ADD ("/cli-export/hard-link", test_hard_link);
  ADD ("/cli-export/pipe", test_pipe);
  ADD ("/cli-export/others", test_others);
  ADD ("/cli-export/forbidden-folder", test_forbidden_folder);
  ADD ("/cli-export/size-limit", test_size_limit);
  ADD ("/cli-export/full-output", test_full_output);
  ADD ("/cli-export/odd-words", test_odd_words);

  return g_test_run ();
}
