/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-deletion.h"

#include "lk-delete-hold.h"
#include "lk-listed-token.h"
#include "lk-activity.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

struct _LkDeletion
{
  GObject          parent_instance;

  LkInventory     *inventory;
  LkAppToken      *token;
  LkDeleteOrder   *order; /* NULL: whoever drives it has written down that the token shall go */
  LkWorkLock      *lock;  /* what keeps others from the token; NULL: not yet, not any more, or whoever drives it has it */
  LkDeletionState  state;
  gboolean         again; /* a failure is no news */
  GError          *error; /* NULL: nothing is amiss. While sent: why it is not known whether the request took effect */
};

G_DEFINE_FINAL_TYPE (LkDeletion, lk_deletion, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TOKEN,
  PROP_STATE,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Takes @error. */
static void
set_state (LkDeletion      *self,
           LkDeletionState  state,
           GError          *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/* Nobody who waits for this to be over shall take it up in between. */
static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkDeletion *self = g_task_get_source_object (task);

  lk_office_record_finish (LK_OFFICE (source), result);
  g_clear_pointer (&self->lock, lk_work_lock_give_back);
  g_task_return_boolean (task, TRUE);
}

static void
record (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkDeletion *self = g_task_get_source_object (task);
  const char *outcome = self->state == LK_DELETION_DELETED   ? LK_ACTIVITY_DONE
                        : self->state == LK_DELETION_UNKNOWN ? LK_ACTIVITY_UNKNOWN
                                                             : LK_ACTIVITY_FAILED;

  if (self->again && self->state != LK_DELETION_DELETED)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  lk_office_record_async (lk_inventory_get_office (self->inventory), lk_inventory_get_account (self->inventory),
                          LK_ACTIVITY_DELETE, lk_app_token_get_client_id (self->token),
                          lk_app_token_get_description (self->token), outcome, recorded_cb, g_steal_pointer (&task));
}

static void
order_ended_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  lk_delete_hold_end_finish (LK_OFFICE (source), result);
  record (G_TASK (user_data));
}

/* The end of whatever was sent: it is told and written down. What is not @over stays in the journal. Takes @error. */
static void
end (GTask           *task,
     LkDeletionState  state,
     gboolean         over,
     GError          *error)
{
  LkDeletion *self = g_task_get_source_object (task);

  set_state (self, state, error);
  if (over && self->order != NULL)
    lk_delete_hold_end_async (lk_inventory_get_office (self->inventory), self->order, order_ended_cb, task);
  else
    record (task);
}

/* Sending. */

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkDeletion *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  lk_astra_client_delete_token_finish (LK_ASTRA_CLIENT (source), result, &error);
  /* Only the list is believed, in what it says against the answer as in what it says for it. */
  set_state (self, LK_DELETION_SENT, g_steal_pointer (&error));
  g_task_return_boolean (task, TRUE);
}

static void
send_request (GTask *owned_task)
{
  LkDeletion *self = g_task_get_source_object (owned_task);
  LkAstraClient *client = g_task_get_task_data (owned_task);

  lk_astra_client_delete_token_async (client, lk_app_token_get_client_id (self->token), NULL, sent_cb, owned_task);
}

static void
held_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkDeletion *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->lock = lk_delete_hold_finish (LK_OFFICE (source), result, &error);
  if (self->lock == NULL)
    {
      set_state (self, LK_DELETION_UNTOUCHED, error);
      g_task_return_boolean (task, TRUE);
      return;
    }

  send_request (g_steal_pointer (&task));
}

/* Settling. */

static void
secrets_removed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    lk_work_error_say_secret_left (error);
  end (g_steal_pointer (&task), LK_DELETION_DELETED, error == NULL, error);
}

static void
settle_unseen (GTask        *task,
               const GError *list_error)
{
  LkDeletion *self = g_task_get_source_object (task);
  gboolean over;
  GError *error = lk_delete_hold_tell_unseen (g_steal_pointer (&self->error), list_error, &over);

  end (task, over ? LK_DELETION_FAILED : LK_DELETION_UNKNOWN, over, error);
}

static void
settle_listed (GTask *task)
{
  LkDeletion *self = g_task_get_source_object (task);
  gboolean over;
  GError *error = lk_delete_hold_tell_listed (g_steal_pointer (&self->error), &over);

  end (task, LK_DELETION_FAILED, over, error);
}

static void
lk_deletion_dispose (GObject *object)
{
  LkDeletion *self = LK_DELETION (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->token);
  g_clear_object (&self->order);
  g_clear_pointer (&self->lock, lk_work_lock_give_back);

  G_OBJECT_CLASS (lk_deletion_parent_class)->dispose (object);
}

