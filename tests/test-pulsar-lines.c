/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lines that tell a program of a tenant: real shells read them back, whatever the names are. */

#include "lk-environment-line.h"
#include "lk-pulsar-lines.h"

#include <gio/gio.h>
#include <string.h>

#define TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJkYXRhc3RheCJ9.RkFLRS1TSUdOQVRVUkU_-"
#define WEB "https://pulsar-aws-useast2.api.streaming.example"
#define BROKER "pulsar+ssl://pulsar-aws-useast2.streaming.example:6651"

static const LkPulsarPlace plain = { "made-up-tenant", "default", "made-up-topic", WEB, BROKER };

static const struct
{
  const char *name;
  LkShell     language;
} shells[] = {
  { "sh", LK_SHELL_SH }, { "bash", LK_SHELL_SH }, { "dash", LK_SHELL_SH }, { "zsh", LK_SHELL_SH }, { "fish", LK_SHELL_FISH },
};

static GBytes *
run (const char *shell,
     const char *script,
     gboolean   *worked)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                                      &error, shell, "-c", script, NULL);
  g_autoptr (GBytes) output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  *worked = g_subprocess_get_successful (process);

  return g_steal_pointer (&output);
}

/* Has a shell read lines, and compares the variables, each with a zero behind it. */
static void
check_variables (const char *shell,
                 const char *lines,
                 const char *names,
                 const char *first,
                 const char *second,
                 const char *third)
{
  g_autofree char *script = g_strdup_printf ("%s\nprintenv -0 %s\n", lines, names);
  g_autoptr (GByteArray) wanted = g_byte_array_new ();
  g_autoptr (GBytes) output = NULL;
  gboolean worked;

  g_byte_array_append (wanted, (const guint8 *) first, (guint) strlen (first) + 1);
  g_byte_array_append (wanted, (const guint8 *) second, (guint) strlen (second) + 1);
  g_byte_array_append (wanted, (const guint8 *) third, (guint) strlen (third) + 1);
  output = run (shell, script, &worked);
  g_test_message ("%s", lines);
  g_assert_true (worked);
  g_assert_cmpmem (g_bytes_get_data (output, NULL), g_bytes_get_size (output), wanted->data, wanted->len);
}

static char *
write_lines (const LkPulsarPlace *place,
             LkPulsarVariables    variables,
             LkShell              shell)
{
  g_autoptr (SecretValue) token = secret_value_new (TOKEN, -1, "text/plain");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lk_pulsar_lines_write (place, variables, shell, token, &error);

  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_sets (void)
{
  static const struct
  {
    LkPulsarVariables  variables;
    LkShell            shell;
    const char        *lines;
  } cases[] = {
    { LK_PULSAR_VARIABLES_USUAL, LK_SHELL_SH,
      "export TENANT='made-up-tenant'\nexport INPUT_TOPIC='made-up-topic'\nexport NAMESPACE='default'\n"
      "export BEARER_TOKEN='" TOKEN "'\n" },
    { LK_PULSAR_VARIABLES_USUAL, LK_SHELL_FISH,
      "set -gx TENANT 'made-up-tenant'\nset -gx INPUT_TOPIC 'made-up-topic'\nset -gx NAMESPACE 'default'\n"
      "set -gx BEARER_TOKEN '" TOKEN "'\n" },
    { LK_PULSAR_VARIABLES_TODAY, LK_SHELL_SH,
      "export TENANT='made-up-tenant'\nexport WEB_SERVICE_URL='" WEB "'\nexport NAMESPACE='default'\n"
      "export TOPIC='made-up-topic'\nexport PULSAR_TOKEN='" TOKEN "'\n" },
    { LK_PULSAR_VARIABLES_ALL, LK_SHELL_SH,
      "export TENANT='made-up-tenant'\nexport WEB_SERVICE_URL='" WEB "'\nexport BROKER_SERVICE_URL='" BROKER "'\n"
      "export BEARER_TOKEN='" TOKEN "'\nexport PULSAR_TOKEN='" TOKEN "'\n" },
  };

  g_autofree char *names = lk_pulsar_lines_list_names (LK_PULSAR_VARIABLES_USUAL);

  g_assert_cmpstr (names, ==, "TENANT, INPUT_TOPIC, NAMESPACE, BEARER_TOKEN");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = write_lines (&plain, cases[i].variables, cases[i].shell);

      g_assert_cmpstr (lines, ==, cases[i].lines);
    }
}

