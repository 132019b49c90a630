/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the command line does with stored secrets. */

#include "lk-script-name.h"
#include "lk-secret-attributes.h"
#include "lk-test-cli.h"

#include <signal.h>
#include <sys/resource.h>

#define ROLE "R/W Svc Acct"

static char *
look_up (const char *name)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
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

/* One kind and the other; what is named like it stays, and so does the token itself. */
static void
test_forget (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *token_id = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *gone_too = NULL;
  g_autofree char *prefix = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "forgotten", "--name",
                                    "forgotten", "--expires", "30d", "--json", NULL), ==, 0);
  client_id = get_only_id (fixture, "clientId");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", "forgotten-too",
                                    "--expires", "30d", "--json", NULL), ==, 0);
  token_id = get_only_id (fixture, "tokenid");

  lk_test_cli_assert_fails (fixture, 2, NULL, "forget");
  lk_test_cli_assert_fails (fixture, 2, NULL, "forget", "forgotten");
  g_assert_nonnull (strstr (fixture->errors, "add --yes"));
  lk_test_cli_assert_fails (fixture, 1, NULL, "forget", "no-such-token", "--yes");
  lk_test_cli_assert_fails (fixture, 1, NULL, "forget", "forgott", "--yes");
  lk_test_cli_assert_fails (fixture, 2, NULL, "forget", "forgotten", "forgotten-too", "--yes");

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "forget", "forgotten", "--yes", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, client_id));
  gone = look_up ("forgotten");
  g_assert_cmpstr (gone, ==, "");
  kept = look_up ("forgotten-too");
  g_assert_true (g_str_has_prefix (kept, "eyJ"));
  lk_test_cli_assert_fails (fixture, 1, NULL, "forget", client_id, "--yes");

  prefix = g_strndup (token_id, 8);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "forget", prefix, "--yes", NULL), ==, 0);
  gone_too = look_up ("forgotten-too");
  g_assert_cmpstr (gone_too, ==, "");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 0);

  /* It can be fetched all the same, and is not stored by that. */
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", token_id, NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, kept));
}

#define N_MOVES 100

/* Looked up all the while, by another program: never nothing, and never a third value. */
typedef struct
{
  char  *values[2];
  guint  n_seen[2];
  int    stop; /* atomic */
} Reader;

static gpointer
read_all_the_while (gpointer user_data)
{
  Reader *reader = user_data;

  while (!g_atomic_int_get (&reader->stop))
    {
      g_autofree char *output = NULL;
      guint which;

      g_assert_true (g_spawn_command_line_sync ("secret-tool lookup application latchkey name moved field token", &output,
                                                NULL, NULL, NULL));
      which = g_str_equal (output, reader->values[1]) ? 1 : 0;
      g_assert_true (g_str_equal (output, reader->values[which]));
      reader->n_seen[which]++;
    }

  return NULL;
}

static GHashTable *
make_attributes (const char *token_id)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_PULSAR_TOKEN, "token-id", token_id, NULL);
}

/* As a rotation does: the name goes from one token to the other, and back. */
static void
test_move (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autoptr (LkKeyring) keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  g_autofree char *first_id = NULL;
  g_autofree char *second_id = NULL;
  g_autoptr (GHashTable) first = NULL;
  g_autoptr (GHashTable) second = NULL;
  g_autofree char *first_value = NULL;
  g_autofree char *second_value = NULL;
  Reader reader = { { NULL } };
  GThread *thread;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", "moved", "--expires",
                                    "30d", "--json", NULL), ==, 0);
  first_id = get_only_id (fixture, "tokenid");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", "moved-2", "--expires",
                                    "30d", "--json", NULL), ==, 0);
  second_id = get_only_id (fixture, "tokenid");
  first = make_attributes (first_id);
  second = make_attributes (second_id);
  reader.values[0] = first_value = look_up ("moved");
  reader.values[1] = second_value = look_up ("moved-2");

  thread = g_thread_new ("reader", read_all_the_while, &reader);
  for (guint i = 0; i < N_MOVES; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      lk_script_name_set_async (keyring, i % 2 == 0 ? second : first, "moved", i % 2 == 0 ? first : second, NULL,
                                lk_test_store_result_cb, &result);
      g_assert_true (lk_script_name_set_finish (keyring, lk_test_wait_for_result (&result), &error));
      g_assert_no_error (error);
    }
  g_atomic_int_set (&reader.stop, 1);
  g_thread_join (thread);
  g_test_message ("%u look-ups in %d moves: %u and %u", reader.n_seen[0] + reader.n_seen[1], N_MOVES, reader.n_seen[0],
                  reader.n_seen[1]);
  g_assert_cmpuint (reader.n_seen[0], >, 0);
  g_assert_cmpuint (reader.n_seen[1], >, 0);
}

