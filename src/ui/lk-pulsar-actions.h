/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-streaming.h"
#include "lk-tenant-page.h"

G_BEGIN_DECLS

void  lk_pulsar_actions_install        (GtkWidgetClass *widget_class);

void  lk_pulsar_actions_create         (GtkWidget      *widget,
                                        LkStreaming    *streaming,
                                        LkTenant       *tenant);

char *lk_pulsar_actions_create_command (LkStreaming    *streaming,
                                        LkPulsarToken  *token) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
