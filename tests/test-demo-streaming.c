/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The streaming half of the demo service, as a client sees it. */

#include "lk-test.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define GCP "pulsar-gcp-useast4"
#define AWS "pulsar-aws-euwest1"
#define TENANTS "/v2/streaming/tenants"

typedef struct
{
  LkTestDemo  *demo;
  SoupSession *session;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  fixture->demo = lk_test_demo_new (3);
  fixture->session = soup_session_new ();
  soup_session_set_proxy_resolver (fixture->session, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
}

/* Returns the status; @token NULL stands for the sign-in token. */
static guint
ask (Fixture     *fixture,
     const char  *method,
     const char  *path,
     const char  *cluster,
     const char  *token,
     const char  *body,
     char       **answer)
{
  g_autofree char *uri = g_strconcat (fixture->demo->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *bearer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bearer = g_strconcat ("Bearer ", token != NULL ? token : secret_value_get_text (fixture->demo->token), NULL);
  soup_message_headers_replace (headers, "Authorization", bearer);
  if (cluster != NULL)
    soup_message_headers_replace (headers, "X-DataStax-Pulsar-Cluster", cluster);
  if (body != NULL)
    {
      g_autoptr (GBytes) sent = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", sent);
    }
  bytes = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  if (answer != NULL)
    *answer = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return soup_message_get_status (message);
}

static JsonArray *
get_array (Fixture    *fixture,
           const char *path,
           const char *cluster,
           const char *token)
{
  g_autofree char *answer = NULL;
  g_autoptr (JsonNode) root = NULL;
  guint status = ask (fixture, "GET", path, cluster, token, NULL, &answer);

  g_assert_cmpuint (status, ==, 200);
  root = json_from_string (answer, NULL);
  g_assert_nonnull (root);

  return json_array_ref (json_node_get_array (root));
}

static char *
get_first_id (Fixture    *fixture,
              const char *cluster,
              const char *tenant)
{
  g_autofree char *path = g_strconcat (TENANTS "/", tenant, "/tokens", NULL);
  g_autoptr (JsonArray) tokens = get_array (fixture, path, cluster, NULL);

  return g_strdup (json_object_get_string_member (json_array_get_object_element (tokens, 0), "tokenid"));
}

static char *
get_token (Fixture    *fixture,
           const char *cluster,
           const char *tenant,
           const char *id)
{
  g_autofree char *path = g_strconcat (TENANTS "/", tenant, "/tokens/", id, NULL);
  char *token = NULL;
  guint status = ask (fixture, "GET", path, cluster, NULL, NULL, &token);

  g_assert_cmpuint (status, ==, 200);

  return token;
}

static guint8 *
decode (const char *part,
        gsize      *length)
{
  g_autofree char *text = g_strdup (part);

  for (char *at = text; *at != '\0'; at++)
    *at = *at == '-' ? '+' : *at == '_' ? '/' : *at;

  {
    g_autofree char *padded = g_strconcat (text, strlen (text) % 4 == 2 ? "==" : strlen (text) % 4 == 3 ? "=" : "", NULL);

    return g_base64_decode (padded, length);
  }
}

static char *
write_file (const char   *folder,
            const char   *name,
            gconstpointer data,
            gsize         length)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);

  return path;
}

/* Whether a program that is not ours takes the signature for one of the demo's key. */
static gboolean
verify (const char *folder,
        const char *key_path,
        const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  g_autofree char *text = NULL;
  g_autofree guint8 *signature = NULL;
  g_autofree char *text_path = NULL;
  g_autofree char *signature_path = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  text = g_strconcat (parts[0], ".", parts[1], NULL);
  signature = decode (parts[2], &length);
  text_path = write_file (folder, "text", text, strlen (text));
  signature_path = write_file (folder, "signature", signature, length);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              "openssl", "dgst", "-sha256", "-verify", key_path, "-signature", signature_path,
                              text_path, NULL);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);

  return g_subprocess_get_successful (process);
}

