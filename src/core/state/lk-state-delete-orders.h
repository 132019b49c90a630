/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-delete-order.h"
#include "lk-state.h"

G_BEGIN_DECLS

/* The tokens of all accounts that shall go and are not known to be gone: (element-type LkDeleteOrder), oldest first. One
 * that a rotation says the opposite of later is dropped with that: a token that gets a successor, or whose rotation is
 * cancelled, stays until somebody says otherwise. */
void       lk_state_list_delete_orders_async   (LkState             *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GPtrArray *lk_state_list_delete_orders_finish  (LkState             *self,
                                                GAsyncResult        *result,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* One that is there already stays as it is. Durable when it has finished. */
void       lk_state_add_delete_order_async     (LkState             *self,
                                                LkDeleteOrder       *order,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean   lk_state_add_delete_order_finish    (LkState             *self,
                                                GAsyncResult        *result,
                                                GError             **error);

void       lk_state_remove_delete_order_async  (LkState             *self,
                                                const char          *id,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean   lk_state_remove_delete_order_finish (LkState             *self,
                                                GAsyncResult        *result,
                                                GError             **error);

G_END_DECLS
