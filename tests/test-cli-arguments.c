/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every subcommand with every kind of word that is wrong: one short sentence on standard error, nothing on standard output,
 * and the exit code that scripts rely on. */

#include "lk-test-cli.h"

#define ROLE "R/W Svc Acct"
#define LONG_LENGTH 9000          /* bytes of a word */
#define SENTENCE_MAX_LENGTH 300   /* characters, with the name of the program */
#define JWT "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJmYWtlIn0.RkFLRS1TSUdOQVRVUkUt"
#define ANY (-1)                  /* the word is as good as any */

/* What each of them is called with, and needs to be told something of a stored token. */
static const char *const subcommands[] = {
  "account add",
  "account list",
  "account remove",
  "account rename",
  "list",
  "roles",
  "tenants",
  "create app",
  "create pulsar",
  "delete",
  "rotate",
  "name",
  "forget",
  "get",
  "env",
  "export",
  "import",
  "pending",
  "resume",
  "check",
  "doctor",
  "rotate",
};

/* A call with a place, “@”, for a word of anybody, and the exit code for one that names nothing, for one of two lines, and
 * for a long one. One that is not UTF-8 is wrong everywhere. */
static const struct
{
  const char *call;
  int         unknown;
  int         two_lines;
  int         too_long;
} places[] = {
  { "@", 2, 2, 2 },
  { "account @", 2, 2, 2 },
  { "account add @", 2, 2, 2 },
  { "account add --environment @ -", 2, 2, 2 },
  { "account add --api-url @ -", 2, 2, 2 },
  { "account add --streaming-url @ -", 2, 2, 2 },
  { "account list @", 2, 2, 2 },
  { "account remove @", 1, 1, 1 },
  { "account remove --force @", 1, 1, 1 },
  { "account rename @ other", 1, 1, 1 },
  { "list @", 2, 2, 2 },
  { "list --account @", 1, 1, 1 },
  { "list --kind @", 2, 2, 2 },
  { "list --tenant @", 1, 1, 1 },
  { "list --tenant audit --cluster @", 1, 1, 1 },
  { "roles @", 2, 2, 2 },
  { "rotate @", 1, 1, 1 },
  { "rotate stored @", 2, 2, 2 },
  { "roles --account @", 1, 1, 1 },
  { "tenants @", 2, 2, 2 },
  { "tenants --account @", 1, 1, 1 },
  { "create @", 2, 2, 2 },
  { "create app @ --role ROLE --description d", 2, 2, 2 },
  { "create app --role @ --description d", 1, 1, 1 },
  { "create app --role ROLE --description d --expires @", 2, 2, 2 },
  { "create app --role ROLE --description d --expires 1d --name @", ANY, 2, 2 },
  { "create app --role ROLE --description d --account @", 1, 1, 1 },
  { "create pulsar @ --tenant audit", 2, 2, 2 },
  { "create pulsar --tenant @", 1, 1, 1 },
  { "create pulsar --tenant audit --cluster @", 1, 1, 1 },
  { "create pulsar --tenant audit --expires @", 2, 2, 2 },
  { "create pulsar --tenant audit --expires 1d --name @", ANY, 2, 2 },
  { "create pulsar --tenant audit --account @", 1, 1, 1 },
  { "delete @ --yes", 1, 1, 1 },
  { "delete stored @ --yes", 1, 1, 1 },
  { "delete stored --yes --account @", 1, 1, 1 },
  { "rotate @", 1, 1, 1 },
  { "rotate @ --finish", 1, 1, 1 },
  { "rotate @ --cancel", 1, 1, 1 },
  { "rotate stored @", 2, 2, 2 },
  { "name @ other", 1, 1, 1 },
  { "name stored @", ANY, 2, 2 },
  { "name stored other @", 2, 2, 2 },
  { "forget @ --yes", 1, 1, 1 },
  { "forget stored @ --yes", 2, 2, 2 },
  { "get @", 1, 2, 1 },
  { "get stored @", 2, 2, 2 },
  { "get stored --field @", 2, 2, 2 },
  { "get @ --field client-secret", 1, 2, 1 },
  { "env @", 1, 2, 1 },
  { "env stored @", 1, 2, 1 },
  { "env stored --format @", 2, 2, 2 },
  { "exec @ -- true", 125, 2, 125 },
  { "exec stored @ -- true", 125, 2, 125 },
  { "export @ --format sh -", 1, 1, 1 },
  { "export stored @ --format sh", 2, 2, 2 },
  { "export stored --format @ -", 2, 2, 2 },
  { "export stored --format sh - --account @", 1, 1, 1 },
  { "export stored --format sh --output @/none", 8, 8, 8 },
  { "import @ --yes", 8, 8, 8 },
  { "pending @", 2, 2, 2 },
  { "resume @", 1, 1, 1 },
  { "resume --all @", 2, 2, 2 },
  { "check @", 2, 2, 2 },
  { "doctor @", 2, 2, 2 },
  { "check --within @", 2, 2, 2 },
  { "check --account @", 1, 1, 1 },
};

