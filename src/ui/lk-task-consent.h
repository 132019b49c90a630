/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-streaming.h"
#include "lk-token-task.h"

G_BEGIN_DECLS

/**
 * LkTaskConsent:
 * @LK_TASK_CONSENT_UNKNOWN: nobody was asked, or nobody decided
 * @LK_TASK_CONSENT_REFUSED: it goes to the account's own hosts alone
 * @LK_TASK_CONSENT_GIVEN: it may
 *
 * Whether the application token of an account may go to the web service of a tenant.
 */
typedef enum
{
  LK_TASK_CONSENT_UNKNOWN,
  LK_TASK_CONSENT_REFUSED,
  LK_TASK_CONSENT_GIVEN,
} LkTaskConsent;

gboolean      lk_task_consent_is_needed (LkTokenTask          *task,
                                         LkStreaming          *streaming,
                                         LkTenant             *tenant);

void          lk_task_consent_async     (GtkWidget            *widget,
                                         LkStreaming          *streaming,
                                         LkTenant             *tenant,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
LkTaskConsent lk_task_consent_finish    (LkStreaming          *streaming,
                                         GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
