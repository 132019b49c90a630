/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory-private.h"

#include "lk-script-name.h"
#include "lk-secret-attributes.h"
#include "lk-token-secrets.h"

#include <string.h>

#define NAME_MAX_LENGTH 64

static gboolean
is_taken (LkInventory *self,
          const char  *name)
{
  GListModel *tokens = lk_inventory_get_tokens (self);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_app_token_get_script_name (token), name) == 0)
        return TRUE;
    }

  return self->streaming != NULL && lk_streaming_has_script_name (self->streaming, name);
}

/**
 * lk_inventory_set_streaming:
 * @self: an inventory
 * @streaming: the streaming half of its account; not kept alive
 *
 * Tells it of the account's other tokens, whose script names are taken as well.
 */
void
lk_inventory_set_streaming (LkInventory *self,
                            LkStreaming *streaming)
{
  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_STREAMING (streaming));

  g_set_weak_pointer (&self->streaming, streaming);
}

/**
 * lk_inventory_dup_free_name:
 * @self: an inventory
 * @name: a script name
 *
 * Finds a script name like @name that no token of the account has, of either kind: @name itself, or “name-2” and so on.
 * Another account may have it; whether it is free is asked of the keyring before anything is sent.
 *
 * Returns: (transfer full): the name
 */
char *
lk_inventory_dup_free_name (LkInventory *self,
                            const char  *name)
{
  g_autofree char *candidate = g_strdup (name);

  g_return_val_if_fail (LK_IS_INVENTORY (self), NULL);
  g_return_val_if_fail (lk_script_name_is_valid (name), NULL);

  for (guint i = 2; is_taken (self, candidate); i++)
    {
      g_autofree char *suffix = g_strdup_printf ("-%u", i);

      g_free (candidate);
      candidate = g_strdup_printf ("%.*s%s", (int) (NAME_MAX_LENGTH - strlen (suffix)), name, suffix);
    }

  return g_steal_pointer (&candidate);
}

typedef struct
{
  LkAppToken *token;
  char       *name; /* NULL: none */
} Naming;

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_object_unref (naming->token);
  g_free (naming->name);
  g_free (naming);
}

static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Naming *naming = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_script_name_set_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_object_set (naming->token, "script-name", naming->name, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_inventory_set_script_name_async:
 * @self: an inventory
 * @token: one of its tokens, which is stored
 * @name: (nullable): the name by which scripts find it; %NULL for none
 * @cancellable: (nullable): obeyed before anything is changed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Gives a stored token, and its client secret, another script name.
 */
void
lk_inventory_set_script_name_async (LkInventory         *self,
                                    LkAppToken          *token,
                                    const char          *name,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  Naming *naming;
  GTask *task;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  naming = g_new0 (Naming, 1);
  naming->token = g_object_ref (token);
  naming->name = g_strdup (name);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_set_script_name_async);
  g_task_set_task_data (task, naming, naming_free);
  attributes = lk_token_secrets_attributes (lk_inventory_get_account (self), lk_app_token_get_client_id (token), NULL, NULL);
  lk_script_name_set_async (lk_office_get_keyring (lk_inventory_get_office (self)), attributes, name, NULL, cancellable,
                            named_cb, task);
}

/**
 * lk_inventory_set_script_name_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for what lk_script_name_set_finish() fails with
 *
 * Returns: whether it has the name
 */
gboolean
lk_inventory_set_script_name_finish (LkInventory   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_set_script_name_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
