/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-import-item.h"
#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_IMPORT_PLAN (lk_import_plan_get_type ())

/* What shall become of the secrets that were found in a file. */
G_DECLARE_FINAL_TYPE (LkImportPlan, lk_import_plan, LK, IMPORT_PLAN, GObject)

LkImportPlan *lk_import_plan_new           (LkOffice             *office,
                                            GPtrArray            *found) G_GNUC_WARN_UNUSED_RESULT;

GListModel   *lk_import_plan_get_items     (LkImportPlan         *self); /* transfer none; of LkImportItem */
guint         lk_import_plan_count         (LkImportPlan         *self,
                                            LkImportState         state);
LkImportItem *lk_import_plan_find          (LkImportPlan         *self,
                                            const char           *id); /* transfer none, nullable */
guint         lk_import_plan_count_failed  (LkImportPlan         *self);

/* Before it is judged: the accounts that a token may be of, with their lists read. */
void          lk_import_plan_add_inventory (LkImportPlan         *self,
                                            LkInventory          *inventory);
void          lk_import_plan_add_streaming (LkImportPlan         *self,
                                            LkStreaming          *streaming);

/* Compares every item with what the keyring and the service have. */
void          lk_import_plan_judge_async   (LkImportPlan         *self,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean      lk_import_plan_judge_finish  (LkImportPlan         *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* All of that for the accounts of a window: unlocks the keyring, which may ask, reads the lists, and compares. Properties to
 * follow it by, notified: progress (double, up to 1), n-chosen (uint). */
void          lk_import_plan_survey_async  (LkImportPlan         *self,
                                            LkInventories        *inventories,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean      lk_import_plan_survey_finish (LkImportPlan         *self,
                                            GAsyncResult         *result,
                                            GError              **error);
const GError *lk_import_plan_get_unread    (LkImportPlan         *self,
                                            LkAccount           **account); /* both nullable */

/* Stores one item that is choosable, reads it back, and writes down that this was done. */
void          lk_import_plan_store_async   (LkImportPlan         *self,
                                            LkImportItem         *item,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean      lk_import_plan_store_finish  (LkImportPlan         *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* Stores all that is chosen; how many are stored then. */
void          lk_import_plan_store_chosen_async  (LkImportPlan         *self,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
guint         lk_import_plan_store_chosen_finish (LkImportPlan         *self,
                                                  GAsyncResult         *result);

G_END_DECLS
