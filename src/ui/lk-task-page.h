/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-task.h"

G_BEGIN_DECLS

#define LK_TYPE_TASK_PAGE (lk_task_page_get_type ())

/* One task, to be copied as a command or run. Properties: task (LkTokenTask, nullable), streaming (LkStreaming, nullable:
 * of the account), tenant (LkTenant, nullable); read-only, notified: running (boolean), answer (LkTokenTaskAnswer,
 * nullable), error (GError boxed, nullable), command (string, nullable), lack (string, nullable: why there is no
 * command). */
G_DECLARE_FINAL_TYPE (LkTaskPage, lk_task_page, LK, TASK_PAGE, AdwBin)

G_END_DECLS