static void
test_name (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autofree char *client_id = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *gone = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "called", "--name",
                                    "called", "--expires", "30d", "--json", NULL), ==, 0);
  client_id = get_only_id (fixture, "clientId");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", "called-too",
                                    "--expires", "30d", NULL), ==, 0);
  before = look_up ("called");

  /* Whose it is the keyring decides, whatever the kind. */
  lk_test_cli_assert_fails (fixture, 2, NULL, "name", "called", "called-too");
  lk_test_cli_assert_fails (fixture, 2, NULL, "name", "called", "Not A Name");
  lk_test_cli_assert_fails (fixture, 2, NULL, "name", "called", "");
  lk_test_cli_assert_fails (fixture, 2, NULL, "name", "called", "two\nlines");
  lk_test_cli_assert_fails (fixture, 2, NULL, "name", "called");
  lk_test_cli_assert_fails (fixture, 1, NULL, "name", "nobody", "somebody");

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "name", "called", "another", NULL), ==, 0);
  after = look_up ("another");
  g_assert_true (g_str_equal (after, before));
  gone = look_up ("called");
  g_assert_cmpstr (gone, ==, "");
  secret = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "another", "field", "client-secret", NULL);
  g_assert_cmpstr (secret, !=, "");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "name", client_id, "another", NULL), ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "another", "--field", "client-id", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, client_id);
}

static int
compare_lines (gconstpointer first,
               gconstpointer second)
{
  return strcmp (*(const char *const *) first, *(const char *const *) second);
}

/* One variable a line, in order. */
static char *
sort_lines (char **lines)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (sorted, lines[i]);
  g_ptr_array_sort (sorted, compare_lines);
  g_ptr_array_add (sorted, NULL);

  return g_strjoinv ("\n", (char **) sorted->pdata);
}

/* All of the environment that the command line is given here, and one variable more. */
static void
assert_environment (LkTestCli  *fixture,
                    const char *token)
{
  g_auto (GStrv) expected = g_get_environ ();
  g_auto (GStrv) lines = g_strsplit (fixture->output, "\n", -1);
  g_autofree char *wanted = NULL;
  g_autofree char *seen = sort_lines (lines);

  expected = g_environ_setenv (expected, "XDG_DATA_HOME", fixture->folder, TRUE);
  expected = g_environ_setenv (expected, "ASTRA_DB_APPLICATION_TOKEN", token, TRUE);
  wanted = sort_lines (expected);
  g_assert_cmpuint (strlen (seen), ==, strlen (wanted));
  g_assert_true (g_str_equal (seen, wanted));
}

#define run(fixture, ...) lk_test_cli_run (fixture, NULL, __VA_ARGS__, NULL)

