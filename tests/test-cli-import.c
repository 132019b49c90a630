/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Secrets that the command line writes into files, and finds there again. */

#include "lk-test-cli.h"

#include <glib/gstdio.h>

#define ROLE "R/W Svc Acct"
#define OTHER_ID "AbCdEfGhIjKlMnOpQrStUvWx"
#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

#define run(fixture, ...) lk_test_cli_run (fixture, NULL, __VA_ARGS__, NULL)
#define import(fixture, input) lk_test_cli_run (fixture, input, "import", "-", "--yes", NULL)

static char *
look_up (const char *key,
         const char *id,
         const char *field)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", key, id, "field", field, NULL);
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

/* Creates an application token. */
static char *
create_app (LkTestCli *fixture)
{
  g_assert_cmpint (run (fixture, "create", "app", "--role", ROLE, "--description", "moved", "--expires", "30d", "--json"),
                   ==, 0);

  return get_only_id (fixture, "clientId");
}

static void
assert_secret_gone (LkTestCli  *fixture,
                    const char *id)
{
  g_autofree char *gone = NULL;

  g_assert_cmpint (run (fixture, "forget", id, "--yes"), ==, 0);
  gone = look_up ("client-id", id, "token");
  g_assert_cmpstr (gone, ==, "");
}

/* Out into each kind of file, forgotten, in again: the same as before. */
static void
test_formats (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  static const char *const formats[] = { "portal-json", "csv", "dotenv", "sh", "fish", "astrarc" };
  g_autofree char *path = g_build_filename (fixture->folder, "token.file", NULL);
  g_autofree char *id = NULL;
  g_autofree char *token = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *json = NULL;

  lk_test_cli_sign_in (fixture);
  id = create_app (fixture);
  token = look_up ("client-id", id, "token");
  secret = look_up ("client-id", id, "client-secret");
  g_assert_true (*secret != '\0');
  /* A form without the client secret is written from what one with it brought in. */
  json = g_strdup_printf (
    "\xef\xbb\xbf{\"Client Id\":\"%s\",\"Client Secret\":\"%s\",\"Token\":\"%s\"}", id, secret, token);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      gboolean has_secret = i < 2;
      g_autofree char *token_after = NULL;
      g_autofree char *secret_after = NULL;

      g_assert_cmpint (run (fixture, "export", id, "--format", formats[i], "--output", path), ==, 0);
      assert_secret_gone (fixture, id);
      g_assert_cmpint (run (fixture, "import", path, "--yes"), ==, 0);
      lk_test_cli_assert_no_secret (fixture);
      g_assert_null (strstr (fixture->output, secret));
      g_assert_true (g_str_has_prefix (fixture->output, id));
      g_assert_nonnull (strstr (fixture->output, "Matches a token"));
      token_after = look_up ("client-id", id, "token");
      secret_after = look_up ("client-id", id, "client-secret");
      g_assert_true (g_str_equal (token_after, token));
      g_assert_true (g_str_equal (secret_after, has_secret ? secret : ""));

      /* The other key spelling, with a mark in front; it adds what is missing. */
      g_assert_cmpint (import (fixture, json), ==, 0);
      g_assert_nonnull (strstr (fixture->output, has_secret ? "Already stored" : "Matches a token"));
      g_free (secret_after);
      secret_after = look_up ("client-id", id, "client-secret");
      g_assert_true (g_str_equal (secret_after, secret));
      g_unlink (path);
    }
}

