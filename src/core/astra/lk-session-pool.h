/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _LkSessionPool LkSessionPool;

LkSessionPool *lk_session_pool_new   (void) G_GNUC_WARN_UNUSED_RESULT;
LkSessionPool *lk_session_pool_ref   (LkSessionPool *self) G_GNUC_WARN_UNUSED_RESULT;
void           lk_session_pool_unref (LkSessionPool *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSessionPool, lk_session_pool_unref)

G_END_DECLS