static void
test_signature (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *id = get_first_id (fixture, GCP, "orders");
  g_autofree char *token = get_token (fixture, GCP, "orders", id);
  g_autofree char *again = get_token (fixture, GCP, "orders", id);
  g_autofree char *pem = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *claims = NULL;
  g_autofree char *forged = NULL;
  g_auto (GStrv) parts = g_strsplit (token, ".", -1);
  gsize length;

  g_assert_true (g_str_equal (token, again));
  g_assert_cmpuint (ask (fixture, "GET", "/demo/key", NULL, NULL, NULL, &pem), ==, 200);
  key_path = write_file (folder, "key.pem", pem, strlen (pem));
  g_assert_true (verify (folder, key_path, token));

  forged = g_strdup (token);
  forged[strlen (parts[0]) + 10] ^= 1;
  g_assert_false (verify (folder, key_path, forged));

  g_free (parts[0]);
  parts[0] = (char *) decode (parts[1], &length);
  claims = g_strndup (parts[0], length);
  g_assert_nonnull (strstr (claims, id));
  g_assert_nonnull (strstr (claims, "\"iss\":\"datastax\""));
  g_assert_null (strstr (claims, "\"exp\""));

  lk_test_remove_folder (folder);
}

static void
test_tenants (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr (JsonArray) tenants = get_array (fixture, TENANTS, NULL, NULL);
  g_autoptr (JsonArray) none = get_array (fixture, TENANTS, NULL, secret_value_get_text (fixture->demo->second_token));
  JsonObject *first = json_array_get_object_element (tenants, 0);
  JsonObject *second = json_array_get_object_element (tenants, 1);

  g_assert_cmpuint (json_array_get_length (tenants), ==, 4);
  g_assert_cmpuint (json_array_get_length (none), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (first, "tenantName"), ==, "orders");
  g_assert_cmpstr (json_object_get_string_member (second, "tenantName"), ==, "orders");
  g_assert_cmpstr (json_object_get_string_member (first, "clusterName"), ==, GCP);
  g_assert_cmpstr (json_object_get_string_member (second, "clusterName"), ==, AWS);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (first, "pulsarToken"), "eyJ"));
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (tenants, 2), "id"), ==, "");
  g_assert_cmpuint (ask (fixture, "GET", TENANTS, NULL, "eyJ.a.b", NULL, NULL), ==, 401);
}

/* The same seed and day give the same claims, in another process too. */
static void
test_reproducible (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr (LkTestDemo) other = lk_test_demo_new (3);
  LkTestDemo *own = fixture->demo;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  ask (fixture, "GET", TENANTS "/events/tokens", AWS, NULL, NULL, &first);
  fixture->demo = other;
  ask (fixture, "GET", TENANTS "/events/tokens", AWS, NULL, NULL, &second);
  fixture->demo = own;
  g_assert_cmpstr (first, ==, second);
}

