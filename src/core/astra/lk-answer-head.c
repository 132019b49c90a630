/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-answer-head.h"

#define RETRY_AFTER_MAX_S (60 * 60)

static GDateTime *
get_date (SoupMessageHeaders *headers,
          const char         *name)
{
  const char *text = soup_message_headers_get_one (headers, name);

  return text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
}

/**
 * lk_answer_head_get_retry_after:
 * @headers: the headers of an answer
 *
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds, or a date, which is by the server's clock if that is told.
 *
 * Returns: seconds, at most an hour; 0 if it is absent, past or makes no sense
 */
guint
lk_answer_head_get_retry_after (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) until = NULL;
  g_autoptr (GDateTime) now = NULL;
  GTimeSpan wait;
  guint64 seconds = 0;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &seconds, NULL))
    return (guint) MIN (seconds, RETRY_AFTER_MAX_S);

  until = soup_date_time_new_from_http_string (text);
  if (until == NULL)
    return 0;
  now = get_date (headers, "Date");
  if (now == NULL)
    now = g_date_time_new_now_utc ();
  wait = g_date_time_difference (until, now);

  return (guint) CLAMP ((wait + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND, 0, RETRY_AFTER_MAX_S);
}

/**
 * lk_answer_head_get_clock_offset:
 * @headers: the headers of an answer
 * @offset: (out): how far the server's clock is ahead
 *
 * Compares the server's clock, from `Date`, with that of this computer.
 *
 * Returns: whether the server told its time
 */
gboolean
lk_answer_head_get_clock_offset (SoupMessageHeaders *headers,
                                 GTimeSpan          *offset)
{
  g_autoptr (GDateTime) server_now = get_date (headers, "Date");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  if (server_now == NULL)
    return FALSE;

  *offset = g_date_time_difference (server_now, now);

  return TRUE;
}
