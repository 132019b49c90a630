/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The commands of “Which Token?”: real shells run them, whatever the names are, against stand-ins that write down what they were
 * given, and in earnest against the demo service. */

#include "lk-test-streaming.h"
#include "lk-test-tasks.h"
#include "lk-work-error.h"

#include <string.h>

#define GCP LK_TEST_GCP
#define TOKEN "a-made-up-token"

static const struct
{
  const char *name;
  LkShell     language;
} shells[] = {
  { "sh", LK_SHELL_SH }, { "bash", LK_SHELL_SH }, { "dash", LK_SHELL_SH }, { "zsh", LK_SHELL_SH }, { "fish", LK_SHELL_FISH },
};

/* Stand-ins: how many arguments, each of them, and what came in, each with a zero behind it. */
#define TELL "#!/bin/sh\nprintf '%s\\0' \"${0##*/}\" \"$#\" \"$@\"\n"
static const char *const stand_ins[][2] = {
  { "curl", TELL "cat\nprintf '\\0'\n" },
  { "latchkey", TELL "printf '\\0'\n" },
  { "secret-tool", "#!/bin/sh\nprintf %s " TOKEN "\n" },
};

static LkPulsarToken *
create_token (LkStreaming *streaming,
              const char  *tenant,
              const char  *script_name)
{
  const LkPulsarWish wish = { .days = 30, .script_name = script_name, .store = TRUE };
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  LkPulsarToken *token = lk_test_streaming_create (streaming, tenant, &wish, &store_error, &error);

  g_assert_no_error (error);
  g_assert_no_error (store_error);

  return token;
}

/* What a shell prints for a script. @folder: NULL, or where its programs are looked for first; @data_folder: NULL, or that
 * of the user. */
static GBytes *
run (const char *shell,
     const char *script,
     const char *folder,
     const char *data_folder)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *path = g_strconcat (folder != NULL ? folder : "/usr/local/bin", ":", g_getenv ("PATH"), NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "PATH", path, TRUE);
  if (data_folder != NULL)
    g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data_folder, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, shell, "-c", script, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s failed: %s", shell, script);

  return g_steal_pointer (&output);
}

/* A tenant that is nowhere, with whatever name. */
static LkTenant *
make_tenant (LkTestOffice *self,
             const char   *name)
{
  const char *values[LK_TENANT_N_FIELDS] = {
    [LK_TENANT_NAME] = name,
    [LK_TENANT_CLUSTER] = "a'b$c",
    [LK_TENANT_WEB_SERVICE_URL] = self->demo->url,
    [LK_TENANT_BROKER_SERVICE_URL] = "pulsar+ssl://broker.example:6651",
  };

  return lk_tenant_new (values);
}

static LkPulsarToken *
make_token (LkTenant *tenant,
            gboolean  stored)
{
  return g_object_new (LK_TYPE_PULSAR_TOKEN, "tenant-name", lk_tenant_get_name (tenant), "cluster-name",
                       lk_tenant_get_cluster (tenant), "id", "fa4e000001", "stored", stored, "script-name",
                       stored ? "some-name" : NULL, NULL);
}

static char *
make_folder_of_stand_ins (void)
{
  char *folder = lk_test_make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (stand_ins); i++)
    {
      g_autofree char *path = g_build_filename (folder, stand_ins[i][0], NULL);
      g_autoptr (GError) error = NULL;

      g_file_set_contents_full (path, stand_ins[i][1], -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
      g_assert_no_error (error);
    }

  return folder;
}

/* One text of those with a zero behind each. */
static const char *
take (const char **at,
      const char  *end)
{
  const char *text = *at;

  g_assert_true (*at < end);
  *at += strlen (*at) + 1;

  return text;
}

