/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-delete-order.h"

#define ID_LENGTH 32

struct _LkDeleteOrder
{
  GObject    parent_instance;

  char      *id;
  char      *account_id;
  char      *tenant_name;  /* NULL: an application token */
  char      *cluster_name; /* the same */
  char      *token_id;
  char      *description;  /* NULL: none */
  GDateTime *since;
};

G_DEFINE_FINAL_TYPE (LkDeleteOrder, lk_delete_order, G_TYPE_OBJECT)

static void
lk_delete_order_finalize (GObject *object)
{
  LkDeleteOrder *self = LK_DELETE_ORDER (object);

  g_free (self->id);
  g_free (self->account_id);
  g_free (self->tenant_name);
  g_free (self->cluster_name);
  g_free (self->token_id);
  g_free (self->description);
  g_clear_pointer (&self->since, g_date_time_unref);

  G_OBJECT_CLASS (lk_delete_order_parent_class)->finalize (object);
}

static void
lk_delete_order_class_init (LkDeleteOrderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_delete_order_finalize;
}

static void
lk_delete_order_init (LkDeleteOrder *self)
{
}

/* The same for the same token: whoever says yes again, here or elsewhere, means what is written down already. */
static char *
make_id (LkDeleteOrder *self)
{
  const char *parts[] = { self->account_id, self->cluster_name, self->tenant_name, self->token_id };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL)
        g_checksum_update (checksum, (const guchar *) parts[i], -1);
      g_checksum_update (checksum, (const guchar *) "\n", 1);
    }

  return g_strndup (g_checksum_get_string (checksum), ID_LENGTH);
}

/**
 * lk_delete_order_new:
 * @account_id: the #LkAccount:id that the token belongs to
 * @tenant_name: (nullable): the tenant of a Pulsar token; %NULL: it is an application token
 * @cluster_name: (nullable): the cluster of the tenant
 * @token_id: its client id, or of a Pulsar token its id
 * @description: (nullable): what the token is for
 * @since: when somebody said yes
 *
 * Returns: (transfer full): the order
 */
LkDeleteOrder *
lk_delete_order_new (const char *account_id,
                     const char *tenant_name,
                     const char *cluster_name,
                     const char *token_id,
                     const char *description,
                     GDateTime  *since)
{
  LkDeleteOrder *self;

  g_return_val_if_fail (account_id != NULL, NULL);
  g_return_val_if_fail (token_id != NULL, NULL);
  g_return_val_if_fail (since != NULL, NULL);

  self = g_object_new (LK_TYPE_DELETE_ORDER, NULL);
  self->account_id = g_strdup (account_id);
  self->tenant_name = g_strdup (tenant_name);
  self->cluster_name = g_strdup (cluster_name);
  self->token_id = g_strdup (token_id);
  self->description = g_strdup (description);
  self->since = g_date_time_ref (since);
  self->id = make_id (self);

  return self;
}

/**
 * lk_delete_order_get_id:
 * @self: an order
 *
 * Returns: (transfer none): what names it, the same for each order about that token
 */
const char *
lk_delete_order_get_id (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), NULL);

  return self->id;
}

/**
 * lk_delete_order_get_account_id:
 * @self: an order
 *
 * Returns: (transfer none): the #LkAccount:id that the token belongs to
 */
const char *
lk_delete_order_get_account_id (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), NULL);

  return self->account_id;
}

/**
 * lk_delete_order_get_tenant_name:
 * @self: an order
 *
 * Returns: (transfer none) (nullable): the tenant of a Pulsar token
 */
const char *
lk_delete_order_get_tenant_name (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), NULL);

  return self->tenant_name;
}

/**
 * lk_delete_order_get_cluster_name:
 * @self: an order
 *
 * Returns: (transfer none) (nullable): the cluster of the tenant
 */
const char *
lk_delete_order_get_cluster_name (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), NULL);

  return self->cluster_name;
}

/**
 * lk_delete_order_is_pulsar:
 * @self: an order
 *
 * Returns: whether it is about a Pulsar token
 */
gboolean
lk_delete_order_is_pulsar (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), FALSE);

  return self->tenant_name != NULL;
}

/**
 * lk_delete_order_get_token_id:
 * @self: an order
 *
 * Returns: (transfer none): its client id, or of a Pulsar token its id
 */
const char *
lk_delete_order_get_token_id (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), NULL);

  return self->token_id;
}

/**
 * lk_delete_order_get_description:
 * @self: an order
 *
 * Returns: (transfer none) (nullable): what the token is for
 */
const char *
lk_delete_order_get_description (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), NULL);

  return self->description;
}

/**
 * lk_delete_order_get_since:
 * @self: an order
 *
 * Returns: (transfer none): when somebody said yes
 */
GDateTime *
lk_delete_order_get_since (LkDeleteOrder *self)
{
  g_return_val_if_fail (LK_IS_DELETE_ORDER (self), NULL);

  return self->since;
}
