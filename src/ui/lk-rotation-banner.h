/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_ROTATION_BANNER (lk_rotation_banner_get_type ())

/* Properties: token (LkListedToken, nullable), action (string: what goes on with its rotation; its id is the target). */
G_DECLARE_FINAL_TYPE (LkRotationBanner, lk_rotation_banner, LK, ROTATION_BANNER, AdwBin)

G_END_DECLS
