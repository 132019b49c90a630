/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LK_TYPE_BANNER (lk_banner_get_type ())
G_DECLARE_FINAL_TYPE (LkBanner, lk_banner, LK, BANNER, GtkWidget)

GtkWidget  *lk_banner_new              (const char *title);

const char *lk_banner_get_title        (LkBanner   *self);
void        lk_banner_set_title        (LkBanner   *self,
                                        const char *title);

const char *lk_banner_get_button_label (LkBanner   *self);
void        lk_banner_set_button_label (LkBanner   *self,
                                        const char *button_label);

gboolean    lk_banner_get_revealed     (LkBanner   *self);
void        lk_banner_set_revealed     (LkBanner   *self,
                                        gboolean    revealed);

G_END_DECLS
