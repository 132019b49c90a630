/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client against bodies as the API's documents show them, in each spelling that is about; they are in data/. */

#include "lk-answer-buffer.h"
#include "lk-app-token.h"
#include "lk-astra-client.h"
#include "lk-create-answer.h"
#include "lk-role.h"
#include "lk-test.h"
#include "lk-test-server.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define ORG "00000000-0000-4000-8000-00000000e0a1"
#define ADMINISTRATOR "00000000-0000-4000-8000-00000000e0b1"
#define ONE_DATABASE "00000000-0000-4000-8000-00000000e0b3"
#define CLIENT_ID "SampleSampleSampleSample"

typedef struct
{
  LkTestServer  *server;
  LkAstraClient *client;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (GError) error = NULL;

  fixture->server = lk_test_server_new ();
  fixture->client = lk_astra_client_new (lk_test_server_get_url (fixture->server), token, &error);
  g_assert_no_error (error);
  lk_astra_client_set_times (fixture->client, 0, LK_TEST_TIMEOUT_S * 1000, LK_TEST_TIMEOUT_S * 1000);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->client);
  g_clear_pointer (&fixture->server, lk_test_server_free);
}

static char *
read_file (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
answer_text (Fixture    *fixture,
             guint       status,
             const char *text)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 %u Made-up\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                                             status, strlen (text), text);
  g_autoptr (GBytes) bytes = g_bytes_new (answer, strlen (answer));

  lk_test_server_set_answer (fixture->server, bytes, 1);
}

static void
answer_file (Fixture    *fixture,
             guint       status,
             const char *name)
{
  g_autofree char *text = read_file (name);

  g_test_message ("%s", name);
  answer_text (fixture, status, text);
}

static GPtrArray *
list_tokens (Fixture  *fixture,
             GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_astra_client_list_tokens_async (fixture->client, NULL, lk_test_store_result_cb, &result);

  return lk_astra_client_list_tokens_finish (fixture->client, lk_test_wait_for_result (&result), error);
}

static GPtrArray *
list_tokens_of (Fixture    *fixture,
                const char *name)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *tokens;

  answer_file (fixture, 200, name);
  tokens = list_tokens (fixture, &error);
  g_assert_no_error (error);

  return tokens;
}

static void
assert_request (Fixture    *fixture,
                const char *start)
{
  g_autofree char *request = lk_test_server_get_request (fixture->server);

  g_assert_true (g_str_has_prefix (request, start));
}

