/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_PLACES (lk_places_get_type ())

/* The pages for all accounts, in the sidebar. Properties: selected (string: "review", "secrets", "activity", "guide", or ""
 * for none, notified), review-count and secrets-count (uint). Signal: activated. */
G_DECLARE_FINAL_TYPE (LkPlaces, lk_places, LK, PLACES, AdwBin)

G_END_DECLS
