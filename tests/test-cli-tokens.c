/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A token on the command line, from its creation to its deletion: what scripts get of it, and what is left where that broke
 * off. */

#include "lk-test-cli.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROLE "R/W Svc Acct"

static JsonObject *
read_object (LkTestCli *fixture)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  lk_test_cli_assert_no_secret (fixture);
  json_parser_load_from_data (parser, fixture->output, -1, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));

  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static char *
create (LkTestCli  *fixture,
        const char *name)
{
  g_autoptr (JsonObject) row = NULL;

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "Nächtlicher Lauf", "--name",
                                    name, "--expires", "30d", "--json", NULL),
                   ==, 0);
  row = read_object (fixture);
  g_assert_cmpstr (json_object_get_string_member (row, "name"), ==, name);

  return g_strdup (json_object_get_string_member (row, "clientId"));
}

static void
test_several_accounts (LkTestCli     *fixture,
                       gconstpointer  user_data)
{
  lk_test_cli_sign_in_twice (fixture);
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "d", "--account", "second",
                                    NULL),
                   ==, 0);
  g_assert_nonnull (strstr (fixture->errors, "90 days"));
  lk_test_cli_assert_no_secret (fixture);
}

static void
test_create_and_get (LkTestCli     *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *by_name = NULL;

  lk_test_cli_sign_in (fixture);
  client_id = create (fixture, "nightly-job");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);

  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "nightly-job", "field", "token", NULL);
  g_assert_true (g_str_has_prefix (stored, "AstraCS:"));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "nightly-job", NULL), ==, 0);
  by_name = g_strdup (fixture->output);
  g_assert_true (g_str_equal (by_name, stored));
  fixture->debug = TRUE;
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", client_id, NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, stored));
  g_assert_nonnull (strstr (fixture->errors, "DEBUG"));
  fixture->debug = FALSE;

  secret =
    lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "nightly-job", "field", "client-secret", NULL);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "nightly-job", "--field", "client-secret", NULL), ==, 0);
  g_assert_true (*secret != '\0' && g_str_equal (fixture->output, secret));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "nightly-job", "--field", "client-id", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, client_id);

  /* Never by a beginning of anything. */
  client_id[10] = '\0';
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "nightly-jo");
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", client_id);
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "missing", "--field", "client-id");

  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "never",
                            "--name", "nightly-job");
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "never",
                            "--name", "No Name");
  lk_test_cli_assert_fails (fixture, 1, NULL, "create", "app", "--role", "No Such Role", "--description", "d");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
}

/* The lines are read by a shell; no name is guessed, and no variable set twice. */
static void
test_env (LkTestCli     *fixture,
          gconstpointer  user_data)
{
  g_autofree char *token = NULL;
  g_autofree char *sh = NULL;
  g_autofree char *fish = NULL;
  g_autofree char *dotenv = NULL;
  g_autofree char *json = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "made", "--name", "made",
                                    NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "made", NULL), ==, 0);
  token = g_steal_pointer (&fixture->output);
  sh = g_strdup_printf ("export ASTRA_DB_APPLICATION_TOKEN='%s'\n", token);
  fish = g_strdup_printf ("set -gx ASTRA_DB_APPLICATION_TOKEN '%s'\n", token);
  dotenv = g_strdup_printf ("ASTRA_DB_APPLICATION_TOKEN=%s\n", token);
  json = g_strdup_printf ("{\n  \"ASTRA_DB_APPLICATION_TOKEN\": \"%s\"\n}\n", token);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", "made", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, sh));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", "made", "--format", "fish", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, fish));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", "--format=dotenv", "made", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, dotenv));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", "--format=json", "made", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, json));

  lk_test_cli_assert_fails (fixture, 2, NULL, "env");
  lk_test_cli_assert_fails (fixture, 2, NULL, "env", "made", "made");
  lk_test_cli_assert_fails (fixture, 2, NULL, "env", "made", "--format", "csh");
  lk_test_cli_assert_fails (fixture, 1, NULL, "env", "mad");
}

static void
test_export (LkTestCli     *fixture,
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

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "made", "--name", "made",
                                    NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "made", NULL), ==, 0);
  token = g_steal_pointer (&fixture->output);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "export", "made", "--format", "portal-json", "--output", path, NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");
  lk_test_cli_assert_no_secret (fixture);
  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_nonnull (strstr (found, token));
  g_assert_cmpint (stat (path, &now), ==, 0);
  g_assert_cmpint (now.st_mode & ALLPERMS, ==, 0600);

  g_assert_true (g_file_set_contents (profiles, "[default]\nASTRA_ENV=PROD\n", -1, NULL));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "export", "made", "--format", "astrarc", "--output", profiles, NULL), ==, 0);
  expected = g_strdup_printf ("[default]\nASTRA_ENV=PROD\n\n[made]\nASTRA_DB_APPLICATION_TOKEN=%s\n", token);
  g_assert_true (g_file_get_contents (profiles, &merged, NULL, NULL));
  g_assert_true (g_str_equal (merged, expected));

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "export", "made", "--format", "sh", "-", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, token));

  g_assert_cmpint (symlink (path, link), ==, 0);
  lk_test_cli_assert_fails (fixture, 8, NULL, "export", "made", "--format", "sh", "--output", link);
  lk_test_cli_assert_fails (fixture, 8, NULL, "export", "made", "--format", "sh", "--output", fixture->folder);
  lk_test_cli_assert_fails (fixture, 1, NULL, "export", "another", "--format", "sh", "--output", path);
  lk_test_cli_assert_fails (fixture, 2, NULL, "export", "made", "--format", "sh");
  lk_test_cli_assert_fails (fixture, 2, NULL, "export", "made", "--format", "sh", "--output", path, "-");
  lk_test_cli_assert_fails (fixture, 2, NULL, "export", "made", "--format", "xml", "-");
  lk_test_cli_assert_fails (fixture, 2, NULL, "export", "--format", "sh", "--output", path);
}