static void
test_org (Fixture       *fixture,
          gconstpointer  user_data)
{
  static const char *const names[] = { "current-org.json", "current-org-upper-case.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;

      answer_file (fixture, 200, names[i]);
      lk_astra_client_get_org_async (fixture->client, NULL, lk_test_store_result_cb, &result);
      id = lk_astra_client_get_org_finish (fixture->client, lk_test_wait_for_result (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, ORG);
      assert_request (fixture, "GET /v2/currentOrg HTTP/1.1\r\n");
    }
}

static void
test_org_name (Fixture       *fixture,
               gconstpointer  user_data)
{
  static const char *const names[] = { "users.json", "users-upper-case.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *name = NULL;
      g_autoptr (GError) error = NULL;

      answer_file (fixture, 200, names[i]);
      lk_astra_client_get_org_name_async (fixture->client, NULL, lk_test_store_result_cb, &result);
      name = lk_astra_client_get_org_name_finish (fixture->client, lk_test_wait_for_result (&result), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (name, ==, "Sample Works");
      assert_request (fixture, "GET /v2/organizations/users HTTP/1.1\r\n");
    }
}

static void
test_roles (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const char *const names[] = { "roles.json", "roles-upper-case.json" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) roles = NULL;
      g_autoptr (GError) error = NULL;

      answer_file (fixture, 200, names[i]);
      lk_astra_client_list_roles_async (fixture->client, NULL, lk_test_store_result_cb, &result);
      roles = lk_astra_client_list_roles_finish (fixture->client, lk_test_wait_for_result (&result), &error);
      g_assert_no_error (error);
      assert_request (fixture, "GET /v2/organizations/roles HTTP/1.1\r\n");

      g_assert_cmpuint (roles->len, ==, 3);
      g_assert_cmpstr (lk_role_get_id (roles->pdata[0]), ==, ADMINISTRATOR);
      g_assert_cmpstr (lk_role_get_name (roles->pdata[0]), ==, "Organization Administrator");
      g_assert_true (lk_role_get_built_in (roles->pdata[0]));
      /* An action that is told twice is one. */
      g_assert_cmpuint (g_strv_length ((GStrv) lk_role_get_actions (roles->pdata[0])), ==, 2);
      g_assert_false (lk_role_get_built_in (roles->pdata[1]));
      g_assert_cmpstr (lk_role_get_actions (roles->pdata[1])[1], ==, "an-action-of-the-future");
      g_assert_cmpuint (g_strv_length ((GStrv) lk_role_get_resources (roles->pdata[1])), ==, 1);
      g_assert_false (lk_role_get_has_policy (roles->pdata[2]));
    }
}

static void
test_tokens (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = list_tokens_of (fixture, "tokens.json");
  g_autoptr (GPtrArray) upper = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autofree char *expiry = NULL;

  assert_request (fixture, "GET /v2/clientIdSecrets HTTP/1.1\r\n");
  g_assert_cmpuint (tokens->len, ==, 4);
  g_assert_cmpstr (lk_app_token_get_client_id (tokens->pdata[0]), ==, CLIENT_ID);
  g_assert_cmpint (g_date_time_get_microsecond (lk_app_token_get_generated_on (tokens->pdata[0])), ==, 89000);
  g_assert_null (lk_app_token_get_token_expiry (tokens->pdata[0]));
  g_assert_cmpstr (lk_app_token_get_description (tokens->pdata[1]), ==, "weekly import");
  g_assert_cmpuint (g_strv_length ((GStrv) lk_app_token_get_role_ids (tokens->pdata[1])), ==, 2);
  expiry = g_date_time_format_iso8601 (lk_app_token_get_token_expiry (tokens->pdata[1]));
  g_assert_cmpstr (expiry, ==, "2027-12-31T23:59:59Z");
  /* A role may be told by its name; no expiry is told as null, as "" and not at all. */
  g_assert_cmpstr (lk_app_token_get_role_ids (tokens->pdata[2])[0], ==, "Organization Administrator");
  g_assert_null (lk_app_token_get_token_expiry (tokens->pdata[2]));
  g_assert_null (lk_app_token_get_token_expiry (tokens->pdata[3]));

  upper = list_tokens_of (fixture, "tokens-upper-case.json");
  g_assert_cmpuint (upper->len, ==, 1);
  g_assert_cmpstr (lk_app_token_get_client_id (upper->pdata[0]), ==, CLIENT_ID);
  g_assert_cmpstr (lk_app_token_get_description (upper->pdata[0]), ==, "weekly import");
  g_assert_nonnull (lk_app_token_get_token_expiry (upper->pdata[0]));

  none = list_tokens_of (fixture, "tokens-empty.json");
  g_assert_cmpuint (none->len, ==, 0);
}

/* Numbers for dates, as numbers and as text; what is no date at all is none, and takes no row away. */
static void
test_numbers (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tokens = list_tokens_of (fixture, "tokens-numbers.json");

  g_assert_cmpuint (tokens->len, ==, 4);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (g_date_time_to_unix (lk_app_token_get_generated_on (tokens->pdata[i])), ==, 1772600767);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (g_date_time_to_unix (lk_app_token_get_token_expiry (tokens->pdata[i])), ==, 1830297599);
  g_assert_null (lk_app_token_get_token_expiry (tokens->pdata[2]));
  g_assert_null (lk_app_token_get_generated_on (tokens->pdata[3]));
  g_assert_null (lk_app_token_get_token_expiry (tokens->pdata[3]));
}

static void
test_errors (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char *const names[] = {
    "error-errors.json", "error-errors-lower-id.json", "error-errors-upper-case.json", "error-text.txt",
    "error-string.json", "error-reason.json", "error-error.json", "error-wrapped.json", "error-description.json",
  };
  g_autoptr (GPtrArray) tokens = NULL;
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) page = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      answer_file (fixture, 403, names[i]);
      tokens = list_tokens (fixture, &error);
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
      g_assert_cmpstr (error->message, ==, "The token’s roles do not allow this (403: made-up words)");
      g_assert_nonnull (strstr (lk_astra_error_get_answer (error), "made-up words"));
    }

  answer_file (fixture, 401, "error-empty.txt");
  tokens = list_tokens (fixture, &empty);
  g_assert_error (empty, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
  g_assert_cmpstr (empty->message, ==, "Astra did not accept this token (401)");
  g_assert_null (lk_astra_error_get_answer (empty));

  answer_file (fixture, 502, "error-page.html");
  tokens = list_tokens (fixture, &page);
  g_assert_error (page, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER);
  g_assert_null (strstr (page->message, "made-up"));
  g_assert_nonnull (strstr (lk_astra_error_get_answer (page), "<body>made-up words"));
}

