/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-office.h"

G_BEGIN_DECLS

/**
 * LkRecoveryOutcome:
 * @LK_RECOVERY_NOTHING: nothing was created, or it is gone; the work is closed
 * @LK_RECOVERY_STORED: the secret was found and is in the keyring; the work is closed
 * @LK_RECOVERY_KEPT: the secret was in the keyring already; the work is closed
 * @LK_RECOVERY_FOUND: a Pulsar token that shall not be stored was found in the list; the work is closed
 * @LK_RECOVERY_ORPHAN: a token exists whose secret was lost; it is offered for deletion
 * @LK_RECOVERY_UNKNOWN: it cannot be told yet, or there are candidates
 * @LK_RECOVERY_IN_PROGRESS: its owner lives, and nothing was touched
 *
 * Where a piece of unfinished work stands after somebody took it up.
 */
typedef enum
{
  LK_RECOVERY_NOTHING,
  LK_RECOVERY_STORED,
  LK_RECOVERY_KEPT,
  LK_RECOVERY_FOUND,
  LK_RECOVERY_ORPHAN,
  LK_RECOVERY_UNKNOWN,
  LK_RECOVERY_IN_PROGRESS,
} LkRecoveryOutcome;

void     lk_recovery_run_async  (LkOffice             *office,
                                 LkIntent             *intent,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
gboolean lk_recovery_run_finish (GAsyncResult         *result,
                                 LkRecoveryOutcome    *outcome,
                                 GError              **error);

G_END_DECLS
