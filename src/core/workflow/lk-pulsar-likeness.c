/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-likeness.h"

#include "lk-jwt.h"

#define LIFETIME_TOLERANCE (12 * G_TIME_SPAN_HOUR) /* lifetimes are whole days */
#define CLOCK_TOLERANCE (5 * G_TIME_SPAN_SECOND)   /* of the service's clocks; no more, for it is others' time too */
#define LONGEST (60 * G_TIME_SPAN_SECOND)          /* that a request is under way, where nobody was left to give it up */

static LkPulsarLikeness
compare_lifetimes (LkIntent *intent,
                   LkJwt    *jwt)
{
  const guint days = lk_intent_get_lifetime_days (intent);
  GDateTime *issued = lk_jwt_get_issued_at (jwt);
  GTimeSpan difference;

  switch (lk_jwt_get_expires (jwt))
    {
    case LK_JWT_EXPIRY_NEVER:
      return days == 0 ? LK_PULSAR_LIKENESS_YES : LK_PULSAR_LIKENESS_NO;

    case LK_JWT_EXPIRY_AT:
      if (days == 0)
        return LK_PULSAR_LIKENESS_NO;
      if (issued == NULL)
        return LK_PULSAR_LIKENESS_UNKNOWN;
      difference = g_date_time_difference (lk_jwt_get_expiry (jwt), issued) - (GTimeSpan) days * G_TIME_SPAN_DAY;
      return ABS (difference) <= LIFETIME_TOLERANCE ? LK_PULSAR_LIKENESS_YES : LK_PULSAR_LIKENESS_NO;

    case LK_JWT_EXPIRY_FAR:
      return LK_PULSAR_LIKENESS_NO;

    case LK_JWT_EXPIRY_UNKNOWN:
    default:
      return LK_PULSAR_LIKENESS_UNKNOWN;
    }
}

static gboolean
is_of_the_time (LkIntent  *intent,
                GDateTime *issued)
{
  GDateTime *sent_at = lk_intent_get_sent_at (intent);
  GDateTime *lost_at = lk_intent_get_lost_at (intent);
  GTimeSpan latest = lost_at != NULL ? g_date_time_difference (lost_at, sent_at) : LONGEST;
  GTimeSpan after = g_date_time_difference (issued, sent_at);

  return after >= -CLOCK_TOLERANCE && after <= latest + CLOCK_TOLERANCE;
}

/**
 * lk_pulsar_likeness_judge:
 * @intent: a create of a Pulsar token that was sent
 * @value: a Pulsar token that was not listed before it
 *
 * Holds a token against what was asked for. The token itself tells when it was made and how long it is to last, though
 * nobody vouches for it: it comes from the service by its id, and is only compared.
 *
 * Returns: whether it may be the one
 */
LkPulsarLikeness
lk_pulsar_likeness_judge (LkIntent    *intent,
                          SecretValue *value)
{
  gsize length;
  const char *text = secret_value_get (value, &length);
  g_autoptr (LkJwt) jwt = lk_jwt_new (text, length);
  GDateTime *issued = lk_jwt_get_issued_at (jwt);
  LkPulsarLikeness likeness;

  g_return_val_if_fail (LK_IS_INTENT (intent), LK_PULSAR_LIKENESS_UNKNOWN);
  g_return_val_if_fail (lk_intent_get_sent_at (intent) != NULL, LK_PULSAR_LIKENESS_UNKNOWN);

  likeness = compare_lifetimes (intent, jwt);
  if (likeness != LK_PULSAR_LIKENESS_YES)
    return likeness;
  if (issued == NULL)
    return LK_PULSAR_LIKENESS_UNKNOWN;

  return is_of_the_time (intent, issued) ? LK_PULSAR_LIKENESS_YES : LK_PULSAR_LIKENESS_OTHER_TIME;
}
