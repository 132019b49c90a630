/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkRemind:
 * @LK_REMIND_30_DAYS: 30 days before
 * @LK_REMIND_7_DAYS: 7 days before
 * @LK_REMIND_1_DAY: the day before
 *
 * When to remind of a token that expires; of one that has expired whenever any of them is set.
 */
typedef enum
{
  LK_REMIND_NEVER = 0,
  LK_REMIND_30_DAYS = 1 << 0,
  LK_REMIND_7_DAYS = 1 << 1,
  LK_REMIND_1_DAY = 1 << 2,
} LkRemind;

#define LK_REMINDER_NOT_DUE -1 /* as a stage */

/**
 * LkReminder:
 * @cluster: the cluster of a Pulsar token's tenant; empty for an application token
 * @tenant: that tenant; empty for an application token
 * @id: the token's id
 * @title: what it is called; %NULL in what is remembered
 * @expiry: when it expires
 * @stage: how many days before that it was reminded of, 0: when it had expired; %LK_REMINDER_NOT_DUE: it was not yet
 * @told_at: when that was; %NULL: it was not yet
 *
 * A token that expires, and what was said of that. None of it is a secret.
 */
typedef struct
{
  char      *cluster;
  char      *tenant;
  char      *id;
  char      *title;
  GDateTime *expiry;
  int        stage;
  GDateTime *told_at;
} LkReminder;

LkReminder *lk_reminder_new     (const char       *cluster,
                                 const char       *tenant,
                                 const char       *id,
                                 const char       *title,
                                 GDateTime        *expiry) G_GNUC_WARN_UNUSED_RESULT;
LkReminder *lk_reminder_copy    (const LkReminder *self) G_GNUC_WARN_UNUSED_RESULT;
void        lk_reminder_free    (LkReminder       *self);
gboolean    lk_reminder_is_same (const LkReminder *self,
                                 const LkReminder *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkReminder, lk_reminder_free)

G_END_DECLS
