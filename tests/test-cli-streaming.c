/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line's streaming half, against the demo service and a real keyring. */

#include "lk-test-cli.h"

#include <glib/gstdio.h>
#include <string.h>

#define GCP "pulsar-gcp-useast4"
#define AWS "pulsar-aws-euwest1"

static JsonArray *
list (LkTestCli  *fixture,
      const char *first,
      const char *second)
{
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", "--kind", "pulsar", first, second, NULL), ==, 0);

  return lk_test_cli_read_array (fixture);
}

static char *
create (LkTestCli  *fixture,
        const char *name)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *row;

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", name, "--expires",
                                    "30d", "--json", NULL),
                   ==, 0);
  lk_test_cli_assert_no_secret (fixture);
  g_assert_null (strstr (fixture->output, "eyJ"));
  root = json_from_string (fixture->output, NULL);
  row = json_node_get_object (root);
  lk_test_cli_assert_keys (row, "kind account orgId tenantName clusterName tokenid iat exp expiryKnown stored name state");
  g_assert_cmpstr (json_object_get_string_member (row, "kind"), ==, "pulsar");
  g_assert_cmpint (json_object_get_int_member (row, "exp") - json_object_get_int_member (row, "iat"), ==,
                   30 * 24 * 60 * 60);
  g_assert_true (json_object_get_boolean_member (row, "stored"));
  g_assert_cmpstr (json_object_get_string_member (row, "name"), ==, name);

  return g_strdup (json_object_get_string_member (row, "tokenid"));
}

static void
test_tenants (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;
  JsonObject *first;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "tenants", "--json", NULL), ==, 0);
  rows = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (rows), ==, 4);
  first = json_array_get_object_element (rows, 0);
  g_assert_cmpstr (json_object_get_string_member (first, "tenantName"), ==, "orders");
  g_assert_cmpstr (json_object_get_string_member (first, "clusterName"), ==, GCP);
  g_assert_true (json_object_has_member (first, "webServiceUrl"));
  g_assert_true (json_object_has_member (first, "account"));
  g_assert_false (json_object_has_member (first, "pulsarToken"));
  g_assert_null (strstr (fixture->output, "eyJ"));
  g_assert_true (json_object_get_null_member (json_array_get_object_element (rows, 2), "id"));

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "tenants", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "audit"));
  lk_test_demo_fault (fixture->demo, "tenants:status=403");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "tenants", NULL), ==, 6);
}

static void
test_list (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autoptr (JsonArray) all = NULL;
  g_autoptr (JsonArray) tenant = NULL;
  g_autoptr (JsonArray) cluster = NULL;
  g_autoptr (JsonArray) both = NULL;
  g_autoptr (JsonArray) offline = NULL;
  guint n_pulsar = 0;
  guint n_unknown = 0;

  lk_test_cli_sign_in (fixture);
  all = list (fixture, NULL, NULL);
  g_assert_cmpuint (json_array_get_length (all), ==, 13);
  for (guint i = 0; i < json_array_get_length (all); i++)
    {
      JsonObject *row = json_array_get_object_element (all, i);

      lk_test_cli_assert_keys (row, "kind account orgId tenantName clusterName tokenid iat exp expiryKnown stored name state");
      /* Without an end in the list it is not known, which is not never. */
      g_assert_cmpint (json_object_get_null_member (row, "exp"), ==, !json_object_get_boolean_member (row, "expiryKnown"));
      if (!json_object_get_boolean_member (row, "expiryKnown"))
        n_unknown++;
    }
  g_assert_cmpuint (n_unknown, >, 0);
  tenant = list (fixture, "--tenant", "orders");
  g_assert_cmpuint (json_array_get_length (tenant), ==, 7);
  cluster = list (fixture, "--cluster", AWS);
  g_assert_cmpuint (json_array_get_length (cluster), ==, 8);
  lk_test_cli_assert_fails (fixture, 1, NULL, "list", "--json", "--tenant", "order");
  lk_test_cli_assert_fails (fixture, 1, NULL, "list", "--tenant", "audit", "--cluster", AWS);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--json", NULL), ==, 0);
  both = lk_test_cli_read_array (fixture);
  for (guint i = 0; i < json_array_get_length (both); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (both, i), "kind"), "pulsar"))
      n_pulsar++;
  g_assert_cmpuint (n_pulsar, ==, 13);
  g_assert_cmpuint (json_array_get_length (both), ==, 25);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "TOKEN ID"));

  /* Where streaming is refused, the application tokens are all that there is; who asks for the others is told. */
  lk_test_demo_fault (fixture->demo, "tenants:status=403");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", NULL), ==, 0);
  g_assert_null (strstr (fixture->output, "TOKEN ID"));
  g_assert_cmpstr (fixture->errors, ==, "");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--kind", "pulsar", NULL), ==, 6);
  offline = list (fixture, "--offline", NULL);
  g_assert_cmpuint (json_array_get_length (offline), ==, 13);

  /* One tenant that fails is named, the others are listed. */
  lk_test_demo_fault (fixture->demo, "pulsar-list:status=403,times=1");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--kind", "pulsar", "--json", NULL), ==, 6);
  g_assert_nonnull (strstr (fixture->errors, " on pulsar-"));
  g_assert_true (g_str_has_prefix (fixture->output, "["));
}

