/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-client-private.h"

#include "lk-address.h"
#include "lk-astra-decode.h"
#include "lk-astra-read.h"
#include "lk-secret-attributes.h"
#include "lk-transport.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/**
 * LkAstraClient:
 *
 * The calls of the DevOps API that look after an organization's application tokens, signed in with one of them.
 */
struct _LkAstraClient
{
  GObject      parent_instance;

  LkTransport *transport;
  GTimeSpan    clock_offset;
};

G_DEFINE_FINAL_TYPE (LkAstraClient, lk_astra_client, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CLOCK_OFFSET,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

#define LK_DECODER(function) (LkAstraDecodeFunc) (void (*) (void)) function

static const LkAstraDecoder org_decoder = { LK_DECODER (lk_astra_decode_org), NULL, g_free };
static const LkAstraDecoder org_name_decoder = { LK_DECODER (lk_astra_decode_org_name), NULL, g_free };
static const LkAstraDecoder roles_decoder = { LK_DECODER (lk_astra_decode_roles), NULL,
                                              (GDestroyNotify) g_ptr_array_unref };
static const LkAstraDecoder tokens_decoder = { LK_DECODER (lk_astra_decode_tokens), NULL,
                                               (GDestroyNotify) g_ptr_array_unref };

static void
read_path (LkAstraClient        *self,
           const char           *path,
           const LkAstraDecoder *decoder,
           gpointer              tag,
           GCancellable         *cancellable,
           GAsyncReadyCallback   callback,
           gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  lk_astra_read (self->transport, &(LkTransportRequest) { .path = path }, decoder, NULL, task);
}

static void
clock_told_cb (LkTransport   *transport,
               gint64         offset,
               LkAstraClient *self)
{
  if (self->clock_offset == offset)
    return;

  self->clock_offset = offset;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLOCK_OFFSET]);
}

