/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line on a terminal: no secret gets there unless somebody asked for it, what is typed is not seen, and nothing
 * that a token is called steers the terminal. */

#define _GNU_SOURCE /* for ptsname_r() */
#include "lk-test-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#define ROLE "R/W Svc Acct"
#define WAIT_MS (LK_TEST_TIMEOUT_S * 1000)

/* What is done once the screen shows a question. */
typedef struct
{
  const char *question; /* NULL: nothing is asked */
  const char *typed;
  int         signal; /* instead; 0: none */
} Answer;

typedef struct
{
  LkTestCli cli;
  GString  *screen;
  gboolean  echo; /* whether the terminal shows what is typed, at the end */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  lk_test_cli_set_up (&fixture->cli, user_data);
  fixture->screen = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_string_free (fixture->screen, TRUE);
  lk_test_cli_tear_down (&fixture->cli, user_data);
}

static int
open_terminal (int *inner)
{
  int outer = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  char name[64];

  g_assert_cmpint (outer, >=, 0);
  g_assert_no_errno (grantpt (outer));
  g_assert_no_errno (unlockpt (outer));
  g_assert_cmpint (ptsname_r (outer, name, sizeof name), ==, 0);
  *inner = open (name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (*inner, >=, 0);

  return outer;
}

/* Reads until nobody has the terminal open any more. */
static void
read_screen (Fixture      *fixture,
             GSubprocess  *process,
             int           terminal,
             const Answer *answer)
{
  struct pollfd poll_fd = { .fd = terminal, .events = POLLIN };
  gboolean answered = answer->question == NULL;
  char buffer[4096];

  for (;;)
    {
      struct termios now;
      gssize length;
      int n = poll (&poll_fd, 1, WAIT_MS);

      if (n < 0 && errno == EINTR)
        continue;
      g_assert_cmpint (n, ==, 1);
      g_assert_no_errno (tcgetattr (terminal, &now));
      fixture->echo = (now.c_lflag & ECHO) != 0;
      length = read (terminal, buffer, sizeof buffer);
      if (length < 0 && errno == EIO)
        break;
      g_assert_cmpint (length, >, 0);
      g_string_append_len (fixture->screen, buffer, length);
      if (answered || strstr (fixture->screen->str, answer->question) == NULL)
        continue;

      answered = TRUE;
      if (answer->signal != 0)
        g_subprocess_send_signal (process, answer->signal);
      else
        g_assert_cmpint (write (terminal, answer->typed, strlen (answer->typed)), ==, (gssize) strlen (answer->typed));
    }
  g_assert_true (answered);
}

/* Runs a call whose three streams are a terminal. */
static int
run (Fixture      *fixture,
     const Answer *answer,
     ...)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  int inner;
  int terminal = open_terminal (&inner);
  va_list args;

  g_ptr_array_add (argv, (gpointer) g_getenv ("LK_LATCHKEY"));
  va_start (args, answer);
  for (const char *arg = va_arg (args, const char *); arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->cli.folder, TRUE);
  g_subprocess_launcher_take_stdin_fd (launcher, fcntl (inner, F_DUPFD_CLOEXEC, 3));
  g_subprocess_launcher_take_stdout_fd (launcher, fcntl (inner, F_DUPFD_CLOEXEC, 3));
  g_subprocess_launcher_take_stderr_fd (launcher, inner);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_clear_object (&launcher); /* which has the terminal open */

  g_string_truncate (fixture->screen, 0);
  read_screen (fixture, process, terminal, answer);
  close (terminal);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_test_message ("%s: %s", (char *) argv->pdata[1], fixture->screen->str);

  return g_subprocess_get_exit_status (process);
}

static const Answer no_answer = { NULL };

/* Letters, and ends of lines as a terminal has them. */
static void
assert_steers_nothing (Fixture *fixture)
{
  const char *text = fixture->screen->str;

  g_assert_cmpuint (strlen (text), ==, fixture->screen->len);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      g_assert_true (*at == '\n' || (*at == '\r' && at[1] == '\n'));
}