static void
check_url (const char         *url,
           const char         *origin,
           const char *const  *parts)
{
  g_auto (GStrv) found = NULL;

  g_assert_true (g_str_has_prefix (url, origin));
  found = g_strsplit (url + strlen (origin) + 1, "/", -1);
  g_assert_cmpuint (g_strv_length (found), ==, g_strv_length ((GStrv) parts));
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *name = g_uri_unescape_string (found[i], NULL);

      g_assert_cmpstr (name, ==, parts[i]);
      g_assert_cmpuint (strspn (found[i], G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._~%?="), ==, strlen (found[i]));
    }
}

/* Everything with one set of names, in one shell. */
static void
check_commands (LkTestOffice *self,
                LkStreaming  *streaming,
                const char   *folder,
                guint         shell,
                const char   *names[4])
{
  const char *const wanted[][8] = {
    { "v2", "databases?limit=100", NULL },
    { "admin", "v2", "stats", "namespaces", names[0], NULL },
    { "admin", "v2", "persistent", names[0], names[1], names[2], "stats", NULL },
    { "admin", "v3", "sinks", names[0], names[1], names[3], "status", NULL },
    { "admin", "v3", "sources", names[0], names[1], names[3], "status", NULL },
    { "admin", "v2", "namespaces", names[0], NULL },
    { "admin", "v2", "persistent", names[0], names[1], NULL },
    { "admin", "v3", "sinks", names[0], names[1], NULL },
    { "admin", "v3", "sources", names[0], names[1], NULL },
    { "v2", "streaming", "clusters", NULL },
    { "v2", "streaming", "providers", NULL },
    { "v2", "databases?limit=100", NULL },
  };
  g_autoptr (LkTenant) tenant = make_tenant (self, names[0]);
  g_autoptr (LkPulsarToken) token = make_token (tenant, TRUE);
  const LkTokenTaskPlace place = { tenant, token, names[1], names[2], names[3], FALSE };
  g_autoptr (GListModel) tasks = lk_token_tasks_new ();
  g_autoptr (GString) script = g_string_new (NULL);
  g_autoptr (GBytes) output = NULL;
  const char *at;
  const char *end;
  guint n_calls = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (LkTokenTask) task = g_list_model_get_item (tasks, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *command = lk_token_task_dup_command (task, streaming, &place, shells[shell].language, &error);

      g_assert_no_error (error);
      g_assert_true (g_utf8_validate (command, -1, NULL));
      for (const char *c = command; *c != '\0'; c = g_utf8_next_char (c))
        g_assert_true (*c == '\n' || g_unichar_isprint (g_utf8_get_char (c)));
      g_string_append_printf (script, "%s\n", command);
      if (lk_token_task_get_call (task) == LK_TOKEN_TASK_CONNECT)
        g_string_append (script, "printenv -0 TENANT BEARER_TOKEN\n");
    }
  output = run (shells[shell].name, script->str, folder, NULL);
  at = g_bytes_get_data (output, NULL);
  end = at + g_bytes_get_size (output);

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (LkTokenTask) task = g_list_model_get_item (tasks, i);
      const LkTokenTaskCall call = lk_token_task_get_call (task);
      const char *program = take (&at, end);
      g_autoptr (GPtrArray) args = g_ptr_array_new ();
      g_autofree char *option = g_strconcat ("--tenant=", names[0], NULL);
      guint n_args;

      g_test_message ("%s in %s", lk_token_task_get_id (task), shells[shell].name);
      if (call == LK_TOKEN_TASK_CONNECT)
        {
          g_assert_cmpstr (program, ==, names[0]);
          g_assert_cmpstr (take (&at, end), ==, TOKEN);
          continue;
        }
      n_args = (guint) g_ascii_strtoull (take (&at, end), NULL, 10);
      for (guint j = 0; j < n_args; j++)
        {
          g_ptr_array_add (args, (gpointer) take (&at, end));
          g_assert_null (strstr (g_ptr_array_index (args, j), TOKEN));
        }
      if (lk_token_task_get_runnable (task))
        {
          n_calls++;
          g_assert_cmpstr (program, ==, "curl");
          g_assert_cmpstr (take (&at, end), ==, "Authorization: Bearer " TOKEN);
          check_url (g_ptr_array_index (args, args->len - 1), self->demo->url, wanted[call == LK_TOKEN_TASK_DATABASES ? 11
                                                                                     : call == LK_TOKEN_TASK_DATABASES_USAGE
                                                                                       ? 0
                                                                                       : call - LK_TOKEN_TASK_USAGE + 1]);
          /* Settings of the user's own may send a token elsewhere, and so may a proxy. */
          g_assert_cmpstr (g_ptr_array_index (args, 0), ==, "--disable");
          g_assert_cmpstr (g_ptr_array_index (args, 7), ==, "--noproxy");
          g_assert_cmpstr (g_ptr_array_index (args, 8), ==, "*");
          if (call == LK_TOKEN_TASK_USAGE)
            g_assert_cmpstr (g_ptr_array_index (args, 10), ==, "X-DataStax-Pulsar-Cluster: a'b$c");
          continue;
        }
      g_assert_cmpstr (program, ==, "latchkey");
      g_assert_cmpstr (take (&at, end), ==, "");
      if (call == LK_TOKEN_TASK_CREATE_PULSAR_TOKEN)
        {
          g_assert_cmpstr (g_ptr_array_index (args, 2), ==, option);
          g_assert_cmpstr (g_ptr_array_index (args, 3), ==, "--cluster=a'b$c");
        }
    }
  g_assert_true (at == end);
  g_assert_cmpuint (n_calls, ==, G_N_ELEMENTS (wanted));
}

