/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line against the demo service and a real keyring: what scripts rely on. */

#include "lk-test-cli.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROLE "R/W Svc Acct"

/* What all tests of the command line share has longer names there. */
#define Fixture LkTestCli
#define set_up lk_test_cli_set_up
#define tear_down lk_test_cli_tear_down
#define run lk_test_cli_run
#define run_argv lk_test_cli_run_argv
#define sign_in lk_test_cli_sign_in
#define sign_in_twice lk_test_cli_sign_in_twice
#define read_array lk_test_cli_read_array
#define assert_no_secret lk_test_cli_assert_no_secret
#define assert_fails lk_test_cli_assert_fails

static JsonObject *
read_object (Fixture *fixture)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  assert_no_secret (fixture);
  json_parser_load_from_data (parser, fixture->output, -1, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static void
assert_keys (JsonObject *object,
             const char *words)
{
  g_auto (GStrv) keys = g_strsplit (words, " ", -1);

  for (guint i = 0; keys[i] != NULL; i++)
    if (!json_object_has_member (object, keys[i]))
      g_error ("no %s", keys[i]);
  g_assert_cmpuint (json_object_get_size (object), ==, g_strv_length (keys));
}

static char *
create (Fixture    *fixture,
        const char *name)
{
  g_autoptr (JsonObject) row = NULL;

  g_assert_cmpint (run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "Nächtlicher Lauf", "--name",
                        name, "--expires", "30d", "--json", NULL),
                   ==, 0);
  row = read_object (fixture);
  g_assert_cmpstr (json_object_get_string_member (row, "name"), ==, name);

  return g_strdup (json_object_get_string_member (row, "clientId"));
}

static void
test_account_add (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autofree char *padded = g_strdup_printf ("  \t%s \r\n\n", secret_value_get_text (fixture->demo->token));
  g_autoptr (JsonArray) accounts = NULL;
  JsonObject *account;

  g_assert_cmpint (run (fixture, padded, "account", "add", "--api-url", fixture->demo->url, "--name", "work", "-", NULL),
                   ==, 0);
  assert_no_secret (fixture);
  g_assert_cmpint (run (fixture, NULL, "account", "list", "--json", NULL), ==, 0);
  accounts = read_array (fixture);
  g_assert_cmpuint (json_array_get_length (accounts), ==, 1);
  account = json_array_get_object_element (accounts, 0);
  assert_keys (account, "name orgId orgName clientId apiUrl streamingUrl environment");
  g_assert_cmpstr (json_object_get_string_member (account, "name"), ==, "work");
  g_assert_cmpstr (json_object_get_string_member (account, "apiUrl"), ==, fixture->demo->url);
  g_assert_cmpstr (json_object_get_string_member (account, "environment"), ==, "prod");

  g_assert_cmpint (run (fixture, NULL, "account", "list", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "work"));
}

static void
test_account_refused (Fixture       *fixture,
                      gconstpointer  user_data)
{
  const char *url = fixture->demo->url;
  g_autofree char *large = g_strnfill (64 * 1024, 'x');
  g_autofree char *json = g_strdup_printf ("{\"token\": \"%s\"}", secret_value_get_text (fixture->demo->token));
  g_autofree char *wrong = g_strnfill (64, '0');
  g_autofree char *unknown = g_strconcat ("AstraCS:AAAAAAAAAAAAAAAAAAAAAAAA:", wrong, NULL);
  g_autofree char *database = g_build_filename (fixture->folder, "latchkey", NULL);

  assert_fails (fixture, 2, json, "account", "add", "--api-url", url, "-");
  assert_fails (fixture, 2, "", "account", "add", "--api-url", url, "-");
  assert_fails (fixture, 2, "a b", "account", "add", "--api-url", url, "-");
  assert_fails (fixture, 2, large, "account", "add", "--api-url", url, "-");
  assert_fails (fixture, 2, NULL, "account", "add", "--api-url", url);
  assert_fails (fixture, 2, NULL, "account", "add", "AstraCX");
  assert_fails (fixture, 2, unknown, "account", "add", "--environment", "moon", "-");
  assert_fails (fixture, 2, NULL, "account");
  g_assert_false (g_file_test (database, G_FILE_TEST_EXISTS));

  assert_fails (fixture, 2, unknown, "account", "add", "--api-url", "http://example.com", "-");
  assert_fails (fixture, 6, unknown, "account", "add", "--api-url", url, "-");
  assert_fails (fixture, 5, unknown, "account", "add", "--api-url", "http://127.0.0.1:1", "-");
}