static void
lk_deletion_finalize (GObject *object)
{
  g_clear_error (&LK_DELETION (object)->error);

  G_OBJECT_CLASS (lk_deletion_parent_class)->finalize (object);
}

static void
lk_deletion_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  LkDeletion *self = LK_DELETION (object);

  switch (property_id)
    {
    case PROP_TOKEN:
      g_value_set_object (value, self->token);
      break;

    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;

    case PROP_MESSAGE:
      g_value_set_string (value, lk_deletion_get_message (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_deletion_class_init (LkDeletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_deletion_dispose;
  object_class->finalize = lk_deletion_finalize;
  object_class->get_property = lk_deletion_get_property;

  /**
   * LkDeletion:token:
   *
   * The token.
   */
  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_APP_TOKEN, flags);
  /**
   * LkDeletion:state:
   *
   * How far it has come: a #LkDeletionState.
   */
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, LK_DELETION_WAITING, LK_DELETION_UNTOUCHED,
                                             LK_DELETION_WAITING, flags);
  /**
   * LkDeletion:message:
   *
   * What is amiss, a sentence for people; empty if nothing is.
   */
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, "", flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_deletion_init (LkDeletion *self)
{
}

/**
 * lk_deletion_new_noted:
 * @inventory: an inventory
 * @token: one of its tokens
 * @again: whether this was tried before, so that failing once more is not written down
 *
 * Makes the deletion of a token for whoever has written down that it shall go, and keeps others from it.
 *
 * Returns: (transfer full): the deletion
 */
LkDeletion *
lk_deletion_new_noted (LkInventory *inventory,
                       LkAppToken  *token,
                       gboolean     again)
{
  LkDeletion *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (LK_IS_APP_TOKEN (token), NULL);

  self = g_object_new (LK_TYPE_DELETION, NULL);
  self->inventory = g_object_ref (inventory);
  self->token = g_object_ref (token);
  self->again = again;

  return self;
}

/**
 * lk_deletion_new:
 * @inventory: an inventory
 * @token: one of its tokens
 *
 * Makes the deletion of a token, of which nothing is done yet. That the token shall go is written down before it is sent,
 * and stays so until the token is gone, or the service said no in its own words.
 *
 * Returns: (transfer full): the deletion
 */
LkDeletion *
lk_deletion_new (LkInventory *inventory,
                 LkAppToken  *token)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LkDeletion *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (LK_IS_APP_TOKEN (token), NULL);

  self = lk_deletion_new_noted (inventory, token, FALSE);
  self->order = lk_delete_order_new (lk_account_get_id (lk_inventory_get_account (inventory)), NULL, NULL,
                                     lk_app_token_get_client_id (token), lk_app_token_get_description (token), now);

  return self;
}

/**
 * lk_deletion_get_token:
 * @self: a deletion
 *
 * Returns: (transfer none): the token
 */
LkAppToken *
lk_deletion_get_token (LkDeletion *self)
{
  g_return_val_if_fail (LK_IS_DELETION (self), NULL);

  return self->token;
}

/**
 * lk_deletion_get_state:
 * @self: a deletion
 *
 * Returns: how far it has come
 */
LkDeletionState
lk_deletion_get_state (LkDeletion *self)
{
  g_return_val_if_fail (LK_IS_DELETION (self), LK_DELETION_WAITING);

  return self->state;
}

/**
 * lk_deletion_get_error:
 * @self: a deletion
 *
 * Returns: (transfer none) (nullable): what is amiss: a #LkAstraError, #LkKeyringError, #LkStateError, #LkWorkError or
 *   %G_IO_ERROR_CANCELLED; %NULL if nothing is
 */
const GError *
lk_deletion_get_error (LkDeletion *self)
{
  g_return_val_if_fail (LK_IS_DELETION (self), NULL);

  return self->error;
}

/**
 * lk_deletion_get_message:
 * @self: a deletion
 *
 * Returns: (transfer none): what is amiss, for people, or an empty text
 */
const char *
lk_deletion_get_message (LkDeletion *self)
{
  g_return_val_if_fail (LK_IS_DELETION (self), NULL);

  return self->error != NULL ? self->error->message : "";
}

/**
 * lk_deletion_can_try_again:
 * @self: a deletion
 *
 * Returns: whether the token may be there, and nothing of Latchkey's own speaks against deleting it
 */
gboolean
lk_deletion_can_try_again (LkDeletion *self)
{
  g_return_val_if_fail (LK_IS_DELETION (self), FALSE);

  return (self->state == LK_DELETION_FAILED || self->state == LK_DELETION_UNKNOWN || self->state == LK_DELETION_UNTOUCHED)
         && !g_error_matches (self->error, LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN)
         && !g_error_matches (self->error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED);
}

/**
 * lk_deletion_check:
 * @self: a deletion of which nothing is done yet
 *
 * Sees whether an account signs in with the token, as the accounts are now, or whether it takes the place of another. Such a
 * token is left alone.
 *
 * Returns: whether it may go
 */
gboolean
lk_deletion_check (LkDeletion *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (LK_IS_DELETION (self), FALSE);

  error = lk_delete_hold_object (LK_LISTED_TOKEN (self->token));
  if (error != NULL)
    {
      lk_deletion_leave (self, error);
      return FALSE;
    }
  /* Asked of the accounts as they are now: one may have got another token since this list was read. */
  if (!lk_app_token_get_signs_in (self->token)
      && !lk_office_signs_in_with (lk_inventory_get_office (self->inventory), lk_app_token_get_client_id (self->token)))
    return TRUE;

  error = g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN,
                       /* Translators: %s is an account */
                       _("The account %s signs in with this token: give the account another one first"),
                       lk_account_get_title (lk_inventory_get_account (self->inventory)));
  lk_deletion_leave (self, error);

  return FALSE;
}

