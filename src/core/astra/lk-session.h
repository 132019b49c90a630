/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>
#include <libsoup/soup.h>

#include "lk-session-pool.h"

G_BEGIN_DECLS

SoupSession *lk_session_new            (const char     *origin,
                                        GProxyResolver *proxy) G_GNUC_WARN_UNUSED_RESULT;
SoupSession *lk_session_pool_get       (LkSessionPool *self,
                                        const char    *origin) G_GNUC_WARN_UNUSED_RESULT;
SoupMessage *lk_session_create_message (const char    *method,
                                        const char    *origin,
                                        const char    *path,
                                        GBytes        *body,
                                        SecretValue   *token) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
