/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-bulk-delete.h"

#include "lk-bulk-delete-private.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkBulkDelete, lk_bulk_delete, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_INVENTORY,
  PROP_PHASE,
  PROP_N_TOKENS,
  PROP_N_SENT,
  PROP_N_DELETED,
  PROP_N_FAILED,
  PROP_N_UNTRIED,
  PROP_N_LEFT_OUT,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return LK_TYPE_DELETION;
}

static guint
get_n_items (GListModel *model)
{
  return LK_BULK_DELETE (model)->deletions->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LkBulkDelete *self = LK_BULK_DELETE (model);

  return position < self->deletions->len ? g_object_ref (self->deletions->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/*< private >
 * lk_bulk_delete_changed:
 * @self: a deletion
 *
 * Tells that what has become of a token is another than before.
 */
void
lk_bulk_delete_changed (LkBulkDelete *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_PHASE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Leaving out. */

static gboolean
is_about (LkIntent   *intent,
          const char *client_id)
{
  return g_strcmp0 (lk_intent_get_client_id (intent), client_id) == 0
         || g_strv_contains (lk_intent_get_candidate_ids (intent), client_id);
}

/* What stands as stored is done, but for a last look at the keyring. */
static void
leave_unfinished (LkBulkDelete *self,
                  GPtrArray    *intents)
{
  const char *account_id = lk_account_get_id (lk_inventory_get_account (self->inventory));
  g_autoptr (GError) reason =
    g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED,
                         _("Work on this token is unfinished: decide about that first"));

  for (guint i = 0; i < intents->len; i++)
    {
      LkIntent *intent = intents->pdata[i];

      if (lk_intent_get_state (intent) == LK_INTENT_STORED
          || g_strcmp0 (lk_intent_get_account_id (intent), account_id) != 0)
        continue;

      for (guint j = 0; j < self->deletions->len; j++)
        {
          LkDeletion *deletion = self->deletions->pdata[j];

          if (lk_deletion_get_state (deletion) == LK_DELETION_WAITING
              && is_about (intent, lk_app_token_get_client_id (lk_deletion_get_token (deletion))))
            lk_deletion_leave (deletion, reason);
        }
    }
}

static void
intents_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkBulkDelete *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) intents = lk_state_list_intents_finish (LK_STATE (source), result, &error);

  if (intents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < self->deletions->len; i++)
    if (lk_deletion_get_state (self->deletions->pdata[i]) == LK_DELETION_WAITING)
      lk_deletion_check (self->deletions->pdata[i]);
  leave_unfinished (self, intents);
  lk_bulk_delete_changed (self);
  g_task_return_boolean (task, TRUE);
}

static void
lk_bulk_delete_dispose (GObject *object)
{
  LkBulkDelete *self = LK_BULK_DELETE (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->client);
  g_clear_object (&self->stopped);

  G_OBJECT_CLASS (lk_bulk_delete_parent_class)->dispose (object);
}

