/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void lk_notice_send (GApplication  *application,
                     const char    *id,
                     GNotification *notification,
                     GCancellable  *cancellable);

G_END_DECLS
