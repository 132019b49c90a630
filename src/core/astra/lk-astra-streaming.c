/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-streaming.h"

#include "lk-address.h"
#include "lk-answer-buffer.h"
#include "lk-astra-client-private.h"
#include "lk-astra-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TENANTS_PATH "/v2/streaming/tenants"

/**
 * LkAstraStreaming:
 *
 * The streaming calls of the DevOps API. They go to the account's streaming address, which is a setting of its own, and
 * share the application token and the bound on requests at once with the client they were made for.
 */
struct _LkAstraStreaming
{
  GObject      parent_instance;

  LkTransport *transport;
  char        *org_id; /* NULL: not known, and then the header is left out */
};

G_DEFINE_FINAL_TYPE (LkAstraStreaming, lk_astra_streaming, G_TYPE_OBJECT)

#define LK_DECODER(function) (LkAstraDecodeFunc) (void (*) (void)) function
#define LK_DECODER_FOR(function) (LkAstraDecodeForFunc) (void (*) (void)) function

static const LkAstraDecoder tenants_decoder = { LK_DECODER (lk_astra_decode_tenants), NULL,
                                                (GDestroyNotify) g_ptr_array_unref };
static const LkAstraDecoder limits_decoder = { LK_DECODER (lk_astra_decode_limits), NULL, g_free };
static const LkAstraDecoder tokens_decoder = { NULL, LK_DECODER_FOR (lk_astra_decode_pulsar_tokens),
                                               (GDestroyNotify) g_ptr_array_unref };

static void
lk_astra_streaming_dispose (GObject *object)
{
  LkAstraStreaming *self = LK_ASTRA_STREAMING (object);

  g_clear_object (&self->transport);

  G_OBJECT_CLASS (lk_astra_streaming_parent_class)->dispose (object);
}

static void
lk_astra_streaming_finalize (GObject *object)
{
  LkAstraStreaming *self = LK_ASTRA_STREAMING (object);

  g_clear_pointer (&self->org_id, g_free);

  G_OBJECT_CLASS (lk_astra_streaming_parent_class)->finalize (object);
}

static void
lk_astra_streaming_class_init (LkAstraStreamingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_astra_streaming_dispose;
  object_class->finalize = lk_astra_streaming_finalize;
}

static void
lk_astra_streaming_init (LkAstraStreaming *self)
{
}

/**
 * lk_astra_streaming_new:
 * @client: a client of the same account; not held on to
 * @streaming_url: the origin of the streaming calls
 * @org_id: (nullable): the account's organization, %NULL if it is not known
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Makes a streaming client that signs in with the token of @client.
 *
 * Returns: (transfer full): the client, or %NULL with @error set
 */
LkAstraStreaming *
lk_astra_streaming_new (LkAstraClient  *client,
                        const char     *streaming_url,
                        const char     *org_id,
                        GError        **error)
{
  g_autofree char *origin = NULL;
  LkAstraStreaming *self;

  g_return_val_if_fail (LK_IS_ASTRA_CLIENT (client), NULL);
  g_return_val_if_fail (streaming_url != NULL, NULL);

  origin = lk_address_check (streaming_url, error);
  if (origin == NULL)
    return NULL;

  self = g_object_new (LK_TYPE_ASTRA_STREAMING, NULL);
  self->transport = lk_transport_new_sibling (lk_astra_client_get_transport (client), origin);
  self->org_id = org_id != NULL && g_uuid_string_is_valid (org_id) ? g_strdup (org_id) : NULL;

  return self;
}

static gboolean
is_header_text (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;

  return *text != '\0';
}

/* Part of a path, or NULL for what a path would read as something else ("..") or cannot hold. */
static char *
escape_part (const char *text)
{
  return *text != '\0' && *text != '.' ? g_uri_escape_string (text, NULL, FALSE) : NULL;
}

