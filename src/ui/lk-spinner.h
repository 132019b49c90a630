/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_SPINNER (lk_spinner_get_type ())

/* Properties: spinning (boolean), busy-widget (GtkWidget, nullable), both from a template. */
G_DECLARE_FINAL_TYPE (LkSpinner, lk_spinner, LK, SPINNER, AdwBin)

void lk_spinner_set_spinning (LkSpinner *self,
                              gboolean   spinning);

G_END_DECLS