static void
lk_astra_client_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkAstraClient *self = LK_ASTRA_CLIENT (object);

  switch (property_id)
    {
    case PROP_CLOCK_OFFSET:
      g_value_set_int64 (value, self->clock_offset);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_astra_client_dispose (GObject *object)
{
  LkAstraClient *self = LK_ASTRA_CLIENT (object);

  g_clear_object (&self->transport);

  G_OBJECT_CLASS (lk_astra_client_parent_class)->dispose (object);
}

static void
lk_astra_client_class_init (LkAstraClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_astra_client_dispose;
  object_class->get_property = lk_astra_client_get_property;

  /**
   * LkAstraClient:clock-offset:
   *
   * How far the service's clock is ahead of this computer's, a #GTimeSpan, as the last answer told; 0 before the first.
   * The time told is in whole seconds and as old as the answer's way here.
   */
  properties[PROP_CLOCK_OFFSET] = g_param_spec_int64 ("clock-offset", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                        | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
lk_astra_client_init (LkAstraClient *self)
{
}

/**
 * lk_astra_api_url_for_environment:
 * @environment: "prod", "dev" or "test"
 *
 * Tells the origin of an environment's DevOps API.
 *
 * Returns: (transfer none) (nullable): the origin, or %NULL if there is no such environment
 */
const char *
lk_astra_api_url_for_environment (const char *environment)
{
  if (g_str_equal (environment, "prod"))
    return LK_ASTRA_API_URL_PROD;
  if (g_str_equal (environment, "dev"))
    return LK_ASTRA_API_URL_DEV;
  if (g_str_equal (environment, "test"))
    return LK_ASTRA_API_URL_TEST;

  return NULL;
}

/**
 * lk_astra_check_address:
 * @text: what someone entered
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Checks an address of the API; see lk_address_check().
 *
 * Returns: (transfer full): its origin, or %NULL with @error set
 */
char *
lk_astra_check_address (const char *text,
                        GError    **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  return lk_address_check (text, error);
}

/**
 * lk_astra_client_get_server_time:
 * @self: a client
 *
 * Tells the time by the server's clock, as far as answers have told it; see #LkAstraClient:clock-offset.
 *
 * Returns: (transfer full): the time, in UTC
 */
GDateTime *
lk_astra_client_get_server_time (LkAstraClient *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_return_val_if_fail (LK_IS_ASTRA_CLIENT (self), NULL);

  return g_date_time_add (now, self->clock_offset);
}

/**
 * lk_astra_client_new:
 * @api_url: the origin of the DevOps API
 * @token: the application token to sign in with; a reference is held while the client lives
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS or %LK_ASTRA_ERROR_BAD_TOKEN
 *
 * Makes a client. A token that could not be sent as it is (a line break, say) is refused here: libsoup would drop the
 * header and send the request without it (measured).
 *
 * Returns: (transfer full): the client, or %NULL with @error set
 */
LkAstraClient *
lk_astra_client_new (const char   *api_url,
                     SecretValue  *token,
                     GError      **error)
{
  return lk_astra_client_new_in_pool (api_url, token, NULL, error);
}

/**
 * lk_astra_client_new_in_pool:
 * @api_url: the origin of the DevOps API
 * @token: the application token to sign in with
 * @pool: (nullable): where the bound on requests at once is shared with other clients
 * @error: as lk_astra_client_new()
 *
 * Makes a client, see lk_astra_client_new().
 *
 * Returns: (transfer full): the client, or %NULL with @error set
 */
LkAstraClient *
lk_astra_client_new_in_pool (const char     *api_url,
                             SecretValue    *token,
                             LkSessionPool  *pool,
                             GError        **error)
{
  g_autofree char *origin = NULL;
  LkAstraClient *self;

  g_return_val_if_fail (api_url != NULL, NULL);
  g_return_val_if_fail (token != NULL, NULL);

  origin = lk_address_check (api_url, error);
  if (origin == NULL)
    return NULL;
  if (!lk_secret_value_check (token, NULL))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_TOKEN,
                           _("This cannot be a token: a token is one word of plain characters"));
      return NULL;
    }

  self = g_object_new (LK_TYPE_ASTRA_CLIENT, NULL);
  self->transport = lk_transport_new (origin, token, pool);
  g_signal_connect_object (self->transport, "clock-told", G_CALLBACK (clock_told_cb), self, 0);

  return self;
}

/*< private >
 * lk_astra_client_get_transport:
 * @self: a client
 *
 * Returns: (transfer none): what carries its requests
 */
LkTransport *
lk_astra_client_get_transport (LkAstraClient *self)
{
  return self->transport;
}

/**
 * lk_astra_client_set_times:
 * @self: a client
 * @retry_wait_ms: how long, about, a read waits before it is first repeated; 0 to repeat at once
 * @read_deadline_ms: how long a read may take in all, with its repetitions
 * @write_deadline_ms: how long a create or a delete may take in all
 *
 * Sets the times of the requests from now on; they are half a second, five minutes and one minute otherwise.
 */
void
lk_astra_client_set_times (LkAstraClient *self,
                           guint          retry_wait_ms,
                           guint          read_deadline_ms,
                           guint          write_deadline_ms)
{
  const LkTransportTimes times = { retry_wait_ms, read_deadline_ms, write_deadline_ms };

  g_return_if_fail (LK_IS_ASTRA_CLIENT (self));

  lk_transport_set_times (self->transport, &times);
}

/**
 * lk_astra_client_get_clock_offset:
 * @self: a client
 *
 * Gets the value of #LkAstraClient:clock-offset.
 *
 * Returns: how far the service's clock is ahead, 0 if it has not told its time
 */
GTimeSpan
lk_astra_client_get_clock_offset (LkAstraClient *self)
{
  g_return_val_if_fail (LK_IS_ASTRA_CLIENT (self), 0);

  return self->clock_offset;
}

#define LK_DEFINE_READ(name, Type, path, decoder) \
  void \
  lk_astra_client_##name##_async (LkAstraClient       *self, \
                                  GCancellable        *cancellable, \
                                  GAsyncReadyCallback  callback, \
                                  gpointer             user_data) \
  { \
    g_return_if_fail (LK_IS_ASTRA_CLIENT (self)); \
    read_path (self, path, &decoder, lk_astra_client_##name##_async, cancellable, callback, user_data); \
  } \
\
  Type * \
  lk_astra_client_##name##_finish (LkAstraClient  *self, \
                                   GAsyncResult   *result, \
                                   GError        **error) \
  { \
    g_return_val_if_fail (g_task_is_valid (result, self), NULL); \
    g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_client_##name##_async), NULL); \
    return g_task_propagate_pointer (G_TASK (result), error); \
  }

LK_DEFINE_READ (get_org, char, "/v2/currentOrg", org_decoder)
LK_DEFINE_READ (get_org_name, char, "/v2/organizations/users", org_name_decoder)
LK_DEFINE_READ (list_roles, GPtrArray, "/v2/organizations/roles", roles_decoder)
LK_DEFINE_READ (list_tokens, GPtrArray, "/v2/clientIdSecrets", tokens_decoder)

