/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts the demo service, whose path is in the environment variable LK_DEMO_SERVICE, and talks to it as a client. */

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define TIMEOUT_S 10
#define STALL_TIMEOUT_S 1

#define TOKENS "/v2/clientIdSecrets"

typedef struct
{
  GSubprocess *process;
  SoupSession *session;
  char        *url;
  char        *tokens[2];
} Demo;

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static char *
read_line (GDataInputStream *stream,
           const char       *prefix)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_utf8 (stream, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, prefix));

  return g_strdup (line + strlen (prefix));
}

static void
demo_set_up (Demo          *demo,
             gconstpointer  user_data)
{
  const char *program = g_getenv ("LK_DEMO_SERVICE");
  g_autoptr (GDataInputStream) stream = NULL;
  g_autofree char *ready = NULL;
  g_autoptr (GError) error = NULL;

  demo->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    program, "--seed=7", "--until-stdin-closes", NULL);
  g_assert_no_error (error);

  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (demo->process));
  demo->url = read_line (stream, "url ");
  demo->tokens[0] = read_line (stream, "token ");
  demo->tokens[1] = read_line (stream, "token ");
  ready = read_line (stream, "ready");

  demo->session = soup_session_new_with_options ("timeout", TIMEOUT_S, "proxy-resolver", NULL, NULL);
}

static void
demo_tear_down (Demo          *demo,
                gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  soup_session_abort (demo->session);
  g_clear_object (&demo->session);

  /* The service shall leave by itself when its input ends. */
  g_output_stream_close (g_subprocess_get_stdin_pipe (demo->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (demo->process, NULL, &error);
  g_assert_no_error (error);

  g_clear_object (&demo->process);
  g_clear_pointer (&demo->url, g_free);
  g_clear_pointer (&demo->tokens[0], g_free);
  g_clear_pointer (&demo->tokens[1], g_free);
}

/* Returns the whole body, or NULL if the answer did not come or not wholly; @out_status is 0 then. */
static GBytes *
call (Demo        *demo,
      const char  *method,
      const char  *path,
      const char  *token,
      const char  *body,
      guint       *out_status,
      GError     **error)
{
  g_autofree char *address = g_strconcat (demo->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, address);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", value);
    }
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  soup_session_send_and_read_async (demo->session, message, G_PRIORITY_DEFAULT, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  answer = soup_session_send_and_read_finish (demo->session, result, error);
  *out_status = answer != NULL ? soup_message_get_status (message) : 0;

  return g_steal_pointer (&answer);
}

static guint
call_status (Demo       *demo,
             const char *method,
             const char *path,
             const char *token,
             const char *body)
{
  g_autoptr (GBytes) answer = NULL;
  guint status;

  answer = call (demo, method, path, token, body, &status, NULL);

  return status;
}

static JsonNode *
call_json (Demo       *demo,
           const char *method,
           const char *path,
           const char *token,
           const char *body,
           guint       expected_status)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint status;

  answer = call (demo, method, path, token, body, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, expected_status);
  json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), &error);
  g_assert_no_error (error);

  return json_parser_steal_root (parser);
}

static JsonNode *
list (Demo *demo)
{
  return call_json (demo, SOUP_METHOD_GET, TOKENS, demo->tokens[0], NULL, SOUP_STATUS_OK);
}

/* Returns the row of a token, or NULL. */
static JsonObject *
find_row (JsonNode   *answer,
          const char *client_id)
{
  JsonArray *clients = json_object_get_array_member (json_node_get_object (answer), "clients");

  for (guint i = 0; i < json_array_get_length (clients); i++)
    {
      JsonObject *row = json_array_get_object_element (clients, i);

      if (g_str_equal (json_object_get_string_member (row, "clientId"), client_id))
        return row;
    }

  return NULL;
}

static guint
count_rows (JsonNode *answer)
{
  return json_array_get_length (json_object_get_array_member (json_node_get_object (answer), "clients"));
}

