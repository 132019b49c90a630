/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Secrets that are read from files: what is written here and by the portal comes back, damage is told, and nothing that
 * somebody made up does any harm. */

#include "lk-astrarc.h"
#include "lk-client-conf.h"
#include "lk-export.h"
#include "lk-import-source.h"
#include "lk-import.h"
#include "lk-pulsar-lines.h"
#include "lk-test.h"

#include <string.h>
#include <sys/stat.h>

#define CLIENT_ID "DkFtHKMhDQDuQtlExkSzwbya"
#define OTHER_ID "AbCdEfGhIjKlMnOpQrStUvWx"
#define SECRET "not+a,real-secret_but.of-its+alphabet"
#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "AstraCS:" OTHER_ID ":" SUM
#define JWT "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJkYXRhc3RheCJ9.RkFLRS1TSUdOQVRVUkU_-"
#define BOM "\xef\xbb\xbf"

/* The token that belongs to CLIENT_ID and SECRET. */
static char *
make_token (void)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, SECRET, -1);

  return g_strconcat ("AstraCS:" CLIENT_ID ":", sum, NULL);
}

static GPtrArray *
read_length (const char *text,
             gsize       length)
{
  g_autoptr (GBytes) content = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;
  GPtrArray *found = lk_import_read (content, &error);

  g_assert_no_error (error);

  return found;
}

static GPtrArray *
read_text (const char *text)
{
  return read_length (text, strlen (text));
}

/* The text with TOKEN for the token of CLIENT_ID and SECRET. */
static GPtrArray *
read_template (const char *template)
{
  g_autofree char *token = make_token ();
  g_auto (GStrv) parts = g_strsplit (template, "TOKEN!", -1);
  g_autofree char *text = g_strjoinv (token, parts);

  return read_text (text);
}

static void
assert_value (SecretValue *value,
              const char  *text)
{
  if (text == NULL)
    g_assert_null (value);
  else
    g_assert_true (value != NULL && g_strcmp0 (secret_value_get_text (value), text) == 0);
}

static void
assert_app (LkFoundSecret *found,
            const char    *secret)
{
  g_autofree char *token = make_token ();

  g_assert_cmpint (found->kind, ==, LK_FOUND_APP);
  g_assert_cmpint (found->flaw, ==, LK_FOUND_GOOD);
  g_assert_cmpstr (found->client_id, ==, CLIENT_ID);
  assert_value (found->client_secret, secret);
  assert_value (found->token, token);
}

static void
assert_pulsar (LkFoundSecret *found)
{
  g_assert_cmpint (found->kind, ==, LK_FOUND_PULSAR);
  g_assert_cmpint (found->flaw, ==, LK_FOUND_GOOD);
  g_assert_null (found->client_id);
  g_assert_null (found->client_secret);
  assert_value (found->token, JWT);
}

/* Whatever is written here is read back. */
static void
test_own_files (void)
{
  static const char *const roles[] = { "R/W Svc Acct", "Org \"Admin\"", NULL };
  g_autofree char *text = make_token ();
  g_autoptr (SecretValue) token = secret_value_new (text, -1, "text/plain");
  g_autoptr (SecretValue) secret = secret_value_new (SECRET, -1, "text/plain");
  LkExportToken export = {
    .client_id = CLIENT_ID,
    .client_secret = secret,
    .token = token,
    .description = "CI deploys",
    .role_names = roles,
    .organization = "Acme Production",
    .environment = "dev",
    .script_name = "ci-deploy",
  };

  for (guint format = 0; lk_export_suits (format); format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = lk_export_write (&export, format, &error);
      g_autoptr (GPtrArray) found = NULL;

      g_assert_no_error (error);
      found = lk_import_read (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, 1);
      assert_app (found->pdata[0], lk_export_format_has_secret (format) ? SECRET : NULL);
      if (format == LK_EXPORT_ASTRARC)
        {
          LkFoundSecret *only = found->pdata[0];

          g_assert_cmpstr (only->label, ==, "ci-deploy");
          g_assert_cmpstr (only->environment, ==, "dev");
        }
    }
}

static void
test_own_pulsar_files (void)
{
  static const LkPulsarPlace place = {
    .tenant = "audit",
    .web_service_url = "https://pulsar.example",
    .broker_service_url = "pulsar+ssl://pulsar.example:6651",
  };
  g_autoptr (SecretValue) token = secret_value_new (JWT, -1, "text/plain");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (files, lk_client_conf_write (place.web_service_url, place.broker_service_url, token, NULL));
  for (guint set = LK_PULSAR_VARIABLES_USUAL; set <= LK_PULSAR_VARIABLES_ALL; set++)
    {
      g_ptr_array_add (files, lk_pulsar_lines_write (&place, set, LK_SHELL_SH, token, NULL));
      g_ptr_array_add (files, lk_pulsar_lines_write (&place, set, LK_SHELL_FISH, token, NULL));
      g_ptr_array_add (files, lk_pulsar_lines_write_dotenv (&place, set, token, NULL));
    }

  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found = lk_import_read (files->pdata[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, 1);
      assert_pulsar (found->pdata[0]);
    }
}

