/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account-thing.h"

#include "lk-astra-error.h"

/* With more tenants than this the sidebar would be nothing but them: they are listed on a page of their own then. */
#define MOST_TENANTS 20

struct _LkAccountThing
{
  GObject      parent_instance;

  LkInventory *inventory;
  LkStreaming *streaming; /* NULL: it stands for the application tokens */
  LkTenant    *tenant;    /* NULL: for all tenants */
};

G_DEFINE_FINAL_TYPE (LkAccountThing, lk_account_thing, G_TYPE_OBJECT)

static void
lk_account_thing_finalize (GObject *object)
{
  LkAccountThing *self = LK_ACCOUNT_THING (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->streaming);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (lk_account_thing_parent_class)->finalize (object);
}

static void
lk_account_thing_class_init (LkAccountThingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_account_thing_finalize;
}

static void
lk_account_thing_init (LkAccountThing *self)
{
}

static LkAccountThing *
thing_new (LkInventory *inventory,
           LkStreaming *streaming,
           LkTenant    *tenant)
{
  LkAccountThing *self = g_object_new (LK_TYPE_ACCOUNT_THING, NULL);

  g_set_object (&self->inventory, inventory);
  g_set_object (&self->streaming, streaming);
  g_set_object (&self->tenant, tenant);

  return self;
}

/**
 * lk_account_thing_get_inventory:
 * @self: a thing
 *
 * Returns: (transfer none): the application tokens of its account
 */
LkInventory *
lk_account_thing_get_inventory (LkAccountThing *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_THING (self), NULL);

  return self->inventory;
}

/**
 * lk_account_thing_get_streaming:
 * @self: a thing
 *
 * Returns: (transfer none) (nullable): the streaming half of its account; %NULL if it stands for the application tokens
 */
LkStreaming *
lk_account_thing_get_streaming (LkAccountThing *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_THING (self), NULL);

  return self->streaming;
}

/**
 * lk_account_thing_get_tenant:
 * @self: a thing
 *
 * Returns: (transfer none) (nullable): the tenant that it stands for; %NULL if for none
 */
LkTenant *
lk_account_thing_get_tenant (LkAccountThing *self)
{
  g_return_val_if_fail (LK_IS_ACCOUNT_THING (self), NULL);

  return self->tenant;
}

/* The list. */

typedef struct
{
  LkInventory *inventory;
  LkStreaming *streaming;
} Account;

static void
account_free (gpointer data)
{
  Account *account = data;

  g_clear_object (&account->inventory);
  g_clear_object (&account->streaming);
  g_free (account);
}

/* Most organizations have no tenants, and are not told about them; one whose tenants may not be listed is. */
static gboolean
has_streaming (LkStreaming *streaming)
{
  return g_list_model_get_n_items (lk_streaming_get_tenants (streaming)) > 0
         || g_error_matches (lk_streaming_get_error (streaming), LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
}

static LkTenant *
get_tenant_at (GListStore *things,
               guint       position)
{
  g_autoptr (LkAccountThing) thing = g_list_model_get_item (G_LIST_MODEL (things), position);

  return thing->tenant;
}

/* The rows of tenants that stay are left alone: one of them may be chosen. */
static void
update_tenants (GListStore *things,
                Account    *account)
{
  GListModel *tenants = lk_streaming_get_tenants (account->streaming);
  guint n_after = g_list_model_get_n_items (tenants) <= MOST_TENANTS ? g_list_model_get_n_items (tenants) : 0;
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (things)) - 2;
  guint n_same = 0;
  guint n_same_at_end = 0;
  g_autoptr (GPtrArray) additions = g_ptr_array_new_with_free_func (g_object_unref);

  for (; n_same < MIN (n_before, n_after); n_same++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, n_same);

      if (tenant != get_tenant_at (things, 2 + n_same))
        break;
    }
  for (; n_same_at_end < MIN (n_before, n_after) - n_same; n_same_at_end++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, n_after - 1 - n_same_at_end);

      if (tenant != get_tenant_at (things, 2 + n_before - 1 - n_same_at_end))
        break;
    }
  for (guint i = n_same; i < n_after - n_same_at_end; i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      g_ptr_array_add (additions, thing_new (account->inventory, account->streaming, tenant));
    }

  if (additions->len > 0 || n_before > n_same + n_same_at_end)
    g_list_store_splice (things, 2 + n_same, n_before - n_same - n_same_at_end, additions->pdata, additions->len);
}

static void
changed_cb (GListStore *things)
{
  Account *account = g_object_get_data (G_OBJECT (things), "account");
  guint n = g_list_model_get_n_items (G_LIST_MODEL (things));

  if (!has_streaming (account->streaming))
    {
      if (n > 1)
        g_list_store_splice (things, 1, n - 1, NULL, 0);
      return;
    }

  if (n == 1)
    {
      g_autoptr (LkAccountThing) all = thing_new (account->inventory, account->streaming, NULL);

      g_list_store_append (things, all);
    }
  update_tenants (things, account);
}

/**
 * lk_account_things_new:
 * @inventory: the application tokens of an account
 * @streaming: its streaming half
 *
 * Lists what an account has rows for: its application tokens; its streaming tenants, if there are any or they may not be
 * listed; and each of those, unless they are too many. It follows @streaming.
 *
 * Returns: (transfer full): a list model of #LkAccountThing
 */
GListModel *
lk_account_things_new (LkInventory *inventory,
                       LkStreaming *streaming)
{
  GListStore *things = g_list_store_new (LK_TYPE_ACCOUNT_THING);
  g_autoptr (LkAccountThing) tokens = thing_new (inventory, NULL, NULL);
  Account *account = g_new0 (Account, 1);

  g_set_object (&account->inventory, inventory);
  g_set_object (&account->streaming, streaming);
  g_object_set_data_full (G_OBJECT (things), "account", account, account_free);
  g_list_store_append (things, tokens);
  g_signal_connect_object (lk_streaming_get_tenants (streaming), "items-changed", G_CALLBACK (changed_cb), things,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (streaming, "notify::error", G_CALLBACK (changed_cb), things, G_CONNECT_SWAPPED);
  changed_cb (things);

  return G_LIST_MODEL (things);
}
