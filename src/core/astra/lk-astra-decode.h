/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char      *lk_astra_decode_org      (GBytes  *body,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
char      *lk_astra_decode_org_name (GBytes  *body,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_astra_decode_roles    (GBytes  *body,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *lk_astra_decode_tokens   (GBytes  *body,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