static void
test_usage (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *database = g_build_filename (fixture->folder, "latchkey", NULL);

  assert_fails (fixture, 2, NULL, "frobnicate");
  assert_fails (fixture, 2, NULL, "list", "--nonsense");
  assert_fails (fixture, 2, NULL, "list", "word");
  assert_fails (fixture, 2, NULL, "list", "--kind", "moon");
  assert_fails (fixture, 2, NULL, "list", "--kind", "app", "--tenant", "orders");
  assert_fails (fixture, 2, NULL, "create", "pulsar");
  assert_fails (fixture, 2, NULL, "create", "pulsar", "--tenant", "orders", "--expires", "yesterday");
  assert_fails (fixture, 2, NULL, "list", "\377");
  assert_fails (fixture, 2, NULL, "create");
  assert_fails (fixture, 2, NULL, "create", "app", "--description", "d");
  assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE);
  assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "yesterday");
  assert_fails (fixture, 2, NULL, "delete");
  assert_fails (fixture, 2, NULL, "delete", "some-token");
  assert_fails (fixture, 2, NULL, "get");
  assert_fails (fixture, 2, NULL, "get", "a", "b");
  assert_fails (fixture, 2, NULL, "get", "a", "--field", "password");
  g_assert_cmpint (run (fixture, NULL, "--version", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "latchkey "));
  g_assert_cmpint (run (fixture, NULL, "--help", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "latchkey create app"));
  g_assert_cmpint (run (fixture, NULL, "create", "--help", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "latchkey create [OPTION"));
  g_assert_false (g_file_test (database, G_FILE_TEST_EXISTS));

  assert_fails (fixture, 1, NULL, "list");
  assert_fails (fixture, 1, NULL, "list", "--account", "nobody");
}

static void
test_list (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;

  sign_in (fixture);
  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 0);
  rows = read_array (fixture);
  g_assert_cmpuint (json_array_get_length (rows), >=, 12);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      assert_keys (row, "kind account orgId clientId roles roleNames description generatedOn tokenExpiry stored name state");
      g_assert_cmpstr (json_object_get_string_member (row, "kind"), ==, "app");
      g_assert_true (json_object_get_null_member (row, "name"));
      g_assert_false (json_object_get_boolean_member (row, "stored"));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (row, "roles")), ==,
                        json_array_get_length (json_object_get_array_member (row, "roleNames")));
    }

  g_assert_cmpint (run (fixture, NULL, "list", NULL), ==, 0);
  assert_no_secret (fixture);
}

/* What was listed is there without the network, and only on request; what never was, is not found. */
static void
test_list_offline (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (JsonArray) online = NULL;
  g_autoptr (JsonArray) offline = NULL;
  g_autoptr (JsonNode) before = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonNode) after = json_node_new (JSON_NODE_ARRAY);

  sign_in (fixture);
  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", "--offline", NULL), ==, 1);
  g_assert_cmpstr (g_strstrip (fixture->output), ==, "[]");

  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 0);
  online = read_array (fixture);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
  fixture->demo = lk_test_demo_new (1);
  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", "--offline", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->errors, "latchkey: Acme Production as of 2"));
  offline = read_array (fixture);
  g_assert_cmpuint (json_array_get_length (offline), ==, 12);
  json_node_set_array (before, online);
  json_node_set_array (after, offline);
  g_assert_true (json_node_equal (before, after));
  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 5);
  g_assert_cmpstr (g_strstrip (fixture->output), ==, "[]");
}

static void
test_roles (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;
  gboolean found = FALSE;

  sign_in (fixture);
  g_assert_cmpint (run (fixture, NULL, "roles", "--json", NULL), ==, 0);
  rows = read_array (fixture);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      assert_keys (row, "account id name policy");
      found = found || g_str_equal (json_object_get_string_member (row, "name"), ROLE);
    }
  g_assert_true (found);

  lk_test_demo_fault (fixture->demo, "roles:status=403");
  g_assert_cmpint (run (fixture, NULL, "roles", NULL), ==, 6);
  assert_fails (fixture, 6, NULL, "create", "app", "--role", ROLE, "--description", "d");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 0);
}

