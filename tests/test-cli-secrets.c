/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the command line does with stored secrets. */

#include "lk-test-cli.h"

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

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-secrets/forget", LkTestCli, NULL, lk_test_cli_set_up, test_forget, lk_test_cli_tear_down);

  return g_test_run ();
}
