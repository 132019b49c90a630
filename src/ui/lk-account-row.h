/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-account-thing.h"

G_BEGIN_DECLS

#define LK_TYPE_ACCOUNT_ROW (lk_account_row_get_type ())

/* One row of an account in the sidebar. Property: thing (LkAccountThing, construct only). */
G_DECLARE_FINAL_TYPE (LkAccountRow, lk_account_row, LK, ACCOUNT_ROW, AdwActionRow)

GtkWidget      *lk_account_row_new           (LkAccountThing *thing) G_GNUC_WARN_UNUSED_RESULT;
LkAccountThing *lk_account_row_get_thing     (LkAccountRow   *self);
LkInventory    *lk_account_row_get_inventory (LkAccountRow   *self);

G_END_DECLS
