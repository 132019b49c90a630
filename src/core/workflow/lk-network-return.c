/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-network-return.h"

#include "lk-astra-error.h"
#include "lk-office-private.h"

struct _LkNetworkReturn
{
  GObject          parent_instance;

  LkInventories   *inventories;
  GNetworkMonitor *monitor;     /* NULL: the system's is being asked for */
  gboolean         available;   /* what it said last */
  GHashTable      *again;       /* halves of accounts that were being read when the network came, owned */
  GCancellable    *cancellable; /* of finding the monitor, and of reading the journal */
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

/* Creates that are not at their end, and deletions and rotations that are to be gone on with; not what waits for a person. */
static gboolean
has_work (LkNetworkReturn *self,
          GPtrArray       *intents,
          LkAccount       *account)
{
  const char *id = lk_account_get_id (account);
  LkRotations *rotations = lk_inventories_get_rotations (self->inventories);
  GListModel *orders = lk_rotations_get_orders (rotations);

  for (guint i = 0; i < intents->len; i++)
    if (lk_intent_get_state (intents->pdata[i]) != LK_INTENT_STORED
        && lk_intent_get_state (intents->pdata[i]) != LK_INTENT_ORPHAN
        && g_strcmp0 (lk_intent_get_account_id (intents->pdata[i]), id) == 0)
      return TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (LkDeleteOrder) order = g_list_model_get_item (orders, i);

      if (g_str_equal (lk_delete_order_get_account_id (order), id))
        return TRUE;
    }

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rotations)); i++)
    {
      g_autoptr (LkRotation) rotation = g_list_model_get_item (G_LIST_MODEL (rotations), i);
      LkRotationStep step = lk_rotation_get_step (rotation);

      if ((step == LK_ROTATION_RETIRING || step == LK_ROTATION_CANCELLING)
          && g_strcmp0 (lk_rotation_get_account_id (rotation), id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Nobody waits for what comes of it: the models tell. What is being read by the network before is judged at its end. */
static void
read_inventory (LkNetworkReturn *self,
                LkInventory     *inventory)
{
  if (lk_inventory_get_loading (inventory))
    g_hash_table_add (self->again, g_object_ref (inventory));
  else
    lk_inventory_load_async (inventory, NULL, NULL, NULL);
}

static void
read_streaming (LkNetworkReturn *self,
                LkStreaming     *streaming)
{
  if (lk_streaming_get_loading (streaming))
    g_hash_table_add (self->again, g_object_ref (streaming));
  else
    lk_streaming_load_async (streaming, NULL, NULL, NULL);
}

static gboolean
inventory_is_out_of_reach (LkInventory *inventory)
{
  return lk_inventory_get_loading (inventory) || is_out_of_reach (lk_inventory_get_error (inventory));
}

static gboolean
streaming_is_out_of_reach (LkStreaming *streaming)
{
  return lk_streaming_get_loading (streaming) || is_out_of_reach (lk_streaming_get_error (streaming))
         || any_tenant_is_out_of_reach (streaming);
}

static void
read_out_of_reach (LkNetworkReturn *self)
{
  GListModel *inventories = G_LIST_MODEL (self->inventories);

  for (guint i = 0; i < g_list_model_get_n_items (inventories); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (inventories, i);
      LkStreaming *streaming = lk_inventories_get_streaming (self->inventories, inventory);

      if (inventory_is_out_of_reach (inventory))
        read_inventory (self, inventory);
      if (streaming_is_out_of_reach (streaming))
        read_streaming (self, streaming);
    }
}

/* Once: one that fails again waits for the next network. */
static void
inventories_changed_cb (LkNetworkReturn *self)
{
  GHashTableIter iter;
  gpointer half;

  g_hash_table_iter_init (&iter, self->again);
  while (g_hash_table_iter_next (&iter, &half, NULL))
    {
      if (LK_IS_INVENTORY (half) && !lk_inventory_get_loading (half))
        {
          if (inventory_is_out_of_reach (half))
            lk_inventory_load_async (half, NULL, NULL, NULL);
          g_hash_table_iter_remove (&iter);
        }
      else if (LK_IS_STREAMING (half) && !lk_streaming_get_loading (half))
        {
          if (streaming_is_out_of_reach (half))
            lk_streaming_load_async (half, NULL, NULL, NULL);
          g_hash_table_iter_remove (&iter);
        }
    }
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

      if (!has_work (self, intents, lk_inventory_get_account (inventory)))
        continue;
      read_inventory (self, inventory);
      read_streaming (self, lk_inventories_get_streaming (self->inventories, inventory));
    }
  read_out_of_reach (self);
  if (intents->len > 0)
    lk_office_tell_network_returned (lk_inventories_get_office (self->inventories));
}

/* A system with many networks tells of each that comes and goes: work is gone on with only where there was none. */
static void
network_changed_cb (LkNetworkReturn *self,
                    gboolean         available)
{
  gboolean returned = available && !self->available;

  self->available = available;
  if (returned)
    lk_state_list_intents_async (lk_office_get_state (lk_inventories_get_office (self->inventories)), self->cancellable,
                                 intents_cb, self);
  else if (available)
    read_out_of_reach (self);
}

/* Signing in to a network changes no route, and so is told in this way alone. */
static void
connectivity_changed_cb (LkNetworkReturn *self)
{
  if (g_network_monitor_get_connectivity (self->monitor) == G_NETWORK_CONNECTIVITY_FULL)
    read_out_of_reach (self);
}

static void
watch (LkNetworkReturn *self,
       GNetworkMonitor *monitor)
{
  self->monitor = g_object_ref (monitor);
  self->available = g_network_monitor_get_network_available (monitor);
  g_signal_connect_object (monitor, "network-changed", G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::connectivity", G_CALLBACK (connectivity_changed_cb), self, G_CONNECT_SWAPPED);
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
  g_hash_table_remove_all (self->again);
  g_clear_object (&self->monitor);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_network_return_parent_class)->dispose (object);
}

static void
lk_network_return_finalize (GObject *object)
{
  LkNetworkReturn *self = LK_NETWORK_RETURN (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->again, g_hash_table_unref);

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
  self->again = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/**
 * lk_network_return_new:
 * @inventories: the lists of all accounts
 * @monitor: (nullable): what tells of the network; %NULL: the system's
 *
 * Begins to watch the network, from the thread of the global default main context: there the system's monitor tells.
 *
 * Returns: (transfer full): the watch
 */
LkNetworkReturn *
lk_network_return_new (LkInventories   *inventories,
                       GNetworkMonitor *monitor)
{
  LkNetworkReturn *self = g_object_new (LK_TYPE_NETWORK_RETURN, NULL);

  self->inventories = g_object_ref (inventories);
  g_signal_connect_object (inventories, "changed", G_CALLBACK (inventories_changed_cb), self, G_CONNECT_SWAPPED);
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
