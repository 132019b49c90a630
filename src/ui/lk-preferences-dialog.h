/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-office.h"

G_BEGIN_DECLS

#define LK_TYPE_PREFERENCES_DIALOG (lk_preferences_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkPreferencesDialog, lk_preferences_dialog, LK, PREFERENCES_DIALOG, LkDialog)

LkDialog *lk_preferences_dialog_new (LkOffice *office);

G_END_DECLS
