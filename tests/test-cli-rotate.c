/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `latchkey rotate`, ended at any moment and taken up again: scripts always find a token that works. */

#include "lk-test-cli.h"

#include <signal.h>

#define N_KILLS 24
#define STEP_US 15000

static char *
look_up (const char *name)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
}

static guint
count_named (LkTestCli  *fixture,
             const char *description,
             const char *state)
{
  g_autoptr (JsonArray) rows = NULL;
  guint n = 0;

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--kind", "app", "--json", NULL), ==, 0);
  rows = lk_test_cli_read_array (fixture);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      n += g_strcmp0 (json_object_get_string_member_with_default (row, "description", NULL), description) == 0
           && (state == NULL || g_strcmp0 (json_object_get_string_member (row, "state"), state) == 0);
    }

  return n;
}

static guint
count_pending (LkTestCli *fixture)
{
  g_autoptr (JsonArray) rows = NULL;

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", "--json", NULL), ==, 0);
  rows = lk_test_cli_read_array (fixture);

  return json_array_get_length (rows);
}

static void
create (LkTestCli  *fixture,
        const char *name)
{
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", "R/W Svc Acct", "--description", name, "--name",
                                    name, "--expires", "30d", NULL), ==, 0);
}

static void
test_rotate (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *back = NULL;

  lk_test_cli_sign_in (fixture);
  create (fixture, "plain");
  before = look_up ("plain");

  lk_test_cli_assert_fails (fixture, 2, NULL, "rotate");
  lk_test_cli_assert_fails (fixture, 2, NULL, "rotate", "plain", "more");
  lk_test_cli_assert_fails (fixture, 2, NULL, "rotate", "plain", "--finish", "--cancel");
  lk_test_cli_assert_fails (fixture, 1, NULL, "rotate", "no-such-token");
  lk_test_cli_assert_fails (fixture, 1, NULL, "rotate", "plain", "--finish");
  lk_test_cli_assert_fails (fixture, 1, NULL, "rotate", "plain", "--cancel");
  lk_test_demo_fault (fixture->demo, "create:status=403");
  lk_test_cli_assert_fails (fixture, 6, NULL, "rotate", "plain");
  lk_test_demo_fault (fixture->demo, "");
  g_assert_cmpuint (count_pending (fixture), ==, 0);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "rotate", "plain", NULL), ==, 0);
  lk_test_cli_assert_no_secret (fixture);
  after = look_up ("plain");
  g_assert_true (*after != '\0' && !g_str_equal (before, after));
  g_assert_cmpuint (count_named (fixture, "plain", "superseded"), ==, 1);
  g_assert_cmpuint (count_named (fixture, "plain", "rotating"), ==, 1);
  g_assert_cmpuint (count_pending (fixture), ==, 1);

  /* The name would go with it. */
  lk_test_cli_assert_fails (fixture, 2, NULL, "delete", "plain", "--yes");

  /* Again it says the same and creates nothing; what waits for a yes is no failure. */
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "rotate", "plain", NULL), ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpuint (count_named (fixture, "plain", NULL), ==, 2);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "rotate", "plain", "--cancel", NULL), ==, 0);
  back = look_up ("plain");
  g_assert_true (g_str_equal (back, before));
  g_assert_cmpuint (count_named (fixture, "plain", "active"), ==, 1);
  g_assert_cmpuint (count_pending (fixture), ==, 0);

  /* What the service does not do is left over, and done later without being asked for again. */
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "rotate", "plain", NULL), ==, 0);
  lk_test_demo_fault (fixture->demo, "delete:lie");
  lk_test_cli_assert_fails (fixture, 7, NULL, "rotate", "plain", "--finish");
  g_assert_cmpuint (count_pending (fixture), ==, 1);
  lk_test_demo_fault (fixture->demo, "");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpuint (count_named (fixture, "plain", NULL), ==, 1);
  g_assert_cmpuint (count_pending (fixture), ==, 0);

  /* An account is not left with one that is open, unless that is said. */
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "rotate", "plain", NULL), ==, 0);
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "remove", "Acme Production");
  g_assert_nonnull (strstr (fixture->errors, "--force"));
  g_assert_cmpuint (count_pending (fixture), ==, 1);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "remove", "--force", "Acme Production", NULL), ==, 0);
  g_assert_cmpuint (count_pending (fixture), ==, 0);
}

/* Ended by SIGKILL some while after it began, which is another moment each time. */
static void
run_and_kill (LkTestCli  *fixture,
              const char *name,
              const char *option,
              guint       after_us)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->folder, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LK_LATCHKEY"), "rotate", name, option, NULL);
  g_assert_no_error (error);
  g_usleep (after_us);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
}

static void
test_killed (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  const char *const options[] = { NULL, "--finish", "--cancel" };

  lk_test_cli_sign_in (fixture);
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autofree char *name = g_strdup_printf ("killed-%u", i);
      const char *option = options[i % G_N_ELEMENTS (options)];
      g_autofree char *found = NULL;
      g_autofree char *kept = NULL;
      guint n_pending;
      guint n_left;

      create (fixture, name);
      if (option != NULL)
        g_assert_cmpint (lk_test_cli_run (fixture, NULL, "rotate", name, NULL), ==, 0);
      run_and_kill (fixture, name, option, (i + 1) * STEP_US);
      found = look_up (name);
      g_assert_true (g_str_has_prefix (found, "AstraCS:"));

      /* Taken up until nothing goes by itself any more, then finished. What was created without its secret stays to be
       * seen, as does what nobody can tell yet. */
      for (guint j = 0; j < 2; j++)
        lk_test_cli_run (fixture, NULL, "resume", "--all", NULL);
      lk_test_cli_run (fixture, NULL, "rotate", name, "--finish", NULL);
      kept = look_up (name);
      g_assert_true (g_str_has_prefix (kept, "AstraCS:"));
      n_pending = count_pending (fixture);
      n_left = count_named (fixture, name, NULL);
      g_assert_cmpuint (n_left, >=, 1);
      g_assert_cmpuint (n_left, <=, 1 + n_pending);
      g_test_message ("%s after %u ms: %u left, %u pending", option != NULL ? option : "begun", (i + 1) * STEP_US / 1000,
                      n_left, n_pending);
    }
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-rotate/rotate", LkTestCli, NULL, lk_test_cli_set_up, test_rotate, lk_test_cli_tear_down);
  g_test_add ("/cli-rotate/killed", LkTestCli, NULL, lk_test_cli_set_up, test_killed, lk_test_cli_tear_down);

  return g_test_run ();
}
