/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-task-command.h"

G_BEGIN_DECLS

#define LK_TYPE_TASK_NAMES (lk_task_names_get_type ())

/* What a task is about: the namespace, the topic or connector, and the Pulsar token it is done with. Properties: task
 * (LkTokenTask, nullable), streaming (LkStreaming, nullable), tenant (LkTenant, nullable). Signal: changed. */
G_DECLARE_FINAL_TYPE (LkTaskNames, lk_task_names, LK, TASK_NAMES, AdwBin)

void           lk_task_names_list             (LkTaskNames      *self);
void           lk_task_names_fill_place       (LkTaskNames      *self,
                                               LkTokenTaskPlace *place);
gboolean       lk_task_names_is_complete      (LkTaskNames      *self);
LkPulsarToken *lk_task_names_get_usable_token (LkTaskNames      *self);

G_END_DECLS
