/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-office.h"

G_BEGIN_DECLS

#define LK_TYPE_SETUP_DIALOG (lk_setup_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkSetupDialog, lk_setup_dialog, LK, SETUP_DIALOG, LkDialog)

LkDialog *lk_setup_dialog_new (LkOffice *office) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
