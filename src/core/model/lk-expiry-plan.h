/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-reminder.h"

G_BEGIN_DECLS

/**
 * LkExpiryKnown:
 * @tokens: (element-type LkReminder): the tokens of an account that expire, as they are listed now
 * @apps: whether all application tokens are among them
 * @pulsars: whether all Pulsar tokens are
 *
 * What is known of an account's tokens. One that is not listed is handled only where its list was read.
 */
typedef struct
{
  GPtrArray *tokens;
  gboolean   apps;
  gboolean   pulsars;
} LkExpiryKnown;

/**
 * LkExpiryPlan:
 * @due: (element-type LkReminder): the tokens that the account's notification shall be about now, the next to end first;
 *   if there are none nothing is to be said
 * @told: (element-type LkReminder): what shall be remembered from now on
 * @changed: whether @told differs from what was remembered
 * @handled: whether what was said last is settled, and shall not be seen any more
 *
 * What to do about the tokens of an account.
 */
typedef struct
{
  GPtrArray *due;
  GPtrArray *told;
  gboolean   changed;
  gboolean   handled;
} LkExpiryPlan;

LkExpiryPlan *lk_expiry_plan_new        (const LkExpiryKnown *known,
                                         GPtrArray           *told,
                                         LkRemind             remind,
                                         GDateTime           *now) G_GNUC_WARN_UNUSED_RESULT;
void          lk_expiry_plan_free       (LkExpiryPlan        *self);
char         *lk_expiry_plan_make_title (GPtrArray           *due,
                                         GDateTime           *now) G_GNUC_WARN_UNUSED_RESULT;
char         *lk_expiry_plan_make_body  (GPtrArray           *due,
                                         const char          *account_title) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkExpiryPlan, lk_expiry_plan_free)

G_END_DECLS