/* The path below a tenant, or NULL with an error on @task. Names come from the service, and may be anything. */
static char *
get_path (GTask      *task,
          const char *version,
          LkTenant   *tenant,
          const char *what,
          const char *token_id)
{
  g_autofree char *name = escape_part (lk_tenant_get_name (tenant));
  g_autofree char *id = token_id != NULL ? escape_part (token_id) : NULL;

  if (name == NULL || !is_header_text (lk_tenant_get_cluster (tenant)) || (token_id != NULL && id == NULL))
    {
      g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
                               _("Astra told a name that cannot be asked for"));
      return NULL;
    }

  return g_strconcat ("/", version, "/streaming/tenants/", name, "/", what, id != NULL ? "/" : NULL, id, NULL);
}

static LkTransportRequest
make_request (LkAstraStreaming *self,
              LkTenant         *tenant,
              const char       *path)
{
  return (LkTransportRequest) {
    .path = path,
    .cluster = lk_tenant_get_cluster (tenant),
    .org_id = self->org_id,
  };
}

/**
 * lk_astra_streaming_list_tenants_async:
 * @self: a streaming client
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Lists the tenants of all clusters. The tokens that the service adds to the list are dropped as they arrive.
 */
void
lk_astra_streaming_list_tenants_async (LkAstraStreaming    *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  const LkTransportRequest request = { .path = TENANTS_PATH, .org_id = self->org_id, .dropped_key = "pulsarToken" };
  GTask *task;

  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_astra_streaming_list_tenants_async);
  lk_astra_read (self->transport, &request, &tenants_decoder, NULL, task);
}

static void
read_of_tenant (LkAstraStreaming     *self,
                LkTenant             *tenant,
                const char           *what,
                const LkAstraDecoder *decoder,
                gpointer              tag,
                GCancellable         *cancellable,
                GAsyncReadyCallback   callback,
                gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *path = NULL;
  LkTransportRequest request;

  g_task_set_source_tag (task, tag);
  path = get_path (task, "v2", tenant, what, NULL);
  if (path == NULL)
    return;

  request = make_request (self, tenant, path);
  lk_astra_read (self->transport, &request, decoder, G_OBJECT (tenant), g_steal_pointer (&task));
}

/**
 * lk_astra_streaming_get_limits_async:
 * @self: a streaming client
 * @tenant: a tenant
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads how much the tenant may have.
 */
void
lk_astra_streaming_get_limits_async (LkAstraStreaming    *self,
                                     LkTenant            *tenant,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  read_of_tenant (self, tenant, "limits", &limits_decoder, lk_astra_streaming_get_limits_async, cancellable, callback,
                  user_data);
}

/**
 * lk_astra_streaming_list_tokens_async:
 * @self: a streaming client
 * @tenant: a tenant
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Lists the Pulsar tokens of a tenant.
 */
void
lk_astra_streaming_list_tokens_async (LkAstraStreaming    *self,
                                      LkTenant            *tenant,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  read_of_tenant (self, tenant, "tokens", &tokens_decoder, lk_astra_streaming_list_tokens_async, cancellable, callback,
                  user_data);
}

#define LK_DEFINE_FINISH(name, Type) \
  Type * \
  lk_astra_streaming_##name##_finish (LkAstraStreaming  *self, \
                                      GAsyncResult      *result, \
                                      GError           **error) \
  { \
    g_return_val_if_fail (g_task_is_valid (result, self), NULL); \
    g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_streaming_##name##_async), NULL); \
    return g_task_propagate_pointer (G_TASK (result), error); \
  }

LK_DEFINE_FINISH (list_tenants, GPtrArray)
LK_DEFINE_FINISH (get_limits, LkTenantLimits)
LK_DEFINE_FINISH (list_tokens, GPtrArray)
LK_DEFINE_FINISH (fetch_token, SecretValue)

/* What hands out a token is answered into memory of its own, which is wiped with the call. */
typedef struct
{
  LkAnswerBuffer *buffer;
  gboolean        sent;
} Handing;

