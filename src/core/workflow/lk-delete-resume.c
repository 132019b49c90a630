/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-delete-resume.h"

#include "lk-delete-hold.h"
#include "lk-deletion.h"
#include "lk-inventory-private.h"
#include "lk-listed-token.h"
#include "lk-pulsar-secrets.h"
#include "lk-state-delete-orders.h"
#include "lk-streaming-private.h"
#include "lk-streaming-record.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* Going on with a deletion that somebody said yes to. Whether it took effect is asked of the list, and never assumed. */

typedef struct
{
  LkDeleteOrder *order;
  LkInventory   *inventory; /* NULL: a Pulsar token */
  LkStreaming   *streaming; /* NULL: an application token */
  LkTenant      *tenant;    /* NULL as well, or it is not listed */
  LkOffice      *office;
  LkAccount     *account;
  LkWorkLock    *lock;      /* NULL: not any more */
} Resumption;

static void
resumption_free (gpointer data)
{
  Resumption *resumption = data;

  g_clear_object (&resumption->order);
  g_clear_object (&resumption->inventory);
  g_clear_object (&resumption->streaming);
  g_clear_object (&resumption->tenant);
  g_clear_object (&resumption->office);
  g_clear_object (&resumption->account);
  g_clear_pointer (&resumption->lock, lk_work_lock_give_back);
  g_free (resumption);
}

/* Which list an order was judged by last: that one is no reason to try again. */
static GQuark
judged_quark (void)
{
  return g_quark_from_static_string ("lk-delete-judged");
}

static GDateTime *
get_read_at (LkInventory *inventory,
             LkStreaming *streaming)
{
  return inventory != NULL ? lk_inventory_get_read_at (inventory) : lk_streaming_get_read_at (streaming);
}

static gpointer
find_token (Resumption *resumption)
{
  const char *id = lk_delete_order_get_token_id (resumption->order);

  if (resumption->inventory != NULL)
    return lk_inventory_find (resumption->inventory, id);

  return resumption->tenant != NULL ? lk_tenant_find_token (resumption->tenant, id) : NULL;
}

/* Last step first. Takes @error. */

static void
done (GTask  *owned_task,
      GError *error)
{
  g_autoptr (GTask) task = owned_task;
  Resumption *resumption = g_task_get_task_data (task);
  GDateTime *read_at = get_read_at (resumption->inventory, resumption->streaming);

  if (read_at != NULL)
    g_object_set_qdata_full (G_OBJECT (resumption->order), judged_quark (), g_date_time_ref (read_at),
                             (GDestroyNotify) g_date_time_unref);
  g_clear_pointer (&resumption->lock, lk_work_lock_give_back);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
order_ended_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  lk_delete_hold_end_finish (LK_OFFICE (source), result);
  done (G_TASK (user_data), NULL);
}

static void
end_order (GTask *owned_task)
{
  Resumption *resumption = g_task_get_task_data (owned_task);

  lk_delete_hold_end_async (resumption->office, resumption->order, order_ended_cb, owned_task);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  lk_office_record_finish (LK_OFFICE (source), result);
  end_order (G_TASK (user_data));
}

static void
record_async (LkOffice            *office,
              LkAccount           *account,
              LkDeleteOrder       *order,
              const char          *operation,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  const char *description = lk_delete_order_get_description (order);
  g_autofree char *pulsar = NULL;

  if (lk_delete_order_is_pulsar (order))
    pulsar = lk_streaming_record_describe (description, lk_delete_order_get_tenant_name (order));
  lk_office_record_async (office, account, operation, lk_delete_order_get_token_id (order),
                          pulsar != NULL ? pulsar : description, LK_ACTIVITY_DONE, callback, user_data);
}

static void
secrets_removed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Resumption *resumption = g_task_get_task_data (task);
  GError *error = NULL;

  if (!lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    {
      lk_work_error_say_secret_left (error);
      done (task, error);
      return;
    }

  record_async (resumption->office, resumption->account, resumption->order, LK_ACTIVITY_DELETE, recorded_cb, task);
}

