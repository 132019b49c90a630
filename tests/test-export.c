/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astrarc.h"
#include "lk-environment-line.h"
#include "lk-export.h"

#include <gio/gio.h>
#include <string.h>

#define CLIENT_ID "DkFtHKMhDQDuQtlExkSzwbya"
#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TOKEN "AstraCS:" CLIENT_ID ":" SUM
#define CLIENT_SECRET "not+a,real-secret_but.of-its+alphabet"

static void
clear_token (LkExportToken *token)
{
  secret_value_unref (token->token);
  g_clear_pointer (&token->client_secret, secret_value_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkExportToken, clear_token)

static const char *const roles[] = { "R/W Svc Acct", "Org \"Admin\"", NULL };

static LkExportToken
make_token (const char *text)
{
  return (LkExportToken){
    .client_id = CLIENT_ID,
    .client_secret = secret_value_new (CLIENT_SECRET, -1, "text/plain"),
    .token = secret_value_new (text, -1, "text/plain"),
    .description = "CI deploys",
    .role_names = roles,
    .organization = "Acme Production",
    .environment = "prod",
    .script_name = "ci-deploy",
  };
}

static void
check_text (GBytes     *bytes,
            const char *text)
{
  g_autofree char *found = NULL;

  g_assert_nonnull (bytes);
  found = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (found, ==, text);
}

static void
test_formats (void)
{
  static const struct
  {
    LkExportFormat format;
    const char    *id, *file_name, *content;
  } cases[] = {
    { LK_EXPORT_PORTAL_JSON, "portal-json", "ci-deploy-token.json",
      "{\n  \"clientId\": \"" CLIENT_ID "\",\n  \"secret\": \"" CLIENT_SECRET "\",\n  \"token\": \"" TOKEN "\"\n}\n" },
    { LK_EXPORT_CSV, "csv", "ci-deploy-token.csv",
      "\"Client Id\",\"Client Secret\",\"Role\",\"Token\"\n"
      "\"" CLIENT_ID "\",\"" CLIENT_SECRET "\",\"R/W Svc Acct, Org \"\"Admin\"\"\",\"" TOKEN "\"\n" },
    { LK_EXPORT_DOTENV, "dotenv", "ci-deploy.env",
      "# CI deploys, Acme Production\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n" },
    { LK_EXPORT_SH, "sh", "ci-deploy.sh",
      "# CI deploys, Acme Production\nexport ASTRA_DB_APPLICATION_TOKEN='" TOKEN "'\n" },
    { LK_EXPORT_FISH, "fish", "ci-deploy.fish",
      "# CI deploys, Acme Production\nset -gx ASTRA_DB_APPLICATION_TOKEN '" TOKEN "'\n" },
    { LK_EXPORT_ASTRARC, "astrarc", ".astrarc", "[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n" },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == LK_EXPORT_N_FORMATS - 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      g_autofree char *file_name = lk_export_file_name (&token, cases[i].format);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = lk_export_write (&token, cases[i].format, &error);
      LkExportFormat format;

      g_assert_no_error (error);
      check_text (bytes, cases[i].content);
      g_assert_true (lk_export_suits (cases[i].format));
      g_assert_cmpstr (lk_export_format_get_id (cases[i].format), ==, cases[i].id);
      g_assert_true (lk_export_format_from_id (cases[i].id, &format));
      g_assert_cmpint (format, ==, cases[i].format);
      g_assert_cmpstr (file_name, ==, cases[i].file_name);
    }
}

/* An application token is none for Pulsar's tools. */
static void
test_client_conf (void)
{
  g_auto (LkExportToken) token = make_token (TOKEN);
  g_autoptr (GError) error = NULL;
  LkExportFormat format;

  g_assert_true (lk_export_format_from_id ("client-conf", &format));
  g_assert_false (lk_export_suits (format));
  g_assert_null (lk_export_write (&token, format, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE);
}

/* No form but the two that hold it needs the client secret. */
static void
test_without_client_secret (void)
{
  for (guint i = 0; lk_export_suits (i); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      g_clear_pointer (&token.client_secret, secret_value_unref);
      bytes = lk_export_write (&token, i, &error);
      if (i == LK_EXPORT_PORTAL_JSON || i == LK_EXPORT_CSV)
        g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE);
      else
        g_assert_no_error (error);
      g_assert_true (lk_export_format_has_secret (i) == (bytes == NULL));
    }
}

static void
test_bad_values (void)
{
  static const char *const bad[] = {
    "", "a b", "a'b", "a\"b", "a\\b", "a$b", "$(id)", "`id`", "a;b", "a&b", "a|b", "a<b", "a>b", "a#b", "a\nb", "a\rb", "a\tb",
    "a*b", "a?b", "a!b", "a(b)", "a{b}", "a[b]", "a%b", "a^b", "~a", "a,b", "a\xc3\xbc", "a\x01", "a\x7f", "a\xff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    for (guint format = 0; format < LK_EXPORT_N_FORMATS; format++)
      {
        g_auto (LkExportToken) token = make_token (bad[i]);
        g_autoptr (GError) error = NULL;
        g_autoptr (GError) line_error = NULL;

        g_assert_null (lk_export_write (&token, format, &error));
        g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE);
        g_assert_null (lk_environment_line_new_value (LK_SHELL_SH, "V", token.token, &line_error));
        g_assert_error (line_error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE);
      }
}

static void
test_bad_other_values (void)
{
  static const char *const bad_ids[] = { "a\"b", "a,b", "a\nb", "" };
  static const char *const bad_secrets[] = { "a\"b", "a b", "a\nb", "a'b", "a\\b" };

  for (guint i = 0; i < G_N_ELEMENTS (bad_ids); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      g_autoptr (GError) error = NULL;

      token.client_id = bad_ids[i];
      g_assert_null (lk_export_write (&token, LK_EXPORT_CSV, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_secrets); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      g_autoptr (GError) error = NULL;

      secret_value_unref (token.client_secret);
      token.client_secret = secret_value_new (bad_secrets[i], -1, "text/plain");
      g_assert_null (lk_export_write (&token, LK_EXPORT_PORTAL_JSON, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE);
    }
}

static void
test_csv_cells (void)
{
  static const struct
  {
    const char *role, *cell;
  } cases[] = {
    { "Plain", "\"Plain\"" },
    { "a-b=c", "\"a-b=c\"" },
    { "=1+1", "\"'=1+1\"" },
    { "+1", "\"'+1\"" },
    { "-1", "\"'-1\"" },
    { "@SUM(A1)", "\"'@SUM(A1)\"" },
    { "\t=1", "\"'\t=1\"" },
    { "  =1", "\"'  =1\"" },
    { "\xc2\xa0=1", "\"'\xc2\xa0=1\"" },
    { "\xe2\x80\x8b=1", "\"'\xe2\x80\x8b=1\"" },
    { "\xef\xbc\x9d" "1", "\"'\xef\xbc\x9d" "1\"" },
    { "a\n=1", "\"a\n'=1\"" },
    { "a\r=1", "\"a\r'=1\"" },
    { "a\n  -1", "\"a\n'  -1\"" },
    { "\"=1", "\"\"\"=1\"" },
    { "a,b\"c\nd", "\"a,b\"\"c\nd\"" },
    { "a\xff", "\"a\xef\xbf\xbd\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      const char *const role[] = { cases[i].role, NULL };
      g_autofree char *expected = g_strdup_printf ("\"Client Id\",\"Client Secret\",\"Role\",\"Token\"\n"
                                                   "\"" CLIENT_ID "\",\"" CLIENT_SECRET "\",%s,\"" TOKEN "\"\n",
                                                   cases[i].cell);
      g_autoptr (GBytes) bytes = NULL;

      token.role_names = role;
      bytes = lk_export_write (&token, LK_EXPORT_CSV, NULL);
      check_text (bytes, expected);
    }
}

/* A secret is what it is, also when a spreadsheet would compute it. */
static void
test_csv_secret (void)
{
  g_auto (LkExportToken) token = make_token (TOKEN);
  g_autoptr (GBytes) bytes = NULL;

  secret_value_unref (token.client_secret);
  token.client_secret = secret_value_new ("=+-,not.a.secret", -1, "text/plain");
  bytes = lk_export_write (&token, LK_EXPORT_CSV, NULL);
  g_assert_nonnull (bytes);
  g_assert_nonnull (strstr (g_bytes_get_data (bytes, NULL), "\"" CLIENT_ID "\",\"=+-,not.a.secret\",\""));
}

/* What people call a token cannot become a line of the file. */
static void
test_comment (void)
{
  g_auto (LkExportToken) token = make_token (TOKEN);
  g_autofree char *description = g_strdup_printf ("a\nV=1\r\xe2\x80\xa8%s\x1b[0m", "x\xe2\x80\xae");
  g_autofree char *long_name = g_strnfill (2000, 'y');
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) cut = NULL;

  token.description = description;
  bytes = lk_export_write (&token, LK_EXPORT_SH, NULL);
  check_text (bytes, "# aV=1x[0m, Acme Production\nexport ASTRA_DB_APPLICATION_TOKEN='" TOKEN "'\n");
  token.description = long_name;
  cut = lk_export_write (&token, LK_EXPORT_DOTENV, NULL);
  g_assert_cmpuint (g_bytes_get_size (cut), <, 600);
}

static char *
run (const char *shell,
     const char *script,
     int        *status)
{
  const char *argv[] = { shell, "-c", script, NULL };
  char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                status, &error);
  g_assert_no_error (error);

  return output;
}

static void
check_round_trip (const char *shell,
                  LkShell     language,
                  const char *text)
{
  g_autoptr (LkSecretText) line = lk_secret_text_new ();
  g_autoptr (SecretValue) value = secret_value_new (text, -1, "text/plain");
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *output = NULL;
  int status;

  lk_environment_line_append (line, language, "LK_V", value);
  lk_secret_text_append (line, "\nprintenv LK_V\n");
  bytes = lk_secret_text_free_to_bytes (g_steal_pointer (&line));
  output = run (shell, g_bytes_get_data (bytes, NULL), &status);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_cmpuint (strlen (output), ==, strlen (text) + 1);
  g_assert_true (strncmp (output, text, strlen (text)) == 0);
}

static const struct
{
  const char *name;
  LkShell     language;
} shells[] = {
  { "sh", LK_SHELL_SH }, { "bash", LK_SHELL_SH }, { "dash", LK_SHELL_SH }, { "zsh", LK_SHELL_SH }, { "fish", LK_SHELL_FISH },
};

/* The quoting alone, without the alphabet in front of it: every shell reads back what was written, whatever it is. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      char all[127];

      for (guint c = 1; c < sizeof all; c++)
        all[c - 1] = (char) c;
      all[sizeof all - 1] = '\0';
      check_round_trip (shells[i].name, shells[i].language, all);
      check_round_trip (shells[i].name, shells[i].language, TOKEN);
      check_round_trip (shells[i].name, shells[i].language, "'; touch pwned; '");
      check_round_trip (shells[i].name, shells[i].language, "\\'\\\\''$(id)`id`!!%~");
      for (guint j = 0; j < 25; j++)
        {
          char some[200];
          gsize length = (gsize) g_random_int_range (1, sizeof some);

          for (gsize k = 0; k < length; k++)
            some[k] = (char) (g_random_boolean () ? "'\\\"$`!~\n\t %"[g_random_int_range (0, 11)]
                                                  : g_random_int_range (0x20, 0x7f));
          some[length - 1] = '\0';
          if (*some != '\0')
            check_round_trip (shells[i].name, shells[i].language, some);
        }
    }

  g_assert_false (g_file_test ("pwned", G_FILE_TEST_EXISTS));
}

/* A line that looks a value up exports it, and has the status of a look-up that fails. */
static void
test_look_up_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      g_autofree char *good = lk_environment_line_new_look_up (shells[i].language, "LK_V", "printf %s 'a b'");
      g_autofree char *bad = lk_environment_line_new_look_up (shells[i].language, "LK_V", "false");
      g_autofree char *script = g_strconcat (good, "\nprintenv LK_V\n", NULL);
      g_autofree char *output = NULL;
      g_autofree char *nothing = NULL;
      int status;

      output = run (shells[i].name, script, &status);
      g_assert_cmpstr (output, ==, "a b\n");
      nothing = run (shells[i].name, bad, &status);
      g_assert_false (g_spawn_check_wait_status (status, NULL));
    }
}

