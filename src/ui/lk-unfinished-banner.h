/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_UNFINISHED_BANNER (lk_unfinished_banner_get_type ())

G_DECLARE_FINAL_TYPE (LkUnfinishedBanner, lk_unfinished_banner, LK, UNFINISHED_BANNER, AdwBin)

G_END_DECLS
