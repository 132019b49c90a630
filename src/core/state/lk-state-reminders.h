/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-reminder.h"
#include "lk-state.h"

G_BEGIN_DECLS

/* Which tokens of an account somebody was reminded of: (element-type LkReminder), without titles. */
void       lk_state_read_reminders_async  (LkState              *self,
                                           const char           *account_id,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
GPtrArray *lk_state_read_reminders_finish (LkState              *self,
                                           GAsyncResult         *result,
                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces them. An account that is not remembered has none: LK_STATE_ERROR_WRITE. */
void       lk_state_save_reminders_async  (LkState              *self,
                                           const char           *account_id,
                                           GPtrArray            *reminders,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean   lk_state_save_reminders_finish (LkState              *self,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