/* The files are read by the shells too, comment and all. */
static void
test_files_in_shell (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      LkExportFormat format = shells[i].language == LK_SHELL_FISH ? LK_EXPORT_FISH : LK_EXPORT_SH;
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *script = NULL;
      g_autofree char *output = NULL;
      int status;

      bytes = lk_export_write (&token, format, NULL);
      script = g_strconcat (g_bytes_get_data (bytes, NULL), "printenv ASTRA_DB_APPLICATION_TOKEN\n", NULL);
      output = run (shells[i].name, script, &status);
      g_assert_cmpstr (output, ==, TOKEN "\n");
    }
}

static void
test_astrarc (void)
{
  static const struct
  {
    const char *before, *after;
  } cases[] = {
    { "", "[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n" },
    { "[default]\nA=1\n", "[default]\nA=1\n\n[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n" },
    { "[default]\nA=1", "[default]\nA=1\n\n[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n" },
    { "[default]\r\nA=1\r\n", "[default]\r\nA=1\r\n\r\n[ci-deploy]\r\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\r\n" },
    { "# mine\n[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=old\n\n[z]\nASTRA_DB_APPLICATION_TOKEN=other\n",
      "# mine\n[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n\n[z]\nASTRA_DB_APPLICATION_TOKEN=other\n" },
    { "[ci-deploy]", "[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n" },
    { "\xef\xbb\xbf[ ci-deploy ] # here\n# note\nASTRA_ENV = DEV\nX=y\n  ASTRA_DB_APPLICATION_TOKEN = old\n"
      "ASTRA_DB_APPLICATION_TOKEN=older",
      "\xef\xbb\xbf[ ci-deploy ] # here\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n# note\nX=y\n" },
    { "[ci-deploy-2]\nA=\xff\xfe\n", "[ci-deploy-2]\nA=\xff\xfe\n\n[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      g_autoptr (GBytes) before = g_bytes_new_static (cases[i].before, strlen (cases[i].before));
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) after = lk_astrarc_merge (before, &token, &error);
      g_autoptr (GBytes) again = NULL;

      g_assert_no_error (error);
      check_text (after, cases[i].after);
      again = lk_astrarc_merge (after, &token, &error);
      check_text (again, cases[i].after);
    }
}