static void
test_pulsar (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  static const char *const formats[] = { "client-conf", "dotenv", "sh", "fish" };
  g_autofree char *path = g_build_filename (fixture->folder, "token.file", NULL);
  g_autofree char *id = NULL;
  g_autofree char *token = NULL;
  g_autofree char *changed = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (run (fixture, "create", "pulsar", "--tenant", "audit", "--expires", "30d", "--json"), ==, 0);
  id = get_only_id (fixture, "tokenid");
  token = look_up ("token-id", id, "token");
  g_assert_true (g_str_has_prefix (token, "eyJ"));

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *after = NULL;

      g_assert_cmpint (run (fixture, "export", id, "--format", formats[i], "--output", path), ==, 0);
      g_assert_cmpint (run (fixture, "import", path, "--yes"), ==, 0);
      g_assert_nonnull (strstr (fixture->output, "Already stored"));
      g_assert_cmpint (run (fixture, "forget", id, "--yes"), ==, 0);
      g_assert_cmpint (run (fixture, "import", path, "--yes"), ==, 0);
      g_assert_nonnull (strstr (fixture->output, "Matches a token"));
      g_assert_null (strstr (fixture->output, "eyJ"));
      after = look_up ("token-id", id, "token");
      g_assert_true (g_str_equal (after, token));
      g_unlink (path);
    }

  /* One that says that it is this one, and is another. */
  changed = g_strdup (token);
  changed[strlen (changed) - 20] = changed[strlen (changed) - 20] == 'A' ? 'B' : 'A';
  g_assert_cmpint (import (fixture, changed), ==, 6);
  g_assert_nonnull (strstr (fixture->output, "Another value is stored"));
  g_assert_cmpint (run (fixture, "forget", id, "--yes"), ==, 0);
  g_assert_cmpint (import (fixture, changed), ==, 8);
  g_assert_nonnull (strstr (fixture->output, "Damaged"));
  g_free (changed);
  changed = look_up ("token-id", id, "token");
  g_assert_cmpstr (changed, ==, "");
}

/* One that the service cannot be asked about is left out, and the others are stored all the same. */
static void
test_unchecked (LkTestCli     *fixture,
                gconstpointer  user_data)
{
  g_autofree char *pulsar_id = NULL;
  g_autofree char *app_id = NULL;
  g_autofree char *pulsar = NULL;
  g_autofree char *app = NULL;
  g_autofree char *both = NULL;
  g_autofree char *app_after = NULL;
  g_autofree char *pulsar_after = NULL;

  lk_test_cli_sign_in (fixture);
  app_id = create_app (fixture);
  g_assert_cmpint (run (fixture, "create", "pulsar", "--tenant", "audit", "--expires", "30d", "--json"), ==, 0);
  pulsar_id = get_only_id (fixture, "tokenid");
  app = look_up ("client-id", app_id, "token");
  pulsar = look_up ("token-id", pulsar_id, "token");
  both = g_strdup_printf ("%s\n%s\n", pulsar, app);
  assert_secret_gone (fixture, app_id);
  g_assert_cmpint (run (fixture, "forget", pulsar_id, "--yes"), ==, 0);

  lk_test_demo_fault (fixture->demo, "pulsar-get:status=418");
  g_assert_cmpint (import (fixture, both), !=, 0);
  g_assert_nonnull (strstr (fixture->output, "Could not be checked"));
  g_assert_nonnull (strstr (fixture->output, "Matches a token"));
  g_assert_nonnull (strstr (fixture->errors, "latchkey: "));
  lk_test_cli_assert_no_secret (fixture);
  app_after = look_up ("client-id", app_id, "token");
  pulsar_after = look_up ("token-id", pulsar_id, "token");
  g_assert_true (g_str_equal (app_after, app));
  g_assert_cmpstr (pulsar_after, ==, "");
  lk_test_demo_fault (fixture->demo, "");
  g_assert_cmpint (import (fixture, both), ==, 0);
  g_free (pulsar_after);
  pulsar_after = look_up ("token-id", pulsar_id, "token");
  g_assert_true (g_str_equal (pulsar_after, pulsar));
}

