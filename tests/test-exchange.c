/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-look-up-command.h"
#include "lk-token-format.h"

#include <string.h>

#define CLIENT_ID "DkFtHKMhDQDuQtlExkSzwbya"
#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define TOKEN "AstraCS:" CLIENT_ID ":" SUM

static void
test_look_up_command (void)
{
  static const struct
  {
    const char *application, *name, *client_id, *field, *command;
  } cases[] = {
    { "latchkey", "ci-deploy", CLIENT_ID, "token",
      "secret-tool lookup application latchkey name ci-deploy field token" },
    { "latchkey-demo", NULL, CLIENT_ID, "client-secret",
      "secret-tool lookup application latchkey-demo client-id " CLIENT_ID " field client-secret" },
    { "latchkey", NULL, NULL, "token", NULL },
    { "latchkey", "", CLIENT_ID, "token", NULL },
    { "latchkey", "a b", CLIENT_ID, "token", NULL },
    { "latchkey", "$(id)", CLIENT_ID, "token", NULL },
    { "latchkey", "a;b", CLIENT_ID, "token", NULL },
    { "latchkey", "a'b", CLIENT_ID, "token", NULL },
    { "latchkey", "a\nb", CLIENT_ID, "token", NULL },
    { "latchkey", "ü", CLIENT_ID, "token", NULL },
    { "latchkey", "--unlock", CLIENT_ID, "token", NULL },
    { "latchkey", NULL, "`id`", "token", NULL },
    { "latch key", "a", CLIENT_ID, "token", NULL },
    { "latchkey", "a", CLIENT_ID, "to|ken", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *command =
        lk_look_up_command_new (cases[i].application, cases[i].name, cases[i].client_id, cases[i].field);

      g_assert_cmpstr (command, ==, cases[i].command);
    }
}

static void
test_environment_line (void)
{
  g_autofree char *line = lk_look_up_environment_line_new ("ASTRA_DB_APPLICATION_TOKEN", "secret-tool lookup a b");

  g_assert_cmpstr (line, ==,
                   "ASTRA_DB_APPLICATION_TOKEN=\"$(secret-tool lookup a b)\" && export ASTRA_DB_APPLICATION_TOKEN");
}

/* A shell that reads the line sees what was looked up, and sees that a look-up failed. */
static void
test_environment_line_in_shell (void)
{
  g_autofree char *good = lk_look_up_environment_line_new ("V", "printf %s 'a b'");
  g_autofree char *bad = lk_look_up_environment_line_new ("V", "false");
  g_autofree char *good_script = g_strdup_printf ("%s && env | grep ^V=", good);
  const char *good_argv[] = { "/bin/sh", "-c", good_script, NULL };
  const char *bad_argv[] = { "/bin/sh", "-c", bad, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) good_argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_cmpstr (output, ==, "V=a b\n");

  g_spawn_sync (NULL, (char **) bad_argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_false (g_spawn_check_wait_status (status, NULL));
}

static void
test_token_format (void)
{
  static const struct
  {
    const char   *text;
    LkTokenFormat format;
    const char   *value;
  } cases[] = {
    { "", LK_TOKEN_FORMAT_EMPTY, NULL },
    { " \n\t", LK_TOKEN_FORMAT_EMPTY, NULL },
    { "\"\"", LK_TOKEN_FORMAT_EMPTY, NULL },
    { TOKEN, LK_TOKEN_FORMAT_ASTRA, TOKEN },
    { "  " TOKEN "\r\n", LK_TOKEN_FORMAT_ASTRA, TOKEN },
    { "\"" TOKEN "\"\n", LK_TOKEN_FORMAT_ASTRA, TOKEN },
    { "' " TOKEN " '", LK_TOKEN_FORMAT_ASTRA, TOKEN },
    { "“" TOKEN "”", LK_TOKEN_FORMAT_BLANKS, NULL },
    { "\"" TOKEN, LK_TOKEN_FORMAT_UNUSUAL, "\"" TOKEN },
    { "AstraCS:abc", LK_TOKEN_FORMAT_UNUSUAL, "AstraCS:abc" },
    { "AstraCS:" CLIENT_ID ":" "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
      LK_TOKEN_FORMAT_UNUSUAL,
      "AstraCS:" CLIENT_ID ":" "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef" },
    { "{ \"token\": \"" TOKEN "\" }", LK_TOKEN_FORMAT_JSON, NULL },
    { "[]", LK_TOKEN_FORMAT_JSON, NULL },
    { "/home/me/token.json", LK_TOKEN_FORMAT_FILE_NAME, NULL },
    { "Downloads/My Token.csv", LK_TOKEN_FORMAT_FILE_NAME, NULL },
    { "GeneratedToken.JSON", LK_TOKEN_FORMAT_FILE_NAME, NULL },
    { "My Token.csv", LK_TOKEN_FORMAT_FILE_NAME, NULL },
    { "token.txt", LK_TOKEN_FORMAT_FILE_NAME, NULL },
    { "secrets/astra", LK_TOKEN_FORMAT_FILE_NAME, NULL },
    { "AstraCS:a/b", LK_TOKEN_FORMAT_UNUSUAL, "AstraCS:a/b" },
    { "AstraCS:a b", LK_TOKEN_FORMAT_BLANKS, NULL },
    { "AstraCS:a\nAstraCS:b", LK_TOKEN_FORMAT_BLANKS, NULL },
    { "AstraCS:\xc3\xbc", LK_TOKEN_FORMAT_BLANKS, NULL },
    { "AstraCS:\xff", LK_TOKEN_FORMAT_BLANKS, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SecretValue) value = NULL;
      g_autofree char *message = NULL;

      g_assert_cmpint (lk_token_format_check (cases[i].text, &value, &message), ==, cases[i].format);
      g_assert_cmpint (lk_token_format_check (cases[i].text, NULL, NULL), ==, cases[i].format);
      g_assert_cmpstr (value != NULL ? secret_value_get_text (value) : NULL, ==, cases[i].value);
      g_assert_nonnull (message);
      g_assert_null (strstr (message, "AstraCS:a"));
      g_assert_null (strstr (message, CLIENT_ID));
    }
}

static void
test_token_format_counts (void)
{
  g_autofree char *long_text = g_strnfill (61, 'x');
  g_autofree char *message = NULL;

  g_assert_cmpint (lk_token_format_check (long_text, NULL, &message), ==, LK_TOKEN_FORMAT_UNUSUAL);
  g_assert_cmpstr (message, ==, "A token starts with AstraCS: and has 97 characters; this one has 61");
}

static void
test_token_client_id (void)
{
  g_autoptr (SecretValue) token = secret_value_new (TOKEN, -1, "text/plain");
  g_autoptr (SecretValue) other = secret_value_new ("AstraCS:abc:def", -1, "text/plain");
  g_autofree char *client_id = lk_token_client_id (token);

  g_assert_cmpint (strlen (TOKEN), ==, LK_TOKEN_LENGTH);
  g_assert_cmpstr (client_id, ==, CLIENT_ID);
  g_assert_null (lk_token_client_id (other));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/look-up-command", test_look_up_command);
  g_test_add_func ("/exchange/environment-line", test_environment_line);
  g_test_add_func ("/exchange/environment-line-in-shell", test_environment_line_in_shell);
  g_test_add_func ("/exchange/token-format", test_token_format);
  g_test_add_func ("/exchange/token-format-counts", test_token_format_counts);
  g_test_add_func ("/exchange/token-client-id", test_token_client_id);

  return g_test_run ();
}