/* The command gets what its caller has, the variables, and nothing else. */
static void
test_exec (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  static const char surroundings[] = "grep -E '^Sig(Ign|Blk)' /proc/self/status; cat /proc/self/limits; umask";
  g_autofree char *stored = NULL;
  g_autofree char *stored_too = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *file = g_build_filename (fixture->folder, "no-program", NULL);
  g_autofree char *plain = NULL;
  struct rlimit limit;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (run (fixture, "create", "app", "--role", ROLE, "--description", "run", "--name", "run-app", "--expires",
                        "30d"), ==, 0);
  g_assert_cmpint (run (fixture, "create", "pulsar", "--tenant", "audit", "--name", "run-pulsar", "--expires", "30d"), ==, 0);
  g_assert_cmpint (run (fixture, "create", "pulsar", "--tenant", "audit", "--name", "run-other", "--expires", "30d"), ==, 0);
  stored = look_up ("run-app");
  stored_too = look_up ("run-pulsar");

  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "sh", "-c", "printf %s \"$ASTRA_DB_APPLICATION_TOKEN\""), ==, 0);
  g_assert_true (g_str_equal (fixture->output, stored));
  g_assert_cmpint (run (fixture, "exec", "run-app", "run-pulsar", "--", "sh", "-c",
                        "printf '%s %s %s %s' \"$ASTRA_DB_APPLICATION_TOKEN\" \"$TENANT\" \"$BEARER_TOKEN\" "
                        "\"$PULSAR_TOKEN\""), ==, 0);
  expected = g_strdup_printf ("%s audit %s %s", stored, stored_too, stored_too);
  g_assert_true (g_str_equal (fixture->output, expected));
  g_assert_cmpint (run (fixture, "exec", "run-pulsar", "--", "sh", "-c", "printf %s \"$BROKER_SERVICE_URL\""), ==, 0);
  g_assert_true (g_str_has_prefix (fixture->output, "pulsar+ssl://"));

  /* Its exit code, its words, and what it was started with. */
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "sh", "-c", "exit 42"), ==, 42);
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "printf", "%s|", "a b", "--", ""), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "a b|--||");
  g_setenv ("SECRET_FILE_TEST_PATH", "as it was", TRUE);
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "printenv", "SECRET_FILE_TEST_PATH"), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "as it was\n");
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "printenv"), ==, 0);
  assert_environment (fixture, stored);
  g_unsetenv ("SECRET_FILE_TEST_PATH");
  /* Where both would be changed: a limit that is not 0, and a signal that is not ignored. */
  signal (SIGPIPE, SIG_DFL);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = MIN (limit.rlim_max, 4096);
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);
  plain = lk_test_run ("sh", "-c", surroundings, NULL);
  g_assert_cmpint (run (fixture, "exec", "run-app", "--", "sh", "-c", surroundings), ==, 0);
  g_assert_cmpstr (fixture->output, ==, plain);

  /* As env(1), and a usage that is wrong. */
  lk_test_cli_assert_fails (fixture, 127, NULL, "exec", "run-app", "--", "no-such-program-anywhere");
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  lk_test_cli_assert_fails (fixture, 126, NULL, "exec", "run-app", "--", file);
  lk_test_cli_assert_fails (fixture, 125, NULL, "exec", "no-such-token", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-app", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-app", "--");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-app", "\xff", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "run-pulsar", "run-other", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "exec", "two\nlines", "--", "true");
  lk_test_cli_assert_fails (fixture, 2, NULL, "get", "two\nlines");
  lk_test_cli_assert_fails (fixture, 2, NULL, "env", "two\nlines");
  lk_test_cli_assert_fails (fixture, 2, NULL, "get", "");
}

/* What it prints is for people; what a script may rely on is the exit code, and that nothing is left in the keyring. */
static void
test_doctor (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *left = NULL;

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "doctor", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "there is no account yet"));
  lk_test_cli_assert_fails (fixture, 2, NULL, "doctor", "more");

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "doctor", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "accepts the sign-in token"));
  g_assert_nonnull (strstr (fixture->output, "stored, read back unchanged, and removed"));
  lk_test_cli_assert_no_secret (fixture);

  lk_test_demo_fault (fixture->demo, "org:status=401");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "doctor", NULL), ==, 6);
  g_assert_nonnull (strstr (fixture->output, "\nBAD "));
  g_assert_nonnull (strstr (fixture->output, "another sign-in token"));
  lk_test_demo_fault (fixture->demo, "org:status=503");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "doctor", NULL), ==, 5);
  lk_test_demo_fault (fixture->demo, "org:skew=-86400");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "doctor", NULL), ==, 8);
  g_assert_nonnull (strstr (fixture->output, "ahead of Astra’s"));

  left = lk_test_run ("secret-tool", "search", "--all", "application", "latchkey", "kind", "pending", NULL);
  g_assert_cmpstr (left, ==, "");
}

