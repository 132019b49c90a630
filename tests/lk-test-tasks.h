/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-token-task-run.h"

G_BEGIN_DECLS

/* (transfer full), of the table; one that is not there fails the test. */
LkTokenTask       *lk_test_find_task (const char              *id);
/* (transfer full) (nullable) */
LkTokenTaskAnswer *lk_test_run_task  (LkStreaming             *streaming,
                                      const char              *id,
                                      const LkTokenTaskPlace  *place,
                                      GError                 **error);

G_END_DECLS
