/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-streaming.h"

G_BEGIN_DECLS

/* Asks whether the Pulsar tokens of an account may go to the host of a tenant, and remembers a yes. FALSE without an error:
 * no. @why is the LK_WORK_ERROR_UNKNOWN_HOST that said so. */
void     lk_host_question_async  (GtkWidget           *widget,
                                  LkStreaming         *streaming,
                                  LkTenant            *tenant,
                                  const GError        *why,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean lk_host_question_finish (LkStreaming         *streaming,
                                  GAsyncResult        *result,
                                  GError             **error);

G_END_DECLS