static void
store (LkKeyring  *keyring,
       const char *org_id,
       const char *client_id,
       const char *name)
{
  g_autofree char *digits = g_strnfill (64, '0');
  g_autofree char *token = g_strdup_printf ("AstraCS:%s:%s", client_id, digits);
  g_autoptr (SecretValue) value = secret_value_new (token, -1, "text/plain");
  g_autoptr (GHashTable) attributes =
    lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN, "org-id", org_id, "environment", "prod", "client-id", client_id,
                              "field", LK_SECRET_FIELD_TOKEN, "name", name, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_keyring_store_async (keyring, attributes, "test", value, NULL, lk_test_store_result_cb, &result);
  lk_keyring_store_finish (keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

/* What fits two tokens is neither: by the beginning of an id, or by a name that some other program gave twice. */
static void
test_ambiguous (LkTestCli     *fixture,
                gconstpointer  user_data)
{
  g_autoptr (LkKeyring) keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  g_autoptr (JsonArray) accounts = NULL;
  g_autoptr (JsonArray) rows = NULL;
  const char *org_id;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (run (fixture, "account", "list", "--json"), ==, 0);
  accounts = lk_test_cli_read_array (fixture);
  org_id = json_object_get_string_member (json_array_get_object_element (accounts, 0), "orgId");
  store (keyring, org_id, "twinsAAAAAAAAAAAAAAAAAAA", NULL);
  store (keyring, org_id, "twinsABBBBBBBBBBBBBBBBBB", NULL);

  lk_test_cli_assert_fails (fixture, 2, NULL, "forget", "twinsA", "--yes");
  g_assert_nonnull (strstr (fixture->errors, "fits several tokens"));
  lk_test_cli_assert_fails (fixture, 2, NULL, "name", "twinsA", "other");
  lk_test_cli_assert_fails (fixture, 1, NULL, "forget", "twins", "--yes");
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "twinsA");
  lk_test_cli_assert_fails (fixture, 1, NULL, "env", "twinsA");
  lk_test_cli_assert_fails (fixture, 125, NULL, "exec", "twinsA", "--", "true");
  g_assert_cmpint (run (fixture, "forget", "twinsAB", "--yes"), ==, 0);
  g_assert_cmpint (run (fixture, "get", "twinsAAAAAAAAAAAAAAAAAAA"), ==, 0);
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "twinsABBBBBBBBBBBBBBBBBB");

  g_assert_cmpint (run (fixture, "list", "--kind", "app", "--json"), ==, 0);
  rows = lk_test_cli_read_array (fixture);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (json_object_get_boolean_member_with_default (row, "stored", FALSE))
        continue;
      store (keyring, org_id, json_object_get_string_member (row, "clientId"), "twice");
    }
  lk_test_cli_assert_fails (fixture, 2, NULL, "delete", "twice", "--yes");
  g_assert_nonnull (strstr (fixture->errors, "fits several tokens"));
  lk_test_cli_assert_fails (fixture, 2, NULL, "export", "twice", "--format", "sh", "-");
  lk_test_cli_assert_fails (fixture, 2, NULL, "forget", "twice", "--yes");
  lk_test_cli_assert_fails (fixture, 2, NULL, "name", "twice", "once");
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "deletes"), ==, 0);
}

/* Runs a call six times at once; tells how many ended with an exit code. */
static guint
count_at_once (LkTestCli  *fixture,
               const char *call,
               int         wanted)
{
  g_autofree char *script = g_strdup_printf ("for i in 1 2 3 4 5 6; do "
                                             "  { \"$0\" %s > /dev/null 2>&1; echo \"=$?\"; } & "
                                             "done; wait", call);
  g_autofree char *line = g_strdup_printf ("=%d", wanted);
  const char *const words[] = { "sh", "-c", script, g_getenv ("LK_LATCHKEY"), NULL };
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_ptr_array_add (argv, (gpointer) words[i]);
  g_assert_cmpint (lk_test_cli_run_argv (fixture, NULL, argv), ==, 0);
  lines = g_strsplit (fixture->output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_equal (lines[i], line) ? 1 : 0;

  return n;
}

/* Of many at once that want one name one has it, and the others create nothing; of many that rotate a token one does. */
static void
test_at_once (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  static const char *const creations[] = {
    "create app --role 'R/W Svc Acct' --description d --expires 30d --name at-once",
    "create pulsar --tenant audit --expires 30d --name at-once-too",
  };
  static const char *const rotations[] = { "rotate at-once", "rotate at-once-too" };

  lk_test_cli_sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (creations); i++)
    {
      g_assert_cmpuint (count_at_once (fixture, creations[i], 0), ==, 1);
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, i + 1);
    }
  g_assert_cmpuint (count_at_once (fixture, creations[0], 2), ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (rotations); i++)
    {
      g_assert_cmpuint (count_at_once (fixture, rotations[i], 0), ==, 6);
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, G_N_ELEMENTS (creations) + i + 1);
    }
}

/* Other programs show them too: one line each, whatever a token is described with. */
static void
test_labels (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *filler = g_strnfill (9000, 'w');
  g_autofree char *description = g_strconcat ("two\nattribute.kind = account\n\033[31m", filler, NULL);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (run (fixture, "create", "app", "--role", ROLE, "--description", description, "--name", "labeled",
                        "--expires", "30d"),
                   ==, 0);
  output = lk_test_run ("secret-tool", "search", "--all", "application", "latchkey", "name", "labeled", NULL);
  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_false (g_str_equal (lines[i], "attribute.kind = account"));
      if (!g_str_has_prefix (lines[i], "label = "))
        continue;
      g_assert_nonnull (strstr (lines[i], "two\xef\xbf\xbd" "attribute.kind = account"));
      g_assert_true (g_str_has_suffix (lines[i], "… (Acme Production)"));
      g_assert_cmpuint (strlen (lines[i]), <, 350);
      n++;
    }
  g_assert_cmpuint (n, ==, 2);
}