static void
test_life (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *by_name = NULL;
  g_autofree char *other_id = NULL;
  g_autoptr (JsonArray) rows = NULL;
  g_autoptr (JsonArray) learned = NULL;
  gint64 n_gets;

  lk_test_cli_sign_in (fixture);
  id = create (fixture, "shop");
  n_gets = lk_test_demo_count (fixture->demo, "gets");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "shop", NULL), ==, 0);
  by_name = g_strdup (fixture->output);
  g_assert_true (g_str_has_prefix (by_name, "eyJ"));
  g_assert_null (strchr (by_name, '\n'));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", id, NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, by_name));
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "gets"), ==, n_gets);

  /* What is not stored is fetched, and not kept. */
  rows = list (fixture, "--tenant", "orders");
  other_id = g_strdup (json_object_get_string_member (json_array_get_object_element (rows, 0), "tokenid"));
  for (guint i = 0; i < 2; i++)
    {
      n_gets = lk_test_demo_count (fixture->demo, "gets");
      g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", other_id, NULL), ==, 0);
      g_assert_true (g_str_has_prefix (fixture->output, "eyJ"));
      g_assert_cmpint (lk_test_demo_count (fixture->demo, "gets"), ==, n_gets + 1);
    }
  /* When it ends is known from then on. */
  g_assert_false (json_object_get_boolean_member (json_array_get_object_element (rows, 0), "expiryKnown"));
  learned = list (fixture, "--tenant", "orders");
  g_assert_true (json_object_get_boolean_member (json_array_get_object_element (learned, 0), "expiryKnown"));
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", other_id, "--field", "client-secret");
  other_id[strlen (other_id) - 1] = '\0';
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", other_id);
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "no-such-name");

  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "pulsar", "--tenant", "orders", "--expires", "30d");
  lk_test_cli_assert_fails (fixture, 1, NULL, "create", "pulsar", "--tenant", "nobody", "--expires", "30d");
  lk_test_cli_assert_fails (fixture, 2, NULL, "create", "pulsar", "--tenant", "audit", "--expires", "30d", "--name", "shop");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "orders", "--cluster", AWS, "--expires",
                                    "never", NULL),
                   ==, 0);
  g_assert_null (strstr (fixture->output, "eyJ"));
  lk_test_demo_fault (fixture->demo, "pulsar-create:status=409");
  lk_test_cli_assert_fails (fixture, 6, NULL, "create", "pulsar", "--tenant", "audit", "--expires", "30d");
  g_assert_nonnull (strstr (fixture->errors, "as many tokens as Astra allows"));
  lk_test_demo_fault (fixture->demo, "pulsar-create:lost");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--expires", "30d", NULL), ==, 0);
  g_assert_null (strstr (fixture->output, "eyJ"));
  lk_test_demo_fault (fixture->demo, "");

  lk_test_cli_assert_fails (fixture, 2, NULL, "delete", "shop");
  lk_test_demo_fault (fixture->demo, "pulsar-delete:lie");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "delete", "shop", "--yes", NULL), ==, 7);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "shop", NULL), ==, 0);
  lk_test_demo_fault (fixture->demo, "");
  id[8] = '\0';
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "delete", id, "--yes", NULL), ==, 0);
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "shop");
  lk_test_cli_assert_fails (fixture, 1, NULL, "delete", "shop", "--yes");
}

