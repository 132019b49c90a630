/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"

G_BEGIN_DECLS

void lk_inventory_add_loading     (LkInventory  *self,
                                   int           change);
void lk_inventory_add_token       (LkInventory  *self,
                                   LkAppToken   *token);
void lk_inventory_describe_stored (LkInventory  *self,
                                   GPtrArray    *infos);
void lk_inventory_replace_roles   (LkInventory  *self,
                                   GPtrArray    *roles);
void lk_inventory_replace_tokens  (LkInventory  *self,
                                   GPtrArray    *tokens);
void lk_inventory_set_errors      (LkInventory  *self,
                                   const GError *error,
                                   const GError *keyring_error);

G_END_DECLS
