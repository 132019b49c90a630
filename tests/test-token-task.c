/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tasks of “Which Token?”: what the table says, and what the application asks the demo service and makes of its answers. */

#include "lk-streaming-names.h"
#include "lk-test-streaming.h"
#include "lk-test-tasks.h"
#include "lk-work-error.h"

#include <string.h>

#define GCP LK_TEST_GCP

static void
test_table (void)
{
  g_autoptr (GListModel) tasks = lk_token_tasks_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (LkTokenTask) task = g_list_model_get_item (tasks, i);
      g_autofree char *id = NULL;
      g_autofree char *title = NULL;
      g_autofree char *description = NULL;
      g_autofree char *token = NULL;
      g_autofree char *token_title = NULL;
      g_autofree char *permission = NULL;
      gboolean tenant, namespace_name, topic, connector;
      guint needs;

      g_object_get (task, "id", &id, "title", &title, "description", &description, "token", &token, "token-title",
                    &token_title, "permission", &permission, "needs", &needs, "needs-tenant", &tenant, "needs-namespace",
                    &namespace_name, "needs-topic", &topic, "needs-connector", &connector, NULL);
      g_assert_true (g_hash_table_add (ids, g_strdup (id)));
      g_assert_false (g_str_has_suffix (description, "."));
      g_assert_false (g_str_has_suffix (permission, "."));
      g_assert_cmpstr (token_title, ==, g_str_equal (token, "pulsar") ? "Pulsar token" : "Application token");
      g_assert_true (tenant || !g_str_equal (token, "pulsar"));
      g_assert_true (tenant || !namespace_name);
      g_assert_true (namespace_name || !(topic || connector));
      g_assert_cmpuint (needs, ==, lk_token_task_get_needs (task));
    }
  g_assert_true (g_hash_table_contains (ids, "monthly-usage"));
  g_assert_true (g_hash_table_contains (ids, "topic-health"));
  g_assert_true (g_hash_table_contains (ids, "sink-health"));
  g_assert_true (g_hash_table_contains (ids, "billing-report"));
}

/* All figures as one text, a line each. */
static char *
write_figures (LkTokenTaskAnswer *answer)
{
  GListModel *figures = lk_token_task_answer_get_figures (answer);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (figures); i++)
    {
      g_autoptr (LkFigure) figure = g_list_model_get_item (figures, i);
      const char *group = lk_figure_get_group (figure);

      g_string_append_printf (text, "%s%s%s: %s%s\n", group != NULL ? group : "", group != NULL ? ": " : "",
                              lk_figure_get_label (figure), lk_figure_get_value (figure),
                              lk_figure_get_concern (figure) ? " (!)" : "");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What the application makes of the demo service's answers. */
static void
test_run (LkTestOffice  *self,
          gconstpointer  user_data)
{
  static const struct
  {
    const char *id;
    const char *topic;
    const char *connector;
    const char *line; /* among the figures */
    const char *raw;  /* in the raw answer */
  } cases[] = {
    { "monthly-usage", NULL, NULL, "orders: Reads: 25000\n", "\"readRequestsTotalCount\": 25000" },
    { "manage-databases", NULL, NULL, "orders: Place: GCP, us-east4\n", "\"region\": \"us-east4\"" },
    { "billing-report", NULL, NULL, "orders/archive: Backlog: 20 messages\n", "\"orders/archive\": {" },
    { "topic-health", "new", NULL, "Subscription warehouse: Backlog: 20 messages (!)\n", "\"msgBacklog\": 20" },
    { "sink-health", NULL, "warehouse", "Running: 1 of 1 instance\n", "\"numRunning\": 1" },
    { "source-health", NULL, "shop", "Instance 0: Error: the shop does not answer (!)\n", "\"numRunning\": 0" },
    { "list-namespaces", NULL, NULL, "Namespaces: 2\nNamespace: orders/default\n", "\"orders/archive\"" },
    { "list-topics", NULL, NULL, "Topic: persistent://orders/default/paid\n", "\"persistent://orders/default/paid\"" },
    { "list-sinks", NULL, NULL, "Sink connectors: 1\nSink connector: warehouse\n", "\"warehouse\"" },
    { "list-sources", NULL, NULL, "Source connectors: 1\nSource connector: shop\n", "\"shop\"" },
    { "list-clusters", NULL, NULL, "pulsar-azure-westus2: Place: azure, westus2\n", "\"pulsar-azure-westus2\"" },
    { "list-regions", NULL, NULL, "azure: westus2\n", "\"westus2\"" },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  LkTenant *orders = lk_streaming_find_tenant (streaming, GCP, "orders");
  g_autoptr (LkPulsarToken) token = g_list_model_get_item (lk_tenant_get_tokens (orders), 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkTokenTaskPlace place = { orders, token, "default", cases[i].topic, cases[i].connector, FALSE };
      g_autoptr (GError) error = NULL;
      g_autoptr (LkTokenTaskAnswer) answer = lk_test_run_task (streaming, cases[i].id, &place, &error);
      g_autofree char *figures = NULL;

      g_assert_no_error (error);
      figures = write_figures (answer);
      g_test_message ("%s:\n%s", cases[i].id, figures);
      g_assert_nonnull (strstr (figures, cases[i].line));
      g_assert_nonnull (strstr (lk_token_task_answer_get_json (answer), cases[i].raw));
      g_assert_cmpstr (lk_token_task_answer_get_origin (answer), ==, self->demo->url);
    }
}

/* Errors are those of the service, as they are. */
static void
test_faults (LkTestOffice  *self,
             gconstpointer  user_data)
{
  static const struct
  {
    const char   *id;
    const char   *fault;
    LkAstraError  code;
    const char   *words; /* in the message; NULL: any */
  } cases[] = {
    { "monthly-usage", "databases:malformed,times=1", LK_ASTRA_ERROR_MALFORMED, NULL },
    { "monthly-usage", "databases:status=403,times=1", LK_ASTRA_ERROR_FORBIDDEN, NULL },
    { "billing-report", "usage:types,times=1", LK_ASTRA_ERROR_MALFORMED, NULL },
    { "topic-health", "admin:types,times=1", LK_ASTRA_ERROR_MALFORMED, NULL },
    { "topic-health", "admin:status=401,times=1", LK_ASTRA_ERROR_UNAUTHORIZED, "or what was asked for does not exist" },
    { "list-namespaces", "admin:portal,times=1", LK_ASTRA_ERROR_NOT_ASTRA, NULL },
    { "list-sinks", "admin:status=404,times=1", LK_ASTRA_ERROR_NOT_FOUND, NULL },
    { "list-regions", "offer:status=403,times=1", LK_ASTRA_ERROR_FORBIDDEN, NULL },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  LkTenant *orders = lk_streaming_find_tenant (streaming, GCP, "orders");
  g_autoptr (LkPulsarToken) token = g_list_model_get_item (lk_tenant_get_tokens (orders), 0);
  const LkTokenTaskPlace place = { orders, token, "default", "new", NULL, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) no_error = NULL;
      g_autoptr (LkTokenTaskAnswer) none = NULL;
      g_autoptr (LkTokenTaskAnswer) answer = NULL;

      g_test_message ("%s", cases[i].fault);
      lk_test_demo_fault (self->demo, cases[i].fault);
      none = lk_test_run_task (streaming, cases[i].id, &place, &error);
      g_assert_null (none);
      g_assert_error (error, LK_ASTRA_ERROR, (int) cases[i].code);
      if (cases[i].words != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].words));
      answer = lk_test_run_task (streaming, cases[i].id, &place, &no_error);
      g_assert_no_error (no_error);
    }
}

