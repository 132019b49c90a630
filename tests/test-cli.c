/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line against the demo service and a real keyring: what scripts rely on that only ask. */

#include "lk-test-cli.h"

#include <string.h>

#define ROLE "R/W Svc Acct"

static void
test_usage (LkTestCli     *fixture,
            gconstpointer  user_data)
{
  g_autofree char *database = g_build_filename (fixture->folder, "latchkey", NULL);

  lk_test_cli_assert_fails (fixture, 2, NULL, "frobnicate");
  lk_test_cli_assert_fails (fixture, 2, NULL, "list", "--nonsense");
  lk_test_cli_assert_fails (fixture, 2, NULL, "list", "word");
  lk_test_cli_assert_fails (fixture, 2, NULL, "list", "--kind", "moon");
  lk_test_cli_assert_fails (fixture, 2, NULL, "list", "--kind", "app", "--tenant", "orders");
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "pulsar");
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "pulsar", "--tenant", "orders", "--expires", "yesterday");
  lk_test_cli_assert_fails (fixture, 2, NULL, "list", "\377");
  lk_test_cli_assert_fails (fixture, 2, NULL, "create");
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "app", "--description", "d");
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE);
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "yesterday");
  lk_test_cli_assert_fails (fixture, 2, NULL, "delete");
  lk_test_cli_assert_fails (fixture, 2, NULL, "delete", "some-token");
  lk_test_cli_assert_fails (fixture, 2, NULL, "get");
  lk_test_cli_assert_fails (fixture, 2, NULL, "get", "a", "b");
  lk_test_cli_assert_fails (fixture, 2, NULL, "get", "a", "--field", "password");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "--version", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "latchkey "));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "--help", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "latchkey create app"));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "--help", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "latchkey create [OPTION"));
  g_assert_false (g_file_test (database, G_FILE_TEST_EXISTS));

  lk_test_cli_assert_fails (fixture, 1, NULL, "list");
  lk_test_cli_assert_fails (fixture, 1, NULL, "list", "--account", "nobody");
}

static void
test_list (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 0);
  rows = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (rows), >=, 12);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      lk_test_cli_assert_keys (row, "kind account orgId clientId roles roleNames description generatedOn tokenExpiry stored "
                                    "name state");
      g_assert_cmpstr (json_object_get_string_member (row, "kind"), ==, "app");
      g_assert_true (json_object_get_null_member (row, "name"));
      g_assert_false (json_object_get_boolean_member (row, "stored"));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (row, "roles")), ==,
                        json_array_get_length (json_object_get_array_member (row, "roleNames")));
    }

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", NULL), ==, 0);
  lk_test_cli_assert_no_secret (fixture);
}

/* What was listed is there without the network, and only on request; what never was, is not found. */
static void
test_list_offline (LkTestCli     *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (JsonArray) online = NULL;
  g_autoptr (JsonArray) offline = NULL;
  g_autoptr (JsonNode) before = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonNode) after = json_node_new (JSON_NODE_ARRAY);

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", "--offline", NULL), ==, 1);
  g_assert_cmpstr (g_strstrip (fixture->output), ==, "[]");

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 0);
  online = lk_test_cli_read_array (fixture);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
  fixture->demo = lk_test_demo_new (1);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", "--offline", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->errors, "latchkey: Acme Production as of 2"));
  offline = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (offline), ==, 12);
  json_node_set_array (before, online);
  json_node_set_array (after, offline);
  g_assert_true (json_node_equal (before, after));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 5);
  g_assert_cmpstr (g_strstrip (fixture->output), ==, "[]");
}

static void
test_roles (LkTestCli     *fixture,
            gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;
  gboolean found = FALSE;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "roles", "--json", NULL), ==, 0);
  rows = lk_test_cli_read_array (fixture);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      lk_test_cli_assert_keys (row, "account id name policy");
      found = found || g_str_equal (json_object_get_string_member (row, "name"), ROLE);
    }
  g_assert_true (found);

  lk_test_demo_fault (fixture->demo, "roles:status=403");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "roles", NULL), ==, 6);
  lk_test_cli_assert_fails (fixture, 6, NULL, "create", "app", "--role", ROLE, "--description", "d");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 0);
}

static void
test_partly_failed_list (LkTestCli     *fixture,
                         gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;

  lk_test_cli_sign_in_twice (fixture);
  lk_test_demo_fault (fixture->demo, "list:status=403,times=1");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 6);
  g_assert_true (g_str_has_prefix (fixture->errors, "latchkey: "));
  rows = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (rows), >, 0);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (rows, i), "account"), ==, "second");
}

static void
test_service_is_gone (LkTestCli     *fixture,
                      gconstpointer  user_data)
{
  lk_test_cli_sign_in (fixture);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 5);
  g_assert_true (g_str_has_prefix (fixture->errors, "latchkey: "));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "list", NULL), ==, 0);
}

static void
test_full_disk (LkTestCli     *fixture,
                gconstpointer  user_data)
{
  g_autofree char *command = g_strdup_printf ("\"%s\" roles --json > /dev/full", g_getenv ("LK_LATCHKEY"));
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  lk_test_cli_sign_in (fixture);
  g_ptr_array_add (argv, (gpointer) "sh");
  g_ptr_array_add (argv, (gpointer) "-c");
  g_ptr_array_add (argv, command);
  g_ptr_array_add (argv, NULL);
  g_assert_cmpint (lk_test_cli_run_argv (fixture, NULL, argv), ==, 8);
}

/* The program that scripts call links little, so that it starts fast. */
static void
test_links_little (void)
{
  static const char *const unwanted[] = { "soup", "sqlite", "gtk", "adwaita", "json", "gnutls" };
  g_autofree char *program = g_find_program_in_path ("readelf");
  g_autofree char *output = NULL;

  if (program == NULL)
    {
      g_test_skip ("there is no readelf");
      return;
    }

  output = lk_test_run (program, "-d", g_getenv ("LK_LATCHKEY"), NULL);
  g_assert_nonnull (strstr (output, "libsecret"));
  for (guint i = 0; i < G_N_ELEMENTS (unwanted); i++)
    if (strstr (output, unwanted[i]) != NULL)
      g_error ("it links %s", unwanted[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (g_getenv ("LK_LATCHKEY") == NULL || g_getenv ("LK_DEMO_SERVICE") == NULL)
    {
      g_print ("1..0 # SKIP LK_LATCHKEY or LK_DEMO_SERVICE is not set\n");
      return 0;
    }

#define ADD(path, function) g_test_add (path, LkTestCli, NULL, lk_test_cli_set_up, function, lk_test_cli_tear_down)
  ADD ("/cli/usage", test_usage);
  ADD ("/cli/list", test_list);
  ADD ("/cli/list-offline", test_list_offline);
  ADD ("/cli/roles", test_roles);
  ADD ("/cli/partly-failed-list", test_partly_failed_list);
  ADD ("/cli/service-is-gone", test_service_is_gone);
  ADD ("/cli/full-disk", test_full_disk);
  g_test_add_func ("/cli/links-little", test_links_little);

  return g_test_run ();
}
