/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-account-thing.h"
#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_ACCOUNTS_LIST (lk_accounts_list_get_type ())

/* The accounts in the sidebar, each a heading with its rows. Properties, read-only, notified: inventory (LkInventory,
 * nullable: of the account that is shown, or was last), thing (LkAccountThing, nullable: what of it). Signal: activated. */
G_DECLARE_FINAL_TYPE (LkAccountsList, lk_accounts_list, LK, ACCOUNTS_LIST, AdwBin)

void            lk_accounts_list_set_inventories (LkAccountsList *self,
                                                  LkInventories  *inventories);
GtkListBox     *lk_accounts_list_get_list_box    (LkAccountsList *self);
LkInventory    *lk_accounts_list_get_inventory   (LkAccountsList *self);
LkAccountThing *lk_accounts_list_get_thing       (LkAccountsList *self);
LkInventory    *lk_accounts_list_find            (LkAccountsList *self,
                                                  const char     *account_id);
gboolean        lk_accounts_list_show            (LkAccountsList *self,
                                                  const char     *account_id);
void            lk_accounts_list_show_nth        (LkAccountsList *self,
                                                  guint           position);
void            lk_accounts_list_step            (LkAccountsList *self,
                                                  int             step);

G_END_DECLS