static void
test_astrarc_environment (void)
{
  g_auto (LkExportToken) token = make_token (TOKEN);
  g_autoptr (GBytes) before = g_bytes_new_static ("[ci-deploy]\nASTRA_ENV=TEST\n", 27);
  g_autoptr (GBytes) after = NULL;

  token.environment = "dev";
  after = lk_astrarc_merge (before, &token, NULL);
  check_text (after, "[ci-deploy]\nASTRA_DB_APPLICATION_TOKEN=" TOKEN "\nASTRA_ENV=DEV\n");
}

static void
test_astrarc_refused (void)
{
  static const struct
  {
    const char     *before;
    gsize           length;
    const char     *name;
    LkExchangeError code;
  } cases[] = {
    { "[ci-deploy]\n[ci-deploy]\n", 24, "ci-deploy", LK_EXCHANGE_ERROR_BAD_FILE },
    { "[a]\nA=\0\n", 8, "ci-deploy", LK_EXCHANGE_ERROR_BAD_FILE },
    { "", 0, "a]\n[b", LK_EXCHANGE_ERROR_BAD_VALUE },
    { "", 0, "", LK_EXCHANGE_ERROR_BAD_VALUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (LkExportToken) token = make_token (TOKEN);
      g_autoptr (GBytes) before = g_bytes_new_static (cases[i].before, cases[i].length);
      g_autoptr (GError) error = NULL;

      token.script_name = cases[i].name;
      g_assert_null (lk_astrarc_merge (before, &token, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, (int) cases[i].code);
    }
}

/* A text that has grown has left nothing out, and a zero behind it. */
static void
test_secret_text (void)
{
  g_autoptr (LkSecretText) text = lk_secret_text_new ();
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *part = g_strdup_printf ("%u,", i);

      lk_secret_text_append (text, part);
      g_string_append (expected, part);
    }
  bytes = lk_secret_text_free_to_bytes (g_steal_pointer (&text));
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected->str, expected->len);
  g_assert_cmpint (((const char *) g_bytes_get_data (bytes, NULL))[expected->len], ==, '\0');
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/formats", test_formats);
  g_test_add_func ("/export/client-conf", test_client_conf);
  g_test_add_func ("/export/without-client-secret", test_without_client_secret);
  g_test_add_func ("/export/bad-values", test_bad_values);
  g_test_add_func ("/export/bad-other-values", test_bad_other_values);
  g_test_add_func ("/export/csv-cells", test_csv_cells);
  g_test_add_func ("/export/csv-secret", test_csv_secret);
  g_test_add_func ("/export/comment", test_comment);
  g_test_add_func ("/export/round-trip", test_round_trip);
  g_test_add_func ("/export/look-up-lines", test_look_up_lines);
  g_test_add_func ("/export/files-in-shell", test_files_in_shell);
  g_test_add_func ("/export/astrarc", test_astrarc);
  g_test_add_func ("/export/astrarc-environment", test_astrarc_environment);
  g_test_add_func ("/export/astrarc-refused", test_astrarc_refused);
  g_test_add_func ("/export/secret-text", test_secret_text);

  return g_test_run ();
}
