/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office.h"

#include "lk-office-private.h"
#include "lk-state-delete-orders.h"
#include "lk-state-rotations.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Removing an account, and taking that back. The sign-in token goes first: a process that ends between the steps leaves an
 * account that must sign in anew, and no token in the keyring that nobody thinks of. */

struct _LkRemovedAccount
{
  LkAccount     *account;
  LkAstraClient *client;   /* NULL: it was not asked for yet */
  SecretValue   *token;    /* NULL: the keyring had none */
  GPtrArray     *rows;     /* NULL: the account lived for this run only */
  guint          position; /* in the list */
  GError        *failure;  /* NULL but while a removal that failed is taken back */
  gboolean       anyway;   /* what is begun and can be forgotten does not keep it */
};

static void
clear (gpointer data)
{
  LkRemovedAccount *self = data;

  g_clear_object (&self->account);
  g_clear_object (&self->client);
  g_clear_pointer (&self->token, secret_value_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_error (&self->failure);
}

/**
 * lk_removed_account_ref:
 * @self: an account that was removed
 *
 * Returns: (transfer full): the same
 */
LkRemovedAccount *
lk_removed_account_ref (LkRemovedAccount *self)
{
  return g_rc_box_acquire (self);
}

/**
 * lk_removed_account_unref:
 * @self: (transfer full): an account that was removed; with the last reference its sign-in token is forgotten
 */
void
lk_removed_account_unref (LkRemovedAccount *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * lk_removed_account_get_account:
 * @self: an account that was removed
 *
 * Returns: (transfer none): the account as it was
 */
LkAccount *
lk_removed_account_get_account (LkRemovedAccount *self)
{
  return self->account;
}

/* The removal, last step first: each is the callback of the one below it. */

static void
removal_recorded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRemovedAccount *removed = g_task_get_task_data (task);

  lk_office_record_finish (LK_OFFICE (source), result);
  g_task_return_pointer (task, lk_removed_account_ref (removed), (GDestroyNotify) lk_removed_account_unref);
}

static void
leave (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkOffice *self = g_task_get_source_object (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  const char *id = lk_account_get_id (removed->account);

  g_hash_table_remove (self->clients, id);
  /* Another one of the same id may have taken its place while this went on. */
  if (g_list_store_find (self->accounts, removed->account, &removed->position))
    g_list_store_remove (self->accounts, removed->position);
  lk_office_record_async (self, removed->account, LK_ACTIVITY_REMOVE_ACCOUNT, NULL, NULL, LK_ACTIVITY_DONE,
                          removal_recorded_cb, g_steal_pointer (&task));
}

/* The sign-in token is in the keyring again, or in memory still: the account is as it was, as far as that can be. */
static void
put_back_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    g_debug ("The sign-in of %s is lost: %s", lk_account_get_id (removed->account), error->message);
  g_task_return_error (task, g_steal_pointer (&removed->failure));
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  g_autofree char *label = lk_office_sign_in_label (lk_account_get_title (removed->account));
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;

  removed->rows = lk_state_remove_account_finish (LK_STATE (source), result, &error);
  if (removed->rows != NULL)
    {
      leave (g_steal_pointer (&task));
      return;
    }
  if (removed->token == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  removed->failure = g_steal_pointer (&error);
  attributes = lk_office_sign_in_attributes (removed->account, lk_account_get_client_id (removed->account));
  lk_keyring_store_async (self->keyring, attributes, label, removed->token, NULL, put_back_cb, g_steal_pointer (&task));
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  lk_state_remove_account_async (self->state, lk_account_get_id (removed->account), NULL, forgotten_cb,
                                 g_steal_pointer (&task));
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  GError *error = NULL;

  removed->token = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  attributes = lk_office_sign_in_attributes (removed->account, lk_account_get_client_id (removed->account));
  lk_keyring_remove_async (self->keyring, attributes, NULL, signed_out_cb, g_steal_pointer (&task));
}

static void
sign_out (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkOffice *self = g_task_get_source_object (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;

  if (!lk_office_is_kept (self, removed->account))
    {
      leave (g_steal_pointer (&task));
      return;
    }

  attributes = lk_office_sign_in_attributes (removed->account, lk_account_get_client_id (removed->account));
  lk_keyring_look_up_async (self->keyring, attributes, cancellable, kept_cb, g_steal_pointer (&task));
}

static gboolean
has_open_work (GPtrArray *intents,
               LkAccount *account)
{
  for (guint i = 0; i < intents->len; i++)
    if (lk_intent_get_state (intents->pdata[i]) != LK_INTENT_STORED
        && g_strcmp0 (lk_intent_get_account_id (intents->pdata[i]), lk_account_get_id (account)) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_rotation (GPtrArray *rotations,
              LkAccount *account)
{
  for (guint i = 0; i < rotations->len; i++)
    if (g_strcmp0 (lk_rotation_get_account_id (rotations->pdata[i]), lk_account_get_id (account)) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_order (GPtrArray *orders,
           LkAccount *account)
{
  for (guint i = 0; i < orders->len; i++)
    if (g_str_equal (lk_delete_order_get_account_id (orders->pdata[i]), lk_account_get_id (account)))
      return TRUE;

  return FALSE;
}

static void
orders_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) orders = lk_state_list_delete_orders_finish (LK_STATE (source), result, &error);

  if (orders == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (has_order (orders, removed->account))
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_WOULD_BE_FORGOTTEN,
                             /* Translators: %s is an account */
                             _("The deletion of a token of %s is not finished: try again, or keep that token, first"),
                             lk_account_get_title (removed->account));
  else
    sign_out (g_steal_pointer (&task));
}

static void
rotations_listed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) rotations = lk_state_list_rotations_finish (LK_STATE (source), result, &error);

  if (rotations == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (has_rotation (rotations, removed->account))
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_WOULD_BE_FORGOTTEN,
                               /* Translators: %s is an account */
                               _("A token of %s is being rotated: finish or cancel that first"),
                               lk_account_get_title (removed->account));
      return;
    }

  lk_state_list_delete_orders_async (LK_STATE (source), cancellable, orders_listed_cb, g_steal_pointer (&task));
}

static void
work_listed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) intents = lk_state_list_intents_finish (LK_STATE (source), result, &error);

  if (intents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (has_open_work (intents, removed->account))
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED,
                               /* Translators: %s is an account */
                               _("A token of %s is still being created or was not finished: see to that first"),
                               lk_account_get_title (removed->account));
      return;
    }

  if (removed->anyway)
    sign_out (g_steal_pointer (&task));
  else
    lk_state_list_rotations_async (LK_STATE (source), cancellable, rotations_listed_cb, g_steal_pointer (&task));
}

