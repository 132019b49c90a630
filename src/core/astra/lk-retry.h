/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_RETRY_MAX 3

gboolean lk_retry_get_wait (const GError *error,
                            guint         n_retries,
                            guint         first_wait_ms,
                            guint        *wait_ms);
guint    lk_retry_attach   (guint           wait_ms,
                            GCancellable   *cancellable,
                            GSourceFunc     callback,
                            gpointer        user_data,
                            GDestroyNotify  destroy);

G_END_DECLS
