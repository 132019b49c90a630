/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-network-return.h"

#include "lk-astra-error.h"

struct _LkNetworkReturn
{
  GObject          parent_instance;

  LkInventories   *inventories;
  GNetworkMonitor *monitor;     /* NULL: the system's is being asked for */
  GCancellable    *cancellable; /* of that, and of reading the journal */
};

G_DEFINE_FINAL_TYPE (LkNetworkReturn, lk_network_return, G_TYPE_OBJECT)

/* A network that wants a sign-in first is as good as none. */
static gboolean
is_out_of_reach (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_ASTRA);
}

static gboolean
any_tenant_is_out_of_reach (LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      if (is_out_of_reach (lk_tenant_get_error (tenant)))
        return TRUE;
    }

  return FALSE;
}

/* Creates of either kind that are not at their end, and deletions. */
static gboolean
has_work (LkNetworkReturn *self,
          GPtrArray       *intents,
          LkAccount       *account,
          gboolean         pulsar)
{
  const char *id = lk_account_get_id (account);
  GListModel *orders = lk_rotations_get_orders (lk_inventories_get_rotations (self->inventories));

  for (guint i = 0; i < intents->len; i++)
    if (lk_intent_is_pulsar (intents->pdata[i]) == pulsar && lk_intent_get_state (intents->pdata[i]) != LK_INTENT_STORED
        && g_strcmp0 (lk_intent_get_account_id (intents->pdata[i]), id) == 0)
      return TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (LkDeleteOrder) order = g_list_model_get_item (orders, i);

      if (lk_delete_order_is_pulsar (order) == pulsar && g_str_equal (lk_delete_order_get_account_id (order), id))
        return TRUE;
    }

  return FALSE;
}

/* Nobody waits for what comes of it: the models tell. */
static void
read_account (LkNetworkReturn *self,
              GPtrArray       *intents,
              LkInventory     *inventory)
{
  LkAccount *account = lk_inventory_get_account (inventory);
  LkStreaming *streaming = lk_inventories_get_streaming (self->inventories, inventory);

  if (!lk_inventory_get_loading (inventory)
      && (is_out_of_reach (lk_inventory_get_error (inventory)) || has_work (self, intents, account, FALSE)))
    lk_inventory_load_async (inventory, NULL, NULL, NULL);
  if (!lk_streaming_get_loading (streaming)
      && (is_out_of_reach (lk_streaming_get_error (streaming)) || any_tenant_is_out_of_reach (streaming)
          || has_work (self, intents, account, TRUE)))
    lk_streaming_load_async (streaming, NULL, NULL, NULL);
}

static void
intents_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkNetworkReturn *self = user_data;
  GListModel *inventories;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) intents = lk_state_list_intents_finish (LK_STATE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* What a database that cannot be read has to say is said where its work is shown. */
  if (intents == NULL)
    intents = g_ptr_array_new ();

  inventories = G_LIST_MODEL (self->inventories);
  for (guint i = 0; i < g_list_model_get_n_items (inventories); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (inventories, i);

      read_account (self, intents, inventory);
    }
}

static void
network_changed_cb (LkNetworkReturn *self,
                    gboolean         available)
{
  if (available)
    lk_state_list_intents_async (lk_office_get_state (lk_inventories_get_office (self->inventories)), self->cancellable,
                                 intents_cb, self);
}

static void
watch (LkNetworkReturn *self,
       GNetworkMonitor *monitor)
{
  self->monitor = g_object_ref (monitor);
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LkNetworkReturn *self = user_data;
  g_autoptr (GNetworkMonitor) monitor = g_task_propagate_pointer (G_TASK (result), NULL);

  if (monitor != NULL)
    watch (self, monitor);
}

/* The first to ask for the system's monitor waits for the bus. */
static void
find_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, g_object_ref (g_network_monitor_get_default ()), g_object_unref);
}

static void
lk_network_return_dispose (GObject *object)
{
  LkNetworkReturn *self = LK_NETWORK_RETURN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->monitor);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_network_return_parent_class)->dispose (object);
}

static void
lk_network_return_finalize (GObject *object)
{
  g_clear_object (&LK_NETWORK_RETURN (object)->cancellable);

  G_OBJECT_CLASS (lk_network_return_parent_class)->finalize (object);
}

static void
lk_network_return_class_init (LkNetworkReturnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_network_return_dispose;
  object_class->finalize = lk_network_return_finalize;
}

static void
lk_network_return_init (LkNetworkReturn *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_network_return_new:
 * @inventories: the lists of all accounts
 * @monitor: (nullable): what tells of the network; %NULL: the system's
 *
 * Begins to watch the network, in the main context of the caller.
 *
 * Returns: (transfer full): the watch
 */
LkNetworkReturn *
lk_network_return_new (LkInventories   *inventories,
                       GNetworkMonitor *monitor)
{
  LkNetworkReturn *self = g_object_new (LK_TYPE_NETWORK_RETURN, NULL);

  self->inventories = g_object_ref (inventories);
  if (monitor != NULL)
    {
      watch (self, monitor);
    }
  else
    {
      g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, found_cb, self);

      g_task_set_source_tag (task, lk_network_return_new);
      g_task_run_in_thread (task, find_thread);
    }

  return self;
}
