/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"
#include "lk-journal.h"

G_BEGIN_DECLS

#define LK_TYPE_UNFINISHED_GROUP (lk_unfinished_group_get_type ())

G_DECLARE_FINAL_TYPE (LkUnfinishedGroup, lk_unfinished_group, LK, UNFINISHED_GROUP, AdwPreferencesGroup)

GtkWidget *lk_unfinished_group_new (LkInventory *inventory,
                                    LkIntent    *intent) G_GNUC_WARN_UNUSED_RESULT;

LkIntent  *lk_unfinished_group_get_intent (LkUnfinishedGroup *self);

G_END_DECLS
