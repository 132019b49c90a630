/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-streaming-private.h"
#include "lk-jwt.h"

#include "lk-answer-buffer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

/* A bare token that ends too soon is still one by its looks. */
static gboolean
is_whole (SecretValue  *token,
          GError      **error)
{
  gsize length;
  const char *text = secret_value_get (token, &length);
  g_autoptr (LkJwt) jwt = lk_jwt_new (text, length);

  if (lk_jwt_get_flaw (jwt) != LK_JWT_FLAW_SIGNATURE)
    return TRUE;

  g_set_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
               /* Translators: %s is a sentence such as “It is not signed” */
               _("Astra’s answer holds no whole Pulsar token. %s"), lk_jwt_get_message (jwt));

  return FALSE;
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
  if (answer != NULL && is_whole (answer->token, &error))
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
  path = lk_astra_streaming_make_path (task, "v2", tenant, "tokens", token_id);
  if (path == NULL)
    return;

  request = lk_astra_streaming_make_request (self, tenant, path);
  request.sink = LK_ANSWER_SINK (begin_handing (task)->buffer);
  lk_transport_get_async (self->transport, &request, cancellable, fetched_cb, g_steal_pointer (&task));
}

/**
 * lk_astra_streaming_fetch_token_finish:
 * @self: a streaming client
 * @result: what the callback was given
 * @error: return location for a #LkAstraError or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the token, or %NULL with @error set
 */
SecretValue *
lk_astra_streaming_fetch_token_finish (LkAstraStreaming  *self,
                                       GAsyncResult      *result,
                                       GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_astra_streaming_fetch_token_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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
  path = lk_astra_streaming_make_path (task, version, tenant, "tokens", NULL);
  if (path == NULL)
    return;

  request = lk_astra_streaming_make_request (self, tenant, path);
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