static GStrv
list_names (LkStreaming       *streaming,
            LkPulsarToken     *token,
            LkStreamingNames   what,
            const char        *namespace_name,
            GError           **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_list_names_async (streaming, token, what, namespace_name, NULL, lk_test_store_result_cb, &result);

  return lk_streaming_list_names_finish (streaming, lk_test_wait_for_result (&result), error);
}

static void
test_choices (LkTestOffice  *self,
              gconstpointer  user_data)
{
  static const struct
  {
    LkStreamingNames  what;
    const char       *namespace_name;
    const char       *names;
  } cases[] = {
    { LK_STREAMING_NAMESPACES, NULL, "archive default" },
    { LK_STREAMING_TOPICS, "default", "new paid" },
    { LK_STREAMING_TOPICS, "orders/archive", "orders 2025" },
    { LK_STREAMING_SINKS, "default", "warehouse" },
    { LK_STREAMING_SOURCES, "default", "shop" },
    { LK_STREAMING_SOURCES, "archive", "" },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  LkTenant *orders = lk_streaming_find_tenant (streaming, GCP, "orders");
  g_autoptr (LkPulsarToken) token = g_list_model_get_item (lk_tenant_get_tokens (orders), 0);
  g_auto (GStrv) none = NULL;
  g_auto (GStrv) refused = NULL;
  g_autoptr (GError) bad_name = NULL;
  g_autoptr (GError) refusal = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) names = list_names (streaming, token, cases[i].what, cases[i].namespace_name, &error);
      g_autofree char *joined = NULL;

      g_assert_no_error (error);
      joined = g_strjoinv (" ", names);
      g_assert_cmpstr (joined, ==, cases[i].names);
    }

  none = list_names (streaming, token, LK_STREAMING_TOPICS, "..", &bad_name);
  g_assert_null (none);
  g_assert_error (bad_name, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
  lk_test_demo_fault (self->demo, "admin:status=401");
  refused = list_names (streaming, token, LK_STREAMING_TOPICS, "default", &refusal);
  g_assert_null (refused);
  g_assert_error (refusal, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token-task/table", test_table);
  LK_TEST_OFFICE_ADD ("/token-task/run", test_run);
  LK_TEST_OFFICE_ADD ("/token-task/faults", test_faults);
  LK_TEST_OFFICE_ADD ("/token-task/choices", test_choices);

  return g_test_run ();
}