static void
test_create_fails (LkTestCli     *fixture,
                   gconstpointer  user_data)
{
  lk_test_cli_sign_in (fixture);
  lk_test_demo_fault (fixture->demo, "create:status=404");
  lk_test_cli_assert_fails (fixture, 6, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "1d");
  lk_test_demo_fault (fixture->demo, "create:lost");
  lk_test_cli_assert_fails (fixture, 7, NULL, "create", "app", "--role", ROLE, "--description", "d", "--expires", "1d");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 2);
}

/* What could not be finished is listed, taken up, and gone once the orphan is deleted. */
static void
test_pending (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *client_id = NULL;
  JsonObject *row;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");

  lk_test_demo_fault (fixture->demo, "create:cut=60");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "orphan", NULL), ==, 7);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", "--json", NULL), ==, 0);
  g_assert_true (json_parser_load_from_data (parser, fixture->output, -1, NULL));
  row = json_array_get_object_element (json_node_get_array (json_parser_get_root (parser)), 0);
  g_assert_cmpstr (json_object_get_string_member (row, "operation"), ==, "create");
  g_assert_cmpstr (json_object_get_string_member (row, "state"), ==, "orphan");
  g_assert_cmpstr (json_object_get_string_member (row, "description"), ==, "orphan");
  g_assert_true (json_object_get_null_member (row, "candidates"));
  client_id = g_strdup (json_object_get_string_member (row, "clientId"));

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", NULL), ==, 2);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "no-such-work", NULL), ==, 1);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", json_object_get_string_member (row, "intent"), NULL), ==, 7);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "delete", client_id, "--yes", NULL), ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
}

static void
age_work (LkTestCli *fixture)
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
test_store_undone (LkTestCli     *fixture,
                   gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *kept_id = NULL;
  g_autofree char *cleared = NULL;

  lk_test_cli_sign_in (fixture);
  client_id = create (fixture, "undone");
  kept_id = create (fixture, "kept");
  cleared = lk_test_run ("secret-tool", "clear", "application", "latchkey", "client-id", client_id, NULL);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");

  age_work (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 7);
  g_assert_nonnull (strstr (fixture->output, "its secret was lost"));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", "--json", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, client_id));
  g_assert_null (strstr (fixture->output, kept_id));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "delete", client_id, "--yes", NULL), ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", "--all", NULL), ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");
}

static void
test_delete (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *other_id = NULL;
  g_autofree char *stored = NULL;

  lk_test_cli_sign_in (fixture);
  client_id = create (fixture, "to-go");
  other_id = create (fixture, "to-go-too");

  lk_test_cli_assert_fails (fixture, 2, NULL, "delete", "to-go");
  lk_test_cli_assert_fails (fixture, 1, NULL, "delete", "to-g", "--yes");
  lk_test_cli_assert_fails (fixture, 1, NULL, "delete", "to-go", "missing", "--yes");

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "delete", "--yes", "to-go", client_id, NULL), ==, 0);
  lk_test_cli_assert_no_secret (fixture);
  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, NULL);
  g_assert_cmpstr (stored, ==, "");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "app", NULL), ==, 0);
  g_assert_null (strstr (fixture->output, client_id));
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "to-go");
  lk_test_cli_assert_fails (fixture, 1, NULL, "delete", client_id, "--yes");

  lk_test_demo_fault (fixture->demo, "delete:lie");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "delete", "--yes", "to-go-too", NULL), ==, 7);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "to-go-too", NULL), ==, 0);
  lk_test_demo_fault (fixture->demo, "");
  other_id[12] = '\0';
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "delete", "--yes", other_id, NULL), ==, 0);
}

static void
test_delete_sign_in (LkTestCli     *fixture,
                     gconstpointer  user_data)
{
  g_auto (GStrv) parts = g_strsplit (secret_value_get_text (fixture->demo->token), ":", 3);

  lk_test_cli_sign_in (fixture);
  lk_test_cli_assert_fails (fixture, 2, NULL, "delete", "--yes", parts[1]);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", NULL), ==, 0);
}

/* What scheduled jobs have: no locale, in which words stay UTF-8 all the same. */
static void
test_no_locale (LkTestCli     *fixture,
                gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;

  fixture->locale = "C";
  lk_test_cli_sign_in (fixture);
  client_id = create (fixture, "no-locale");
  g_assert_nonnull (strstr (fixture->output, "Nächtlicher Lauf"));
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
  ADD ("/cli-tokens/several-accounts", test_several_accounts);
  ADD ("/cli-tokens/create-and-get", test_create_and_get);
  ADD ("/cli-tokens/env", test_env);
  ADD ("/cli-tokens/export", test_export);
  ADD ("/cli-tokens/create-fails", test_create_fails);
  ADD ("/cli-tokens/pending", test_pending);
  ADD ("/cli-tokens/store-undone", test_store_undone);
  ADD ("/cli-tokens/delete", test_delete);
  ADD ("/cli-tokens/delete-sign-in", test_delete_sign_in);
  ADD ("/cli-tokens/no-locale", test_no_locale);

  return g_test_run ();
}
