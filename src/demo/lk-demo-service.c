/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-service.h"

#include "lk-demo-call.h"
#include "lk-demo-wire.h"

#define N_ORGS 2
#define N_TOKENS_SECOND_ORG 3

/**
 * LkDemoService:
 *
 * A made-up Astra service for two made-up organizations, on the loopback only. It keeps all in memory, logs nothing,
 * and can be told to let calls go wrong.
 */
struct _LkDemoService
{
  GObject      parent_instance;

  SoupServer  *server;
  LkDemoWorld  world;
  LkDemoKey   *key;
  GArray      *faults;
  char        *url;         /* NULL until it listens */
  guint        latency_ms;

  guint64      n_requests;
  guint       n_open;       /* calls that are not answered yet */
  guint       most_at_once; /* of them, ever */
  guint64      n_gets;
  guint64      n_posts;
  guint64      n_deletes;
};

G_DEFINE_FINAL_TYPE (LkDemoService, lk_demo_service, G_TYPE_OBJECT)

/* A call that waits for the latency to pass. */
typedef struct
{
  LkDemoService     *service;
  SoupServerMessage *message;
  char              *path;
} Waiting;

static void
free_waiting (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->service);
  g_object_unref (waiting->message);
  g_free (waiting->path);
  g_free (waiting);
}

static void
free_org (gpointer data)
{
  lk_demo_org_free (data);
}

static void
free_streaming (gpointer data)
{
  lk_demo_streaming_free (data);
}

/* Returns FALSE if no answer shall be sent yet, or ever. */
static gboolean
answer_call (LkDemoService     *self,
             SoupServerMessage *message,
             const char        *path)
{
  LkDemoOperation operation = lk_demo_call_find_operation (soup_server_message_get_method (message), path);
  g_auto (LkDemoAnswer) answer = { 0 };
  LkDemoFault fault;

  lk_demo_faults_take (self->faults, operation, &fault);
  if (fault.kind == LK_DEMO_FAULT_STALL)
    return FALSE;

  if (fault.kind == LK_DEMO_FAULT_STATUS || fault.kind == LK_DEMO_FAULT_PORTAL)
    lk_demo_answer_set_fault (&answer, &fault);
  else
    lk_demo_call_perform (&self->world, message, operation, path, fault.kind == LK_DEMO_FAULT_LIE, &answer);

  lk_demo_answer_spoil (&answer, &fault);

  return lk_demo_wire_send (&answer, message, &fault);
}

static gboolean
latency_over_cb (gpointer user_data)
{
  Waiting *waiting = user_data;

  if (answer_call (waiting->service, waiting->message, waiting->path))
    soup_server_message_unpause (waiting->message);

  return G_SOURCE_REMOVE;
}

static void
finished_cb (SoupServerMessage *message,
             LkDemoService     *self)
{
  self->n_open--;
}

static void
count_call (LkDemoService     *self,
            SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);

  self->n_requests++;
  self->n_open++;
  self->most_at_once = MAX (self->most_at_once, self->n_open);
  g_signal_connect_object (message, "finished", G_CALLBACK (finished_cb), self, 0);
  if (g_str_equal (method, SOUP_METHOD_GET))
    self->n_gets++;
  else if (g_str_equal (method, SOUP_METHOD_POST))
    self->n_posts++;
  else if (g_str_equal (method, SOUP_METHOD_DELETE))
    self->n_deletes++;
}

static void
call_cb (SoupServer        *server,
         SoupServerMessage *message,
         const char        *path,
         GHashTable        *query,
         gpointer           user_data)
{
  LkDemoService *self = user_data;
  Waiting *waiting;

  count_call (self, message);
  if (self->latency_ms == 0)
    {
      if (!answer_call (self, message, path))
        soup_server_message_pause (message);
      return;
    }

  soup_server_message_pause (message);
  waiting = g_new0 (Waiting, 1);
  waiting->service = g_object_ref (self);
  waiting->message = g_object_ref (message);
  waiting->path = g_strdup (path);
  g_timeout_add_full (G_PRIORITY_DEFAULT, self->latency_ms, latency_over_cb, waiting, free_waiting);
}