/* What a shell makes of the lines. */
static char *
evaluate (const char *lines,
          const char *variable)
{
  g_autofree char *script = g_strdup_printf ("%s\nprintf %%s \"$%s\"", lines, variable);

  return lk_test_run ("sh", "-c", script, NULL);
}

/* What nobody knows is in the journal, and says which kind it is. */
static void
test_pending (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  g_autoptr (JsonArray) rows = NULL;
  g_autofree char *intent = NULL;
  JsonObject *row;

  lk_test_cli_sign_in (fixture);
  lk_test_demo_fault (fixture->demo, "pulsar-create:lie");
  lk_test_cli_assert_fails (fixture, 7, NULL, "create", "pulsar", "--tenant", "audit", "--name", "lost", "--expires", "30d");
  g_assert_nonnull (strstr (fixture->errors, "created, but does not know it"));
  lk_test_demo_fault (fixture->demo, "");

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", "--json", NULL), ==, 0);
  rows = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (rows), ==, 1);
  row = json_array_get_object_element (rows, 0);
  g_assert_cmpstr (json_object_get_string_member (row, "operation"), ==, "create");
  g_assert_cmpstr (json_object_get_string_member (row, "state"), ==, "unknown");
  g_assert_true (json_object_get_null_member (row, "clientId"));
  g_assert_cmpstr (json_object_get_string_member (row, "tokenid"), !=, "");
  intent = g_strdup (json_object_get_string_member (row, "intent"));

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "pending", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "Pulsar token of the tenant audit"));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "resume", intent, NULL), ==, 7);
  g_assert_nonnull (strstr (fixture->output, "not known yet"));
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "posts"), ==, 1);
}

static void
test_env (LkTestCli     *fixture,
          gconstpointer  user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *token = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *tenant = NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *url = NULL;
  g_autofree char *other_id = NULL;
  g_autoptr (JsonArray) rows = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  gint64 n_requests;

  lk_test_cli_sign_in (fixture);
  id = create (fixture, "shop");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "shop", NULL), ==, 0);
  token = g_strdup (fixture->output);

  /* Stored, and its tenant is remembered: nobody is asked. */
  n_requests = lk_test_demo_count (fixture->demo, "requests");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", "shop", NULL), ==, 0);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "requests"), ==, n_requests);
  lines = g_strdup (fixture->output);
  g_assert_null (strstr (lines, "ASTRA_DB"));
  tenant = evaluate (lines, "TENANT");
  bearer = evaluate (lines, "BEARER_TOKEN");
  url = evaluate (lines, "WEB_SERVICE_URL");
  g_assert_cmpstr (tenant, ==, "audit");
  g_assert_true (g_str_equal (bearer, token));
  g_assert_cmpstr (url, ==, fixture->demo->url);

  /* With an application token, each sets its own; two of a kind would set the same. */
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", "R/W Svc Acct", "--description", "d",
                                    "--name", "app", "--expires", "30d", NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", "app", id, "--format", "json", NULL), ==, 0);
  root = json_from_string (fixture->output, NULL);
  g_assert_nonnull (root);
  object = json_node_get_object (root);
  lk_test_cli_assert_keys (object,
                           "ASTRA_DB_APPLICATION_TOKEN TENANT WEB_SERVICE_URL BROKER_SERVICE_URL BEARER_TOKEN PULSAR_TOKEN");
  g_assert_true (g_str_equal (json_object_get_string_member (object, "PULSAR_TOKEN"), token));
  lk_test_cli_assert_fails (fixture, 2, NULL, "env", "shop", id);

  /* Not stored. */
  rows = list (fixture, "--tenant", "orders");
  other_id = g_strdup (json_object_get_string_member (json_array_get_object_element (rows, 0), "tokenid"));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", other_id, "--format", "dotenv", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, "TENANT=orders\n"));
  g_assert_nonnull (strstr (fixture->output, "BEARER_TOKEN=eyJ"));
  lk_test_cli_assert_fails (fixture, 1, NULL, "env", "no-such-name");
}