static void
assert_no_secret (Fixture *fixture)
{
  g_assert_null (strstr (fixture->screen->str, "AstraCS:"));
  g_assert_null (strstr (fixture->screen->str, "eyJ"));
}

static char *
create (Fixture    *fixture,
        const char *name,
        const char *description)
{
  char *id;

  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "create", "app", "--role", ROLE, "--description", description, "--name",
                                    name, "--expires", "30d", NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "get", name, "--field", "client-id", NULL), ==, 0);
  id = g_strdup (fixture->cli.output);

  return id;
}

static void
test_reveal (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *line = NULL;

  lk_test_cli_sign_in (&fixture->cli);
  client_id = create (fixture, "shown", "shown");
  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "create", "pulsar", "--tenant", "audit", "--name", "shown-too",
                                    "--expires", "30d", NULL),
                   ==, 0);

#define assert_refuses(...) \
  G_STMT_START \
  { \
    g_assert_cmpint (run (fixture, &no_answer, __VA_ARGS__, NULL), ==, 2); \
    g_assert_nonnull (strstr (fixture->screen->str, "add --reveal")); \
    g_assert_cmpint (fixture->screen->str[fixture->screen->len - 1], ==, '\n'); \
    assert_no_secret (fixture); \
    assert_steers_nothing (fixture); \
  } \
  G_STMT_END
  assert_refuses ("get", "shown");
  assert_refuses ("get", "shown-too");
  assert_refuses ("get", "shown", "--field", "client-secret");
  assert_refuses ("env", "shown");
  assert_refuses ("env", "shown", "shown-too", "--format", "json");
  assert_refuses ("export", "shown", "--format", "portal-json", "-");
  assert_refuses ("export", "shown-too", "--format", "client-conf", "-");

  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "get", "shown", NULL), ==, 0);
  line = g_strconcat (fixture->cli.output, "\r\n", NULL);
  g_assert_cmpint (run (fixture, &no_answer, "get", "shown", "--reveal", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->screen->str, line));
  g_assert_cmpint (run (fixture, &no_answer, "env", "shown-too", "--reveal", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->screen->str, "eyJ"));
  assert_steers_nothing (fixture);
}

/* What is typed is a secret too. */
static void
test_typed (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *typed = g_strconcat (secret_value_get_text (fixture->cli.demo->token), "\n", NULL);
  const Answer token = { "Application token: ", typed };
  const Answer nothing = { "Application token: ", "\n" };
  const Answer interrupt = { "Application token: ", NULL, SIGINT };
  const Answer hang_up = { "Application token: ", NULL, SIGHUP };

  g_assert_cmpint (run (fixture, &nothing, "account", "add", "--api-url", fixture->cli.demo->url, "-", NULL), ==, 2);
  g_assert_true (fixture->echo);
  g_assert_cmpint (run (fixture, &interrupt, "account", "add", "--api-url", fixture->cli.demo->url, "-", NULL), ==, 130);
  g_assert_true (fixture->echo);
  g_assert_cmpint (run (fixture, &hang_up, "account", "add", "--api-url", fixture->cli.demo->url, "-", NULL), ==, 130);
  g_assert_true (fixture->echo);
  g_assert_cmpint (run (fixture, &token, "account", "add", "--api-url", fixture->cli.demo->url, "-", NULL), ==, 0);
  g_assert_true (fixture->echo);
  assert_no_secret (fixture);
  g_assert_nonnull (strstr (fixture->screen->str, "Acme Production added"));
}