static void
add_count (JsonBuilder *builder,
           const char  *name,
           guint64      count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) count);
}

static void
stats_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  LkDemoService *self = user_data;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_auto (LkDemoAnswer) answer = { 0 };
  guint64 n_tokens = 0;
  guint64 n_pulsar_tokens = 0;

  for (guint i = 0; i < self->world.orgs->len; i++)
    {
      LkDemoOrg *org = g_ptr_array_index (self->world.orgs, i);

      n_tokens += lk_demo_org_get_n_tokens (org);
      n_pulsar_tokens += lk_demo_streaming_get_n_tokens (g_hash_table_lookup (self->world.streaming, org));
    }

  json_builder_begin_object (builder);
  add_count (builder, "posts", self->n_posts);
  add_count (builder, "deletes", self->n_deletes);
  add_count (builder, "gets", self->n_gets);
  add_count (builder, "badRoles", self->world.n_bad_roles);
  add_count (builder, "tokens", n_tokens);
  add_count (builder, "pulsarTokens", n_pulsar_tokens);
  add_count (builder, "requests", self->n_requests);
  add_count (builder, "mostAtOnce", self->most_at_once);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  lk_demo_answer_set_json (&answer, SOUP_STATUS_OK, root);
  lk_demo_wire_send (&answer, message, &(LkDemoFault) { 0 });
}

static void
key_cb (SoupServer        *server,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           user_data)
{
  LkDemoService *self = user_data;
  g_auto (LkDemoAnswer) answer = { 0 };
  g_autofree char *pem = lk_demo_key_to_public_pem (self->key);

  lk_demo_answer_set_text (&answer, SOUP_STATUS_OK, pem);
  lk_demo_wire_send (&answer, message, &(LkDemoFault) { 0 });
}

static void
fault_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  LkDemoService *self = user_data;
  g_auto (LkDemoAnswer) answer = { 0 };
  g_autoptr (GArray) faults = lk_demo_faults_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *specs = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (soup_server_message_get_method (message), SOUP_METHOD_POST))
    {
      soup_server_message_set_status (message, SOUP_STATUS_METHOD_NOT_ALLOWED, NULL);
      return;
    }

  bytes = soup_message_body_flatten (soup_server_message_get_request_body (message));
  if (g_bytes_get_size (bytes) > 0)
    specs = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  if (specs != NULL && !g_utf8_validate (specs, -1, NULL))
    {
      lk_demo_answer_set_text (&answer, SOUP_STATUS_BAD_REQUEST, "the body is not UTF-8");
    }
  else if (specs != NULL && !lk_demo_faults_add (faults, specs, &error))
    {
      lk_demo_answer_set_text (&answer, SOUP_STATUS_BAD_REQUEST, error->message);
    }
  else
    {
      g_array_unref (self->faults);
      self->faults = g_steal_pointer (&faults);
      answer.status = SOUP_STATUS_NO_CONTENT;
    }

  lk_demo_wire_send (&answer, message, &(LkDemoFault) { 0 });
}

static void
lk_demo_service_dispose (GObject *object)
{
  LkDemoService *self = LK_DEMO_SERVICE (object);

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (lk_demo_service_parent_class)->dispose (object);
}

static void
lk_demo_service_finalize (GObject *object)
{
  LkDemoService *self = LK_DEMO_SERVICE (object);

  g_clear_pointer (&self->world.streaming, g_hash_table_unref);
  g_clear_pointer (&self->world.orgs, g_ptr_array_unref);
  g_clear_pointer (&self->key, lk_demo_key_free);
  g_clear_pointer (&self->faults, g_array_unref);
  g_clear_pointer (&self->url, g_free);

  G_OBJECT_CLASS (lk_demo_service_parent_class)->finalize (object);
}

static void
lk_demo_service_class_init (LkDemoServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_demo_service_dispose;
  object_class->finalize = lk_demo_service_finalize;
}

static void
lk_demo_service_init (LkDemoService *self)
{
  self->faults = lk_demo_faults_new ();
  self->key = lk_demo_key_new ();
  self->world.orgs = g_ptr_array_new_with_free_func (free_org);
  self->world.streaming = g_hash_table_new_full (NULL, NULL, NULL, free_streaming);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, "/", call_cb, self, NULL);
  soup_server_add_handler (self->server, "/demo/stats", stats_cb, self, NULL);
  soup_server_add_handler (self->server, "/demo/fault", fault_cb, self, NULL);
  soup_server_add_handler (self->server, "/demo/key", key_cb, self, NULL);
}

