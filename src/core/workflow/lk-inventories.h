/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"
#include "lk-rotations.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_INVENTORIES (lk_inventories_get_type ())

/**
 * LkInventories:
 *
 * A list model of the #LkInventory of every account, in the order of the accounts and for as long as they are there, and
 * beside each the #LkStreaming of the account. What is remembered of each is read by itself, without the network. Its
 * signal `changed` says, at most once a turn of the main loop, that one of them may have changed.
 */
G_DECLARE_FINAL_TYPE (LkInventories, lk_inventories, LK, INVENTORIES, GObject)

LkInventories *lk_inventories_new           (LkOffice      *office) G_GNUC_WARN_UNUSED_RESULT;

LkOffice      *lk_inventories_get_office    (LkInventories *self);
LkRotations   *lk_inventories_get_rotations (LkInventories *self);
LkInventory   *lk_inventories_find          (LkInventories *self,
                                             LkAccount     *account); /* transfer none, nullable */
LkStreaming   *lk_inventories_get_streaming (LkInventories *self,
                                             LkInventory   *inventory);
gboolean       lk_inventories_get_loading   (LkInventories *self);

G_END_DECLS
