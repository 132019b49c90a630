/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-keyring.h"

G_BEGIN_DECLS

#define LK_TYPE_KEYRING_BANNER (lk_keyring_banner_get_type ())

G_DECLARE_FINAL_TYPE (LkKeyringBanner, lk_keyring_banner, LK, KEYRING_BANNER, AdwBin)

void      lk_keyring_banner_set_keyring (LkKeyringBanner *self,
                                         LkKeyring       *keyring);
void      lk_keyring_banner_show_error  (LkKeyringBanner *self,
                                         const GError    *error);
gboolean  lk_keyring_banner_get_usable  (LkKeyringBanner *self);
gboolean  lk_keyring_banner_get_locked  (LkKeyringBanner *self);

G_END_DECLS
