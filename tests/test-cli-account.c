/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Adding, renaming and removing accounts from the command line. */

#include "lk-test-cli.h"

static JsonArray *
list_accounts (LkTestCli *fixture)
{
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "list", "--json", NULL), ==, 0);

  return lk_test_cli_read_array (fixture);
}

static const char *
get_member (JsonArray  *accounts,
            guint       n,
            const char *name)
{
  return json_object_get_string_member (json_array_get_object_element (accounts, n), name);
}

static void
test_add (LkTestCli     *fixture,
          gconstpointer  user_data)
{
  g_autofree char *padded = g_strdup_printf ("  \t%s \r\n\n", secret_value_get_text (fixture->demo->token));
  g_autoptr (JsonArray) accounts = NULL;
  JsonObject *account;

  g_assert_cmpint (lk_test_cli_run (fixture, padded, "account", "add", "--api-url", fixture->demo->url, "--name", "work", "-",
                                    NULL),
                   ==, 0);
  lk_test_cli_assert_no_secret (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "list", "--json", NULL), ==, 0);
  accounts = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (accounts), ==, 1);
  account = json_array_get_object_element (accounts, 0);
  lk_test_cli_assert_keys (account, "name orgId orgName clientId apiUrl streamingUrl environment");
  g_assert_cmpstr (json_object_get_string_member (account, "name"), ==, "work");
  g_assert_cmpstr (json_object_get_string_member (account, "apiUrl"), ==, fixture->demo->url);
  g_assert_cmpstr (json_object_get_string_member (account, "environment"), ==, "prod");

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "list", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "work"));
}

static void
test_refused (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  const char *url = fixture->demo->url;
  g_autofree char *large = g_strnfill (64 * 1024, 'x');
  g_autofree char *json = g_strdup_printf ("{\"token\": \"%s\"}", secret_value_get_text (fixture->demo->token));
  g_autofree char *wrong = g_strnfill (64, '0');
  g_autofree char *unknown = g_strconcat ("AstraCS:AAAAAAAAAAAAAAAAAAAAAAAA:", wrong, NULL);
  g_autofree char *database = g_build_filename (fixture->folder, "latchkey", NULL);

  lk_test_cli_assert_fails (fixture, 2, json, "account", "add", "--api-url", url, "-");
  lk_test_cli_assert_fails (fixture, 2, "", "account", "add", "--api-url", url, "-");
  lk_test_cli_assert_fails (fixture, 2, "a b", "account", "add", "--api-url", url, "-");
  lk_test_cli_assert_fails (fixture, 2, large, "account", "add", "--api-url", url, "-");
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "add", "--api-url", url);
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "add", "AstraCX");
  lk_test_cli_assert_fails (fixture, 2, unknown, "account", "add", "--environment", "moon", "-");
  lk_test_cli_assert_fails (fixture, 2, NULL, "account");
  g_assert_false (g_file_test (database, G_FILE_TEST_EXISTS));

  lk_test_cli_assert_fails (fixture, 2, unknown, "account", "add", "--api-url", "http://example.com", "-");
  lk_test_cli_assert_fails (fixture, 6, unknown, "account", "add", "--api-url", url, "-");
  lk_test_cli_assert_fails (fixture, 5, unknown, "account", "add", "--api-url", "http://127.0.0.1:1", "-");
}

static void
test_rename (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autoptr (JsonArray) before = NULL;
  g_autoptr (JsonArray) after = NULL;
  g_autofree char *long_name = g_strnfill (300, 'x');

  lk_test_cli_sign_in_twice (fixture);
  before = list_accounts (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "rename", "second", "Sand Castle", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "second is called Sand Castle now\n");
  g_assert_cmpstr (fixture->errors, ==, "");
  after = list_accounts (fixture);
  g_assert_cmpstr (get_member (after, 1, "name"), ==, "Sand Castle");
  g_assert_cmpstr (get_member (after, 1, "orgId"), ==, get_member (before, 1, "orgId"));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--account", "Sand Castle", NULL), ==, 0);

  /* By the organization's id too; and not to a name that is another's, or that looks like a token. */
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "rename", get_member (before, 0, "orgId"), "work", NULL), ==, 0);
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "rename", "work", "Sand Castle");
  lk_test_cli_assert_fails (fixture, 8, NULL, "account", "rename", "work", "AstraCS:fake:fake");
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "rename", "work", "two\nlines");
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "rename", "work", long_name);
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "rename", "work", get_member (before, 1, "orgId"));
  lk_test_cli_assert_fails (fixture, 1, NULL, "account", "rename", "nobody", "x");
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "rename", "work");
}

