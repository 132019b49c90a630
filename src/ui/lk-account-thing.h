/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

#define LK_TYPE_ACCOUNT_THING (lk_account_thing_get_type ())

/* Something of an account that has a row in the sidebar and a page of its own: its application tokens, its streaming
 * tenants, or one of those. */
G_DECLARE_FINAL_TYPE (LkAccountThing, lk_account_thing, LK, ACCOUNT_THING, GObject)

LkInventory *lk_account_thing_get_inventory (LkAccountThing *self);
LkStreaming *lk_account_thing_get_streaming (LkAccountThing *self); /* nullable: the application tokens */
LkTenant    *lk_account_thing_get_tenant    (LkAccountThing *self); /* nullable: none of the tenants */

GListModel  *lk_account_things_new          (LkInventory    *inventory,
                                             LkStreaming    *streaming) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
