/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkExpiry:
 * @LK_EXPIRY_NEVER: no expiry is known
 * @LK_EXPIRY_LATER: it expires, but not soon
 * @LK_EXPIRY_SOON: it expires within 30 days
 * @LK_EXPIRY_EXPIRED: it has expired
 *
 * How near the expiry of a token is.
 */
typedef enum
{
  LK_EXPIRY_NEVER,
  LK_EXPIRY_LATER,
  LK_EXPIRY_SOON,
  LK_EXPIRY_EXPIRED,
} LkExpiry;

char     *lk_format_date          (GDateTime *when) G_GNUC_WARN_UNUSED_RESULT;
char     *lk_format_time          (GDateTime *when) G_GNUC_WARN_UNUSED_RESULT;
char     *lk_format_date_and_time (GDateTime *when) G_GNUC_WARN_UNUSED_RESULT;

LkExpiry  lk_format_judge_expiry  (GDateTime *expiry,
                                   GDateTime *now);
char     *lk_format_expiry        (GDateTime *expiry,
                                   GDateTime *now) G_GNUC_WARN_UNUSED_RESULT;
char     *lk_format_exact_expiry  (GDateTime *expiry,
                                   GDateTime *now) G_GNUC_WARN_UNUSED_RESULT;

char     *lk_format_list          (const char *first,
                                   ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