static void
test_export (LkTestCli     *fixture,
             gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "client.conf", NULL);
  g_autofree char *id = NULL;
  g_autofree char *token = NULL;
  g_autofree char *written = NULL;
  g_autofree char *auth = NULL;
  GStatBuf status;

  lk_test_cli_sign_in (fixture);
  id = create (fixture, "shop");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "shop", NULL), ==, 0);
  token = g_strdup (fixture->output);
  auth = g_strdup_printf ("\nauthParams=token:%s\n", token);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "export", "shop", "--format", "client-conf", "--output", path, NULL), ==,
                   0);
  lk_test_cli_assert_no_secret (fixture);
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_true (g_str_has_prefix (written, "webServiceUrl=http://127.0.0.1:"));
  g_assert_nonnull (strstr (written, auth));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);

  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "export", id, "--format", "sh", "-", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, token));
  lk_test_cli_assert_fails (fixture, 2, NULL, "export", "shop", "--format", "csv", "-");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", "R/W Svc Acct", "--description", "d",
                                    "--name", "app", "--expires", "30d", NULL),
                   ==, 0);
  lk_test_cli_assert_fails (fixture, 2, NULL, "export", "app", "--format", "client-conf", "-");
}

static guint
count_kind (JsonArray  *rows,
            const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (rows, i), "kind"), kind))
      n++;

  return n;
}

static void
test_check (LkTestCli     *fixture,
            gconstpointer  user_data)
{
  g_autoptr (JsonArray) soon = NULL;
  g_autoptr (JsonArray) later = NULL;
  g_autoptr (JsonArray) none = NULL;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "check", "--json", NULL), ==, 10);
  g_assert_nonnull (strstr (fixture->errors, "is not known until the token is read once"));
  g_assert_nonnull (strstr (fixture->errors, "an old token of events"));
  soon = lk_test_cli_read_array (fixture);
  /* One in five days and one that has expired, of either kind; of Pulsar tokens in each tenant that has them. */
  g_assert_cmpuint (count_kind (soon, "app"), ==, 2);
  g_assert_cmpuint (count_kind (soon, "pulsar"), ==, 5);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "check", "--within", "400d", "--json", NULL), ==, 10);
  later = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (later), >, json_array_get_length (soon));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "check", NULL), ==, 10);
  lk_test_cli_assert_no_secret (fixture);

  lk_test_cli_assert_fails (fixture, 2, NULL, "check", "--within", "soon");
  lk_test_cli_assert_fails (fixture, 2, NULL, "check", "--within", "0d");
  lk_test_demo_fault (fixture->demo, "list:status=403\ntenants:status=403");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "check", "--json", NULL), ==, 6);
  none = lk_test_cli_read_array (fixture);
  g_assert_cmpuint (json_array_get_length (none), ==, 0);
}

#define add(name, function) \
  g_test_add ("/cli-streaming/" name, LkTestCli, NULL, lk_test_cli_set_up, function, lk_test_cli_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("tenants", test_tenants);
  add ("list", test_list);
  add ("life", test_life);
  add ("pending", test_pending);
  add ("env", test_env);
  add ("export", test_export);
  add ("check", test_check);

  return g_test_run ();
}
