/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-state-uses.h"

G_BEGIN_DECLS

#define LK_TYPE_USES_GROUP (lk_uses_group_get_type ())

G_DECLARE_FINAL_TYPE (LkUsesGroup, lk_uses_group, LK, USES_GROUP, AdwBin)

void  lk_uses_group_set_token (LkUsesGroup       *self,
                               LkState           *state,
                               const LkUsedToken *token);
char *lk_uses_group_dup_left  (LkUsesGroup       *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
