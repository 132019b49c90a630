/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-database.h"
#include "lk-state.h"

G_BEGIN_DECLS

/* What the database's thread does for one call; the result is boxed for g_task_return_pointer(). */
typedef gpointer (* LkStateWork) (LkDatabase *database,
                                  GPtrArray  *texts,
                                  GError    **error);

void     lk_state_run         (LkState             *self,
                               gpointer             tag,
                               LkStateWork          work,
                               GPtrArray           *texts,
                               GDestroyNotify       result_destroy,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
gboolean lk_state_finish_void (LkState             *self,
                               GAsyncResult        *result,
                               gpointer             tag,
                               GError             **error);

G_END_DECLS
