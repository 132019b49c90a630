/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * LkNumericDate:
 * @LK_NUMERIC_DATE_MISSING: there is none
 * @LK_NUMERIC_DATE_MOMENT: a moment
 * @LK_NUMERIC_DATE_MILLISECONDS: a moment of our time if it counts milliseconds, none before the year 10000 if it
 *   counts seconds, as it should
 * @LK_NUMERIC_DATE_FAR: a moment after the year 9999
 * @LK_NUMERIC_DATE_MALFORMED: something that is no number, or a moment before the year 1
 *
 * What stands where a time in seconds since 1970 should (RFC 7519, 2: NumericDate).
 */
typedef enum
{
  LK_NUMERIC_DATE_MISSING,
  LK_NUMERIC_DATE_MOMENT,
  LK_NUMERIC_DATE_MILLISECONDS,
  LK_NUMERIC_DATE_FAR,
  LK_NUMERIC_DATE_MALFORMED,
} LkNumericDate;

LkNumericDate lk_numeric_date_read (JsonNode   *node,
                                    GDateTime **moment);

G_END_DECLS
