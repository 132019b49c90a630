/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-expiry-plan.h"
#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_EXPIRY_WATCH (lk_expiry_watch_get_type ())

/**
 * LkExpiryWatch:
 *
 * Sees which tokens of all accounts are about to expire, when it is made, whenever their lists change, each hour and at
 * the change of day, and says so once: what was said is remembered in the database. Signals: due (LkAccount, GPtrArray of
 * LkReminder, GDateTime: the moment), of which one comes for an account on a day and takes the place of the one before;
 * handled (account id), when what the last was about is settled.
 */
G_DECLARE_FINAL_TYPE (LkExpiryWatch, lk_expiry_watch, LK, EXPIRY_WATCH, GObject)

LkExpiryWatch *lk_expiry_watch_new        (LkInventories *inventories,
                                           LkRemind       remind) G_GNUC_WARN_UNUSED_RESULT;
void           lk_expiry_watch_start      (LkExpiryWatch *self);
void           lk_expiry_watch_check      (LkExpiryWatch *self);
void           lk_expiry_watch_set_remind (LkExpiryWatch *self,
                                           LkRemind       remind);
void           lk_expiry_watch_set_now    (LkExpiryWatch *self,
                                           GDateTime     *now);

G_END_DECLS