static void
test_partly_failed_list (Fixture       *fixture,
                         gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;

  sign_in_twice (fixture);
  lk_test_demo_fault (fixture->demo, "list:status=403,times=1");
  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 6);
  g_assert_true (g_str_has_prefix (fixture->errors, "latchkey: "));
  rows = read_array (fixture);
  g_assert_cmpuint (json_array_get_length (rows), >, 0);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (rows, i), "account"), ==, "second");
}

static void
test_several_accounts (Fixture       *fixture,
                       gconstpointer  user_data)
{
  sign_in_twice (fixture);
  assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d");
  g_assert_cmpint (run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "d", "--account", "second", NULL),
                   ==, 0);
  g_assert_nonnull (strstr (fixture->errors, "90 days"));
  assert_no_secret (fixture);
}

static void
test_create_and_get (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *by_name = NULL;

  sign_in (fixture);
  client_id = create (fixture, "nightly-job");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);

  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "nightly-job", "field", "token", NULL);
  g_assert_true (g_str_has_prefix (stored, "AstraCS:"));
  g_assert_cmpint (run (fixture, NULL, "get", "nightly-job", NULL), ==, 0);
  by_name = g_strdup (fixture->output);
  g_assert_true (g_str_equal (by_name, stored));
  fixture->debug = TRUE;
  g_assert_cmpint (run (fixture, NULL, "get", client_id, NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, stored));
  g_assert_nonnull (strstr (fixture->errors, "DEBUG"));
  fixture->debug = FALSE;

  secret =
    lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "nightly-job", "field", "client-secret", NULL);
  g_assert_cmpint (run (fixture, NULL, "get", "nightly-job", "--field", "client-secret", NULL), ==, 0);
  g_assert_true (*secret != '\0' && g_str_equal (fixture->output, secret));
  g_assert_cmpint (run (fixture, NULL, "get", "nightly-job", "--field", "client-id", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, client_id);

  /* Never by a beginning of anything. */
  client_id[10] = '\0';
  assert_fails (fixture, 1, NULL, "get", "nightly-jo");
  assert_fails (fixture, 1, NULL, "get", client_id);
  assert_fails (fixture, 1, NULL, "get", "missing", "--field", "client-id");

  assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "never", "--name",
                "nightly-job");
  assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "never", "--name",
                "No Name");
  assert_fails (fixture, 1, NULL, "create", "app", "--role", "No Such Role", "--description", "d");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
}

/* The lines are read by a shell; no name is guessed, and no variable set twice. */
static void
test_env (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autofree char *token = NULL;
  g_autofree char *sh = NULL;
  g_autofree char *fish = NULL;
  g_autofree char *dotenv = NULL;
  g_autofree char *json = NULL;

  sign_in (fixture);
  g_assert_cmpint (run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "made", "--name", "made", NULL),
                   ==, 0);
  g_assert_cmpint (run (fixture, NULL, "get", "made", NULL), ==, 0);
  token = g_steal_pointer (&fixture->output);
  sh = g_strdup_printf ("export ASTRA_DB_APPLICATION_TOKEN='%s'\n", token);
  fish = g_strdup_printf ("set -gx ASTRA_DB_APPLICATION_TOKEN '%s'\n", token);
  dotenv = g_strdup_printf ("ASTRA_DB_APPLICATION_TOKEN=%s\n", token);
  json = g_strdup_printf ("{\n  \"ASTRA_DB_APPLICATION_TOKEN\": \"%s\"\n}\n", token);

  g_assert_cmpint (run (fixture, NULL, "env", "made", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, sh));
  g_assert_cmpint (run (fixture, NULL, "env", "made", "--format", "fish", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, fish));
  g_assert_cmpint (run (fixture, NULL, "env", "--format=dotenv", "made", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, dotenv));
  g_assert_cmpint (run (fixture, NULL, "env", "--format=json", "made", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, json));

  assert_fails (fixture, 2, NULL, "env");
  assert_fails (fixture, 2, NULL, "env", "made", "made");
  assert_fails (fixture, 2, NULL, "env", "made", "--format", "csh");
  assert_fails (fixture, 1, NULL, "env", "mad");
}

