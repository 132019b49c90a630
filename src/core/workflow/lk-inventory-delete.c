/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventory.h"

#include "lk-inventory-private.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Deleting, last step first. */

typedef struct
{
  LkAppToken    *token;
  LkAstraClient *client;
  GError        *failure; /* NULL: none so far */
  GError        *doubt;   /* why it is not known whether the request took effect; NULL: it was answered */
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_clear_object (&deletion->token);
  g_clear_object (&deletion->client);
  g_clear_error (&deletion->failure);
  g_clear_error (&deletion->doubt);
  g_free (deletion);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);

  lk_office_record_finish (LK_OFFICE (source), result);
  if (deletion->failure != NULL)
    g_task_return_error (task, g_steal_pointer (&deletion->failure));
  else
    g_task_return_boolean (task, TRUE);
}

/* The end of whatever was sent: it is written down, then told. */
static void
end (GTask      *task,
     const char *outcome,
     GError     *failure)
{
  LkInventory *self = g_task_get_source_object (task);
  Deletion *deletion = g_task_get_task_data (task);

  deletion->failure = failure;
  lk_office_record_async (lk_inventory_get_office (self), lk_inventory_get_account (self), LK_ACTIVITY_DELETE,
                          lk_app_token_get_client_id (deletion->token), lk_app_token_get_description (deletion->token),
                          outcome, recorded_cb, task);
}

static void
secrets_removed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    /* Translators: %s is the reason, a sentence */
    g_prefix_error (&error, "%s: ", _("The token is deleted, but its secret is still in the keyring"));
  end (g_steal_pointer (&task), LK_ACTIVITY_DONE, g_steal_pointer (&error));
}

static void
listed_again_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkInventory *self = g_task_get_source_object (task);
  Deletion *deletion = g_task_get_task_data (task);
  const char *client_id = lk_app_token_get_client_id (deletion->token);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_client_list_tokens_finish (LK_ASTRA_CLIENT (source), result, &error);

  if (tokens == NULL && deletion->doubt != NULL)
    {
      end (g_steal_pointer (&task), LK_ACTIVITY_UNKNOWN, g_steal_pointer (&deletion->doubt));
      return;
    }
  if (tokens == NULL)
    {
      /* Translators: a sentence about the list follows */
      g_prefix_error (&error, "%s: ", _("Astra deleted the token, but it could not be seen in the list: delete it again"));
      end (g_steal_pointer (&task), LK_ACTIVITY_UNKNOWN, g_steal_pointer (&error));
      return;
    }

  lk_inventory_take_async (self, tokens, NULL, NULL, NULL);
  if (lk_inventory_find (self, client_id) != NULL && deletion->doubt != NULL)
    {
      end (g_steal_pointer (&task), LK_ACTIVITY_FAILED, g_steal_pointer (&deletion->doubt));
      return;
    }
  if (lk_inventory_find (self, client_id) != NULL)
    {
      g_set_error_literal (&error, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED,
                           _("Astra said that the token is deleted, but still lists it: refresh and try again"));
      end (g_steal_pointer (&task), LK_ACTIVITY_FAILED, g_steal_pointer (&error));
      return;
    }

  attributes = lk_token_secrets_attributes (lk_inventory_get_account (self), client_id, NULL, NULL);
  lk_keyring_remove_async (lk_office_get_keyring (lk_inventory_get_office (self)), attributes, NULL, secrets_removed_cb,
                           g_steal_pointer (&task));
}

/* The service said no; after anything else the token may be gone all the same. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_REJECTED);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!lk_astra_client_delete_token_finish (LK_ASTRA_CLIENT (source), result, &error) && is_refusal (error))
    {
      end (g_steal_pointer (&task), LK_ACTIVITY_FAILED, g_steal_pointer (&error));
      return;
    }

  /* Only the list is believed, in what it says against the answer as in what it says for it. */
  deletion->doubt = g_steal_pointer (&error);

  lk_astra_client_list_tokens_async (LK_ASTRA_CLIENT (source), NULL, listed_again_cb, g_steal_pointer (&task));
}

static void
delete_client_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Deletion *deletion = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  deletion->client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);
  if (deletion->client == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_astra_client_delete_token_async (deletion->client, lk_app_token_get_client_id (deletion->token), NULL,
                                      deleted_cb, g_steal_pointer (&task));
}

/* Asked of the accounts as they are now: one may have got another token since this list was read. */
static gboolean
is_sign_in (LkInventory *self,
            const char  *client_id)
{
  GListModel *accounts = lk_office_get_accounts (lk_inventory_get_office (self));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);

      if (g_strcmp0 (lk_account_get_client_id (account), client_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * lk_inventory_delete_async:
 * @self: an inventory
 * @token: one of its tokens
 * @cancellable: (nullable): obeyed until the request is sent, not after
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Deletes @token at the service, sees that the list no longer has it, and then removes its secrets from the keyring.
 */
void
lk_inventory_delete_async (LkInventory         *self,
                           LkAppToken          *token,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Deletion *deletion;

  g_return_if_fail (LK_IS_INVENTORY (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_inventory_delete_async);
  g_task_set_check_cancellable (task, FALSE);
  deletion = g_new0 (Deletion, 1);
  deletion->token = g_object_ref (token);
  g_task_set_task_data (task, deletion, deletion_free);

  if (lk_app_token_get_signs_in (token) || is_sign_in (self, lk_app_token_get_client_id (token)))
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN,
                               /* Translators: %s is an account */
                               _("The account %s signs in with this token: give the account another one first"),
                               lk_account_get_title (lk_inventory_get_account (self)));
      return;
    }

  lk_office_get_client_async (lk_inventory_get_office (self), lk_inventory_get_account (self), cancellable,
                              delete_client_cb, g_steal_pointer (&task));
}

/**
 * lk_inventory_delete_finish:
 * @self: an inventory
 * @result: what the callback was given
 * @error: return location for a #LkAstraError, #LkKeyringError, #LkWorkError
 *
 * Returns: whether the token is gone from the service, as its list shows, and its secrets from the keyring
 */
gboolean
lk_inventory_delete_finish (LkInventory   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_inventory_delete_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