static char *
find_role (Demo       *demo,
           const char *name)
{
  g_autoptr (JsonNode) answer = NULL;
  JsonArray *roles;

  answer = call_json (demo, SOUP_METHOD_GET, "/v2/organizations/roles", demo->tokens[0], NULL, SOUP_STATUS_OK);
  roles = json_node_get_array (answer);
  for (guint i = 0; i < json_array_get_length (roles); i++)
    {
      JsonObject *role = json_array_get_object_element (roles, i);

      if (g_str_equal (json_object_get_string_member (role, "name"), name))
        return g_strdup (json_object_get_string_member (role, "id"));
    }

  g_assert_not_reached ();
}

static JsonNode *
create (Demo       *demo,
        const char *role_name,
        const char *more)
{
  g_autofree char *role = find_role (demo, role_name);
  g_autofree char *body = g_strdup_printf ("{\"roles\":[\"%s\"]%s}", role, more);

  return call_json (demo, SOUP_METHOD_POST, TOKENS, demo->tokens[0], body, SOUP_STATUS_OK);
}

static gint64
get_stat (Demo       *demo,
          const char *name)
{
  g_autoptr (JsonNode) stats = call_json (demo, SOUP_METHOD_GET, "/demo/stats", NULL, NULL, SOUP_STATUS_OK);

  return json_object_get_int_member (json_node_get_object (stats), name);
}

static void
set_faults (Demo       *demo,
            const char *specs)
{
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, "/demo/fault", NULL, specs), ==, SOUP_STATUS_NO_CONTENT);
}

static gint64
get_error_id (JsonNode *answer)
{
  JsonArray *errors = json_object_get_array_member (json_node_get_object (answer), "errors");

  return json_object_get_int_member (json_array_get_object_element (errors, 0), "ID");
}

static void
test_list (Demo          *demo,
           gconstpointer  user_data)
{
  g_autoptr (JsonNode) tokens = list (demo);
  g_autoptr (JsonNode) other_tokens = NULL;
  g_autoptr (JsonNode) users = NULL;
  g_auto (GStrv) parts = g_strsplit (demo->tokens[0], ":", 3);
  JsonObject *row = find_row (tokens, parts[1]);

  g_assert_cmpuint (count_rows (tokens), ==, 12);
  g_assert_nonnull (row);
  g_assert_cmpstr (json_object_get_string_member (row, "description"), ==, "Latchkey");
  g_assert_false (json_object_has_member (row, "token"));

  other_tokens = call_json (demo, SOUP_METHOD_GET, TOKENS, demo->tokens[1], NULL, SOUP_STATUS_OK);
  g_assert_cmpuint (count_rows (other_tokens), ==, 3);

  users = call_json (demo, SOUP_METHOD_GET, "/v2/organizations/users", demo->tokens[0], NULL, SOUP_STATUS_OK);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (users), "orgName"), ==, "Acme Production");
}

static void
test_seed (Demo          *demo,
           gconstpointer  user_data)
{
  Demo again = { 0 };
  g_autoptr (JsonNode) tokens = list (demo);
  g_autoptr (JsonNode) tokens_again = NULL;

  demo_set_up (&again, NULL);
  tokens_again = list (&again);
  g_assert_cmpstr (demo->tokens[0], ==, again.tokens[0]);
  g_assert_cmpstr (demo->tokens[1], ==, again.tokens[1]);

  /* The dates follow the day, and midnight may have passed between the two. */
  for (guint i = 0; i < count_rows (tokens); i++)
    {
      JsonArray *clients = json_object_get_array_member (json_node_get_object (tokens), "clients");
      JsonObject *row = json_array_get_object_element (clients, i);

      g_assert_nonnull (find_row (tokens_again, json_object_get_string_member (row, "clientId")));
    }

  demo_tear_down (&again, NULL);
}

