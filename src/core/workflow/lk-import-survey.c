/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-plan-private.h"

#include "lk-astra-error.h"
#include "lk-work-error.h"

/* What is known of the accounts of a window is read anew, one list after the other, before the items are judged by it. */
typedef struct
{
  LkInventories *inventories;
  GPtrArray     *left; /* of LkInventory and LkStreaming; the last is read first */
} Survey;

static void
survey_free (gpointer data)
{
  Survey *survey = data;

  g_object_unref (survey->inventories);
  g_ptr_array_unref (survey->left);
  g_free (survey);
}

static void read_next (GTask *owned_task);

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* An account without a streaming half, or whose role has none, lacks nothing. */
static gboolean
is_no_streaming (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND)
         || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NEVER_READ);
}

static void
keep_in_mind (LkImportPlan *self,
              LkAccount    *account,
              const GError *error)
{
  if (self->unread != NULL || error == NULL)
    return;

  self->unread = g_object_ref (account);
  self->unread_error = g_error_copy (error);
}

static const GError *
find_tenant_error (LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      if (lk_tenant_get_error (tenant) != NULL)
        return lk_tenant_get_error (tenant);
    }

  return NULL;
}

static void
judged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_import_plan_judge_finish (LK_IMPORT_PLAN (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What is remembered of an account that does not answer is good enough to find a token in. */
static void
inventory_loaded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkImportPlan *self = g_task_get_source_object (task);
  LkInventory *inventory = LK_INVENTORY (source);
  g_autoptr (GError) error = NULL;

  lk_inventory_load_finish (inventory, result, &error);
  if (is_cancelled (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  keep_in_mind (self, lk_inventory_get_account (inventory), error);
  lk_import_plan_add_inventory (self, inventory);
  lk_import_plan_step (self);
  read_next (g_steal_pointer (&task));
}

static void
streaming_loaded_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkImportPlan *self = g_task_get_source_object (task);
  LkStreaming *streaming = LK_STREAMING (source);
  g_autoptr (GError) error = NULL;

  lk_streaming_load_finish (streaming, result, &error);
  if (is_cancelled (error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (error == NULL)
    keep_in_mind (self, lk_streaming_get_account (streaming), find_tenant_error (streaming));
  else if (!is_no_streaming (error))
    keep_in_mind (self, lk_streaming_get_account (streaming), error);
  lk_import_plan_add_streaming (self, streaming);
  lk_import_plan_step (self);
  read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkImportPlan *self = g_task_get_source_object (task);
  Survey *survey = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GObject) next = NULL;

  if (survey->left->len == 0)
    {
      lk_import_plan_judge_async (self, cancellable, judged_cb, g_steal_pointer (&task));
      return;
    }

  next = g_ptr_array_steal_index (survey->left, survey->left->len - 1);
  if (LK_IS_INVENTORY (next))
    lk_inventory_load_async (LK_INVENTORY (next), cancellable, inventory_loaded_cb, g_steal_pointer (&task));
  else
    lk_streaming_load_async (LK_STREAMING (next), cancellable, streaming_loaded_cb, g_steal_pointer (&task));
}

static gboolean
has_kind (LkImportPlan *self,
          LkFoundKind   kind)
{
  GListModel *items = G_LIST_MODEL (self->items);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (items, i);

      if (lk_import_item_get_found (item)->kind == kind && lk_import_item_get_state (item) == LK_IMPORT_UNKNOWN)
        return TRUE;
    }

  return FALSE;
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkImportPlan *self = g_task_get_source_object (task);
  Survey *survey = g_task_get_task_data (task);
  GListModel *inventories = G_LIST_MODEL (survey->inventories);
  gboolean with_apps = has_kind (self, LK_FOUND_APP);
  gboolean with_pulsar = has_kind (self, LK_FOUND_PULSAR);
  GError *error = NULL;

  if (!lk_keyring_unlock_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = g_list_model_get_n_items (inventories); i > 0; i--)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (inventories, i - 1);

      if (with_pulsar)
        g_ptr_array_add (survey->left, g_object_ref (lk_inventories_get_streaming (survey->inventories, inventory)));
      if (with_apps)
        g_ptr_array_add (survey->left, g_object_ref (inventory));
    }
  lk_import_plan_begin (self, survey->left->len + g_list_model_get_n_items (G_LIST_MODEL (self->items)));
  read_next (g_steal_pointer (&task));
}

/**
 * lk_import_plan_survey_async:
 * @self: a plan
 * @inventories: the accounts, with what is known of their tokens
 * @cancellable: (nullable): obeyed
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Unlocks the keyring, which may ask for a password, reads the tokens of all accounts, and judges every item; again, if that
 * was done before. An account whose lists cannot be read ends nothing: lk_import_plan_get_unread() tells it.
 */
void
lk_import_plan_survey_async (LkImportPlan        *self,
                             LkInventories       *inventories,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;
  Survey *survey;

  g_return_if_fail (LK_IS_IMPORT_PLAN (self));
  g_return_if_fail (LK_IS_INVENTORIES (inventories));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (LkImportItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      lk_import_item_reset (item);
    }
  g_clear_object (&self->unread);
  g_clear_error (&self->unread_error);
  lk_import_plan_begin (self, 0);

  survey = g_new0 (Survey, 1);
  survey->inventories = g_object_ref (inventories);
  survey->left = g_ptr_array_new_with_free_func (g_object_unref);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_import_plan_survey_async);
  g_task_set_task_data (task, survey, survey_free);
  lk_keyring_unlock_async (lk_office_get_keyring (self->office), cancellable, unlocked_cb, task);
}

/**
 * lk_import_plan_survey_finish:
 * @self: a plan
 * @result: what the callback was given
 * @error: return location for what went wrong with the keyring
 *
 * Returns: whether every item was judged
 */
gboolean
lk_import_plan_survey_finish (LkImportPlan  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_import_plan_survey_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_import_plan_get_unread:
 * @self: a plan
 * @account: (out) (optional) (transfer none) (nullable): the first account whose lists could not be read the last time
 *
 * Returns: (transfer none) (nullable): why they could not; %NULL if all were read
 */
const GError *
lk_import_plan_get_unread (LkImportPlan  *self,
                           LkAccount    **account)
{
  g_return_val_if_fail (LK_IS_IMPORT_PLAN (self), NULL);

  if (account != NULL)
    *account = self->unread;

  return self->unread_error;
}