static void
lk_bulk_delete_finalize (GObject *object)
{
  LkBulkDelete *self = LK_BULK_DELETE (object);

  g_clear_pointer (&self->deletions, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (lk_bulk_delete_parent_class)->finalize (object);
}

static void
lk_bulk_delete_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkBulkDelete *self = LK_BULK_DELETE (object);

  switch (property_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;

    case PROP_PHASE:
      g_value_set_int (value, (int) self->phase);
      break;

    case PROP_N_TOKENS:
      g_value_set_uint (value, lk_bulk_delete_count (self).n_tokens);
      break;

    case PROP_N_SENT:
      g_value_set_uint (value, self->n_sent);
      break;

    case PROP_N_DELETED:
      g_value_set_uint (value, lk_bulk_delete_count (self).n_deleted);
      break;

    case PROP_N_FAILED:
      g_value_set_uint (value, lk_bulk_delete_count (self).n_failed);
      break;

    case PROP_N_UNTRIED:
      g_value_set_uint (value, lk_bulk_delete_count (self).n_untried);
      break;

    case PROP_N_LEFT_OUT:
      g_value_set_uint (value, lk_bulk_delete_count (self).n_left_out);
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_bulk_delete_class_init (LkBulkDeleteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_bulk_delete_dispose;
  object_class->finalize = lk_bulk_delete_finalize;
  object_class->get_property = lk_bulk_delete_get_property;

  properties[PROP_INVENTORY] = g_param_spec_object ("inventory", NULL, NULL, LK_TYPE_INVENTORY, flags);
  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, LK_BULK_DELETE_READY, LK_BULK_DELETE_DONE,
                                             LK_BULK_DELETE_READY, flags);
  properties[PROP_N_TOKENS] = g_param_spec_uint ("n-tokens", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_SENT] = g_param_spec_uint ("n-sent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_DELETED] = g_param_spec_uint ("n-deleted", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_FAILED] = g_param_spec_uint ("n-failed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_UNTRIED] = g_param_spec_uint ("n-untried", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_LEFT_OUT] = g_param_spec_uint ("n-left-out", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_bulk_delete_init (LkBulkDelete *self)
{
  self->deletions = g_ptr_array_new_with_free_func (g_object_unref);
  self->stopped = g_cancellable_new ();
}

/**
 * lk_bulk_delete_new:
 * @inventory: an inventory
 * @tokens: (element-type LkAppToken): some of its tokens, each once
 *
 * Makes the deletion of @tokens, of which nothing is done yet. Those that an account signs in with are left out.
 *
 * Returns: (transfer full): the deletion
 */
LkBulkDelete *
lk_bulk_delete_new (LkInventory *inventory,
                    GPtrArray   *tokens)
{
  LkBulkDelete *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (tokens != NULL, NULL);

  self = g_object_new (LK_TYPE_BULK_DELETE, NULL);
  self->inventory = g_object_ref (inventory);
  for (guint i = 0; i < tokens->len; i++)
    {
      LkDeletion *deletion = lk_deletion_new (inventory, tokens->pdata[i]);

      lk_deletion_check (deletion);
      g_ptr_array_add (self->deletions, deletion);
    }

  return self;
}

/**
 * lk_bulk_delete_get_inventory:
 * @self: a deletion
 *
 * Returns: (transfer none): the inventory
 */
LkInventory *
lk_bulk_delete_get_inventory (LkBulkDelete *self)
{
  g_return_val_if_fail (LK_IS_BULK_DELETE (self), NULL);

  return self->inventory;
}

/**
 * lk_bulk_delete_get_phase:
 * @self: a deletion
 *
 * Returns: what it is at
 */
LkBulkDeletePhase
lk_bulk_delete_get_phase (LkBulkDelete *self)
{
  g_return_val_if_fail (LK_IS_BULK_DELETE (self), LK_BULK_DELETE_READY);

  return self->phase;
}

/**
 * lk_bulk_delete_count:
 * @self: a deletion
 *
 * Returns: what has become of how many tokens by now
 */
LkBulkDeleteCount
lk_bulk_delete_count (LkBulkDelete *self)
{
  LkBulkDeleteCount count = { 0 };

  g_return_val_if_fail (LK_IS_BULK_DELETE (self), count);

  count.n_sent = self->n_sent;
  for (guint i = 0; i < self->deletions->len; i++)
    {
      LkDeletion *deletion = self->deletions->pdata[i];

      switch (lk_deletion_get_state (deletion))
        {
        case LK_DELETION_DELETED:
          count.n_deleted++;
          break;

        case LK_DELETION_FAILED:
        case LK_DELETION_UNKNOWN:
          count.n_failed++;
          break;

        case LK_DELETION_UNTOUCHED:
          if (lk_deletion_can_try_again (deletion))
            count.n_untried++;
          else
            count.n_left_out++;
          break;

        case LK_DELETION_WAITING:
        case LK_DELETION_SENDING:
        case LK_DELETION_SENT:
        default:
          break;
        }
    }
  count.n_tokens = self->deletions->len - count.n_left_out;

  return count;
}

/**
 * lk_bulk_delete_get_error:
 * @self: a deletion
 *
 * Returns: (transfer none) (nullable): why not every token had its turn, %G_IO_ERROR_CANCELLED if it was stopped; %NULL if
 *   each had, as far as it has come
 */
const GError *
lk_bulk_delete_get_error (LkBulkDelete *self)
{
  g_return_val_if_fail (LK_IS_BULK_DELETE (self), NULL);

  return self->error;
}

/**
 * lk_bulk_delete_list_again:
 * @self: a deletion that is done
 *
 * Returns: (transfer full) (element-type LkAppToken): the tokens that may be tried again, in a deletion of their own
 */
GPtrArray *
lk_bulk_delete_list_again (LkBulkDelete *self)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (LK_IS_BULK_DELETE (self), NULL);

  for (guint i = 0; i < self->deletions->len; i++)
    if (lk_deletion_can_try_again (self->deletions->pdata[i]))
      g_ptr_array_add (tokens, g_object_ref (lk_deletion_get_token (self->deletions->pdata[i])));

  return g_steal_pointer (&tokens);
}

/**
 * lk_bulk_delete_prepare_async:
 * @self: a deletion of which nothing is done yet
 * @cancellable: (nullable): a cancellable
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Finds the tokens that are left out: those of unfinished work, and those that an account signs in with by now. Running
 * does it, too; this is for who asks before.
 */
void
lk_bulk_delete_prepare_async (LkBulkDelete        *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_BULK_DELETE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_bulk_delete_prepare_async);
  lk_state_list_intents_async (lk_office_get_state (lk_inventory_get_office (self->inventory)), cancellable, intents_cb,
                               g_steal_pointer (&task));
}

/**
 * lk_bulk_delete_prepare_finish:
 * @self: a deletion
 * @result: what the callback was given
 * @error: return location for a #LkStateError or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is known what is left out
 */
gboolean
lk_bulk_delete_prepare_finish (LkBulkDelete  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_bulk_delete_prepare_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
