/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `latchkey delete` that could not be finished: it is listed, gone on with, and called off. */

#include "lk-test-cli.h"

#define NAME "goes"

static char *
look_up (void)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token", NULL);
}

static void
assert_stored (gboolean stored)
{
  g_autofree char *value = look_up ();

  g_assert_true ((*value != '\0') == stored);
}

static char *
dup_member (JsonObject *row,
            const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (row, name, NULL));
}

static void
create_app (LkTestCli *fixture)
{
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", "R/W Svc Acct", "--description", "nightly job",
                                    "--name", NAME, "--expires", "30d", NULL), ==, 0);
}

/* (transfer full) (nullable): its id; NULL: nothing is unfinished */
static char *
read_pending (LkTestCli  *fixture,
              gboolean    pulsar)
{
  g_autoptr (JsonArray) rows = NULL;
  g_autofree char *token_id = NULL;
  g_autofree char *other_id = NULL;
  g_autofree char *since = NULL;
  JsonObject *row;

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", "--json", NULL), ==, 0);
  lk_test_cli_assert_no_secret (fixture);
  rows = lk_test_cli_read_array (fixture);
  if (json_array_get_length (rows) == 0)
    return NULL;

  g_assert_cmpuint (json_array_get_length (rows), ==, 1);
  row = json_array_get_object_element (rows, 0);
  g_assert_cmpstr (json_object_get_string_member (row, "operation"), ==, "delete");
  g_assert_cmpstr (json_object_get_string_member (row, "state"), ==, "deleting");
  g_assert_nonnull (json_object_get_string_member (row, "account"));
  token_id = dup_member (row, pulsar ? "tokenid" : "clientId");
  other_id = dup_member (row, pulsar ? "clientId" : "tokenid");
  since = dup_member (row, "since");
  g_assert_nonnull (token_id);
  g_assert_null (other_id);
  g_assert_nonnull (since);
  if (!pulsar)
    g_assert_cmpstr (json_object_get_string_member (row, "description"), ==, "nightly job");

  return dup_member (row, "intent");
}

static guint
count_state (LkTestCli  *fixture,
             const char *state)
{
  g_autoptr (JsonArray) rows = NULL;
  guint n = 0;

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", NULL), ==, 0);
  rows = lk_test_cli_read_array (fixture);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    n += g_str_equal (json_object_get_string_member (json_array_get_object_element (rows, i), "state"), state);

  return n;
}

static void
test_left (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autofree char *intent = NULL;

  lk_test_cli_sign_in (fixture);
  create_app (fixture);

  /* Refused: nothing is left to do. */
  lk_test_demo_fault (fixture->demo, "delete:status=403");
  lk_test_cli_assert_fails (fixture, 6, NULL, "delete", NAME, "--yes");
  g_assert_null (read_pending (fixture, FALSE));

  lk_test_demo_fault (fixture->demo, "delete:status=500");
  lk_test_cli_assert_fails (fixture, 7, NULL, "delete", NAME, "--yes");
  g_assert_nonnull (strstr (fixture->errors, "left in the journal"));
  intent = read_pending (fixture, FALSE);
  g_assert_nonnull (intent);
  g_assert_cmpuint (count_state (fixture, "deleting"), ==, 1);
  assert_stored (TRUE);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, intent));
  g_assert_nonnull (strstr (fixture->output, "nightly job"));

  lk_test_cli_assert_fails (fixture, 7, NULL, "resume", "--all");
  lk_test_demo_fault (fixture->demo, "");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", intent, NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "deleted"));
  g_assert_null (read_pending (fixture, FALSE));
  g_assert_cmpuint (count_state (fixture, "deleting"), ==, 0);
  assert_stored (FALSE);
}

static void
test_kept (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autofree char *intent = NULL;

  lk_test_cli_sign_in (fixture);
  create_app (fixture);
  lk_test_demo_fault (fixture->demo, "delete:lie");
  lk_test_cli_assert_fails (fixture, 7, NULL, "delete", NAME, "--yes");
  lk_test_demo_fault (fixture->demo, "");
  intent = read_pending (fixture, FALSE);

  lk_test_cli_assert_fails (fixture, 2, NULL, "resume", "--all", "--keep");
  lk_test_cli_assert_fails (fixture, 2, NULL, "resume", "--keep");
  lk_test_cli_assert_fails (fixture, 1, NULL, "resume", "--keep", "no-such-work");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--keep", intent, NULL), ==, 0);
  g_assert_null (read_pending (fixture, FALSE));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 1);
  assert_stored (TRUE);
}

static void
test_pulsar (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *intent = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", NAME, "--expires", "30d",
                                    NULL), ==, 0);
  lk_test_demo_fault (fixture->demo, "pulsar-delete:lie");
  lk_test_cli_assert_fails (fixture, 7, NULL, "delete", NAME, "--yes");
  lk_test_cli_assert_fails (fixture, 7, NULL, "resume", "--all");
  intent = read_pending (fixture, TRUE);
  g_assert_nonnull (intent);
  assert_stored (TRUE);
  lk_test_demo_fault (fixture->demo, "");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", intent, NULL), ==, 0);
  g_assert_null (read_pending (fixture, TRUE));
  assert_stored (FALSE);
}

/* Ended after the request took effect, and before its answer came. */
static void
test_killed (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *intent = NULL;

  lk_test_cli_sign_in (fixture);
  create_app (fixture);
  lk_test_demo_fault (fixture->demo, "delete:slow=60000");
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->folder, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("LK_LATCHKEY"), "delete", NAME, "--yes", NULL);
  g_assert_no_error (error);
  lk_test_wait_until (lk_test_demo_count (fixture->demo, "deletes") == 1);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  lk_test_demo_fault (fixture->demo, "");

  intent = read_pending (fixture, FALSE);
  g_assert_nonnull (intent);
  assert_stored (TRUE);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_null (read_pending (fixture, FALSE));
  assert_stored (FALSE);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, LkTestCli, NULL, lk_test_cli_set_up, function, lk_test_cli_tear_down)
  ADD ("/cli-delete/left", test_left);
  ADD ("/cli-delete/kept", test_kept);
  ADD ("/cli-delete/pulsar", test_pulsar);
  ADD ("/cli-delete/killed", test_killed);

  return g_test_run ();
}
