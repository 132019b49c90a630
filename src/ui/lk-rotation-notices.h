/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_ROTATION_NOTICES (lk_rotation_notices_get_type ())

/* Reminds of old tokens that were to be retired later, once that time has come. */
G_DECLARE_FINAL_TYPE (LkRotationNotices, lk_rotation_notices, LK, ROTATION_NOTICES, GObject)

LkRotationNotices *lk_rotation_notices_new      (GApplication      *application,
                                                 LkInventories     *inventories) G_GNUC_WARN_UNUSED_RESULT;

void               lk_rotation_notices_check    (LkRotationNotices *self);
void               lk_rotation_notices_withdraw (LkRotationNotices *self);

G_END_DECLS
