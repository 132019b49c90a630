/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-token-task-command.h"

G_BEGIN_DECLS

/* The path of a runnable task's call (transfer full), of LK_TOKEN_TASK_USAGE the one at a tenant's web service. Fails with
 * LK_WORK_ERROR_INVALID. */
char *lk_token_task_make_path      (LkTokenTask            *self,
                                    const LkTokenTaskPlace *place,
                                    GError                **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether there is a Pulsar token, of the tenant that is asked. Fails with LK_WORK_ERROR_INVALID. */
gboolean lk_token_task_check_token (const LkTokenTaskPlace *place,
                                    GError                **error);

/* One of the lists of a namespace, or of a tenant without one (transfer full); NULL for names that cannot be asked for. */
char *lk_token_task_make_list_path (LkTokenTaskCall         call,
                                    const char             *tenant,
                                    const char             *namespace_name) G_GNUC_WARN_UNUSED_RESULT;

/* What names have before them where they are listed (transfer full). */
char *lk_token_task_make_start     (LkTokenTaskCall         call,
                                    const char             *tenant,
                                    const char             *namespace_name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