static void
test_life (Fixture       *fixture,
           gconstpointer  user_data)
{
  gint64 n_before = lk_test_demo_count (fixture->demo, "pulsarTokens");
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;
  g_autofree char *fetched = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *created;
  const char *token;
  guint n_created = 0;

  g_assert_cmpuint (ask (fixture, "POST", "/v3/streaming/tenants/audit/tokens", GCP, NULL,
                         "{\"type\":\"admin\",\"exp\":\"30d\"}", &answer), ==, 201);
  root = json_from_string (answer, NULL);
  created = json_node_get_object (root);
  token = json_object_get_string_member (created, "token");
  g_assert_cmpstr (json_object_get_string_member (created, "rolename"), ==, "admin");
  fetched = get_token (fixture, GCP, "audit", json_object_get_string_member (created, "id"));
  g_assert_true (g_str_equal (fetched, token));
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "pulsarTokens"), ==, n_before + 1);
  g_assert_cmpuint (ask (fixture, "GET", "/admin/v2/namespaces/audit", NULL, token, NULL, NULL), ==, 200);

  path = g_strconcat (TENANTS "/audit/tokens/", json_object_get_string_member (created, "id"), NULL);
  g_assert_cmpuint (ask (fixture, "DELETE", path, AWS, NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (ask (fixture, "DELETE", path, NULL, NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (ask (fixture, "DELETE", path, GCP, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (ask (fixture, "DELETE", path, GCP, NULL, NULL, NULL), ==, 404);
  g_assert_cmpuint (ask (fixture, "GET", "/admin/v2/namespaces/audit", NULL, token, NULL, NULL), ==, 401);
  g_assert_cmpint (lk_test_demo_count (fixture->demo, "pulsarTokens"), ==, n_before);

  g_assert_cmpuint (ask (fixture, "POST", TENANTS "/orders/tokens", GCP, NULL, NULL, &text), ==, 201);
  g_assert_true (g_str_has_prefix (text, "eyJ"));
  g_assert_cmpuint (ask (fixture, "POST", "/v3/streaming/tenants/audit/tokens", GCP, NULL, "{\"exp\":\"1w\"}", NULL),
                    ==, 422);
  while (ask (fixture, "POST", "/v3/streaming/tenants/audit/tokens", GCP, NULL, "{}", NULL) == 201)
    {
      n_created++;
      g_assert_cmpuint (n_created, <, 100);
    }
  g_assert_cmpuint (ask (fixture, "POST", "/v3/streaming/tenants/audit/tokens", GCP, NULL, "{}", NULL), ==, 409);
}

static void
test_admin (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const struct
  {
    const char *path;
    guint       status;
  } cases[] = {
    { "/admin/v2/namespaces/orders", 200 },
    { "/admin/v2/namespaces/audit", 401 },
    { "/admin/v2/persistent/orders/default", 200 },
    { "/admin/v2/persistent/orders/default/partitioned", 200 },
    { "/admin/v2/persistent/orders/archive/orders%202025/stats", 200 },
    { "/admin/v2/persistent/orders/default/unknown/stats", 404 },
    { "/admin/v3/sinks/orders/default", 200 },
    { "/admin/v3/sinks/orders/default/warehouse/status", 200 },
    { "/admin/v3/sources/orders/default/shop/status", 200 },
    { "/admin/v3/sinks/orders/default/shop/status", 404 },
  };
  g_autofree char *id = get_first_id (fixture, GCP, "orders");
  g_autofree char *token = get_token (fixture, GCP, "orders", id);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].path);
      g_assert_cmpuint (ask (fixture, "GET", cases[i].path, NULL, token, NULL, NULL), ==, cases[i].status);
      /* An application token is not for here. */
      g_assert_cmpuint (ask (fixture, "GET", cases[i].path, NULL, NULL, NULL, NULL), ==, 401);
    }
  g_assert_cmpuint (ask (fixture, "GET", "/admin/v2/stats/namespaces/orders", GCP, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (ask (fixture, "GET", "/v2/stats/namespaces/orders", GCP, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (ask (fixture, "GET", "/v2/databases", NULL, NULL, NULL, NULL), ==, 200);
  g_assert_cmpuint (ask (fixture, "GET", "/v2/databases/none", NULL, NULL, NULL, NULL), ==, 404);
}

static void
test_faults (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const struct
  {
    const char *spec;
    const char *method;
    const char *path;
    guint       status;
  } cases[] = {
    { "tenants:status=403", "GET", TENANTS, 403 },
    { "limits:status=500", "GET", TENANTS "/orders/limits", 500 },
    { "pulsar-list:status=404", "GET", TENANTS "/orders/tokens", 404 },
    { "pulsar-get:status=401", "GET", TENANTS "/orders/tokens/a", 401 },
    { "pulsar-create:status=405", "POST", "/v3/streaming/tenants/orders/tokens", 405 },
    { "pulsar-create-v2:status=409", "POST", TENANTS "/orders/tokens", 409 },
    { "pulsar-delete:lie", "DELETE", TENANTS "/orders/tokens/a", 200 },
    { "admin:status=503", "GET", "/admin/v2/namespaces/orders", 503 },
    { "usage:status=429", "GET", "/v2/stats/namespaces/orders", 429 },
    { "databases:status=418", "GET", "/v2/databases", 418 },
    { "any:status=500", "GET", TENANTS, 500 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *spec = g_strconcat (cases[i].spec, ",times=1", NULL);

      lk_test_demo_fault (fixture->demo, spec);
      g_test_message ("%s", spec);
      g_assert_cmpuint (ask (fixture, cases[i].method, cases[i].path, GCP, NULL, NULL, NULL), ==, cases[i].status);
    }
  g_assert_cmpuint (ask (fixture, "GET", TENANTS, GCP, NULL, NULL, NULL), ==, 200);
}

#define add(name, function) \
  g_test_add ("/demo-streaming/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("signature", test_signature);
  add ("tenants", test_tenants);
  add ("reproducible", test_reproducible);
  add ("life", test_life);
  add ("admin", test_admin);
  add ("faults", test_faults);

  return g_test_run ();
}
