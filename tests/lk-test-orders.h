/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-state-delete-orders.h"
#include "lk-streaming.h"
#include "lk-test-office.h"

G_BEGIN_DECLS

/* What the journal has of deletions, read anew each time. */
guint          lk_test_orders_count  (LkTestOffice   *office);
/* The only one. (transfer full) */
LkDeleteOrder *lk_test_orders_get    (LkTestOffice   *office);
/* (transfer full) */
LkDeleteOrder *lk_test_orders_write  (LkTestOffice   *office,
                                      const char     *client_id,
                                      const char     *description);
gboolean       lk_test_orders_resume (LkDeleteOrder  *order,
                                      LkInventory    *inventory,
                                      LkStreaming    *streaming,
                                      GError        **error);
gboolean       lk_test_orders_keep   (LkTestOffice   *office,
                                      LkDeleteOrder  *order,
                                      GError        **error);

G_END_DECLS
