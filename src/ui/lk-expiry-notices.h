/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-expiry-watch.h"

G_BEGIN_DECLS

#define LK_TYPE_EXPIRY_NOTICES (lk_expiry_notices_get_type ())

/* Notifications of the desktop about tokens that expire, for as long as it lives: one for an account. */
G_DECLARE_FINAL_TYPE (LkExpiryNotices, lk_expiry_notices, LK, EXPIRY_NOTICES, GObject)

LkExpiryNotices *lk_expiry_notices_new       (GApplication    *application,
                                              LkInventories   *inventories) G_GNUC_WARN_UNUSED_RESULT;
void             lk_expiry_notices_withdraw  (LkExpiryNotices *self);
LkExpiryWatch   *lk_expiry_notices_get_watch (LkExpiryNotices *self);

G_END_DECLS