static void
test_create_and_delete (Demo          *demo,
                        gconstpointer  user_data)
{
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;
  g_autoptr (JsonNode) missing = NULL;
  g_autoptr (GList) members = NULL;
  g_autofree char *checksum = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *path = NULL;
  const char * const names[] = { "clientId", "secret", "orgId", "roles", "token", "generatedOn" };
  const char *client_id;
  const char *token;
  JsonObject *created;
  JsonObject *row;

  answer = create (demo, "Organization Administrator",
                   ",\"description\":\"a test\",\"tokenExpiry\":\"2999-12-31T23:59:59Z\"");
  created = json_node_get_object (answer);
  members = json_object_get_members (created);
  g_assert_cmpuint (g_list_length (members), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (g_list_nth_data (members, i), ==, names[i]);
  g_assert_cmpuint (strlen (json_object_get_string_member (created, "generatedOn")), ==,
                    strlen ("2026-01-02T03:04:05.678901234Z"));

  client_id = json_object_get_string_member (created, "clientId");
  token = json_object_get_string_member (created, "token");
  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, json_object_get_string_member (created, "secret"), -1);
  expected = g_strconcat ("AstraCS:", client_id, ":", checksum, NULL);
  g_assert_cmpstr (token, ==, expected);

  before = list (demo);
  row = find_row (before, client_id);
  g_assert_nonnull (row);
  g_assert_cmpstr (json_object_get_string_member (row, "description"), ==, "a test");
  g_assert_cmpstr (json_object_get_string_member (row, "tokenExpiry"), ==, "2999-12-31T23:59:59Z");
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, "/v2/currentOrg", token, NULL), ==, SOUP_STATUS_OK);

  path = g_strconcat (TOKENS "/", client_id, NULL);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_DELETE, path, token, NULL), ==, SOUP_STATUS_NO_CONTENT);
  missing = call_json (demo, SOUP_METHOD_DELETE, path, demo->tokens[0], NULL, SOUP_STATUS_NOT_FOUND);
  g_assert_cmpint (get_error_id (missing), >, 0);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, "/v2/currentOrg", token, NULL), ==, SOUP_STATUS_UNAUTHORIZED);

  after = list (demo);
  g_assert_null (find_row (after, client_id));
  g_assert_cmpint (get_stat (demo, "posts"), ==, 1);
  g_assert_cmpint (get_stat (demo, "deletes"), ==, 2);
}

static void
test_bad_bodies (Demo          *demo,
                 gconstpointer  user_data)
{
  const char * const bodies[] = {
    "", " ", "[]", "{", "{}", "{\"roles\":null}", "{\"roles\":[]}", "{\"roles\":\"x\"}", "{\"roles\":[1]}",
    "{\"roles\":[\"00000000-0000-4000-8000-000000000000\"]}",
    "{\"roles\":[\"RO User\"],\"description\":1}",
    "{\"roles\":[\"RO User\"],\"tokenExpiry\":\"tomorrow\"}",
    "{\"roles\":[\"RO User\"],\"tokenExpiry\":\"2020-01-01T00:00:00Z\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_test_message ("%s", bodies[i]);
      g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, TOKENS, demo->tokens[0], bodies[i]), ==,
                        SOUP_STATUS_BAD_REQUEST);
    }

  g_assert_cmpint (get_stat (demo, "tokens"), ==, 15);
  g_assert_cmpint (get_stat (demo, "badRoles"), ==, 0);

  /* The trap of the real service: a name where an id belongs is taken. */
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, "/v2/tokens", demo->tokens[0], "{\"roles\":[\"RO User\"]}"),
                    ==, SOUP_STATUS_OK);
  g_assert_cmpint (get_stat (demo, "badRoles"), ==, 1);
}

static void
test_refusals (Demo          *demo,
               gconstpointer  user_data)
{
  g_autoptr (JsonNode) malformed = NULL;
  g_autoptr (JsonNode) unknown = NULL;
  g_autoptr (JsonNode) forbidden = NULL;
  g_autoptr (JsonNode) created = NULL;
  g_autofree char *wrong = g_strdup (demo->tokens[0]);
  const char *token;
  gsize last = strlen (wrong) - 1;

  malformed = call_json (demo, SOUP_METHOD_GET, TOKENS, "AstraCS:short", NULL, SOUP_STATUS_UNAUTHORIZED);
  g_assert_cmpint (get_error_id (malformed), ==, 340012);

  wrong[last] = wrong[last] == '0' ? '1' : '0';
  unknown = call_json (demo, SOUP_METHOD_GET, TOKENS, wrong, NULL, SOUP_STATUS_UNAUTHORIZED);
  g_assert_cmpint (get_error_id (unknown), ==, 340018);

  created = create (demo, "RO User", "");
  token = json_object_get_string_member (json_node_get_object (created), "token");
  forbidden = call_json (demo, SOUP_METHOD_GET, TOKENS, token, NULL, SOUP_STATUS_FORBIDDEN);
  g_assert_cmpint (get_error_id (forbidden), >, 0);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, "/v2/currentOrg", token, NULL), ==, SOUP_STATUS_OK);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, TOKENS, token, "{\"roles\":[\"x\"]}"), ==,
                    SOUP_STATUS_FORBIDDEN);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_DELETE, TOKENS "/x", token, NULL), ==, SOUP_STATUS_FORBIDDEN);
}

