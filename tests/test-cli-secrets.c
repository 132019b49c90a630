/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the command line does with stored secrets. */

#include "lk-test-cli.h"

#include <signal.h>
#include <sys/resource.h>

#define ROLE "R/W Svc Acct"

static char *
look_up (const char *name)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
}

static char *
get_only_id (LkTestCli  *fixture,
             const char *key)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *row;

  g_assert_true (json_parser_load_from_data (parser, fixture->output, -1, NULL));
  row = json_node_get_object (json_parser_get_root (parser));

  return g_strdup (json_object_get_string_member (row, key));
}

/* One kind and the other; what is named like it stays, and so does the token itself. */
static void
test_forget (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *token_id = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *gone_too = NULL;
  g_autofree char *prefix = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "forgotten", "--name",
                                    "forgotten", "--expires", "30d", "--json", NULL), ==, 0);
  client_id = get_only_id (fixture, "clientId");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", "forgotten-too",
                                    "--expires", "30d", "--json", NULL), ==, 0);
  token_id = get_only_id (fixture, "tokenid");

  lk_test_cli_assert_fails (fixture, 2, NULL, "forget");
  lk_test_cli_assert_fails (fixture, 2, NULL, "forget", "forgotten");
  g_assert_nonnull (strstr (fixture->errors, "add --yes"));
  lk_test_cli_assert_fails (fixture, 1, NULL, "forget", "no-such-token", "--yes");
  lk_test_cli_assert_fails (fixture, 1, NULL, "forget", "forgott", "--yes");
  lk_test_cli_assert_fails (fixture, 2, NULL, "forget", "forgotten", "forgotten-too", "--yes");

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "forget", "forgotten", "--yes", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, client_id));
  gone = look_up ("forgotten");
  g_assert_cmpstr (gone, ==, "");
  kept = look_up ("forgotten-too");
  g_assert_true (g_str_has_prefix (kept, "eyJ"));
  lk_test_cli_assert_fails (fixture, 1, NULL, "forget", client_id, "--yes");

  prefix = g_strndup (token_id, 8);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "forget", prefix, "--yes", NULL), ==, 0);
  gone_too = look_up ("forgotten-too");
  g_assert_cmpstr (gone_too, ==, "");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 0);

  /* It can be fetched all the same, and is not stored by that. */
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", token_id, NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, kept));
}

#define run(fixture, ...) lk_test_cli_run (fixture, NULL, __VA_ARGS__, NULL)

/* The command gets what its caller has, the variables, and nothing else. */
static void
test_exec (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  static const char surroundings[] = "grep -E '^Sig(Ign|Blk)' /proc/self/status; cat /proc/self/limits; umask";
  g_autofree char *stored = NULL;
  g_autofree char *stored_too = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "no-program", NULL);
  g_autofree char *plain = NULL;
  struct rlimit limit;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (run (fixture, "create", "app", "--role", ROLE, "--description", "run", "--name", "run-app", "--expires",
                        "30d"), ==, 0);
  g_assert_cmpint (run (fixture, "create", "pulsar", "--tenant", "audit", "--name", "run-pulsar", "--expires", "30d"), ==, 0);
  g_assert_cmpint (run (fixture, "create", "pulsar", "--tenant", "audit", "--name", "run-other", "--expires", "30d"), ==, 0);
  stored = look_up ("run-app");
  stored_too = look_up ("run-pulsar");

  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "sh", "-c", "printf %s \"$ASTRA_DB_APPLICATION_TOKEN\""), ==, 0);
  g_assert_true (g_str_equal (fixture->output, stored));
  g_assert_cmpint (run (fixture, "exec", "run-app", "run-pulsar", "--", "sh", "-c",
                        "printf '%s %s %s %s' \"$ASTRA_DB_APPLICATION_TOKEN\" \"$TENANT\" \"$BEARER_TOKEN\" "
                        "\"$PULSAR_TOKEN\""), ==, 0);
  expected = g_strdup_printf ("%s audit %s %s", stored, stored_too, stored_too);
  g_assert_true (g_str_equal (fixture->output, expected));
  g_assert_cmpint (run (fixture, "exec", "run-pulsar", "--", "sh", "-c", "printf %s \"$BROKER_SERVICE_URL\""), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "pulsar+ssl://"));

  /* Its exit code, its words, and what it was started with. */
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "sh", "-c", "exit 42"), ==, 42);
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "printf", "%s|", "a b", "--", ""), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "a b|--||");
  g_setenv ("SECRET_FILE_TEST_PATH", "as it was", TRUE);
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "printenv", "SECRET_FILE_TEST_PATH"), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "as it was\n");
  g_unsetenv ("SECRET_FILE_TEST_PATH");
  /* Where both would be changed: a limit that is not 0, and a signal that is not ignored. */
  signal (SIGPIPE, SIG_DFL);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = MIN (limit.rlim_max, 4096);
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);
  plain = lk_test_run ("sh", "-c", surroundings, NULL);
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "sh", "-c", surroundings), ==, 0);
  g_assert_cmpstr (fixture->output, ==, plain);

  /* As env(1), and a usage that is wrong. */
  lk_test_cli_assert_fails (fixture, 127, NULL, "exec", "run-app", "--", "no-such-program-anywhere");
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  lk_test_cli_assert_fails (fixture, 126, NULL, "exec", "run-app", "--", file);
  lk_test_cli_assert_fails (fixture, 125, NULL, "exec", "no-such-token", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-app", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-app", "--");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-app", "\xff", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-pulsar", "run-other", "--", "true");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-secrets/forget", LkTestCli, NULL, lk_test_cli_set_up, test_forget, lk_test_cli_tear_down);

  g_test_add ("/cli-secrets/exec", LkTestCli, NULL, lk_test_cli_set_up, test_exec, lk_test_cli_tear_down);

  return g_test_run ();
}