/* What is shown under Details, and copied from there. */
static void
test_details (void)
{
  static const char token[] = "AstraCS:" "madeUpClientId" ":" "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  g_autofree char *text = g_strdup_printf ("{\"errors\":[{\"message\":\"<b>no</b> access for %s\"}]}", token);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = lk_astra_error_from_status (403, body);
  g_autoptr (GError) empty = lk_astra_error_from_status (500, NULL);
  g_autoptr (GError) offline = lk_astra_error_from_transport (g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "gone"));
  g_autofree char *details = lk_astra_error_create_details (error);
  g_autofree char *without_words = lk_astra_error_create_details (empty);

  g_assert_true (g_str_has_prefix (details, "HTTP 403 Forbidden\n\n{"));
  g_assert_nonnull (strstr (details, "<b>no</b> access for [hidden]"));
  g_assert_null (strstr (details, "AstraCS"));
  g_assert_null (strstr (details, "0123456789abcdef"));
  g_assert_cmpstr (without_words, ==, "HTTP 500 Internal Server Error");
  g_assert_null (lk_astra_error_create_details (offline));
  g_assert_null (lk_astra_error_create_details (NULL));
}

/* Runs a create, and compares what was sent with a file, as JSON. */
static LkAnswerBuffer *
create_token (Fixture            *fixture,
              const char         *name,
              const char *const  *roles,
              const char         *org,
              const char         *description,
              const char         *expiry)
{
  g_autoptr (LkAnswerBuffer) buffer = lk_answer_buffer_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *wanted = read_file (name);
  g_autofree char *request = NULL;
  g_autoptr (JsonNode) wanted_node = json_from_string (wanted, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sent;

  lk_astra_client_create_token_async (fixture->client, roles, org, description, expiry, LK_ANSWER_SINK (buffer), NULL,
                                      lk_test_store_result_cb, &result);
  lk_astra_client_create_token_finish (fixture->client, lk_test_wait_for_result (&result), &sent, &error);
  g_assert_no_error (error);
  assert_request (fixture, "POST /v2/clientIdSecrets HTTP/1.1\r\n");
  request = lk_test_server_get_request (fixture->server);
  node = json_from_string (strstr (request, "\r\n\r\n"), NULL);
  g_assert_true (json_node_equal (node, wanted_node));

  return g_steal_pointer (&buffer);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const char *const one_role[] = { ADMINISTRATOR, NULL };
  static const char *const two_roles[] = { ADMINISTRATOR, ONE_DATABASE, NULL };
  g_autofree char *secret = g_strnfill (128, '+');
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
  g_autofree char *answer = g_strdup_printf (
    "{\n \"clientId\": \"" CLIENT_ID "\",\n \"secret\": \"%s\",\n \"orgId\": \"" ORG "\",\n"
    " \"roles\": [ \"" ADMINISTRATOR "\" ],\n \"token\": \"AstraCS:" CLIENT_ID ":%s\",\n"
    " \"generatedOn\": \"2026-03-04T05:06:07.089123456Z\"\n}\n", secret, checksum);
  static const guint statuses[] = { 200, 201 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (LkAnswerBuffer) minimal = NULL;
      g_autoptr (LkAnswerBuffer) full = NULL;
      g_autoptr (LkCreateAnswer) created = NULL;
      gsize length;
      const char *data;

      answer_text (fixture, statuses[i], answer);
      minimal = create_token (fixture, "create-request-minimal.json", one_role, NULL, "", NULL);
      full = create_token (fixture, "create-request-full.json", two_roles, ORG, "weekly import",
                           "2027-12-31T23:59:59Z");
      data = lk_answer_buffer_get_data (full, &length);
      created = lk_create_answer_new (data, length);
      g_assert_cmpint (created->verdict, ==, LK_CREATE_COMPLETE);
      g_assert_cmpstr (created->client_id, ==, CLIENT_ID);
      g_assert_true (g_str_equal (secret_value_get_text (created->secret), secret));
      g_assert_true (g_str_has_suffix (secret_value_get_text (created->token), checksum));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/examples/org", test_org);
  ADD ("/examples/org-name", test_org_name);
  ADD ("/examples/roles", test_roles);
  ADD ("/examples/tokens", test_tokens);
  ADD ("/examples/numbers", test_numbers);
  ADD ("/examples/errors", test_errors);
  g_test_add_func ("/examples/details", test_details);
  ADD ("/examples/create", test_create);

  return g_test_run ();
}
