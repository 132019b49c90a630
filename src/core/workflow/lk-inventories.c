/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-inventories.h"

#include "lk-delete-resume.h"
#include "lk-rotate.h"

#define ACCOUNT_DATA "lk-account" /* of a model of tenants */

struct _LkInventories
{
  GObject       parent_instance;

  LkOffice     *office;
  LkRotations  *rotations;
  GPtrArray    *inventories; /* of LkInventory, in the order of the accounts */
  GHashTable   *streamings;  /* LkInventory, not owned → LkStreaming */
  GCancellable *cancellable; /* of reading what is remembered */
  guint         changed_id;  /* 0: nothing is to be told */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LkInventories, lk_inventories, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
tell_cb (gpointer user_data)
{
  LkInventories *self = user_data;

  self->changed_id = 0;
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
resume (LkRotations *rotations,
        LkInventory *inventory,
        LkStreaming *streaming)
{
  lk_rotate_resume (rotations, inventory, streaming);
  lk_delete_resume_all (rotations, inventory, streaming);
}

static void
rotations_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GObject) half = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_rotations_read_finish (LK_ROTATIONS (source), result, &error))
    g_debug ("The rotations could not be read: %s", error->message);
  else if (LK_IS_INVENTORY (half))
    resume (LK_ROTATIONS (source), LK_INVENTORY (half), NULL);
  else if (LK_IS_STREAMING (half))
    resume (LK_ROTATIONS (source), NULL, LK_STREAMING (half));
}

/* Also those that another process has begun or ended. What was left over is taken up at the start, and whenever the service
 * has answered. */
static void
read_rotations (LkInventories *self,
                GObject       *half)
{
  lk_rotations_read_async (self->rotations, self->cancellable, rotations_read_cb, half != NULL ? g_object_ref (half) : NULL);
}

static void
inventory_read_cb (LkInventories *self,
                   GParamSpec    *pspec,
                   LkInventory   *inventory)
{
  read_rotations (self, lk_inventory_get_from_cache (inventory) ? G_OBJECT (inventory) : NULL);
}

static void
inventory_loading_cb (LkInventories *self,
                      GParamSpec    *pspec,
                      LkInventory   *inventory)
{
  if (!lk_inventory_get_loading (inventory) && !lk_inventory_get_from_cache (inventory)
      && lk_inventory_get_error (inventory) == NULL && lk_inventory_get_read_at (inventory) != NULL)
    read_rotations (self, G_OBJECT (inventory));
}

static void
streaming_loading_cb (LkInventories *self,
                      GParamSpec    *pspec,
                      LkStreaming   *streaming)
{
  if (!lk_streaming_get_loading (streaming) && !lk_streaming_get_from_cache (streaming)
      && lk_streaming_get_error (streaming) == NULL && lk_streaming_get_read_at (streaming) != NULL)
    read_rotations (self, G_OBJECT (streaming));
}

/* What was done, or tried, may be a deletion that is not finished. */
static void
recorded_cb (LkInventories *self)
{
  read_rotations (self, NULL);
}

/* A load changes much at once: whoever counts all tokens does so once. */
static void
changed_cb (LkInventories *self)
{
  if (self->changed_id == 0)
    self->changed_id = g_idle_add (tell_cb, self);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (lk_inventory_restore_finish (LK_INVENTORY (source), result, &error))
    changed_cb (user_data);
  else
    g_debug ("Nothing is remembered: %s", error->message);
}

static void
streaming_restored_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (lk_streaming_restore_finish (LK_STREAMING (source), result, &error))
    changed_cb (user_data);
  else
    g_debug ("No tenant is remembered: %s", error->message);
}

