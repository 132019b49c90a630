/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-format.h"

#include "lk-token-facts.h"

#include <glib/gi18n-lib.h>

/**
 * lk_format_date:
 * @when: a time
 *
 * Writes a day as people of this locale do, in the local time zone.
 *
 * Returns: (transfer full): the text
 */
char *
lk_format_date (GDateTime *when)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (when);

  /* Translators: a day like “4 March 2026”, in the format of strftime */
  return g_date_time_format (local, _("%-e %B %Y"));
}

/**
 * lk_format_time:
 * @when: a time
 *
 * Writes a time of day, in the local time zone.
 *
 * Returns: (transfer full): the text
 */
char *
lk_format_time (GDateTime *when)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (when);

  /* Translators: a time of day like “14:05”, in the format of strftime */
  return g_date_time_format (local, _("%H:%M"));
}

/**
 * lk_format_date_and_time:
 * @when: a time
 *
 * Writes a day, a time of day and the time zone.
 *
 * Returns: (transfer full): the text
 */
char *
lk_format_date_and_time (GDateTime *when)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (when);

  /* Translators: a time like “4 March 2026, 14:05 CET”, in the format of strftime */
  return g_date_time_format (local, _("%-e %B %Y, %H:%M %Z"));
}

/**
 * lk_format_judge_expiry:
 * @expiry: (nullable): when a token expires, or %NULL if that is not known
 * @now: the time to compare with
 *
 * Tells how near an expiry is.
 *
 * Returns: the verdict
 */
LkExpiry
lk_format_judge_expiry (GDateTime *expiry,
                        GDateTime *now)
{
  static const LkExpiry verdicts[] = {
    [LK_TOKEN_LIFE_NO_EXPIRY] = LK_EXPIRY_NEVER,
    [LK_TOKEN_LIFE_ACTIVE] = LK_EXPIRY_LATER,
    [LK_TOKEN_LIFE_EXPIRING] = LK_EXPIRY_SOON,
    [LK_TOKEN_LIFE_EXPIRED] = LK_EXPIRY_EXPIRED,
  };

  return verdicts[lk_token_facts_judge_expiry (expiry, now)];
}

/**
 * lk_format_expiry:
 * @expiry: (nullable): when a token expires, or %NULL if that is not known
 * @now: the time to compare with
 *
 * Writes what a badge says of an expiry: how many days are left within the last 30, else the day.
 *
 * Returns: (transfer full): the text
 */
char *
lk_format_expiry (GDateTime *expiry,
                  GDateTime *now)
{
  g_autofree char *date = NULL;
  guint days;

  switch (lk_format_judge_expiry (expiry, now))
    {
    case LK_EXPIRY_NEVER:
      return g_strdup (_("No expiry"));

    case LK_EXPIRY_EXPIRED:
      return g_strdup (C_ ("token", "Expired"));

    case LK_EXPIRY_SOON:
      days = lk_token_facts_get_days_left (expiry, now);
      if (days == 0)
        return g_strdup (_("Expires today"));

      /* Translators: %u is how many days are left */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Expires in %u day", "Expires in %u days", days), days);

    case LK_EXPIRY_LATER:
    default:
      date = lk_format_date (expiry);
      /* Translators: %s is a day like “4 March 2026” */
      return g_strdup_printf (_("Expires on %s"), date);
    }
}

/**
 * lk_format_exact_expiry:
 * @expiry: (nullable): when a token expires, or %NULL if that is not known
 * @now: the time to compare with
 *
 * Writes when a token expires, to the minute and with the time zone, to stand below a caption that
 * already says “Expires”.
 *
 * Returns: (transfer full): the text
 */
char *
lk_format_exact_expiry (GDateTime *expiry,
                        GDateTime *now)
{
  g_autofree char *when = NULL;
  guint days;

  if (expiry == NULL)
    return g_strdup (_("No expiry"));

  when = lk_format_date_and_time (expiry);

  switch (lk_format_judge_expiry (expiry, now))
    {
    case LK_EXPIRY_EXPIRED:
      /* Translators: %s is a time like “4 March 2026, 14:05 CET” that has passed */
      return g_strdup_printf (_("%s (expired)"), when);

    case LK_EXPIRY_SOON:
      days = lk_token_facts_get_days_left (expiry, now);
      if (days == 0)
        /* Translators: %s is a time like “4 March 2026, 14:05 CET” */
        return g_strdup_printf (_("%s (in less than a day)"), when);

      /* Translators: %1$s is a time like “4 March 2026, 14:05 CET”, %2$u how many days are left */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s (in %2$u day)", "%1$s (in %2$u days)", days), when,
                              days);

    case LK_EXPIRY_NEVER:
    case LK_EXPIRY_LATER:
    default:
      return g_steal_pointer (&when);
    }
}

/**
 * lk_format_list:
 * @first: a text that stands for itself
 * @...: more of them, then %NULL; those that are empty are left out
 *
 * Puts texts one after the other, as the language does it, such as what a screen reader says of a row.
 *
 * Returns: (transfer full): the list
 */
char *
lk_format_list (const char *first,
                ...)
{
  g_autoptr (GString) list = g_string_new (first);
  va_list args;

  va_start (args, first);
  for (const char *text = va_arg (args, const char *); text != NULL; text = va_arg (args, const char *))
    {
      if (*text == '\0')
        continue;
      if (list->len > 0)
        /* Translators: what stands between the parts of a list */
        g_string_append (list, _(", "));
      g_string_append (list, text);
    }
  va_end (args);

  return g_string_free (g_steal_pointer (&list), FALSE);
}