static void
test_export (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "made.json", NULL);
  g_autofree char *profiles = g_build_filename (fixture->folder, ".astrarc", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *token = NULL;
  g_autofree char *found = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *expected = NULL;
  struct stat now;

  sign_in (fixture);
  g_assert_cmpint (run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "made", "--name", "made", NULL),
                   ==, 0);
  g_assert_cmpint (run (fixture, NULL, "get", "made", NULL), ==, 0);
  token = g_steal_pointer (&fixture->output);

  g_assert_cmpint (run (fixture, NULL, "export", "made", "--format", "portal-json", "--output", path, NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");
  assert_no_secret (fixture);
  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_nonnull (strstr (found, token));
  g_assert_cmpint (stat (path, &now), ==, 0);
  g_assert_cmpint (now.st_mode & ALLPERMS, ==, 0600);

  g_assert_true (g_file_set_contents (profiles, "[default]\nASTRA_ENV=PROD\n", -1, NULL));
  g_assert_cmpint (run (fixture, NULL, "export", "made", "--format", "astrarc", "--output", profiles, NULL), ==, 0);
  expected = g_strdup_printf ("[default]\nASTRA_ENV=PROD\n\n[made]\nASTRA_DB_APPLICATION_TOKEN=%s\n", token);
  g_assert_true (g_file_get_contents (profiles, &merged, NULL, NULL));
  g_assert_true (g_str_equal (merged, expected));

  g_assert_cmpint (run (fixture, NULL, "export", "made", "--format", "sh", "-", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, token));

  g_assert_cmpint (symlink (path, link), ==, 0);
  assert_fails (fixture, 8, NULL, "export", "made", "--format", "sh", "--output", link);
  assert_fails (fixture, 8, NULL, "export", "made", "--format", "sh", "--output", fixture->folder);
  assert_fails (fixture, 1, NULL, "export", "another", "--format", "sh", "--output", path);
  assert_fails (fixture, 2, NULL, "export", "made", "--format", "sh");
  assert_fails (fixture, 2, NULL, "export", "made", "--format", "sh", "--output", path, "-");
  assert_fails (fixture, 2, NULL, "export", "made", "--format", "xml", "-");
  assert_fails (fixture, 2, NULL, "export", "--format", "sh", "--output", path);
}

static void
test_create_fails (Fixture       *fixture,
                   gconstpointer  user_data)
{
  sign_in (fixture);
  lk_test_demo_fault (fixture->demo, "create:status=404");
  assert_fails (fixture, 6, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "1d");
  lk_test_demo_fault (fixture->demo, "create:lost");
  assert_fails (fixture, 7, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "1d");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 2);
}

