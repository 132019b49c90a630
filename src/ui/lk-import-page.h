/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-import-plan.h"

G_BEGIN_DECLS

#define LK_TYPE_IMPORT_PAGE (lk_import_page_get_type ())

G_DECLARE_FINAL_TYPE (LkImportPage, lk_import_page, LK, IMPORT_PAGE, AdwBin)

void          lk_import_page_take       (LkImportPage *self,
                                         LkImportPlan *plan);
LkImportPlan *lk_import_page_get_plan   (LkImportPage *self); /* transfer none, nullable */
gboolean      lk_import_page_get_busy   (LkImportPage *self);
void          lk_import_page_survey     (LkImportPage *self);
void          lk_import_page_store      (LkImportPage *self);

G_END_DECLS
