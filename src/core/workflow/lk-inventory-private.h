/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"

G_BEGIN_DECLS

void lk_inventory_add_token (LkInventory *self,
                             LkAppToken  *token);

G_END_DECLS
