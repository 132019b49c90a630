/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-inventory.h"

G_BEGIN_DECLS

#define LK_TYPE_WAIT_BANNER (lk_wait_banner_get_type ())

G_DECLARE_FINAL_TYPE (LkWaitBanner, lk_wait_banner, LK, WAIT_BANNER, AdwBin)

G_END_DECLS
