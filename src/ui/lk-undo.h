/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * LkUndoFunc:
 * @widget: the overlay that the toast was on
 * @user_data: what was given to lk_undo_offer()
 *
 * Takes a change back.
 */
typedef void (*LkUndoFunc) (GtkWidget *widget,
                            gpointer   user_data);

void     lk_undo_offer (GtkWidget       *widget,
                        const char      *text,
                        LkUndoFunc       undo,
                        gpointer         user_data,
                        GDestroyNotify   destroy);
gboolean lk_undo_last  (AdwToastOverlay *toasts);

G_END_DECLS
