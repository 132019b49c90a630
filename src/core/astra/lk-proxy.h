/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LK_TYPE_PROXY (lk_proxy_get_type ())

G_DECLARE_FINAL_TYPE (LkProxy, lk_proxy, LK, PROXY, GObject)

/* A GProxyResolver. Property "direct": whether requests go through no proxy at all, rather than those of the system. */
LkProxy *lk_proxy_new (GProxyResolver *system) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
