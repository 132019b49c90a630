/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_DELETE_ORDER (lk_delete_order_get_type ())

/**
 * LkDeleteOrder:
 *
 * Somebody said yes to deleting one token, and it is not known to be gone. It never changes.
 */
G_DECLARE_FINAL_TYPE (LkDeleteOrder, lk_delete_order, LK, DELETE_ORDER, GObject)

LkDeleteOrder *lk_delete_order_new              (const char     *account_id,
                                                 const char     *tenant_name,
                                                 const char     *cluster_name,
                                                 const char     *token_id,
                                                 const char     *description,
                                                 GDateTime      *since) G_GNUC_WARN_UNUSED_RESULT;

const char    *lk_delete_order_get_id           (LkDeleteOrder  *self);
const char    *lk_delete_order_get_account_id   (LkDeleteOrder  *self);
const char    *lk_delete_order_get_tenant_name  (LkDeleteOrder  *self); /* nullable: an application token */
const char    *lk_delete_order_get_cluster_name (LkDeleteOrder  *self); /* nullable */
gboolean       lk_delete_order_is_pulsar        (LkDeleteOrder  *self);
const char    *lk_delete_order_get_token_id     (LkDeleteOrder  *self);
const char    *lk_delete_order_get_description  (LkDeleteOrder  *self); /* nullable */
GDateTime     *lk_delete_order_get_since        (LkDeleteOrder  *self);

G_END_DECLS