static GBytes *
create_request (const char *const *role_ids,
                const char        *org_id,
                const char        *description,
                const char        *token_expiry)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "roles");
  json_builder_begin_array (builder);
  for (guint i = 0; role_ids[i] != NULL; i++)
    json_builder_add_string_value (builder, role_ids[i]);
  json_builder_end_array (builder);
  if (org_id != NULL)
    json_builder_add_string_value (json_builder_set_member_name (builder, "orgId"), org_id);
  /* An older service may not know these two: they are sent only when somebody filled them. */
  if (description != NULL && *description != '\0')
    json_builder_add_string_value (json_builder_set_member_name (builder, "description"), description);
  if (token_expiry != NULL)
    json_builder_add_string_value (json_builder_set_member_name (builder, "tokenExpiry"), token_expiry);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  gboolean sent = FALSE;

  body = lk_transport_finish (LK_TRANSPORT (source), result, &sent, &error);
  g_task_set_task_data (task, GINT_TO_POINTER (sent), NULL);
  if (body != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * lk_astra_client_create_token_async:
 * @self: a client
 * @role_ids: (array zero-terminated=1): role UUIDs; a name is accepted by the service and makes a token of no use, so
 *   it is a programming error here
 * @org_id: (nullable): the organization
 * @description: (nullable): what it is for
 * @token_expiry: (nullable): an ISO instant
 * @sink: keeps the answer
 * @cancellable: (nullable): cancels the request, after which nobody knows whether it took effect
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Creates an application token: one POST, never repeated.
 */
void
lk_astra_client_create_token_async (LkAstraClient       *self,
                                    const char *const   *role_ids,
                                    const char          *org_id,
                                    const char          *description,
                                    const char          *token_expiry,
                                    LkAnswerSink        *sink,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (LK_IS_ASTRA_CLIENT (self));
  g_return_if_fail (role_ids != NULL && role_ids[0] != NULL);
  for (guint i = 0; role_ids[i] != NULL; i++)
    g_return_if_fail (g_uuid_string_is_valid (role_ids[i]));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_astra_client_create_token_async);
  g_task_set_check_cancellable (task, FALSE);
  body = create_request (role_ids, org_id, description, token_expiry);
  lk_transport_post_async (self->transport,
                           &(LkTransportRequest) { .path = "/v2/clientIdSecrets", .body = body, .sink = sink },
                           cancellable, created_cb, g_steal_pointer (&task));
}

/**
 * lk_astra_client_create_token_finish:
 * @self: a client
 * @result: what the callback was given
 * @sent: (out): whether the request may have reached the service
 * @error: return location for a #LkAstraError or %G_IO_ERROR_CANCELLED
 *
 * Takes the outcome of lk_astra_client_create_token_async(), as far as the transport can tell it: what counts is the
 * content of the sink.
 *
 * Returns: whether the service answered with a success
 */
gboolean
lk_astra_client_create_token_finish (LkAstraClient  *self,
                                     GAsyncResult   *result,
                                     gboolean       *sent,
                                     GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_client_create_token_async), FALSE);

  *sent = GPOINTER_TO_INT (g_task_get_task_data (G_TASK (result)));

  return g_task_propagate_boolean (G_TASK (result), error);
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
 * lk_astra_client_delete_token_async:
 * @self: a client
 * @client_id: the token's client id, from the list
 * @cancellable: (nullable): cancels the request
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes an application token. Whether it is gone only the list tells.
 */
void
lk_astra_client_delete_token_async (LkAstraClient       *self,
                                    const char          *client_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (LK_IS_ASTRA_CLIENT (self));
  g_return_if_fail (client_id != NULL && *client_id != '\0');

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_astra_client_delete_token_async);
  /* An id that a path would read as something else (".", "..") is none of the service's. */
  if (client_id[0] == '.')
    {
      g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED, _("That is no client id"));
      return;
    }

  escaped = g_uri_escape_string (client_id, NULL, FALSE);
  path = g_strconcat ("/v2/clientIdSecrets/", escaped, NULL);
  lk_transport_delete_async (self->transport, &(LkTransportRequest) { .path = path }, cancellable, deleted_cb,
                             g_steal_pointer (&task));
}

/**
 * lk_astra_client_delete_token_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #LkAstraError or %G_IO_ERROR_CANCELLED
 *
 * Takes the outcome of lk_astra_client_delete_token_async(). 404 counts as success: it was gone already.
 *
 * Returns: whether the service says that it is deleted
 */
gboolean
lk_astra_client_delete_token_finish (LkAstraClient  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_client_delete_token_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