static GHashTable *
make_attributes (Resumption *resumption)
{
  LkDeleteOrder *order = resumption->order;
  GHashTable *attributes;

  if (resumption->inventory != NULL)
    return lk_token_secrets_attributes (resumption->account, lk_delete_order_get_token_id (order), NULL, NULL);

  /* The tenant may be gone. */
  attributes = lk_pulsar_secrets_attributes (resumption->account, NULL, lk_delete_order_get_token_id (order), NULL);
  g_hash_table_insert (attributes, g_strdup ("tenant"), g_strdup (lk_delete_order_get_tenant_name (order)));
  g_hash_table_insert (attributes, g_strdup ("cluster"), g_strdup (lk_delete_order_get_cluster_name (order)));

  return attributes;
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  GError *error = NULL;
  gboolean deleted = LK_IS_INVENTORY (source)
                     ? lk_inventory_delete_finish (LK_INVENTORY (source), result, &error)
                     : lk_streaming_delete_finish (LK_STREAMING (source), result, &error);

  if (deleted)
    {
      end_order (task);
      return;
    }

  lk_delete_hold_tell_again (error);
  done (task, error);
}

static void
judge (GTask *owned_task)
{
  Resumption *resumption = g_task_get_task_data (owned_task);
  gpointer token = find_token (resumption);
  g_autoptr (GHashTable) attributes = NULL;

  if (token == NULL)
    {
      attributes = make_attributes (resumption);
      lk_keyring_remove_async (lk_office_get_keyring (resumption->office), attributes, NULL, secrets_removed_cb, owned_task);
    }
  else if (resumption->inventory != NULL)
    lk_inventory_delete_noted_async (resumption->inventory, token, TRUE, deleted_cb, owned_task);
  else
    lk_streaming_delete_noted_async (resumption->streaming, token, TRUE, deleted_cb, owned_task);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Resumption *resumption = g_task_get_task_data (task);
  LkDeleteOrder *order = resumption->order;
  GError *error = NULL;
  gboolean loaded = resumption->inventory != NULL
                    ? lk_inventory_load_finish (LK_INVENTORY (source), result, &error)
                    : lk_streaming_load_tenant_finish (LK_STREAMING (source), result, &error);

  if (!loaded)
    {
      done (task, error);
      return;
    }

  /* Which may be another object by now. */
  if (resumption->streaming != NULL)
    g_set_object (&resumption->tenant,
                  lk_streaming_find_tenant (resumption->streaming, lk_delete_order_get_cluster_name (order),
                                            lk_delete_order_get_tenant_name (order)));
  judge (task);
}

static void
load (GTask *owned_task)
{
  GCancellable *cancellable = g_task_get_cancellable (owned_task);
  Resumption *resumption = g_task_get_task_data (owned_task);
  LkStreaming *streaming = resumption->streaming;

  if (resumption->inventory != NULL)
    lk_inventory_load_async (resumption->inventory, cancellable, loaded_cb, owned_task);
  else if (resumption->tenant != NULL)
    lk_streaming_load_tenant_async (streaming, resumption->tenant, cancellable, loaded_cb, owned_task);
  else if (lk_streaming_get_loaded (streaming) && !lk_streaming_get_from_cache (streaming)
           && lk_streaming_get_error (streaming) == NULL)
    judge (owned_task); /* it is gone, with its tokens */
  else
    done (owned_task, g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                                   /* Translators: %s is a streaming tenant */
                                   _("The tenant %s is not listed: refresh, and try again"),
                                   lk_delete_order_get_tenant_name (resumption->order)));
}

/* Another process may have changed what the account signs in with since this one read it; the keyring knows. */
static void
sign_in_seen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    done (task, error);
  else if (infos->len > 0)
    done (task, g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_SIGNS_IN,
                                     _("An account signs in with the token that would be deleted: keep the token, or give "
                                       "the account another one first")));
  else
    load (task);
}

