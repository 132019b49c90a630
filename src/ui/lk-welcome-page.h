/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_WELCOME_PAGE (lk_welcome_page_get_type ())

G_DECLARE_FINAL_TYPE (LkWelcomePage, lk_welcome_page, LK, WELCOME_PAGE, AdwBin)

void       lk_welcome_page_popup_menu (LkWelcomePage *self);

G_END_DECLS