static void
test_names (LkTestOffice  *self,
            gconstpointer  user_data)
{
  static const char *names[][4] = {
    { "made-up-tenant", "default", "new", "warehouse" },
    { "it's", "a \"b\" c", "$HOME ${HOME} $(id) `id`", "\\" },
    { "\\\\n'\\''", "a\nb", "a\n", "\n\n" },
    { "a\r\nb\t", " a ", "!!", "%s%%\\n" },
    { "*?[a]{b,c}~", "-n", "#a", "a;b&c|d<e>f" },
    { "\303\266 \342\202\254 \360\237\230\200", "a\033[201~\003rm -rf x\n", "a\302\233" "1b", "a\342\200\256b\342\200\250c" },
    { "-v\nx", "--\n", "x/..", "a/b?c=d#e" },
    { "...", "=", "^", "(a)" },
    { "%2e%2e", "%00", "\177" "9", "{1..3}" },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autofree char *folder = make_folder_of_stand_ins ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint shell = 0; shell < G_N_ELEMENTS (shells); shell++)
      check_commands (self, streaming, folder, shell, names[i]);
  lk_test_remove_folder (folder);
}

static char *
dup_command (LkStreaming             *streaming,
             const char              *id,
             const LkTokenTaskPlace  *place,
             GError                 **error)
{
  g_autoptr (LkTokenTask) task = lk_test_find_task (id);

  return lk_token_task_dup_command (task, streaming, place, LK_SHELL_SH, error);
}

