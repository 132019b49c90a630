/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-dialog.h"
#include "lk-import-plan.h"

G_BEGIN_DECLS

#define LK_TYPE_IMPORT_DIALOG (lk_import_dialog_get_type ())

G_DECLARE_FINAL_TYPE (LkImportDialog, lk_import_dialog, LK, IMPORT_DIALOG, LkDialog)

LkDialog     *lk_import_dialog_new      (LkInventories  *inventories);
LkImportPlan *lk_import_dialog_get_plan (LkImportDialog *self); /* transfer none, nullable */

G_END_DECLS