/* What this process knows already. Nothing is read for a token that is left alone in any case. */
static GError *
find_objection (Resumption *resumption)
{
  gpointer token = find_token (resumption);
  g_autoptr (LkDeletion) deletion = NULL;

  if (token == NULL)
    return NULL;
  if (resumption->inventory == NULL)
    return lk_delete_hold_object (token);

  deletion = lk_deletion_new_noted (resumption->inventory, token, TRUE);

  return lk_deletion_check (deletion) ? NULL : g_error_copy (lk_deletion_get_error (deletion));
}

static gboolean
holds (GPtrArray     *orders,
       LkDeleteOrder *order)
{
  for (guint i = 0; i < orders->len; i++)
    if (g_str_equal (lk_delete_order_get_id (orders->pdata[i]), lk_delete_order_get_id (order)))
      return TRUE;

  return FALSE;
}

/* Asked while nobody else is at it: one that was called off or carried out meanwhile is left alone. */
static void
orders_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  Resumption *resumption = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;
  GError *error = NULL;
  g_autoptr (GPtrArray) orders = lk_state_list_delete_orders_finish (LK_STATE (source), result, &error);

  if (orders == NULL || !holds (orders, resumption->order))
    {
      done (task, error);
      return;
    }

  error = find_objection (resumption);
  if (error != NULL)
    {
      done (task, error);
      return;
    }
  if (resumption->inventory == NULL)
    {
      load (task);
      return;
    }

  attributes = lk_secret_attributes_new ("kind", LK_SECRET_KIND_ACCOUNT,
                                         "client-id", lk_delete_order_get_token_id (resumption->order), NULL);
  lk_keyring_list_async (lk_office_get_keyring (resumption->office), attributes, NULL, sign_in_seen_cb, task);
}

/**
 * lk_delete_resume_async:
 * @order: an order, which the journal had when it was read last
 * @inventory: (nullable): for an application token
 * @streaming: (nullable): for a Pulsar token
 * @cancellable: (nullable): cancels reading the list before anything is sent
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads the list. A token that it has no more is gone: its secrets are removed. One that it has is deleted, as somebody
 * said, and the list read again. The order stays in the journal until all of that is done.
 */
void
lk_delete_resume_async (LkDeleteOrder       *order,
                        LkInventory         *inventory,
                        LkStreaming         *streaming,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Resumption *resumption;
  GError *error = NULL;

  g_return_if_fail (LK_IS_DELETE_ORDER (order));
  g_return_if_fail (lk_delete_order_is_pulsar (order) ? LK_IS_STREAMING (streaming) : LK_IS_INVENTORY (inventory));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_delete_resume_async);
  g_task_set_check_cancellable (task, FALSE);
  resumption = g_new0 (Resumption, 1);
  g_task_set_task_data (task, resumption, resumption_free);
  resumption->order = g_object_ref (order);
  if (lk_delete_order_is_pulsar (order))
    {
      resumption->streaming = g_object_ref (streaming);
      resumption->office = g_object_ref (lk_streaming_get_office (streaming));
      resumption->account = g_object_ref (lk_streaming_get_account (streaming));
      g_set_object (&resumption->tenant, lk_streaming_find_tenant (streaming, lk_delete_order_get_cluster_name (order),
                                                                   lk_delete_order_get_tenant_name (order)));
    }
  else
    {
      resumption->inventory = g_object_ref (inventory);
      resumption->office = g_object_ref (lk_inventory_get_office (inventory));
      resumption->account = g_object_ref (lk_inventory_get_account (inventory));
    }

  resumption->lock = lk_delete_hold_lock (resumption->office, order, &error);
  if (resumption->lock == NULL)
    g_task_return_error (task, error);
  else
    lk_state_list_delete_orders_async (lk_office_get_state (resumption->office), NULL, orders_read_cb,
                                       g_steal_pointer (&task));
}

