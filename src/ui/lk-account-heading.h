/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_ACCOUNT_HEADING (lk_account_heading_get_type ())

/* The title and the menu of an account above its rows in the sidebar. Property: inventory (LkInventory, construct only). */
G_DECLARE_FINAL_TYPE (LkAccountHeading, lk_account_heading, LK, ACCOUNT_HEADING, AdwBin)

GtkWidget   *lk_account_heading_new           (LkInventory      *inventory) G_GNUC_WARN_UNUSED_RESULT;
LkInventory *lk_account_heading_get_inventory (LkAccountHeading *self);
void         lk_account_heading_popup_menu    (LkAccountHeading *self,
                                               GtkWidget        *row);

GMenuModel  *lk_account_heading_create_menu   (LkAccount        *account) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