/**
 * lk_deletion_leave:
 * @self: a deletion of which nothing is done yet
 * @reason: why nothing will be
 *
 * Leaves the token alone.
 */
void
lk_deletion_leave (LkDeletion   *self,
                   const GError *reason)
{
  g_return_if_fail (LK_IS_DELETION (self));
  g_return_if_fail (self->state == LK_DELETION_WAITING);
  g_return_if_fail (reason != NULL);

  set_state (self, LK_DELETION_UNTOUCHED, g_error_copy (reason));
}

/**
 * lk_deletion_send_async:
 * @self: a deletion of which nothing is done yet
 * @client: a client that signs in as the inventory's account
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes down that the token shall go, and asks the service to delete it, unless an account signs in with it by now.
 */
void
lk_deletion_send_async (LkDeletion          *self,
                        LkAstraClient       *client,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_DELETION (self));
  g_return_if_fail (LK_IS_ASTRA_CLIENT (client));
  g_return_if_fail (self->state == LK_DELETION_WAITING);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_deletion_send_async);
  if (!lk_deletion_check (self))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  set_state (self, LK_DELETION_SENDING, NULL);
  g_task_set_task_data (task, g_object_ref (client), g_object_unref);
  if (self->order != NULL)
    lk_delete_hold_async (lk_inventory_get_office (self->inventory), self->order, held_cb, g_steal_pointer (&task));
  else
    send_request (g_steal_pointer (&task));
}

/**
 * lk_deletion_send_finish:
 * @self: a deletion
 * @result: what the callback was given
 *
 * Takes the end of lk_deletion_send_async(); the state tells what it was.
 */
void
lk_deletion_send_finish (LkDeletion   *self,
                         GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));
  g_return_if_fail (g_async_result_is_tagged (result, lk_deletion_send_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * lk_deletion_settle_async:
 * @self: a deletion that was sent
 * @list_error: (nullable): why the list could not be read again; %NULL if the inventory has it as it is now
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Finds out what became of the token. Its secrets are removed from the keyring only where the list no longer has it.
 */
void
lk_deletion_settle_async (LkDeletion          *self,
                          const GError        *list_error,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  const char *client_id;

  g_return_if_fail (LK_IS_DELETION (self));
  g_return_if_fail (self->state == LK_DELETION_SENT);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_deletion_settle_async);
  client_id = lk_app_token_get_client_id (self->token);
  if (list_error != NULL)
    {
      settle_unseen (g_steal_pointer (&task), list_error);
      return;
    }
  if (lk_inventory_find (self->inventory, client_id) != NULL)
    {
      settle_listed (g_steal_pointer (&task));
      return;
    }

  attributes = lk_token_secrets_attributes (lk_inventory_get_account (self->inventory), client_id, NULL, NULL);
  lk_keyring_remove_async (lk_office_get_keyring (lk_inventory_get_office (self->inventory)), attributes, NULL,
                           secrets_removed_cb, g_steal_pointer (&task));
}

/**
 * lk_deletion_settle_finish:
 * @self: a deletion
 * @result: what the callback was given
 *
 * Takes the end of lk_deletion_settle_async(); the state tells what it was.
 */
void
lk_deletion_settle_finish (LkDeletion   *self,
                           GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));
  g_return_if_fail (g_async_result_is_tagged (result, lk_deletion_settle_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