/**
 * lk_delete_resume_finish:
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_STILL_LISTED, %LK_WORK_ERROR_SIGNS_IN, %LK_WORK_ERROR_UNFINISHED (somebody else
 *   is at it), a #LkKeyringError, #LkStateError, or what the service said
 *
 * Returns: whether nothing is left to do; else the order stays in the journal
 */
gboolean
lk_delete_resume_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_delete_resume_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Changing one's mind. */

typedef struct
{
  LkDeleteOrder *order;
  LkWorkLock    *lock;
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *keeping = data;

  g_clear_object (&keeping->order);
  g_clear_pointer (&keeping->lock, lk_work_lock_give_back);
  g_free (keeping);
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *office = g_task_get_source_object (task);
  Keeping *keeping = g_task_get_task_data (task);
  g_autoptr (LkAccount) account = lk_office_find_account (office, lk_delete_order_get_account_id (keeping->order));
  GError *error = NULL;

  g_clear_pointer (&keeping->lock, lk_work_lock_give_back);
  if (!lk_state_remove_delete_order_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (account != NULL)
    record_async (office, account, keeping->order, LK_ACTIVITY_KEEP, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * lk_delete_keep_async:
 * @office: the office
 * @order: an order, which the journal had when it was read last
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Forgets the order, unless somebody is about to carry it out. A token that is gone already stays gone.
 */
void
lk_delete_keep_async (LkOffice            *office,
                      LkDeleteOrder       *order,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Keeping *keeping;

  g_return_if_fail (LK_IS_OFFICE (office));
  g_return_if_fail (LK_IS_DELETE_ORDER (order));

  task = g_task_new (office, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_delete_keep_async);
  keeping = g_new0 (Keeping, 1);
  g_task_set_task_data (task, keeping, keeping_free);
  keeping->order = g_object_ref (order);
  keeping->lock = lk_delete_hold_lock (office, order, &error);
  if (keeping->lock == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  lk_state_remove_delete_order_async (lk_office_get_state (office), lk_delete_order_get_id (order), NULL, kept_cb,
                                      g_steal_pointer (&task));
}

/**
 * lk_delete_keep_finish:
 * @office: the office
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_UNFINISHED (it is being carried out), or a #LkStateError
 *
 * Returns: whether the order is forgotten
 */
gboolean
lk_delete_keep_finish (LkOffice      *office,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, office), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_delete_keep_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* With each list. */

/* Holds the rotations until they are read again. */
static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkRotations) rotations = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_delete_resume_finish (result, &error))
    lk_rotations_read_async (rotations, NULL, NULL, NULL);
  else
    g_debug ("A deletion could not be gone on with: %s", error->message);
}

/**
 * lk_delete_resume_all:
 * @rotations: what the journal has, as it was read
 * @inventory: (nullable): application tokens that were just read
 * @streaming: (nullable): Pulsar tokens that were just read
 *
 * Takes up what was left over, unless it was judged by this very list.
 */
void
lk_delete_resume_all (LkRotations *rotations,
                      LkInventory *inventory,
                      LkStreaming *streaming)
{
  GListModel *orders = lk_rotations_get_orders (rotations);
  LkAccount *account = inventory != NULL ? lk_inventory_get_account (inventory) : lk_streaming_get_account (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (LkDeleteOrder) order = g_list_model_get_item (orders, i);
      GDateTime *judged = g_object_get_qdata (G_OBJECT (order), judged_quark ());

      if (g_str_equal (lk_delete_order_get_account_id (order), lk_account_get_id (account))
          && lk_delete_order_is_pulsar (order) == (streaming != NULL)
          && (judged == NULL || judged != get_read_at (inventory, streaming)))
        lk_delete_resume_async (order, inventory, streaming, NULL, resumed_cb, g_object_ref (rotations));
    }
}