static void
test_missing (void)
{
  const LkPulsarPlace place = { .tenant = "made-up-tenant" };
  g_autofree char *lines = write_lines (&place, LK_PULSAR_VARIABLES_ALL, LK_SHELL_SH);

  g_assert_cmpstr (lines, ==, "export TENANT='made-up-tenant'\nexport BEARER_TOKEN='" TOKEN "'\n"
                              "export PULSAR_TOKEN='" TOKEN "'\n");
}

static void
test_look_up (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      g_autofree char *lines =
        lk_pulsar_lines_new_look_up (&plain, LK_PULSAR_VARIABLES_ALL, shells[i].language, "printf %s " TOKEN);
      g_autofree char *failing = lk_pulsar_lines_new_look_up (&plain, LK_PULSAR_VARIABLES_ALL, shells[i].language, "false");
      g_autoptr (GBytes) output = NULL;
      gboolean worked;

      check_variables (shells[i].name, lines, "WEB_SERVICE_URL BEARER_TOKEN PULSAR_TOKEN", WEB, TOKEN, TOKEN);
      output = run (shells[i].name, failing, &worked);
      g_assert_false (worked);
    }
}

static void
check_names (const char *tenant,
             const char *topic)
{
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      const LkPulsarPlace place = { .tenant = tenant, .namespace_name = "default", .topic = topic };
      g_autofree char *lines = write_lines (&place, LK_PULSAR_VARIABLES_USUAL, shells[i].language);
      g_autofree char *look_up =
        lk_pulsar_lines_new_look_up (&place, LK_PULSAR_VARIABLES_USUAL, shells[i].language, "printf %s " TOKEN);

      check_variables (shells[i].name, lines, "TENANT INPUT_TOPIC BEARER_TOKEN", tenant, topic, TOKEN);
      check_variables (shells[i].name, look_up, "TENANT INPUT_TOPIC BEARER_TOKEN", tenant, topic, TOKEN);
      /* Nothing that a terminal could take for a key but the ends of the lines. */
      g_assert_true (g_utf8_validate (lines, -1, NULL));
      for (const char *at = lines; *at != '\0'; at = g_utf8_next_char (at))
        g_assert_true (*at == '\n' || g_unichar_isprint (g_utf8_get_char (at)));
    }
}

static void
test_names (void)
{
  static const char *const names[] = {
    "it's", "a \"b\" c", "$HOME ${HOME} $(id) `id`", "\\", "\\\\n'\\''", "a\nb", "a\n", "\n\n",
    "a\r\nb\t", " a ", "!!", "%s%%\\n",
    "*?[a]{b,c}~", "-n", "#a", "a;b&c|d<e>f", "\303\266 \342\202\254 \360\237\230\200",
    "a\033[201~\003rm -rf x\n", "a\302\233" "1b",
    "a\342\200\256b\342\200\250c", "\0171", "\177" "9", "a\nb'c\\d%e.", ".", "..", "x.\n.", "=", "^", "a\1771", "(a)",
    "-v\nx", "--\n",
  };
  char all[127];

  for (guint c = 1; c < sizeof all; c++)
    all[c - 1] = (char) c;
  all[sizeof all - 1] = '\0';
  check_names (all, "");
  g_assert_cmpuint (G_N_ELEMENTS (names) % 2, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i += 2)
    check_names (names[i], names[i + 1]);
}