/* One application token, in all ways to write it. */
static void
test_ways (void)
{
  static const struct
  {
    const char *text;
    const char *secret;
  } ways[] = {
    { "{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"" SECRET "\",\"token\":\"TOKEN!\"}", SECRET },
    { BOM "{\"Client Id\": \"" CLIENT_ID "\", \"Client Secret\": \"" SECRET "\", \"Token\": \"TOKEN!\"}", SECRET },
    { "{\"client_id\":\"" CLIENT_ID "\",\"client_secret\":\"" SECRET "\"}", SECRET },
    { "{\"tokens\":[{\"n\":[1,-2.5e3,true,null,{}],\"token\":\"TOKEN!\"}]}", NULL },
    { "[\"TOKEN!\", \"TOKEN!\"]\n", NULL },
    { "{\"token\":\"TOKEN!\"}\n{\"token\":\"TOKEN!\"}\n", NULL },
    { "{\"clientId\":\"\\u0044\\u006bFtHKMhDQDuQtlExkSzwbya\",\"secret\":\"" SECRET "\"}", SECRET },
    { BOM "\"Client Id\",\"Client Secret\",\"Role\",\"Token\"\n\"" CLIENT_ID "\",\"" SECRET "\",\"a \"\"b\"\",\nc\",\"TOKEN!\"\n",
      SECRET },
    { "client id;client secret;token\r\n" CLIENT_ID ";" SECRET ";TOKEN!\r\n", SECRET },
    { "Token\tRole\rTOKEN!\tOrganization Administrator\r", NULL },
    { "Client Id,Role,Client Secret\n" CLIENT_ID ",x,\"" SECRET "\"", SECRET },
    { "export ASTRA_DB_APPLICATION_TOKEN=\"TOKEN!\"\n", NULL },
    { "ASTRA_DB_APPLICATION_TOKEN=TOKEN! # for the build\n", NULL },
    { "ASTRA_DB_CLIENT_ID=" CLIENT_ID "\nASTRA_DB_CLIENT_SECRET='" SECRET "'\nASTRA_DB_APPLICATION_TOKEN=TOKEN!\n", SECRET },
    { "Client Id: " CLIENT_ID "\r\nClient Secret: " SECRET "\r\nToken: TOKEN!\r\n", SECRET },
    { "  TOKEN!  ", NULL },
    { "Here it is (TOKEN!). A token begins with AstraCS: as always.", NULL },
    { "curl -H 'Authorization: Bearer TOKEN!' https://api.astra.datastax.com/v2/databases", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GPtrArray) found = read_template (ways[i].text);

      g_test_message ("%u", i);
      g_assert_cmpuint (found->len, ==, 1);
      assert_app (found->pdata[0], ways[i].secret);
    }
}

static void
test_pulsar_ways (void)
{
  static const char *const ways[] = {
    JWT,
    "The token is " JWT ".\n",
    "authParams=token:" JWT "\r\n",
    "authParams: {\"token\":\"" JWT "\"}\n",
    "{\"pulsarToken\":\"" JWT "\"}",
    "BEARER_TOKEN=" JWT "\nPULSAR_TOKEN=" JWT "\n",
    "set -gx PULSAR_TOKEN '" JWT "'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GPtrArray) found = read_text (ways[i]);

      g_assert_cmpuint (found->len, ==, 1);
      assert_pulsar (found->pdata[0]);
    }
}

/* All profiles, each with its name and service. */
static void
test_profiles (void)
{
  g_autoptr (GPtrArray) found = read_template (BOM "[default]\r\nASTRA_DB_APPLICATION_TOKEN = TOKEN!\r\nASTRA_ENV=TEST\r\n\r\n"
                                                   "[two] # mine\nASTRA_ENV=DEV\nOTHER=1\n"
                                                   "ASTRA_DB_APPLICATION_TOKEN=" OTHER "\n[none]\n");
  LkFoundSecret *first;
  LkFoundSecret *second;

  g_assert_cmpuint (found->len, ==, 2);
  first = found->pdata[0];
  second = found->pdata[1];
  assert_app (first, NULL);
  g_assert_cmpstr (first->label, ==, "default");
  g_assert_cmpstr (first->environment, ==, "test");
  g_assert_cmpstr (second->label, ==, "two");
  g_assert_cmpstr (second->environment, ==, "dev");
  g_assert_cmpstr (second->client_id, ==, OTHER_ID);
}

