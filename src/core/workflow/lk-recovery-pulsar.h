/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-recovery.h"

G_BEGIN_DECLS

/* What lk_recovery_run_async() does of a Pulsar token, short of the journal. The caller owns the work. */
void     lk_recovery_pulsar_async  (LkOffice             *office,
                                    LkAccount            *account,
                                    LkIntent             *intent,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean lk_recovery_pulsar_finish (GAsyncResult         *result,
                                    LkRecoveryOutcome    *outcome,
                                    GError              **error);

G_END_DECLS
