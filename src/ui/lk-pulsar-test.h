/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lk-streaming.h"

G_BEGIN_DECLS

void lk_pulsar_test (GtkWidget     *widget,
                     LkStreaming   *streaming,
                     LkPulsarToken *token,
                     GCancellable  *cancellable);

G_END_DECLS