/**
 * lk_office_remove_account_async:
 * @self: an office
 * @account: one of its accounts
 * @anyway: whether rotations and deletions that are not at their end are forgotten with it; nothing else brings an account
 *   to its end whose token the service does not take any more
 * @cancellable: (nullable): cancels it before anything was removed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Removes an account: its sign-in token from the keyring, then what is remembered of it from the database. Secrets of
 * its tokens stay. It is refused while the journal has a create of it, whatever @anyway says: that may be a token that nobody
 * knows of, or a secret that is nowhere else.
 */
void
lk_office_remove_account_async (LkOffice            *self,
                                LkAccount           *account,
                                gboolean             anyway,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  LkRemovedAccount *removed;
  LkAstraClient *client;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_remove_account_async);

  removed = g_rc_box_new0 (LkRemovedAccount);
  g_task_set_task_data (task, removed, (GDestroyNotify) lk_removed_account_unref);
  removed->account = g_object_ref (account);
  removed->anyway = anyway;
  client = g_hash_table_lookup (self->clients, lk_account_get_id (account));
  removed->client = client != NULL ? g_object_ref (client) : NULL;

  lk_state_list_intents_async (self->state, cancellable, work_listed_cb, g_steal_pointer (&task));
}

/**
 * lk_office_remove_account_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_UNFINISHED, %LK_WORK_ERROR_WOULD_BE_FORGOTTEN, a #LkKeyringError or a
 *   #LkStateError
 *
 * Returns: (transfer full): what lk_office_restore_account_async() takes, or %NULL with @error set
 */
LkRemovedAccount *
lk_office_remove_account_finish (LkOffice      *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_remove_account_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The way back, last step first. */

static void
return_recorded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  lk_office_record_finish (LK_OFFICE (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
come_back (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkOffice *self = g_task_get_source_object (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->accounts));

  if (removed->client != NULL)
    g_hash_table_replace (self->clients, g_strdup (lk_account_get_id (removed->account)), g_object_ref (removed->client));
  g_list_store_insert (self->accounts, MIN (removed->position, n), removed->account);
  lk_office_record_async (self, removed->account, LK_ACTIVITY_RESTORE_ACCOUNT, NULL, NULL, LK_ACTIVITY_DONE,
                          return_recorded_cb, g_steal_pointer (&task));
}

static void
remembered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!lk_state_restore_account_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  come_back (g_steal_pointer (&task));
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *self = g_task_get_source_object (task);
  LkRemovedAccount *removed = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_keyring_store_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  lk_state_restore_account_async (self->state, removed->rows, NULL, remembered_cb, g_steal_pointer (&task));
}

/**
 * lk_office_restore_account_async:
 * @self: the office that removed it
 * @removed: an account that was removed
 * @cancellable: (nullable): cancels it before anything is written
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Takes a removal back: the account is where it was, with its sign-in and its notes.
 */
void
lk_office_restore_account_async (LkOffice            *self,
                                 LkRemovedAccount    *removed,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (LkAccount) present = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;
  guint position;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (removed != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_restore_account_async);
  g_task_set_task_data (task, lk_removed_account_ref (removed), (GDestroyNotify) lk_removed_account_unref);

  present = lk_office_find_organization (self, lk_account_get_api_url (removed->account),
                                         lk_account_get_org_id (removed->account), &position);
  if (present != NULL)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               /* Translators: %s is an account */
                               _("%s was added again"), lk_account_get_title (present));
      return;
    }
  if (removed->rows == NULL)
    {
      come_back (g_steal_pointer (&task));
      return;
    }
  if (removed->token == NULL)
    {
      lk_state_restore_account_async (self->state, removed->rows, cancellable, remembered_cb, g_steal_pointer (&task));
      return;
    }

  attributes = lk_office_sign_in_attributes (removed->account, lk_account_get_client_id (removed->account));
  label = lk_office_sign_in_label (lk_account_get_title (removed->account));
  lk_keyring_store_async (self->keyring, attributes, label, removed->token, cancellable, signed_in_cb,
                          g_steal_pointer (&task));
}

/**
 * lk_office_restore_account_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_INVALID, a #LkKeyringError or a #LkStateError
 *
 * Returns: whether the account is there again; if not, another try may follow
 */
gboolean
lk_office_restore_account_finish (LkOffice      *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_restore_account_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
