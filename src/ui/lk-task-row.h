/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-task.h"

G_BEGIN_DECLS

#define LK_TYPE_TASK_ROW (lk_task_row_get_type ())

/* One task and the token it needs. Properties: task (LkTokenTask, construct-only), narrow (boolean). */
G_DECLARE_FINAL_TYPE (LkTaskRow, lk_task_row, LK, TASK_ROW, AdwPreferencesRow)

LkTokenTask *lk_task_row_get_task (LkTaskRow *self);

G_END_DECLS