/* What shells ask for completion: no name that would do more than stand there, and nobody is asked for a password. */
static void
test_list_names (LkTestCli     *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *stored = NULL;

  g_assert_cmpint (run (fixture, "list", "--names"), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "");
  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (run (fixture, "create", "app", "--role", ROLE, "--description", "d", "--name", "zebra", "--expires", "30d"),
                   ==, 0);
  g_assert_cmpint (run (fixture, "create", "app", "--role", ROLE, "--description", "d", "--expires", "30d"), ==, 0);
  g_assert_cmpint (run (fixture, "create", "pulsar", "--tenant", "audit", "--name", "ant", "--expires", "30d"), ==, 0);
  stored = lk_test_run ("sh", "-c",
                        "printf x | secret-tool store --label=x application latchkey field token client-id x name '$(id)'", NULL);

  g_assert_cmpint (run (fixture, "list", "--names"), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "ant\nzebra\n");
  g_assert_cmpstr (fixture->errors, ==, "");
  lk_test_cli_assert_fails (fixture, 2, NULL, "list", "--names", "--json");
  lk_test_cli_assert_fails (fixture, 2, NULL, "list", "--names", "more");
}

/* In a session of its own each, whose keyring is locked and has nobody to ask, or is not there. */
static void
test_keyring_fails (LkTestCli     *fixture,
                    gconstpointer  user_data)
{
  static const struct
  {
    const char *call;
    int         locked;
    int         none;
  } cases[] = {
    { "list --names", 3, 4 },
    { "get some-token", 3, 4 },
    { "env some-token", 3, 4 },
    { "exec some-token -- true", 125, 125 },
    { "forget some-token --yes", 3, 4 },
    { "name some-token other", 3, 4 },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      const gboolean locked = i % 2 == 0;
      g_autofree char *line = g_strdup_printf ("exec \"$0\" --no-display --keyring %s -- \"$1\" %s", locked ? "locked" : "none",
                                               cases[i / 2].call);
      g_autofree char *session = g_test_build_filename (G_TEST_DIST, "session", NULL);
      const char *const words[] = { "sh", "-c", line, session, g_getenv ("LK_LATCHKEY"), NULL };
      g_autoptr (GPtrArray) argv = g_ptr_array_new ();

      for (guint j = 0; j < G_N_ELEMENTS (words); j++)
        g_ptr_array_add (argv, (gpointer) words[j]);
      g_assert_cmpint (lk_test_cli_run_argv (fixture, NULL, argv), ==, locked ? cases[i / 2].locked : cases[i / 2].none);
      g_assert_cmpstr (fixture->output, ==, "");
      g_assert_true (g_str_has_prefix (fixture->errors, "latchkey: "));
      g_assert_true (g_str_has_suffix (fixture->errors, ": see “latchkey doctor”\n"));
      g_assert_true (strchr (fixture->errors, '\n') == fixture->errors + strlen (fixture->errors) - 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/cli-secrets/forget", LkTestCli, NULL, lk_test_cli_set_up, test_forget, lk_test_cli_tear_down);

  g_test_add ("/cli-secrets/doctor", LkTestCli, NULL, lk_test_cli_set_up, test_doctor, lk_test_cli_tear_down);
  g_test_add ("/cli-secrets/exec", LkTestCli, NULL, lk_test_cli_set_up, test_exec, lk_test_cli_tear_down);

  g_test_add ("/cli-secrets/ambiguous", LkTestCli, NULL, lk_test_cli_set_up, test_ambiguous, lk_test_cli_tear_down);
  g_test_add ("/cli-secrets/at-once", LkTestCli, NULL, lk_test_cli_set_up, test_at_once, lk_test_cli_tear_down);
  g_test_add ("/cli-secrets/labels", LkTestCli, NULL, lk_test_cli_set_up, test_labels, lk_test_cli_tear_down);
  g_test_add ("/cli-secrets/keyring-fails", LkTestCli, NULL, lk_test_cli_set_up, test_keyring_fails, lk_test_cli_tear_down);
  g_test_add ("/cli-secrets/list-names", LkTestCli, NULL, lk_test_cli_set_up, test_list_names, lk_test_cli_tear_down);
  g_test_add ("/cli-secrets/name", LkTestCli, NULL, lk_test_cli_set_up, test_name, lk_test_cli_tear_down);
  g_test_add ("/cli-secrets/move", LkTestCli, NULL, lk_test_cli_set_up, test_move, lk_test_cli_tear_down);

  return g_test_run ();
}