/* What is there and cannot be kept is shown as that. */
static void
test_flaws (void)
{
  static const struct
  {
    const char *text;
    LkFoundFlaw flaw;
  } cases[] = {
    { "{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"" SECRET "x\",\"token\":\"TOKEN!\"}", LK_FOUND_DAMAGED },
    { "{\"clientId\":\"" OTHER_ID "\",\"token\":\"TOKEN!\"}", LK_FOUND_DAMAGED },
    { "{\"token\":\"TOKEN!0\"}", LK_FOUND_DAMAGED },
    { "AstraCS:" CLIENT_ID ":0123", LK_FOUND_DAMAGED },
    { "ASTRA_DB_APPLICATION_TOKEN=AstraCS:" CLIENT_ID, LK_FOUND_DAMAGED },
    { "ASTRA_DB_APPLICATION_TOKEN=TOKEN! and more", LK_FOUND_BAD_VALUE },
    { "{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"a\\nb\"}", LK_FOUND_BAD_VALUE },
    { "{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"a\\u0000b\"}", LK_FOUND_BAD_VALUE },
    { "{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"a\xff\"}", LK_FOUND_BAD_VALUE },
    { "{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"\xc3\xa4\"}", LK_FOUND_BAD_VALUE },
    { "Client Id,Client Secret\n" CLIENT_ID ",\"a\nb\"", LK_FOUND_BAD_VALUE },
    { "{\"token\":\"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJkYXRhc3RheCJ9\"}", LK_FOUND_DAMAGED },
    { "authParams=token:eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJkYXRhc3RheCJ9", LK_FOUND_DAMAGED },
    { "{\"token\":\"" JWT "\\n\"}", LK_FOUND_BAD_VALUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = read_template (cases[i].text);
      LkFoundSecret *only;

      g_test_message ("%u", i);
      g_assert_cmpuint (found->len, ==, 1);
      only = found->pdata[0];
      g_assert_cmpint (only->flaw, ==, cases[i].flaw);
    }
}

static void
test_long_value (void)
{
  g_autofree char *value = g_strnfill (10 * 1024, 'a');
  g_autofree char *text = g_strdup_printf ("{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"%s\"}", value);
  g_autofree char *pulsar = g_strdup_printf ("PULSAR_TOKEN=" JWT "%s", value);
  g_autoptr (GPtrArray) found = read_text (text);
  g_autoptr (GPtrArray) found_too = read_text (pulsar);

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (((LkFoundSecret *) found->pdata[0])->flaw, ==, LK_FOUND_BAD_VALUE);
  g_assert_cmpuint (found_too->len, ==, 1);
  g_assert_cmpint (((LkFoundSecret *) found_too->pdata[0])->flaw, ==, LK_FOUND_BAD_VALUE);
}

/* Of two that say different things about one client id none is believed. */
static void
test_contradiction (void)
{
  g_autoptr (GPtrArray) found = read_template ("TOKEN!\nAstraCS:" CLIENT_ID ":" SUM "\n" OTHER "\n");

  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpint (((LkFoundSecret *) found->pdata[0])->flaw, ==, LK_FOUND_DAMAGED);
  g_assert_cmpint (((LkFoundSecret *) found->pdata[1])->flaw, ==, LK_FOUND_DAMAGED);
  g_assert_cmpint (((LkFoundSecret *) found->pdata[2])->flaw, ==, LK_FOUND_GOOD);
}

static void
test_nothing (void)
{
  static const char *const texts[] = {
    "", " \n", BOM, "{}", "[]", "[default]\nASTRA_ENV=DEV\n", "AstraCS:", "eyJ", "eyJhbGciOiJSUzI1NiJ9", "Client Id,Token\n,\n",
    "authParams=file:///tmp/token\n", "export ASTRA_DB_APPLICATION_TOKEN=\"$(secret-tool lookup name a field token)\"\n",
    "xAstraCS:" CLIENT_ID ":" SUM "\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) found = read_text (texts[i]);

      g_assert_cmpuint (found->len, ==, 0);
    }
}

static void
assert_refused (const char *text,
                gsize       length)
{
  g_autoptr (GBytes) content = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (lk_import_read (content, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE);
  g_assert_null (strstr (error->message, SUM));
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "{", "{\"token\":\"" OTHER, "{\"token\":\"" OTHER "\"", "{\"token\" \"" OTHER "\"}", "{\"token\":\"" OTHER "\",}", "{\"a\":}",
    "[\"" OTHER "\"", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{} }",
    "Client Id,Token\na,\"" OTHER, "Client Id,Token\na,\"" OTHER "\"b",
  };
  g_autofree char *large = g_strnfill (LK_IMPORT_MAX_SIZE + 1, ' ');
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GString) many = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]));
  assert_refused (OTHER "\0", strlen (OTHER) + 1);
  assert_refused ("\xff\xfe" "A\0", 4);
  assert_refused (large, LK_IMPORT_MAX_SIZE + 1);
  assert_refused (deep, 100000);
  for (guint i = 0; i <= LK_IMPORT_MAX_FOUND; i++)
    g_string_append (many, "AstraCS:a ");
  assert_refused (many->str, many->len);
}