/* What is missing, or is too much, or does not go together. */
static const struct
{
  const char *call;
  int         wanted;
} calls[] = {
  { "account", 2 },
  { "account add", 2 },
  { "account add - -", 2 },
  { "account add --name", 2 },
  { "account remove", 2 },
  { "account remove a b", 2 },
  { "account rename", 2 },
  { "account rename a", 2 },
  { "account rename a b c", 2 },
  { "list --kind", 2 },
  { "list --account", 2 },
  { "list --names --json", 2 },
  { "create", 2 },
  { "create app", 2 },
  { "create app --role ROLE", 2 },
  { "create app --description d", 2 },
  { "create app --role ROLE --description", 2 },
  { "create app pulsar", 2 },
  { "create pulsar", 2 },
  { "create pulsar --tenant", 2 },
  { "create pulsar --tenant orders", 2 }, /* on several clusters */
  { "rotate", 2 },
  { "rotate stored --finish --cancel", 2 },
  { "delete", 2 },
  { "delete --yes", 2 },
  { "delete stored", 2 },
  { "delete stored --account", 2 },
  { "rotate", 2 },
  { "rotate --finish", 2 },
  { "rotate stored --finish --cancel", 2 },
  { "rotate stored other", 2 },
  { "name", 2 },
  { "name stored", 2 },
  { "forget", 2 },
  { "forget --yes", 2 },
  { "forget stored", 2 },
  { "get", 2 },
  { "get --field", 2 },
  { "get stored --field", 2 },
  { "env", 2 },
  { "env stored --format", 2 },
  { "env stored stored", 2 },
  { "exec", 2 },
  { "exec stored", 2 },
  { "exec stored --", 2 },
  { "exec -- true", 2 },
  { "exec stored true", 2 },
  { "exec --nonsense stored -- true", 2 },
  { "exec stored stored -- true", 2 },
  { "export", 2 },
  { "export stored", 2 },
  { "export stored -", 2 },
  { "export stored --format sh", 2 },
  { "export stored --format sh --output", 2 },
  { "export stored --format sh --output x -", 2 },
  { "export stored --format client-conf -", 2 },
  { "import", 2 },
  { "import a b --yes", 2 },
  { "import -", 2 },
  { "resume", 2 },
  { "resume --all stored", 2 },
  { "check --within", 2 },
  { "check --within 0d", 2 },
  { "check --within 14", 2 },
  { "check --within 99999999999999999999d", 2 },
};

/* One line of text that a terminal shows as it is, and no longer than people read. */
static gboolean
is_sentence (const char *text)
{
  const gsize length = strlen (text);

  if (!g_str_has_prefix (text, "latchkey: ") || length <= strlen ("latchkey: ") + 1 || !g_utf8_validate (text, -1, NULL)
      || g_utf8_strlen (text, -1) > SENTENCE_MAX_LENGTH + 1 || text[length - 1] != '\n')
    return FALSE;

  for (const char *at = text; at < text + length - 1; at = g_utf8_next_char (at))
    if (!g_unichar_isprint (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

/* Runs a call, with a word in place of “@” in its words. */
static void
check_call (LkTestCli  *fixture,
            int         wanted,
            const char *call,
            const char *word)
{
  g_auto (GStrv) words = g_strsplit (call, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  const gboolean reads_input = strstr (call, "-url @ -") != NULL && g_utf8_validate (word, -1, NULL);
  int exit_code;

  g_ptr_array_add (argv, g_strdup (g_getenv ("LK_LATCHKEY")));
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "@", -1);

      g_ptr_array_add (argv, g_str_equal (words[i], "ROLE") ? g_strdup (ROLE) : g_strjoinv (word, parts));
    }
  g_ptr_array_add (argv, NULL);

  exit_code = lk_test_cli_run_argv (fixture, reads_input ? secret_value_get_text (fixture->demo->token) : NULL, argv);
  if (exit_code == wanted && *fixture->output == '\0' && is_sentence (fixture->errors))
    return;

  /* All that is wrong is told at once. */
  g_test_message ("“%s” with “%.40s”: %d instead of %d", call, word, exit_code, wanted);
  g_test_fail ();
}

static void
set_up (LkTestCli     *fixture,
        gconstpointer  user_data)
{
  lk_test_cli_set_up (fixture, user_data);
  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "stored", "--name",
                                    "stored", "--expires", "30d", NULL),
                   ==, 0);
}

