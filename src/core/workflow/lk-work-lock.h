/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-state.h"

G_BEGIN_DECLS

/**
 * LkWorkLock:
 *
 * Says that this process, and in it one piece of work, is at something that the journal has. It belongs to the main thread.
 */
typedef struct _LkWorkLock LkWorkLock;

LkWorkLock *lk_work_lock_take      (LkState     *state,
                                    const char  *kind,
                                    const char  *id) G_GNUC_WARN_UNUSED_RESULT;
void        lk_work_lock_give_back (LkWorkLock  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkWorkLock, lk_work_lock_give_back)

G_END_DECLS
