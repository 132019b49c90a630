/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"
#include "lk-intent.h"

G_BEGIN_DECLS

#define LK_RECONCILE_CERTAIN (60 * G_TIME_SPAN_SECOND) /* after this time by the server's clock, nothing comes any more */

/**
 * LkReconcileOutcome:
 * @LK_RECONCILE_NOTHING: no such token exists, and none can appear any more
 * @LK_RECONCILE_UNKNOWN: it cannot be told yet, or some tokens may be the one
 * @LK_RECONCILE_ORPHAN: the token that is known to have been created is still listed
 */
typedef enum
{
  LK_RECONCILE_NOTHING,
  LK_RECONCILE_UNKNOWN,
  LK_RECONCILE_ORPHAN,
} LkReconcileOutcome;

GDateTime         *lk_reconcile_dup_time (GDateTime *own_time,
                                          GDateTime *server_now) G_GNUC_WARN_UNUSED_RESULT;

LkReconcileOutcome lk_reconcile (LkIntent   *intent,
                                 GPtrArray  *tokens,
                                 GHashTable *held,
                                 GDateTime  *server_now);

G_END_DECLS