/* What has no command, and why. */
static void
test_refusals (LkTestOffice  *self,
               gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  LkTenant *orders = lk_streaming_find_tenant (streaming, GCP, "orders");
  g_autoptr (LkPulsarToken) token = g_list_model_get_item (lk_tenant_get_tokens (orders), 0);
  g_autoptr (LkTenant) up = make_tenant (self, "..");
  const char *strange_values[LK_TENANT_N_FIELDS] = {
    [LK_TENANT_NAME] = "orders",
    [LK_TENANT_CLUSTER] = "c",
    [LK_TENANT_WEB_SERVICE_URL] = "https://evil.example",
  };
  g_autoptr (LkTenant) strange = lk_tenant_new (strange_values);
  g_autoptr (LkPulsarToken) strange_token = make_token (strange, TRUE);
  const struct
  {
    const char       *id;
    LkTokenTaskPlace  place;
    LkWorkError       code;
  } cases[] = {
    { "billing-report", { NULL }, LK_WORK_ERROR_INVALID },
    { "billing-report", { .tenant = up }, LK_WORK_ERROR_INVALID },
    { "list-namespaces", { .tenant = orders }, LK_WORK_ERROR_INVALID },
    { "connect-client", { .tenant = orders }, LK_WORK_ERROR_INVALID },
    { "list-topics", { .tenant = orders, .token = token }, LK_WORK_ERROR_INVALID },
    { "list-topics", { .tenant = orders, .token = token, .namespace_name = "orders/" }, LK_WORK_ERROR_INVALID },
    { "list-topics", { .tenant = orders, .token = token, .namespace_name = "" }, LK_WORK_ERROR_INVALID },
    { "topic-health", { orders, token, "default", NULL, NULL, FALSE }, LK_WORK_ERROR_INVALID },
    { "topic-health", { orders, token, "default", "persistent://other/default/new", NULL, FALSE }, LK_WORK_ERROR_INVALID },
    { "topic-health", { orders, token, "default", "persistent://orders/default", NULL, FALSE }, LK_WORK_ERROR_INVALID },
    { "topic-health", { orders, token, "default", "..", NULL, FALSE }, LK_WORK_ERROR_INVALID },
    { "sink-health", { orders, token, "default", "new", NULL, FALSE }, LK_WORK_ERROR_INVALID },
    { "list-namespaces", { .tenant = strange, .token = token }, LK_WORK_ERROR_INVALID },
    { "list-namespaces", { .tenant = strange, .token = strange_token }, LK_WORK_ERROR_UNKNOWN_HOST },
  };
  const LkTokenTaskPlace listed = { orders, token, "orders/archive", "non-persistent://orders/default/a/b", NULL, FALSE };
  g_autofree char *command = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *topics = NULL;
  g_autoptr (GError) no_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *refused = dup_command (streaming, cases[i].id, &cases[i].place, &error);

      g_test_message ("%u: %s: %s", i, cases[i].id, refused);
      g_assert_null (refused);
      g_assert_error (error, LK_WORK_ERROR, (int) cases[i].code);
      g_test_message ("%s", error->message);
    }

  /* An application token is not sent to a stranger: the other place is asked. */
  elsewhere = dup_command (streaming, "billing-report", &(LkTokenTaskPlace) { .tenant = strange, .confirmed = TRUE }, &no_error);
  g_assert_no_error (no_error);
  g_assert_null (strstr (elsewhere, "evil"));
  g_assert_true (g_str_has_suffix (elsewhere, "/v2/stats/namespaces/orders'"));
  g_assert_null (strstr (elsewhere, "/admin/"));

  /* Names as the service lists them, and a token that is not stored. */
  command = dup_command (streaming, "topic-health", &listed, &no_error);
  g_assert_no_error (no_error);
  g_assert_true (g_str_has_prefix (command, "latchkey get "));
  g_assert_true (g_str_has_suffix (command, "/admin/v2/non-persistent/orders/default/a%2Fb/stats'"));
  topics = dup_command (streaming, "list-topics", &listed, &no_error);
  g_assert_no_error (no_error);
  g_assert_true (g_str_has_suffix (topics, "/admin/v2/persistent/orders/archive'"));
}

