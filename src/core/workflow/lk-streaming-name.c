/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-private.h"

#include "lk-pulsar-secrets.h"
#include "lk-script-name.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LkPulsarToken *token;
  char          *name; /* NULL: none */
} Naming;

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_object_unref (naming->token);
  g_free (naming->name);
  g_free (naming);
}

/*< private >
 * lk_streaming_take_name:
 * @self: the streaming half of an account
 * @token: one of its tokens, which is stored
 * @name: (nullable): what scripts find it by now, as the keyring has it; %NULL for nothing
 *
 * Remembers what a stored token is called, also for the next list.
 */
void
lk_streaming_take_name (LkStreaming   *self,
                        LkPulsarToken *token,
                        const char    *name)
{
  if (self->stored != NULL)
    g_hash_table_replace (self->stored, lk_streaming_make_key (token), g_strdup (name != NULL ? name : ""));
  g_object_set (token, "script-name", name, NULL);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  Naming *naming = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_script_name_set_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  lk_streaming_take_name (self, naming->token, naming->name);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_streaming_set_script_name_async:
 * @self: the streaming half of an account
 * @token: one of its tokens, which is stored
 * @name: (nullable): the name by which scripts find it; %NULL for none
 * @cancellable: (nullable): obeyed before anything is changed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Gives a stored token another script name.
 */
void
lk_streaming_set_script_name_async (LkStreaming         *self,
                                    LkPulsarToken       *token,
                                    const char          *name,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  LkTenant *tenant;
  Naming *naming;

  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  tenant = lk_streaming_get_tenant_of (self, token);
  naming = g_new0 (Naming, 1);
  naming->token = g_object_ref (token);
  naming->name = g_strdup (name);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_streaming_set_script_name_async);
  g_task_set_task_data (task, naming, naming_free);
  if (tenant == NULL || lk_pulsar_token_get_id (token) == NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("The token is no longer listed"));
      return;
    }

  attributes = lk_pulsar_secrets_attributes (self->account, tenant, lk_pulsar_token_get_id (token), NULL);
  lk_script_name_set_async (lk_office_get_keyring (self->office), attributes, name, NULL, cancellable, named_cb,
                            g_steal_pointer (&task));
}

/**
 * lk_streaming_set_script_name_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for what lk_script_name_set_finish() fails with
 *
 * Returns: whether it has the name
 */
gboolean
lk_streaming_set_script_name_finish (LkStreaming   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_set_script_name_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
