/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"

G_BEGIN_DECLS

#define LK_TYPE_DETAILS_DIALOG (lk_details_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkDetailsDialog, lk_details_dialog, LK, DETAILS_DIALOG, LkDialog)

gboolean lk_details_dialog_has_details (const GError *error);
void     lk_details_dialog_ask         (GtkWidget    *widget,
                                        const GError *error);

G_END_DECLS
