/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-jwt.h"
#include "lk-pulsar-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Getting a token itself: where it is stored from there, else from the service, and then it is not kept. */

typedef struct
{
  LkPulsarToken *token;
  LkTenant      *tenant;
} LookUp;

static void
look_up_free (gpointer data)
{
  LookUp *look_up = data;

  g_object_unref (look_up->token);
  g_object_unref (look_up->tenant);
  g_free (look_up);
}

/* What the token itself says of its end, which the list may not tell. */
static void
learn (LkPulsarToken *token,
       LkJwt         *jwt)
{
  if (lk_pulsar_token_get_expiry_known (token))
    return;
  if (lk_jwt_get_expires (jwt) == LK_JWT_EXPIRY_AT || lk_jwt_get_expires (jwt) == LK_JWT_EXPIRY_NEVER)
    lk_pulsar_token_set_expiry (token, lk_jwt_get_expiry (jwt));
}

static void
return_value (GTask       *task,
              SecretValue *value)
{
  LkStreaming *self = g_task_get_source_object (task);
  LookUp *look_up = g_task_get_task_data (task);
  gsize length;
  const char *text = secret_value_get (value, &length);
  g_autoptr (LkJwt) jwt = lk_jwt_new (text, length);
  const char *id = lk_jwt_get_token_id (jwt);
  gboolean known = lk_pulsar_token_get_expiry_known (look_up->token);

  if (id != NULL && g_strcmp0 (id, lk_pulsar_token_get_id (look_up->token)) != 0)
    {
      g_task_return_new_error (task, LK_ASTRA_ERROR, LK_ASTRA_ERROR_MALFORMED,
                               _("This is another token than the one that was asked for"));
      return;
    }

  learn (look_up->token, jwt);
  if (known != lk_pulsar_token_get_expiry_known (look_up->token))
    {
      g_signal_emit_by_name (self, "learned");
      lk_streaming_save_async (self, NULL, NULL);
    }
  g_task_return_pointer (task, secret_value_ref (value), secret_value_unref);
}

static void
fetched_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (SecretValue) value = NULL;

  value = lk_astra_streaming_fetch_token_finish (LK_ASTRA_STREAMING (source), result, &error);
  if (value != NULL)
    return_value (task, value);
  else
    g_task_return_error (task, error);
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LookUp *look_up = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (LkAstraStreaming) client = lk_office_get_streaming_finish (LK_OFFICE (source), result, &error);

  if (client == NULL)
    g_task_return_error (task, error);
  else
    lk_astra_streaming_fetch_token_async (client, look_up->tenant, lk_pulsar_token_get_id (look_up->token), cancellable,
                                          fetched_cb, g_steal_pointer (&task));
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkStreaming *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (value != NULL)
    {
      return_value (task, value);
      return;
    }

  /* A keyring that does not answer is no reason to go without: the service has it too. */
  lk_office_get_streaming_async (self->office, self->account, cancellable, client_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_look_up_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Gets a token itself.
 */
void
lk_streaming_look_up_async (LkStreaming         *self,
                            LkPulsarToken       *token,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  LkTenant *tenant;
  LookUp *look_up;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_look_up_async);
  tenant = lk_streaming_get_tenant_of (self, token);
  if (tenant == NULL || lk_pulsar_token_get_id (token) == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               tenant == NULL ? _("The tenant of this token is not listed any more: refresh")
                                              : _("Astra lists this old token without an id, so it cannot be fetched"));
      return;
    }

  look_up = g_new0 (LookUp, 1);
  look_up->token = g_object_ref (token);
  look_up->tenant = g_object_ref (tenant);
  g_task_set_task_data (task, look_up, look_up_free);
  attributes = lk_pulsar_secrets_attributes (self->account, tenant, lk_pulsar_token_get_id (token), NULL);
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, cancellable, looked_up_cb,
                            g_steal_pointer (&task));
}

/**
 * lk_streaming_look_up_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for a #LkAstraError, a #LkKeyringError or %LK_WORK_ERROR_INVALID
 *
 * Returns: (transfer full): the token, or %NULL with @error set
 */
SecretValue *
lk_streaming_look_up_finish (LkStreaming   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