/**
 * lk_demo_service_new:
 * @seed: the same seed gives the same organizations
 * @n_tokens: how many tokens the first organization lists, at least 1
 * @n_tenants: how many streaming tenants the first organization has; the second has none
 * @n_pulsar_tokens: how many tokens each of those beyond the first few has
 * @latency_ms: how long each call waits, in milliseconds
 *
 * Makes a service that does not listen yet.
 *
 * Returns: (transfer full): the service
 */
LkDemoService *
lk_demo_service_new (guint32 seed,
                     guint   n_tokens,
                     guint   n_tenants,
                     guint   n_pulsar_tokens,
                     guint   latency_ms)
{
  LkDemoService *self = g_object_new (LK_TYPE_DEMO_SERVICE, NULL);

  self->latency_ms = latency_ms;
  for (guint i = 0; i < N_ORGS; i++)
    {
      LkDemoOrg *org = lk_demo_org_new (seed, i, i == 0 ? n_tokens : N_TOKENS_SECOND_ORG);

      g_ptr_array_add (self->world.orgs, org);
      g_hash_table_insert (self->world.streaming, org,
                           lk_demo_streaming_new (seed, i, lk_demo_org_get_id (org), i == 0 ? n_tenants : 0,
                                                  n_pulsar_tokens, self->key));
    }

  return self;
}

/**
 * lk_demo_service_add_faults:
 * @self: a service
 * @specs: lines such as `create:status=500,times=1`
 * @error: return location for a #LkDemoFaultError
 *
 * Plans calls to go wrong.
 *
 * Returns: whether every line was understood
 */
gboolean
lk_demo_service_add_faults (LkDemoService *self,
                            const char    *specs,
                            GError       **error)
{
  g_return_val_if_fail (LK_IS_DEMO_SERVICE (self), FALSE);

  return lk_demo_faults_add (self->faults, specs, error);
}

/**
 * lk_demo_service_listen:
 * @self: a service
 * @port: where, or 0 for any free port
 * @error: return location for a #GIOErrorEnum
 *
 * Starts to listen on 127.0.0.1, in the default main context. To be called once.
 *
 * Returns: whether it listens
 */
gboolean
lk_demo_service_listen (LkDemoService *self,
                        guint16        port,
                        GError       **error)
{
  GSList *uris;

  g_return_val_if_fail (LK_IS_DEMO_SERVICE (self), FALSE);
  g_return_val_if_fail (self->url == NULL, FALSE);

  if (!soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;

  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->world.url = self->url;

  return TRUE;
}

/**
 * lk_demo_service_get_url:
 * @self: a service
 *
 * Gets the address of the service, with no slash at its end.
 *
 * Returns: (transfer none) (nullable): the address, or %NULL before lk_demo_service_listen()
 */
const char *
lk_demo_service_get_url (LkDemoService *self)
{
  g_return_val_if_fail (LK_IS_DEMO_SERVICE (self), NULL);

  return self->url;
}

/**
 * lk_demo_service_get_n_orgs:
 * @self: a service
 *
 * Counts the organizations.
 *
 * Returns: how many there are
 */
guint
lk_demo_service_get_n_orgs (LkDemoService *self)
{
  g_return_val_if_fail (LK_IS_DEMO_SERVICE (self), 0);

  return self->world.orgs->len;
}

/**
 * lk_demo_service_get_sign_in_token:
 * @self: a service
 * @index: which organization
 *
 * Gets the token to sign in to an organization with.
 *
 * Returns: (transfer none): the token
 */
const char *
lk_demo_service_get_sign_in_token (LkDemoService *self,
                                   guint          index)
{
  g_return_val_if_fail (LK_IS_DEMO_SERVICE (self), NULL);
  g_return_val_if_fail (index < self->world.orgs->len, NULL);

  return lk_demo_org_get_sign_in_token (g_ptr_array_index (self->world.orgs, index));
}
