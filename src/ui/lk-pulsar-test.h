/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-streaming.h"

G_BEGIN_DECLS

/* FALSE without an error: the token was not sent, since somebody did not want it to go there. */
void     lk_pulsar_test_async  (GtkWidget           *widget,
                                LkStreaming         *streaming,
                                LkPulsarToken       *token,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean lk_pulsar_test_finish (LkStreaming         *streaming,
                                GAsyncResult        *result,
                                GError             **error);

void     lk_pulsar_test        (GtkWidget           *widget,
                                LkStreaming         *streaming,
                                LkPulsarToken       *token,
                                GCancellable        *cancellable);

G_END_DECLS