static void
read_anything (const char *text,
               gsize       length)
{
  g_autoptr (GBytes) content = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = lk_import_read (content, &error);

  if (found == NULL)
    {
      g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE);
      return;
    }
  for (guint i = 0; i < found->len; i++)
    {
      LkFoundSecret *each = found->pdata[i];

      /* What is good has all that it needs. */
      g_assert_true (each->flaw != LK_FOUND_GOOD || each->token != NULL);
      g_assert_true (each->flaw != LK_FOUND_GOOD || each->kind == LK_FOUND_PULSAR || each->client_id != NULL);
    }
}

/* Every beginning of a file, and every byte of it with each of its bits turned. */
static void
test_damage (void)
{
  static const char *const samples[] = {
    BOM "[{\"clientId\":\"" CLIENT_ID "\",\"secret\":\"a\\u00e4\\ud83d\\ude00\\n\",\"token\":\"TOKEN!\"}, "
    "{\"token\":\"" JWT "\"}]",
    "\"Client Id\",\"Client Secret\",\"Role\",\"Token\"\n\"" CLIENT_ID "\",\"" SECRET "\",\"a \"\"b\"\"\",\"TOKEN!\"\r\n",
    "[default] # x\r\nexport ASTRA_DB_APPLICATION_TOKEN='TOKEN!'\nASTRA_ENV=DEV\n[b]\nauthParams=token:" JWT "\n"
    "ASTRA_CLIENT_ID=" CLIENT_ID "\nClient Secret: " SECRET "\n",
  };
  g_autofree char *token = make_token ();

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_auto (GStrv) parts = g_strsplit (samples[i], "TOKEN!", -1);
      g_autofree char *text = g_strjoinv (token, parts);
      gsize length = strlen (text);

      for (gsize n = 0; n <= length; n++)
        {
          /* In memory of just this size, so that a byte too far is seen. */
          g_autofree char *begun = g_memdup2 (text, n);

          read_anything (begun, n);
        }
      for (gsize at = 0; at < length; at++)
        for (guint bit = 0; bit < 8; bit++)
          {
            text[at] = (char) (text[at] ^ (1 << bit));
            read_anything (text, length);
            text[at] = (char) (text[at] ^ (1 << bit));
          }
    }
}

static GBytes *
read_file (const char    *path,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  lk_import_source_read_file_async (file, cancellable, lk_test_store_result_cb, &result);

  return lk_import_source_read_file_finish (file, lk_test_wait_for_result (&result), error);
}

static void
assert_not_read (const char   *path,
                 GCancellable *cancellable,
                 GQuark        domain,
                 int           code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_file (path, cancellable, &error));
  g_assert_error (error, domain, code);
}

/* A file as it is; of one that is too large no more than that it is; and nothing that would be waited for. */
static void
test_source (void)
{
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autofree char *large = g_strnfill (3 * LK_IMPORT_MAX_SIZE, 'a');
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) error = NULL;

  assert_not_read (path, NULL, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_file_set_contents (path, OTHER, -1, NULL));
  content = read_file (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), OTHER, strlen (OTHER));

  g_cancellable_cancel (cancelled);
  assert_not_read (path, cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_not_read (folder, NULL, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_REGULAR);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_not_read (pipe, NULL, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_REGULAR);

  g_assert_true (g_file_set_contents (path, large, -1, NULL));
  g_clear_pointer (&content, g_bytes_unref);
  content = read_file (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (content), >, LK_IMPORT_MAX_SIZE);
  g_assert_cmpuint (g_bytes_get_size (content), <, 2 * LK_IMPORT_MAX_SIZE);
  lk_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import/own-files", test_own_files);
  g_test_add_func ("/import/own-pulsar-files", test_own_pulsar_files);
  g_test_add_func ("/import/ways", test_ways);
  g_test_add_func ("/import/pulsar-ways", test_pulsar_ways);
  g_test_add_func ("/import/profiles", test_profiles);
  g_test_add_func ("/import/flaws", test_flaws);
  g_test_add_func ("/import/long-value", test_long_value);
  g_test_add_func ("/import/contradiction", test_contradiction);
  g_test_add_func ("/import/nothing", test_nothing);
  g_test_add_func ("/import/refused", test_refused);
  g_test_add_func ("/import/damage", test_damage);
  g_test_add_func ("/import/source", test_source);

  return g_test_run ();
}