/* Bytes that are no text, and whatever else may come. */
static void
test_random_names (void)
{
  for (guint i = 0; i < 20; i++)
    {
      char names[2][60];

      for (guint j = 0; j < 2; j++)
        {
          gsize length = (gsize) g_test_rand_int_range (0, sizeof names[j]);

          for (gsize k = 0; k < length; k++)
            names[j][k] = (char) (g_test_rand_bit () ? "'\\\"$`!~\n\t %.\r\033"[g_test_rand_int_range (0, 14)]
                                                     : g_test_rand_int_range (1, 256));
          names[j][length] = '\0';
          /* Both at once bash cannot take; the service and the window give characters only. */
          if (length > 0 && names[j][length - 1] == '\n' && !g_utf8_validate (names[j], -1, NULL))
            names[j][length - 1] = ' ';
        }
      check_names (names[0], names[1]);
    }
}

/* Also as a file that a shell reads. */
static void
test_dotenv (void)
{
  static const struct
  {
    const char *tenant;
    const char *line; /* NULL: refused */
  } cases[] = {
    { "made-up-tenant", "TENANT=made-up-tenant\n" },
    { "", "TENANT=''\n" },
    { "a b", "TENANT='a b'\n" },
    { "$HOME", "TENANT='$HOME'\n" },
    { "a=b", "TENANT='a=b'\n" },
    { "a\"b#c`d", "TENANT='a\"b#c`d'\n" },
    { "\303\266", "TENANT='\303\266'\n" },
    { "it's", NULL },
    { "a\\b", NULL },
    { "a\nb", NULL },
    { "a\377", NULL },
    { "a\342\200\256b", NULL },
  };
  g_autoptr (SecretValue) token = secret_value_new (TOKEN, -1, "text/plain");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkPulsarPlace place = { .tenant = cases[i].tenant, .namespace_name = "default" };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = lk_pulsar_lines_write_dotenv (&place, LK_PULSAR_VARIABLES_USUAL, token, &error);
      g_autofree char *text = NULL;
      g_autofree char *wanted = NULL;
      g_autofree char *script = NULL;

      g_test_message ("%s", cases[i].tenant);
      if (cases[i].line == NULL)
        {
          g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE);
          g_assert_null (bytes);
          continue;
        }
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      wanted = g_strconcat (cases[i].line, "NAMESPACE=default\nBEARER_TOKEN=" TOKEN "\n", NULL);
      g_assert_cmpstr (text, ==, wanted);
      script = g_strconcat ("set -a\n", text, NULL);
      for (guint j = 0; j < G_N_ELEMENTS (shells); j++)
        if (shells[j].language == LK_SHELL_SH)
          check_variables (shells[j].name, script, "TENANT NAMESPACE BEARER_TOKEN", cases[i].tenant, "default", TOKEN);
    }
}

static void
test_bad_token (void)
{
  g_autoptr (SecretValue) token = secret_value_new ("a'b", -1, "text/plain");
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) dotenv_error = NULL;

  g_assert_null (lk_pulsar_lines_write (&plain, LK_PULSAR_VARIABLES_USUAL, LK_SHELL_SH, token, &error));
  g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE);
  g_assert_null (lk_pulsar_lines_write_dotenv (&plain, LK_PULSAR_VARIABLES_USUAL, token, &dotenv_error));
  g_assert_error (dotenv_error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pulsar-lines/sets", test_sets);
  g_test_add_func ("/pulsar-lines/missing", test_missing);
  g_test_add_func ("/pulsar-lines/look-up", test_look_up);
  g_test_add_func ("/pulsar-lines/names", test_names);
  g_test_add_func ("/pulsar-lines/random-names", test_random_names);
  g_test_add_func ("/pulsar-lines/dotenv", test_dotenv);
  g_test_add_func ("/pulsar-lines/bad-token", test_bad_token);

  return g_test_run ();
}
