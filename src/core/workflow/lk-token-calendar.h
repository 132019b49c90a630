/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"

G_BEGIN_DECLS

/* The tokens that a calendar file is to tell the end of. Those that do not expire, or have, are left out by each of the
 * calls that add; none of it is a secret. */
typedef struct _LkTokenCalendar LkTokenCalendar;

LkTokenCalendar *lk_token_calendar_new        (GDateTime       *now) G_GNUC_WARN_UNUSED_RESULT;
void             lk_token_calendar_free       (LkTokenCalendar *self);

void             lk_token_calendar_add_app    (LkTokenCalendar *self,
                                               LkAccount       *account,
                                               LkAppToken      *token);
void             lk_token_calendar_add_pulsar (LkTokenCalendar *self,
                                               LkAccount       *account,
                                               LkPulsarToken   *token);
void             lk_token_calendar_add_all    (LkTokenCalendar *self,
                                               LkInventories   *inventories);

GBytes          *lk_token_calendar_write      (LkTokenCalendar *self) G_GNUC_WARN_UNUSED_RESULT; /* nullable: it is empty */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkTokenCalendar, lk_token_calendar_free)

G_END_DECLS