#define add(fixture, name) \
  "account", "add", "--name", name, "--api-url", (fixture)->demo->url, "-"

/* A name is looked at before anything is kept; one's own stays one's own. */
static void
test_add_name (LkTestCli     *fixture,
               gconstpointer  user_data)
{
  const char *token = secret_value_get_text (fixture->demo->token);
  g_autofree char *long_name = g_strnfill (300, 'x');
  g_autoptr (JsonArray) accounts = NULL;

  lk_test_cli_sign_in_twice (fixture);
  lk_test_cli_assert_fails (fixture, 2, token, add (fixture, "second"));
  lk_test_cli_assert_fails (fixture, 2, token, add (fixture, "two\nlines"));
  lk_test_cli_assert_fails (fixture, 2, token, add (fixture, "two\xe2\x80\xa8lines"));
  lk_test_cli_assert_fails (fixture, 2, token, add (fixture, long_name));
  accounts = list_accounts (fixture);
  g_assert_cmpstr (get_member (accounts, 0, "name"), ==, "Acme Production");
  lk_test_cli_assert_fails (fixture, 2, token, add (fixture, get_member (accounts, 1, "orgId")));
  g_assert_cmpint (lk_test_cli_run (fixture, token, add (fixture, "Acme"), NULL), ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, token, add (fixture, "Acme"), NULL), ==, 0);
}

static void
test_remove (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *own = NULL;
  g_autofree char *secret = NULL;
  g_autoptr (JsonArray) before = NULL;
  g_autoptr (JsonArray) after = NULL;

  lk_test_cli_sign_in_twice (fixture);
  before = list_accounts (fixture);
  client_id = g_strdup (get_member (before, 1, "clientId"));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", "R/W Svc Acct", "--description", "Nightly job",
                                    "--name", "nightly", "--account", "second", NULL), ==, 0);

  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "remove");
  lk_test_cli_assert_fails (fixture, 1, NULL, "account", "remove", "nobody");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "account", "remove", "second", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "second removed\n");
  g_assert_cmpstr (fixture->errors, ==, "");
  after = list_accounts (fixture);
  g_assert_cmpuint (json_array_get_length (after), ==, 1);
  g_assert_cmpstr (get_member (after, 0, "orgId"), ==, get_member (before, 0, "orgId"));

  /* The sign-in token is out of the keyring, what was stored is in it. */
  own = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "client-id", client_id, NULL);
  g_assert_cmpstr (own, ==, "");
  secret = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "nightly", "field", "token", NULL);
  g_assert_cmpuint (strlen (secret), ==, 97);
}

/* While the journal has work of it, an account stays. */
static void
test_remove_unfinished (LkTestCli     *fixture,
                        gconstpointer  user_data)
{
  g_autoptr (JsonArray) accounts = NULL;

  lk_test_cli_sign_in (fixture);
  lk_test_demo_fault (fixture->demo, "create:lost");
  lk_test_cli_assert_fails (fixture, 7, NULL, "create", "app", "--role", "R/W Svc Acct", "--description", "Nightly job",
                            "--expires", "30d");
  lk_test_cli_assert_fails (fixture, 2, NULL, "account", "remove", "Acme Production");
  accounts = list_accounts (fixture);
  g_assert_cmpuint (json_array_get_length (accounts), ==, 1);
  lk_test_demo_fault (fixture->demo, "");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", NULL), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) \
  g_test_add (path, LkTestCli, NULL, lk_test_cli_set_up, function, lk_test_cli_tear_down)
  ADD ("/cli-account/add", test_add);
  ADD ("/cli-account/refused", test_refused);
  ADD ("/cli-account/rename", test_rename);
  ADD ("/cli-account/add-name", test_add_name);
  ADD ("/cli-account/remove", test_remove);
  ADD ("/cli-account/remove-unfinished", test_remove_unfinished);

  return g_test_run ();
}