static void
handing_free (gpointer data)
{
  Handing *handing = data;

  g_object_unref (handing->buffer);
  g_free (handing);
}

static Handing *
begin_handing (GTask *task)
{
  Handing *handing = g_new0 (Handing, 1);

  handing->buffer = lk_answer_buffer_new ();
  g_task_set_task_data (task, handing, handing_free);

  return handing;
}

/* The words of a refusal are in the buffer, where the transport does not look. */
static GError *
add_words (GError         *error,
           LkAnswerBuffer *buffer)
{
  g_autoptr (GError) owned = error;
  g_autoptr (GBytes) body = NULL;
  const char *data;
  gsize length;

  if (lk_astra_error_get_status (owned) == 0)
    return g_steal_pointer (&owned);

  data = lk_answer_buffer_get_data (buffer, &length);
  body = g_bytes_new (data, length);

  return lk_astra_error_from_answer (lk_astra_error_get_status (owned), lk_astra_error_get_retry_after (owned), body);
}

/* Takes what the buffer holds after an answer, or says why there is none. */
static LkPulsarAnswer *
take_answer (GTask         *task,
             LkTransport   *transport,
             GAsyncResult  *result,
             GError       **error)
{
  Handing *handing = g_task_get_task_data (task);
  g_autoptr (GError) transport_error = NULL;
  g_autoptr (GBytes) nothing = NULL;
  const char *data;
  gsize length;

  nothing = lk_transport_finish (transport, result, &handing->sent, &transport_error);
  if (nothing == NULL)
    {
      g_propagate_error (error, add_words (g_steal_pointer (&transport_error), handing->buffer));
      return NULL;
    }

  data = lk_answer_buffer_get_data (handing->buffer, &length);

  return lk_pulsar_answer_new (data, length, error);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (LkPulsarAnswer) answer = NULL;
  GError *error = NULL;

  answer = take_answer (task, LK_TRANSPORT (source), result, &error);
  if (answer != NULL)
    g_task_return_pointer (task, secret_value_ref (answer->token), secret_value_unref);
  else
    g_task_return_error (task, error);
}

/**
 * lk_astra_streaming_fetch_token_async:
 * @self: a streaming client
 * @tenant: a tenant
 * @token_id: the id of one of its tokens, from the list
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Fetches a Pulsar token itself.
 */
void
lk_astra_streaming_fetch_token_async (LkAstraStreaming    *self,
                                      LkTenant            *tenant,
                                      const char          *token_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;
  LkTransportRequest request;

  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));
  g_return_if_fail (token_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_astra_streaming_fetch_token_async);
  path = get_path (task, "v2", tenant, "tokens", token_id);
  if (path == NULL)
    return;

  request = make_request (self, tenant, path);
  request.sink = LK_ANSWER_SINK (begin_handing (task)->buffer);
  lk_transport_get_async (self->transport, &request, cancellable, fetched_cb, g_steal_pointer (&task));
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  LkPulsarAnswer *answer = take_answer (task, LK_TRANSPORT (source), result, &error);

  if (answer != NULL)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) lk_pulsar_answer_free);
      return;
    }

  if (lk_astra_error_get_status (error) == 409)
    error = lk_astra_error_restate (error, LK_ASTRA_ERROR_TOKEN_LIMIT,
                                    _("This tenant has as many tokens as Astra allows. Delete one first."));
  g_task_return_error (task, error);
}

static void
create (LkAstraStreaming    *self,
        const char          *version,
        LkTenant            *tenant,
        GBytes              *body,
        GCancellable        *cancellable,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *path = NULL;
  LkTransportRequest request;
  Handing *handing;

  g_task_set_source_tag (task, create);
  g_task_set_check_cancellable (task, FALSE);
  handing = begin_handing (task);
  path = get_path (task, version, tenant, "tokens", NULL);
  if (path == NULL)
    return;

  request = make_request (self, tenant, path);
  request.body = body;
  request.sink = LK_ANSWER_SINK (handing->buffer);
  lk_transport_post_async (self->transport, &request, cancellable, created_cb, g_steal_pointer (&task));
}

