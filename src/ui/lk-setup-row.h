/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-setup-finding.h"

G_BEGIN_DECLS

#define LK_TYPE_SETUP_ROW (lk_setup_row_get_type ())

G_DECLARE_FINAL_TYPE (LkSetupRow, lk_setup_row, LK, SETUP_ROW, AdwPreferencesRow)

GtkWidget *lk_setup_row_new (LkSetupFinding *finding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
