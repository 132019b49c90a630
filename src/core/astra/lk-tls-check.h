/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean    lk_tls_check_suite       (GTlsProtocolVersion  version,
                                      const char          *suite);
gboolean    lk_tls_check_certificate (GTlsCertificate     *certificate);
const char *lk_tls_find_fault        (GIOStream           *connection);

G_END_DECLS