/**
 * lk_astra_streaming_create_token_async:
 * @self: a streaming client
 * @tenant: a tenant
 * @days: how many days the token shall last, 0 for one without end
 * @cancellable: (nullable): cancels the request, after which nobody knows whether it took effect
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Creates a Pulsar token: one POST, never repeated. The lifetime is sent in days alone, since no other unit means the
 * same in all of the service's documents.
 */
void
lk_astra_streaming_create_token_async (LkAstraStreaming    *self,
                                       LkTenant            *tenant,
                                       guint                days,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  text = days > 0 ? g_strdup_printf ("{\"type\":\"admin\",\"exp\":\"%ud\"}", days) : g_strdup ("{\"type\":\"admin\"}");
  body = g_bytes_new (text, strlen (text));
  create (self, "v3", tenant, body, cancellable, callback, user_data);
}

/**
 * lk_astra_streaming_create_endless_token_async:
 * @self: a streaming client
 * @tenant: a tenant
 * @cancellable: (nullable): cancels the request, after which nobody knows whether it took effect
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Creates a Pulsar token without end by the older call: only to be used where the newer one is not there.
 */
void
lk_astra_streaming_create_endless_token_async (LkAstraStreaming    *self,
                                               LkTenant            *tenant,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data)
{
  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));

  create (self, "v2", tenant, NULL, cancellable, callback, user_data);
}

/**
 * lk_astra_streaming_create_token_finish:
 * @self: a streaming client
 * @result: what the callback was given
 * @sent: (out): whether the request may have reached the service
 * @error: return location for a #LkAstraError or %G_IO_ERROR_CANCELLED
 *
 * Takes the outcome of either call that creates a token. %LK_ASTRA_ERROR_MALFORMED means that one may have been made.
 *
 * Returns: (transfer full): the token, or %NULL with @error set
 */
LkPulsarAnswer *
lk_astra_streaming_create_token_finish (LkAstraStreaming  *self,
                                        GAsyncResult      *result,
                                        gboolean          *sent,
                                        GError           **error)
{
  Handing *handing;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, create), NULL);

  handing = g_task_get_task_data (G_TASK (result));
  *sent = handing->sent;

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  body = lk_transport_finish (LK_TRANSPORT (source), result, NULL, &error);
  if (body != NULL || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * lk_astra_streaming_delete_token_async:
 * @self: a streaming client
 * @tenant: a tenant
 * @token_id: the id of one of its tokens, from the list
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes a Pulsar token. Whether it is gone only the list tells.
 */
void
lk_astra_streaming_delete_token_async (LkAstraStreaming    *self,
                                       LkTenant            *tenant,
                                       const char          *token_id,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;
  LkTransportRequest request;

  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));
  g_return_if_fail (LK_IS_TENANT (tenant));
  g_return_if_fail (token_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_astra_streaming_delete_token_async);
  path = get_path (task, "v2", tenant, "tokens", token_id);
  if (path == NULL)
    return;

  request = make_request (self, tenant, path);
  lk_transport_delete_async (self->transport, &request, cancellable, deleted_cb, g_steal_pointer (&task));
}

/**
 * lk_astra_streaming_delete_token_finish:
 * @self: a streaming client
 * @result: what the callback was given
 * @error: return location for a #LkAstraError or %G_IO_ERROR_CANCELLED
 *
 * Takes the outcome of lk_astra_streaming_delete_token_async(). 404 counts as success: it was gone already.
 *
 * Returns: whether the service says that it is deleted
 */
gboolean
lk_astra_streaming_delete_token_finish (LkAstraStreaming  *self,
                                        GAsyncResult      *result,
                                        GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_streaming_delete_token_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