static void
test_faults (Demo          *demo,
             gconstpointer  user_data)
{
  g_auto (GStrv) parts = g_strsplit (demo->tokens[1], ":", 3);
  g_autofree char *path = g_strconcat (TOKENS "/", parts[1], NULL);
  const char *token = demo->tokens[0];
  const char *body = "{\"roles\":[\"RO User\"]}";

  set_faults (demo, "list:status=403,times=1\nroles:status=500");
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, TOKENS, token, NULL), ==, SOUP_STATUS_FORBIDDEN);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, TOKENS, token, NULL), ==, SOUP_STATUS_OK);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, "/v2/organizations/roles", token, NULL), ==, 500);

  set_faults (demo, "create:status=500");
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, "/v2/organizations/roles", token, NULL), ==, SOUP_STATUS_OK);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, TOKENS, token, body), ==, 500);
  g_assert_cmpint (get_stat (demo, "tokens"), ==, 15);

  set_faults (demo, "create:cut=40");
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, TOKENS, token, body), ==, 0);
  g_assert_cmpint (get_stat (demo, "tokens"), ==, 16);
  g_assert_cmpint (get_stat (demo, "posts"), ==, 2);

  set_faults (demo, "create:lost");
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, TOKENS, token, body), ==, 0);
  g_assert_cmpint (get_stat (demo, "tokens"), ==, 17);
  g_assert_cmpint (get_stat (demo, "posts"), ==, 3);

  set_faults (demo, "delete:lie");
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_DELETE, path, demo->tokens[1], NULL), ==, SOUP_STATUS_OK);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, TOKENS, demo->tokens[1], NULL), ==, SOUP_STATUS_OK);

  set_faults (demo, "");
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_DELETE, path, demo->tokens[1], NULL), ==, SOUP_STATUS_NO_CONTENT);
  g_assert_cmpuint (call_status (demo, SOUP_METHOD_GET, TOKENS, demo->tokens[1], NULL), ==, SOUP_STATUS_UNAUTHORIZED);

  g_assert_cmpuint (call_status (demo, SOUP_METHOD_POST, "/demo/fault", NULL, "list:lie"), ==,
                    SOUP_STATUS_BAD_REQUEST);
}

static void
test_stall (Demo          *demo,
            gconstpointer  user_data)
{
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint status;

  set_faults (demo, "create:stall");
  soup_session_set_timeout (demo->session, STALL_TIMEOUT_S);
  soup_session_abort (demo->session); /* the timeout holds for new connections */
  answer = call (demo, SOUP_METHOD_POST, TOKENS, demo->tokens[0], "{\"roles\":[\"RO User\"]}", &status, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpint (get_stat (demo, "tokens"), ==, 15);
}

static void
add_test (const char  *name,
          void       (*function) (Demo *, gconstpointer))
{
  g_autofree char *path = g_strconcat ("/demo/", name, NULL);

  g_test_add (path, Demo, NULL, demo_set_up, function, demo_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (g_getenv ("LK_DEMO_SERVICE") == NULL)
    {
      g_print ("1..0 # SKIP LK_DEMO_SERVICE is not set\n");
      return 0;
    }

  add_test ("list", test_list);
  add_test ("seed", test_seed);
  add_test ("create-and-delete", test_create_and_delete);
  add_test ("bad-bodies", test_bad_bodies);
  add_test ("refusals", test_refusals);
  add_test ("faults", test_faults);
  add_test ("stall", test_stall);

  return g_test_run ();
}
