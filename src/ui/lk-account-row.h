/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_ACCOUNT_ROW (lk_account_row_get_type ())

/* One row of an account in the sidebar: its application tokens. Property: inventory (LkInventory, construct only). */
G_DECLARE_FINAL_TYPE (LkAccountRow, lk_account_row, LK, ACCOUNT_ROW, AdwActionRow)

GtkWidget   *lk_account_row_new           (LkInventory  *inventory) G_GNUC_WARN_UNUSED_RESULT;
LkInventory *lk_account_row_get_inventory (LkAccountRow *self);

G_END_DECLS
