/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-account-thing.h"
#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_GUIDE_PAGE (lk_guide_page_get_type ())

/* Which of the two kinds of token a task needs. Properties: inventories (LkInventories, nullable), thing (LkAccountThing,
 * nullable: what the sidebar shows), collapsed (boolean); read-only: streaming (LkStreaming, nullable: of the account that
 * is chosen), tenant (LkTenant, nullable: the one that is chosen). */
G_DECLARE_FINAL_TYPE (LkGuidePage, lk_guide_page, LK, GUIDE_PAGE, AdwBin)

G_END_DECLS