/* What could not be finished is listed, taken up, and gone once the orphan is deleted. */
static void
test_pending (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *client_id = NULL;
  JsonObject *row;

  sign_in (fixture);
  g_assert_cmpint (run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");

  lk_test_demo_fault (fixture->demo, "create:cut=60");
  g_assert_cmpint (run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "orphan", NULL), ==, 7);
  g_assert_cmpint (run (fixture, NULL, "pending", "--json", NULL), ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->output, -1, NULL));
  row = json_array_get_object_element (json_node_get_array (json_parser_get_root (parser)), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "operation"), ==, "create");
  g_assert_cmpstr (json_object_get_string_member (row, "state"), ==, "orphan");
  g_assert_cmpstr (json_object_get_string_member (row, "description"), ==, "orphan");
  g_assert_true (json_object_get_null_member (row, "candidates"));
  client_id = g_strdup (json_object_get_string_member (row, "clientId"));

  g_assert_cmpint (run (fixture, NULL, "resume", NULL), ==, 2);
  g_assert_cmpint (run (fixture, NULL, "resume", "no-such-work", NULL), ==, 1);
  g_assert_cmpint (run (fixture, NULL, "resume", json_object_get_string_member (row, "intent"), NULL), ==, 7);
  g_assert_cmpint (run (fixture, NULL, "delete", client_id, "--yes", NULL), ==, 0);
  g_assert_cmpint (run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpint (run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
}

static void
age_work (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "latchkey", "latchkey.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "UPDATE intent SET since = '2026-01-01T00:00:00Z', sent_at = since", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (database);
}

/* What the keyring said that it stored, and does not have later, is told of; what it has is not. */
static void
test_store_undone (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *kept_id = NULL;
  g_autofree char *cleared = NULL;

  sign_in (fixture);
  client_id = create (fixture, "undone");
  kept_id = create (fixture, "kept");
  cleared = lk_test_run ("secret-tool", "clear", "application", "latchkey", "client-id", client_id, NULL);
  g_assert_cmpint (run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");

  age_work (fixture);
  g_assert_cmpint (run (fixture, NULL, "resume", "--all", NULL), ==, 7);
  g_assert_nonnull (strstr (fixture->output, "its secret was lost"));
  g_assert_cmpint (run (fixture, NULL, "pending", "--json", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, client_id));
  g_assert_null (strstr (fixture->output, kept_id));
  g_assert_cmpint (run (fixture, NULL, "delete", client_id, "--yes", NULL), ==, 0);
  g_assert_cmpint (run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpint (run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *other_id = NULL;
  g_autofree char *stored = NULL;

  sign_in (fixture);
  client_id = create (fixture, "to-go");
  other_id = create (fixture, "to-go-too");

  assert_fails (fixture, 2, NULL, "delete", "to-go");
  assert_fails (fixture, 1, NULL, "delete", "to-g", "--yes");
  assert_fails (fixture, 1, NULL, "delete", "to-go", "missing", "--yes");

  g_assert_cmpint (run (fixture, NULL, "delete", "--yes", "to-go", client_id, NULL), ==, 0);
  assert_no_secret (fixture);
  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, NULL);
  g_assert_cmpstr (stored, ==, "");
  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 0);
  g_assert_null (strstr (fixture->output, client_id));
  assert_fails (fixture, 1, NULL, "get", "to-go");
  assert_fails (fixture, 1, NULL, "delete", client_id, "--yes");

  lk_test_demo_fault (fixture->demo, "delete:lie");
  g_assert_cmpint (run (fixture, NULL, "delete", "--yes", "to-go-too", NULL), ==, 7);
  g_assert_cmpint (run (fixture, NULL, "get", "to-go-too", NULL), ==, 0);
  lk_test_demo_fault (fixture->demo, "");
  other_id[12] = '\0';
  g_assert_cmpint (run (fixture, NULL, "delete", "--yes", other_id, NULL), ==, 0);
}

static void
test_delete_sign_in (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_auto (GStrv) parts = g_strsplit (secret_value_get_text (fixture->demo->token), ":", 3);

  sign_in (fixture);
  assert_fails (fixture, 2, NULL, "delete", "--yes", parts[1]);
  g_assert_cmpint (run (fixture, NULL, "list", NULL), ==, 0);
}

static void
test_service_is_gone (Fixture       *fixture,
                      gconstpointer  user_data)
{
  sign_in (fixture);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
  g_assert_cmpint (run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 5);
  g_assert_true (g_str_has_prefix (fixture->errors, "latchkey: "));
  g_assert_cmpint (run (fixture, NULL, "account", "list", NULL), ==, 0);
}

/* What scheduled jobs have: no locale, in which words stay UTF-8 all the same. */
static void
test_no_locale (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;

  fixture->locale = "C";
  sign_in (fixture);
  client_id = create (fixture, "no-locale");
  g_assert_nonnull (strstr (fixture->output, "Nächtlicher Lauf"));
}

static void
test_full_disk (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *command = g_strdup_printf ("\"%s\" roles --json > /dev/full", g_getenv ("LK_LATCHKEY"));
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  sign_in (fixture);
  g_ptr_array_add (argv, (gpointer) "sh");
  g_ptr_array_add (argv, (gpointer) "-c");
  g_ptr_array_add (argv, command);
  g_ptr_array_add (argv, NULL);
  g_assert_cmpint (run_argv (fixture, NULL, argv), ==, 8);
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

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/cli/account-add", test_account_add);
  ADD ("/cli/account-refused", test_account_refused);
  ADD ("/cli/usage", test_usage);
  ADD ("/cli/list", test_list);
  ADD ("/cli/list-offline", test_list_offline);
  ADD ("/cli/roles", test_roles);
  ADD ("/cli/partly-failed-list", test_partly_failed_list);
  ADD ("/cli/several-accounts", test_several_accounts);
  ADD ("/cli/create-and-get", test_create_and_get);
  ADD ("/cli/env", test_env);
  ADD ("/cli/export", test_export);
  ADD ("/cli/create-fails", test_create_fails);
  ADD ("/cli/pending", test_pending);
  ADD ("/cli/store-undone", test_store_undone);
  ADD ("/cli/delete", test_delete);
  ADD ("/cli/delete-sign-in", test_delete_sign_in);
  ADD ("/cli/service-is-gone", test_service_is_gone);
  ADD ("/cli/no-locale", test_no_locale);
  ADD ("/cli/full-disk", test_full_disk);
  g_test_add_func ("/cli/links-little", test_links_little);

  return g_test_run ();
}