/* One that is only moved in the list is followed once all the same. */
static void
tenants_changed_cb (LkInventories *self,
                    guint          position,
                    guint          removed,
                    guint          added,
                    GListModel    *tenants)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, position + i);
      GListModel *tokens = lk_tenant_get_tokens (tenant);
      LkAccount *account = g_object_get_data (G_OBJECT (tenants), ACCOUNT_DATA);

      if (g_signal_handlers_disconnect_by_func (tokens, changed_cb, self) == 0)
        lk_rotations_keep_marked (self->rotations, account, tokens);
      g_signal_connect_object (tokens, "items-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    }
  changed_cb (self);
}

static LkStreaming *
create_streaming (LkInventories *self,
                  LkAccount     *account)
{
  static const char *const details[] = { "notify::loading", "notify::loaded", "notify::error", "notify::n-failed" };
  LkStreaming *streaming = lk_streaming_new (self->office, account);

  g_object_set_data_full (G_OBJECT (lk_streaming_get_tenants (streaming)), ACCOUNT_DATA, g_object_ref (account),
                          g_object_unref);
  g_signal_connect_object (lk_streaming_get_tenants (streaming), "items-changed", G_CALLBACK (tenants_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (streaming, "learned", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (streaming, details[i], G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (streaming, "notify::loading", G_CALLBACK (streaming_loading_cb), self, G_CONNECT_SWAPPED);
  lk_streaming_restore_async (streaming, self->cancellable, streaming_restored_cb, self);

  return streaming;
}

static LkInventory *
create_inventory (LkInventories *self,
                  LkAccount     *account)
{
  static const char *const details[] = { "notify::loading", "notify::loaded", "notify::error", "notify::keyring-error",
                                         "notify::read-at" };
  LkInventory *inventory = lk_inventory_new (self->office, account);
  LkStreaming *streaming;

  g_signal_connect_object (lk_inventory_get_tokens (inventory), "items-changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::title", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (inventory, details[i], G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (inventory, "notify::read-at", G_CALLBACK (inventory_read_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (inventory, "notify::loading", G_CALLBACK (inventory_loading_cb), self, G_CONNECT_SWAPPED);
  lk_rotations_keep_marked (self->rotations, account, lk_inventory_get_tokens (inventory));
  streaming = create_streaming (self, account);
  g_hash_table_insert (self->streamings, inventory, streaming);
  lk_inventory_set_streaming (inventory, streaming);
  lk_inventory_restore_async (inventory, self->cancellable, restored_cb, self);

  return inventory;
}

static LkInventory *
find (GPtrArray *inventories,
      LkAccount *account)
{
  for (guint i = 0; i < inventories->len; i++)
    if (lk_inventory_get_account (inventories->pdata[i]) == account)
      return inventories->pdata[i];

  return NULL;
}

/* An account that signs in anew is replaced by another object: what was read for the old one is let go. */
static void
accounts_changed_cb (LkInventories *self,
                     guint          position,
                     guint          removed,
                     guint          added,
                     GListModel    *accounts)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < removed; i++)
    g_ptr_array_add (before, g_object_ref (self->inventories->pdata[position + i]));
  if (removed > 0)
    g_ptr_array_remove_range (self->inventories, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LkAccount) account = g_list_model_get_item (accounts, position + i);
      LkInventory *there = find (before, account);

      g_ptr_array_insert (self->inventories, (int) (position + i),
                          there != NULL ? g_object_ref (there) : create_inventory (self, account));
    }
  for (guint i = 0; i < before->len; i++)
    if (!g_ptr_array_find (self->inventories, before->pdata[i], NULL))
      g_hash_table_remove (self->streamings, before->pdata[i]);

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  changed_cb (self);
}

static GType
get_item_type (GListModel *model)
{
  return LK_TYPE_INVENTORY;
}

static guint
get_n_items (GListModel *model)
{
  return LK_INVENTORIES (model)->inventories->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  LkInventories *self = LK_INVENTORIES (model);

  return position < self->inventories->len ? g_object_ref (self->inventories->pdata[position]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
lk_inventories_dispose (GObject *object)
{
  LkInventories *self = LK_INVENTORIES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->changed_id, g_source_remove);
  g_hash_table_remove_all (self->streamings);
  g_ptr_array_set_size (self->inventories, 0);
  g_clear_object (&self->rotations);
  g_clear_object (&self->office);

  G_OBJECT_CLASS (lk_inventories_parent_class)->dispose (object);
}

static void
lk_inventories_finalize (GObject *object)
{
  LkInventories *self = LK_INVENTORIES (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->streamings, g_hash_table_unref);
  g_clear_pointer (&self->inventories, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_inventories_parent_class)->finalize (object);
}

static void
lk_inventories_class_init (LkInventoriesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_inventories_dispose;
  object_class->finalize = lk_inventories_finalize;

  /**
   * LkInventories::changed:
   * @self: the inventories
   *
   * Accounts came or went, or what is known of the tokens of one may have changed.
   */
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_inventories_init (LkInventories *self)
{
  self->inventories = g_ptr_array_new_with_free_func (g_object_unref);
  self->streamings = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * lk_inventories_new:
 * @office: the accounts
 *
 * Makes an inventory for every account that is there or will be. Whoever looks for those of new accounts when they are
 * announced connects to @office later than this.
 *
 * Returns: (transfer full): the inventories
 */
LkInventories *
lk_inventories_new (LkOffice *office)
{
  LkInventories *self;
  GListModel *accounts;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);

  self = g_object_new (LK_TYPE_INVENTORIES, NULL);
  self->office = g_object_ref (office);
  self->rotations = lk_rotations_new (office);
  g_signal_connect_object (self->rotations, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (office, "recorded", G_CALLBACK (recorded_cb), self, G_CONNECT_SWAPPED);
  read_rotations (self, NULL);
  accounts = lk_office_get_accounts (office);
  accounts_changed_cb (self, 0, 0, g_list_model_get_n_items (accounts), accounts);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * lk_inventories_get_office:
 * @self: the inventories
 *
 * Returns: (transfer none): where the accounts are
 */
LkOffice *
lk_inventories_get_office (LkInventories *self)
{
  g_return_val_if_fail (LK_IS_INVENTORIES (self), NULL);

  return self->office;
}

/**
 * lk_inventories_get_rotations:
 * @self: the inventories
 *
 * Returns: (transfer none): the rotations of all accounts; they are read with each list, and tell the tokens of each
 */
LkRotations *
lk_inventories_get_rotations (LkInventories *self)
{
  g_return_val_if_fail (LK_IS_INVENTORIES (self), NULL);

  return self->rotations;
}

/**
 * lk_inventories_find:
 * @self: the inventories
 * @account: an account
 *
 * Returns: (transfer none) (nullable): its inventory, %NULL if it is not there any more
 */
LkInventory *
lk_inventories_find (LkInventories *self,
                     LkAccount     *account)
{
  g_return_val_if_fail (LK_IS_INVENTORIES (self), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  return find (self->inventories, account);
}

/**
 * lk_inventories_get_streaming:
 * @self: the inventories
 * @inventory: one of them
 *
 * Returns: (transfer none): the streaming half of its account
 */
LkStreaming *
lk_inventories_get_streaming (LkInventories *self,
                              LkInventory   *inventory)
{
  g_return_val_if_fail (LK_IS_INVENTORIES (self), NULL);
  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);

  return g_hash_table_lookup (self->streamings, inventory);
}

/**
 * lk_inventories_get_loading:
 * @self: the inventories
 *
 * Returns: whether one of them is being loaded
 */
gboolean
lk_inventories_get_loading (LkInventories *self)
{
  g_return_val_if_fail (LK_IS_INVENTORIES (self), FALSE);

  for (guint i = 0; i < self->inventories->len; i++)
    if (lk_inventory_get_loading (self->inventories->pdata[i]))
      return TRUE;

  return FALSE;
}