/* With the real programs, the real keyring and the demo service. */
static void
test_in_earnest (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  static const struct
  {
    const char *id;
    const char *topic;
    const char *connector;
    const char *found; /* in the answer */
  } cases[] = {
    { "monthly-usage", NULL, NULL, "\"readRequestsTotalCount\"" },
    { "manage-databases", NULL, NULL, "\"ACTIVE\"" },
    { "billing-report", NULL, NULL, "\"orders/archive\"" },
    { "topic-health", "new", NULL, "\"msgInCounter\"" },
    { "sink-health", NULL, "warehouse", "\"numWrittenToSink\"" },
    { "source-health", NULL, "shop", "\"numReceivedFromSource\"" },
    { "list-namespaces", NULL, NULL, "[\"orders/default\",\"orders/archive\"]" },
    { "list-topics", NULL, NULL, "\"persistent://orders/default/new\"" },
    { "list-sinks", NULL, NULL, "[\"warehouse\"]" },
    { "list-sources", NULL, NULL, "[\"shop\"]" },
    { "list-clusters", NULL, NULL, "\"pulsar-azure-westus2\"" },
    { "list-regions", NULL, NULL, "\"azure\":[\"westus2\"]" },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  LkTenant *orders = lk_streaming_find_tenant (streaming, GCP, "orders");
  g_autoptr (LkPulsarToken) named = create_token (streaming, "orders", "some-name");
  g_autoptr (LkPulsarToken) unnamed = create_token (streaming, "orders", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint shell = 0; shell < G_N_ELEMENTS (shells); shell++)
      {
        const LkTokenTaskPlace place = {
          orders, shell % 2 == 0 ? named : unnamed, "default", cases[i].topic, cases[i].connector, FALSE,
        };
        g_autoptr (LkTokenTask) task = lk_test_find_task (cases[i].id);
        g_autoptr (GError) error = NULL;
        g_autofree char *command = lk_token_task_dup_command (task, streaming, &place, shells[shell].language, &error);
        g_autoptr (GBytes) output = NULL;
        g_autofree char *answer = NULL;

        g_assert_no_error (error);
        g_test_message ("%s", command);
        output = run (shells[shell].name, command, NULL, NULL);
        answer = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
        g_assert_nonnull (strstr (answer, cases[i].found));
      }
}

/* The program of the command line, with the accounts that are here. */
static char *
run_own (LkTestOffice            *self,
         LkStreaming             *streaming,
         const char              *id,
         const LkTokenTaskPlace  *place,
         guint                    shell,
         const char              *data_folder)
{
  g_autofree char *folder = g_path_get_dirname (g_getenv ("LK_LATCHKEY"));
  g_autoptr (LkTokenTask) task = lk_test_find_task (id);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = lk_token_task_dup_command (task, streaming, place, shells[shell].language, &error);
  g_autoptr (GBytes) output = NULL;

  g_assert_no_error (error);
  g_test_message ("%s", command);
  output = run (shells[shell].name, command, folder, data_folder);

  return g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
}

static void
test_own_commands (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  LkTenant *orders = lk_streaming_find_tenant (streaming, GCP, "orders");
  g_autoptr (LkPulsarToken) token = g_list_model_get_item (lk_tenant_get_tokens (orders), 0);
  const LkTokenTaskPlace place = { orders, token, "default", "new", NULL, FALSE };
  g_autofree char *data_folder = lk_test_make_folder ();
  g_autofree char *link = g_build_filename (data_folder, "latchkey", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (link);
  const guint n_tokens = g_list_model_get_n_items (lk_tenant_get_tokens (orders));
  g_autoptr (LkStreaming) later = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (lk_pulsar_token_get_stored (token));
  g_file_make_symbolic_link (file, self->folder, NULL, &error);
  g_assert_no_error (error);
  for (guint shell = 0; shell < G_N_ELEMENTS (shells); shell++)
    {
      g_autofree char *tenants = run_own (self, streaming, "list-tenants", &place, shell, data_folder);
      g_autofree char *created = run_own (self, streaming, "create-app-token", &place, shell, data_folder);
      g_autofree char *created_pulsar = run_own (self, streaming, "create-pulsar-token", &place, shell, data_folder);
      g_autofree char *stats = run_own (self, streaming, "topic-health", &place, shell, data_folder);

      g_assert_nonnull (strstr (tenants, "orders"));
      g_assert_null (strstr (tenants, "eyJ"));
      g_assert_null (strstr (created, "AstraCS"));
      g_assert_null (strstr (created_pulsar, "eyJ"));
      g_assert_nonnull (strstr (stats, "\"msgInCounter\""));
    }

  later = lk_test_streaming_new (self);
  orders = lk_streaming_find_tenant (later, GCP, "orders");
  g_assert_cmpuint (g_list_model_get_n_items (lk_tenant_get_tokens (orders)), ==, n_tokens + G_N_ELEMENTS (shells));
  g_assert_true (g_file_delete (file, NULL, NULL));
  lk_test_remove_folder (data_folder);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/token-task-command/names", test_names);
  LK_TEST_OFFICE_ADD ("/token-task-command/refusals", test_refusals);
  LK_TEST_OFFICE_ADD ("/token-task-command/in-earnest", test_in_earnest);
  LK_TEST_OFFICE_ADD ("/token-task-command/own-commands", test_own_commands);

  return g_test_run ();
}
