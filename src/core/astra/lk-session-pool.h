/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "lk-proxy.h"

G_BEGIN_DECLS

typedef struct _LkSessionPool LkSessionPool;

LkSessionPool *lk_session_pool_new   (void) G_GNUC_WARN_UNUSED_RESULT;
LkSessionPool *lk_session_pool_ref   (LkSessionPool *self) G_GNUC_WARN_UNUSED_RESULT;
void           lk_session_pool_unref (LkSessionPool *self);

/* Through which proxies requests go from now on, but those to loopback; without one, as libsoup does by itself. */
void           lk_session_pool_set_proxy (LkSessionPool *self,
                                          LkProxy       *proxy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSessionPool, lk_session_pool_unref)

G_END_DECLS