static void
test_calls (LkTestCli     *fixture,
            gconstpointer  user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    check_call (fixture, calls[i].wanted, calls[i].call, "");

  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 0);
}

static void
test_words (LkTestCli     *fixture,
            gconstpointer  user_data)
{
  g_autofree char *too_long = g_strnfill (LONG_LENGTH, 'w');

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      check_call (fixture, 2, places[i].call, "not-\xff-\xfe");
      if (places[i].unknown != ANY)
        check_call (fixture, places[i].unknown, places[i].call, "no-such-word");
      check_call (fixture, places[i].two_lines, places[i].call, "two\n\033[31mlines\r\x7f");
      check_call (fixture, places[i].too_long, places[i].call, too_long);
    }

  /* What to do is not lost with the middle of the word. */
  check_call (fixture, 1, "get @", too_long);
  g_assert_true (g_str_has_suffix (fixture->errors, "w” is stored: see “latchkey list”\n"));
  g_assert_nonnull (strstr (fixture->errors, "w…w"));

  /* A program may be called anything, as a file may. */
  check_call (fixture, 127, "exec stored -- @", "no-such-program");
  check_call (fixture, 127, "exec stored -- @", "two\nlines");
  check_call (fixture, 127, "exec stored -- @", "not-\xff");
  check_call (fixture, 126, "exec stored -- @", too_long);

  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 0);
}

static void
test_options (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  g_autofree char *too_long = g_strnfill (LONG_LENGTH, 'w');

  for (guint i = 0; i < G_N_ELEMENTS (subcommands); i++)
    {
      g_autofree char *call = g_strconcat (subcommands[i], " --@", NULL);
      g_autofree char *letter = g_strconcat (subcommands[i], " -@", NULL);

      g_autofree char *advice = NULL;

      check_call (fixture, 2, call, "nonsense");
      advice = g_strdup_printf ("“latchkey %s --help”\n", g_str_has_prefix (call, "create") ? "create" : subcommands[i]);
      g_assert_true (g_str_has_suffix (fixture->errors, advice));
      check_call (fixture, 2, call, "two\nlines");
      check_call (fixture, 2, call, "not-\xff");
      check_call (fixture, 2, call, too_long);
      check_call (fixture, 2, letter, "x");
    }
}

/* What somebody gave in place of a name is a secret all the same, and standard error may be kept. */
static void
test_secrets (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  const char *token = secret_value_get_text (fixture->demo->token);

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (places[i].unknown == ANY)
        continue;
      check_call (fixture, places[i].unknown, places[i].call, token);
      g_assert_null (strstr (fixture->errors, "AstraCS:"));
      g_assert_null (strstr (fixture->errors, token + strlen ("AstraCS:")));
      g_assert_null (strstr (fixture->errors, strrchr (token, ':') + 1));
    }

  check_call (fixture, 1, "get @", token);
  g_assert_cmpstr (fixture->errors, ==, "latchkey: No secret of “[hidden]” is stored: see “latchkey list”\n");
  check_call (fixture, 1, "get @", JWT);
  g_assert_null (strstr (fixture->errors, "eyJ"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, LkTestCli, NULL, set_up, function, lk_test_cli_tear_down)
  ADD ("/cli-arguments/calls", test_calls);
  ADD ("/cli-arguments/options", test_options);
  ADD ("/cli-arguments/words", test_words);
  ADD ("/cli-arguments/secrets", test_secrets);

  return g_test_run ();
}
