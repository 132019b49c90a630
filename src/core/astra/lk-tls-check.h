/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean lk_tls_check            (GTlsProtocolVersion  version,
                                  const char          *suite);
gboolean lk_tls_check_connection (GIOStream           *connection);

G_END_DECLS