/* What is not stored, and why. */
static void
test_left_out (LkTestCli     *fixture,
               gconstpointer  user_data)
{
  g_autofree char *long_value = g_strnfill (10 * 1024, 'a');
  const char *bad[] = { "a\\nb", "a\\u0000b", long_value, "\xc3\xa4" };
  g_autofree char *id = NULL;
  g_autofree char *token = NULL;
  g_autofree char *after = NULL;
  g_autofree char *other = NULL;

  lk_test_cli_sign_in (fixture);
  id = create_app (fixture);
  token = look_up ("client-id", id, "token");

  /* Nobody lists it. */
  g_assert_cmpint (import (fixture, "AstraCS:" OTHER_ID ":" SUM), ==, 1);
  g_assert_nonnull (strstr (fixture->output, "Unknown"));
  after = look_up ("client-id", OTHER_ID, "token");
  g_assert_cmpstr (after, ==, "");

  /* Another one is there: it stays. */
  other = g_strdup_printf ("AstraCS:%s:" SUM, id);
  g_assert_cmpint (import (fixture, other), ==, 6);
  g_assert_nonnull (strstr (fixture->output, "Another value is stored"));
  g_free (after);
  after = look_up ("client-id", id, "token");
  g_assert_true (g_str_equal (after, token));

  /* Token and secret do not belong together. */
  g_free (other);
  other = g_strdup_printf ("{\"clientId\":\"%s\",\"secret\":\"x\",\"token\":\"%s\"}", id, token);
  assert_secret_gone (fixture, id);
  g_assert_cmpint (import (fixture, other), ==, 8);
  g_assert_nonnull (strstr (fixture->output, "Damaged"));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_free (other);
      other = g_strdup_printf ("{\"clientId\":\"%s\",\"secret\":\"%s\"}", id, bad[i]);
      g_assert_cmpint (import (fixture, other), ==, 8);
      g_assert_nonnull (strstr (fixture->output, "Not a secret that can be kept"));
    }
  g_free (after);
  after = look_up ("client-id", id, "token");
  g_assert_cmpstr (after, ==, "");
}

static void
test_usage (LkTestCli     *fixture,
            gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", NULL);
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, ' ');

  lk_test_cli_assert_fails (fixture, 2, NULL, "import");
  lk_test_cli_assert_fails (fixture, 2, NULL, "import", path, path, "--yes");
  lk_test_cli_assert_fails (fixture, 2, "AstraCS:", "import", "-");
  lk_test_cli_assert_fails (fixture, 2, NULL, "import", path);
  g_assert_nonnull (strstr (fixture->errors, "add --yes"));
  lk_test_cli_assert_fails (fixture, 8, NULL, "import", path, "--yes");
  lk_test_cli_assert_fails (fixture, 8, NULL, "import", fixture->folder, "--yes");
  lk_test_cli_assert_fails (fixture, 1, "nothing at all", "import", "-", "--yes");
  lk_test_cli_assert_fails (fixture, 8, large, "import", "-", "--yes");
  lk_test_cli_assert_fails (fixture, 8, "{\"token\":\"AstraCS:", "import", "-", "--yes");
  /* There is no account. */
  lk_test_cli_assert_fails (fixture, 1, "AstraCS:" OTHER_ID ":" SUM, "import", "-", "--yes");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-import/formats", LkTestCli, NULL, lk_test_cli_set_up, test_formats, lk_test_cli_tear_down);
  g_test_add ("/cli-import/pulsar", LkTestCli, NULL, lk_test_cli_set_up, test_pulsar, lk_test_cli_tear_down);
  g_test_add ("/cli-import/unchecked", LkTestCli, NULL, lk_test_cli_set_up, test_unchecked, lk_test_cli_tear_down);
  g_test_add ("/cli-import/left-out", LkTestCli, NULL, lk_test_cli_set_up, test_left_out, lk_test_cli_tear_down);
  g_test_add ("/cli-import/usage", LkTestCli, NULL, lk_test_cli_set_up, test_usage, lk_test_cli_tear_down);

  return g_test_run ();
}