/* A yes is asked for what is shown, which is one line whatever it is called. */
static void
test_asks (Fixture       *fixture,
           gconstpointer  user_data)
{
  static const char description[] = "hostile\n\033[2J\033]0;title\007\r\xc2\x9b" "31m\xe2\x80\xae" "drow\xe2\x80\xa8 line";
  const Answer no = { "[y/N]", "n\n" };
  const Answer yes = { "[y/N]", "y\n" };
  g_autofree char *client_id = NULL;

  lk_test_cli_sign_in (&fixture->cli);
  client_id = create (fixture, "hostile", description);

  g_assert_cmpint (run (fixture, &no_answer, "list", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->screen->str, "hostile"));
  assert_steers_nothing (fixture);
  g_assert_cmpint (run (fixture, &no_answer, "check", "--within", "60d", NULL), ==, 10);
  g_assert_nonnull (strstr (fixture->screen->str, "hostile"));
  assert_steers_nothing (fixture);

  g_assert_cmpint (run (fixture, &no, "forget", "hostile", NULL), ==, 2);
  g_assert_nonnull (strstr (fixture->screen->str, client_id));
  g_assert_nonnull (strstr (fixture->screen->str, "Nothing was removed"));
  assert_steers_nothing (fixture);
  g_assert_cmpint (run (fixture, &no, "delete", "hostile", NULL), ==, 2);
  g_assert_nonnull (strstr (fixture->screen->str, client_id));
  g_assert_nonnull (strstr (fixture->screen->str, "Nothing was deleted"));
  assert_steers_nothing (fixture);
  g_assert_cmpint (lk_test_demo_count (fixture->cli.demo, "deletes"), ==, 0);

  g_assert_cmpint (run (fixture, &yes, "forget", "hostile", NULL), ==, 0);
  assert_steers_nothing (fixture);
  lk_test_cli_assert_fails (&fixture->cli, 1, NULL, "get", "hostile");
  g_assert_cmpint (run (fixture, &yes, "delete", client_id, NULL), ==, 0);
  assert_steers_nothing (fixture);
  g_assert_cmpint (lk_test_demo_count (fixture->cli.demo, "deletes"), ==, 1);
}

/* A file says what it likes about the secrets in it. */
static void
test_import (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char hostile[] = "hos\\u001b[2Jtile\\u202e";
  g_autofree char *path = g_build_filename (fixture->cli.folder, "hostile.json", NULL);
  g_autofree char *client_id = NULL;
  g_autofree char *content = NULL;
  g_autofree char *digits = NULL;
  g_autofree char *profile = NULL;
  g_auto (GStrv) parts = NULL;
  const Answer no = { "[y/N]", "n\n" };
  const Answer yes = { "[y/N]", "y\n" };

  lk_test_cli_sign_in (&fixture->cli);
  client_id = create (fixture, "imported", "imported");
  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "export", "imported", "--format", "portal-json", "--output", path, NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "forget", "imported", "--yes", NULL), ==, 0);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  parts = g_strsplit (content, "imported", -1);
  g_clear_pointer (&content, g_free);
  content = g_strjoinv (hostile, parts);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));

  g_assert_cmpint (run (fixture, &no, "import", path, NULL), ==, 2);
  assert_steers_nothing (fixture);
  assert_no_secret (fixture);
  lk_test_cli_assert_fails (&fixture->cli, 1, NULL, "get", client_id);
  g_assert_cmpint (run (fixture, &yes, "import", path, NULL), ==, 0);
  assert_steers_nothing (fixture);
  assert_no_secret (fixture);
  g_assert_cmpint (lk_test_cli_run (&fixture->cli, NULL, "get", client_id, NULL), ==, 0);

  /* Of a token that nobody lists there is only what the file calls it. */
  digits = g_strnfill (64, '0');
  profile = g_strdup_printf ("[hos\033ctile\xe2\x80\xae]\n"
                             "ASTRA_DB_APPLICATION_TOKEN=AstraCS:AAAAAAAAAAAAAAAAAAAAAAAA:%s\n", digits);
  g_assert_true (g_file_set_contents (path, profile, -1, NULL));
  g_assert_cmpint (run (fixture, &no_answer, "import", path, NULL), ==, 1);
  g_assert_nonnull (strstr (fixture->screen->str, "hos"));
  assert_steers_nothing (fixture);
  assert_no_secret (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/cli-terminal/reveal", test_reveal);
  ADD ("/cli-terminal/typed", test_typed);
  ADD ("/cli-terminal/asks", test_asks);
  ADD ("/cli-terminal/import", test_import);

  return g_test_run ();
}
