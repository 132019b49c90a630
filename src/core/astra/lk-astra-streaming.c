/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-streaming-private.h"

#include "lk-address.h"
#include "lk-astra-client-private.h"
#include "lk-astra-read.h"

#include <glib/gi18n-lib.h>

#define TENANTS_PATH "/v2/streaming/tenants"

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

static void
clock_told_cb (LkTransport      *transport,
               gint64            offset,
               LkAstraStreaming *self)
{
  self->clock_offset = offset;
}

/**
 * lk_astra_streaming_get_server_time:
 * @self: a streaming client
 *
 * Tells the time by the clock of the streaming calls' host, as far as its answers have told it; a second is as near as
 * they tell.
 *
 * Returns: (transfer full): the time, in UTC
 */
GDateTime *
lk_astra_streaming_get_server_time (LkAstraStreaming *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_return_val_if_fail (LK_IS_ASTRA_STREAMING (self), NULL);

  return g_date_time_add (now, self->clock_offset);
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
  self->clock_offset = lk_astra_client_get_clock_offset (client);
  g_signal_connect_object (self->transport, "clock-told", G_CALLBACK (clock_told_cb), self, 0);
  self->org_id = org_id != NULL && g_uuid_string_is_valid (org_id) ? g_strdup (org_id) : NULL;

  return self;
}

/* Part of a path, or NULL for what a path would read as something else ("..") or cannot hold. */
static char *
escape_part (const char *text)
{
  return *text != '\0' && *text != '.' ? g_uri_escape_string (text, NULL, FALSE) : NULL;
}

/*< private >
 * lk_astra_streaming_make_path:
 * @task: what is returned an error if there is no path
 * @version: "v2" or "v3"
 * @tenant: a tenant, whose names come from the service and may be anything
 * @what: what is below it
 * @token_id: (nullable): one of that
 *
 * Returns: (transfer full) (nullable): the path
 */
char *
lk_astra_streaming_make_path (GTask      *task,
                              const char *version,
                              LkTenant   *tenant,
                              const char *what,
                              const char *token_id)
{
  g_autofree char *name = escape_part (lk_tenant_get_name (tenant));
  g_autofree char *id = token_id != NULL ? escape_part (token_id) : NULL;

  if (name == NULL || !lk_transport_is_header (lk_tenant_get_cluster (tenant)) || (token_id != NULL && id == NULL))
    {
      g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
                               _("Astra told a name that cannot be asked for"));
      return NULL;
    }

  return g_strconcat ("/", version, "/streaming/tenants/", name, "/", what, id != NULL ? "/" : NULL, id, NULL);
}

/*< private >
 * lk_astra_streaming_make_request:
 * @self: a streaming client
 * @tenant: a tenant
 * @path: a path below it
 *
 * Returns: a request with the headers that every call about a tenant has; nothing in it is owned
 */
LkTransportRequest
lk_astra_streaming_make_request (LkAstraStreaming *self,
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
  LkTransportRequest request = { .path = TENANTS_PATH, .dropped_key = "pulsarToken" };
  GTask *task;

  g_return_if_fail (LK_IS_ASTRA_STREAMING (self));

  request.org_id = self->org_id;
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
  path = lk_astra_streaming_make_path (task, "v2", tenant, what, NULL);
  if (path == NULL)
    return;

  request = lk_astra_streaming_make_request (self, tenant, path);
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
  path = lk_astra_streaming_make_path (task, "v2", tenant, "tokens", token_id);
  if (path == NULL)
    return;

  request = lk_astra_streaming_make_request (self, tenant, path);
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
