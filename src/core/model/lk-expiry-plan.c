/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-expiry-plan.h"

#include <glib/gi18n-lib.h>

#define MONTH_DAYS 30
#define WEEK_DAYS 7
#define OLD_DAYS 7 /* what has expired longer ago is no news */

/* How many days of the calendar there are from the one to the other: 0 on the same day, 1 on the next. */
static int
count_days (GDateTime *from,
            GDateTime *to)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (to, g_date_time_get_timezone (from));
  GDate first, second;

  g_date_clear (&first, 1);
  g_date_clear (&second, 1);
  g_date_set_dmy (&first, (GDateDay) g_date_time_get_day_of_month (from), (GDateMonth) g_date_time_get_month (from),
                  (GDateYear) g_date_time_get_year (from));
  g_date_set_dmy (&second, (GDateDay) g_date_time_get_day_of_month (local), (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));

  return g_date_days_between (&first, &second);
}

static gboolean
is_expired (GDateTime *expiry,
            GDateTime *now)
{
  return g_date_time_compare (expiry, now) <= 0;
}

static int
get_stage (GDateTime *expiry,
           LkRemind   remind,
           GDateTime *now)
{
  int days = count_days (now, expiry);

  if (remind == LK_REMIND_NEVER)
    return LK_REMINDER_NOT_DUE;
  if (is_expired (expiry, now))
    return days >= -OLD_DAYS ? 0 : LK_REMINDER_NOT_DUE;
  if ((remind & LK_REMIND_1_DAY) != 0 && days <= 1)
    return 1;
  if ((remind & LK_REMIND_7_DAYS) != 0 && days <= WEEK_DAYS)
    return WEEK_DAYS;
  if ((remind & LK_REMIND_30_DAYS) != 0 && days <= MONTH_DAYS)
    return MONTH_DAYS;

  return LK_REMINDER_NOT_DUE;
}

static guint
hash_cb (gconstpointer reminder)
{
  return g_str_hash (((const LkReminder *) reminder)->id);
}

static gboolean
equal_cb (gconstpointer first,
          gconstpointer second)
{
  return lk_reminder_is_same (first, second);
}

/* To find each by what it is about; the reminders stay whose they are. */
static GHashTable *
make_index (GPtrArray *reminders)
{
  GHashTable *index = g_hash_table_new (hash_cb, equal_cb);

  for (guint i = 0; i < reminders->len; i++)
    g_hash_table_add (index, reminders->pdata[i]);

  return index;
}

/* Whether it may still be there: it is listed with the same end, or nobody knows. */
static gboolean
is_standing (const LkExpiryKnown *known,
             GHashTable          *listed_tokens,
             const LkReminder    *told)
{
  gboolean listed = *told->tenant != '\0' ? known->pulsars : known->apps;

  return !listed || g_hash_table_contains (listed_tokens, told);
}

static GDateTime *
find_last (GPtrArray *told)
{
  GDateTime *last = NULL;

  for (guint i = 0; i < told->len; i++)
    {
      LkReminder *reminder = told->pdata[i];

      if (last == NULL || g_date_time_compare (reminder->told_at, last) > 0)
        last = reminder->told_at;
    }

  return last;
}

static int
compare_cb (gconstpointer first,
            gconstpointer second)
{
  return g_date_time_compare ((*(LkReminder *const *) first)->expiry, (*(LkReminder *const *) second)->expiry);
}

/* What has come nearer to its end than when it was reminded of. */
static void
find_due (LkExpiryPlan        *self,
          const LkExpiryKnown *known,
          GPtrArray           *told,
          LkRemind             remind,
          GDateTime           *now)
{
  g_autoptr (GHashTable) told_before = make_index (told);

  for (guint i = 0; i < known->tokens->len; i++)
    {
      LkReminder *token = known->tokens->pdata[i];
      LkReminder *before = g_hash_table_lookup (told_before, token);
      LkReminder *due;
      int stage = get_stage (token->expiry, remind, now);

      if (stage == LK_REMINDER_NOT_DUE || (before != NULL && before->stage <= stage))
        continue;

      due = lk_reminder_copy (token);
      due->stage = stage;
      due->told_at = g_date_time_ref (now);
      g_ptr_array_add (self->due, due);
    }
  g_ptr_array_sort (self->due, compare_cb);
}

/**
 * lk_expiry_plan_new:
 * @known: what is known of the tokens of one account
 * @told: (element-type LkReminder): what was said of them
 * @remind: when to say something
 * @now: the moment, in the zone in which a day ends
 *
 * Says which tokens of an account a person should be told about now. On one day that is done once; what comes nearer to
 * its end later on the same day has its turn on the next.
 *
 * Returns: (transfer full): what to do
 */
LkExpiryPlan *
lk_expiry_plan_new (const LkExpiryKnown *known,
                    GPtrArray           *told,
                    LkRemind             remind,
                    GDateTime           *now)
{
  LkExpiryPlan *self = g_new0 (LkExpiryPlan, 1);
  GDateTime *last = find_last (told);
  gboolean today = last != NULL && count_days (now, last) == 0;
  gboolean standing = last == NULL;
  g_autoptr (GHashTable) listed = NULL;
  g_autoptr (GHashTable) due = NULL;

  self->due = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_reminder_free);
  self->told = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_reminder_free);
  if (!today)
    find_due (self, known, told, remind, now);
  listed = make_index (known->tokens);
  due = make_index (self->due);

  for (guint i = 0; i < told->len; i++)
    {
      LkReminder *reminder = told->pdata[i];
      gboolean stands = is_standing (known, listed, reminder);
      gboolean of_last = g_date_time_equal (reminder->told_at, last);

      standing = standing || (stands && of_last);
      /* What is handled still tells that something was said today. */
      if (!g_hash_table_contains (due, reminder) && (stands || (today && of_last)))
        g_ptr_array_add (self->told, lk_reminder_copy (reminder));
    }
  for (guint i = 0; i < self->due->len; i++)
    g_ptr_array_add (self->told, lk_reminder_copy (self->due->pdata[i]));

  self->handled = !standing;
  self->changed = self->due->len > 0 || self->told->len != told->len;

  return self;
}

/**
 * lk_expiry_plan_free:
 * @self: (transfer full): a plan
 */
void
lk_expiry_plan_free (LkExpiryPlan *self)
{
  g_ptr_array_unref (self->due);
  g_ptr_array_unref (self->told);
  g_free (self);
}

/**
 * lk_expiry_plan_make_title:
 * @due: (element-type LkReminder): the tokens that a notification is about, at least one
 * @now: the moment, in the zone in which a day ends
 *
 * Returns: (transfer full): the title of that notification, for people
 */
char *
lk_expiry_plan_make_title (GPtrArray *due,
                           GDateTime *now)
{
  const guint n = due->len;
  guint n_expired = 0;
  int first = G_MAXINT;
  int last = 0;

  g_return_val_if_fail (n > 0, NULL);

  for (guint i = 0; i < n; i++)
    {
      LkReminder *token = due->pdata[i];
      int days = count_days (now, token->expiry);

      if (is_expired (token->expiry, now))
        {
          n_expired++;
          continue;
        }
      first = MIN (first, days);
      last = MAX (last, days);
    }

  if (n_expired > 0 && n_expired < n)
    /* Translators: the heading of a desktop notification; %u is how many tokens */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Token Needs Attention", "%u Tokens Need Attention", n), n);
  if (n_expired == n)
    return n == 1 ? g_strdup (_("Token Has Expired"))
                  /* Translators: the heading of a desktop notification; %u is how many tokens */
                  : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Token Has Expired", "%u Tokens Have Expired", n), n);
  if (last == 0)
    return n == 1 ? g_strdup (_("Token Expires Today"))
                  /* Translators: the heading of a desktop notification; %u is how many tokens */
                  : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Token Expires Today", "%u Tokens Expire Today", n), n);
  if (first == 1 && last == 1)
    return n == 1
             ? g_strdup (_("Token Expires Tomorrow"))
             /* Translators: the heading of a desktop notification; %u is how many tokens */
             : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Token Expires Tomorrow", "%u Tokens Expire Tomorrow", n), n);
  if (last <= WEEK_DAYS)
    return n == 1
             ? g_strdup (_("Token Expires This Week"))
             /* Translators: the heading of a desktop notification; %u is how many tokens */
             : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Token Expires This Week", "%u Tokens Expire This Week", n), n);

  return n == 1 ? g_strdup (_("Token Expires Within 30 Days"))
                /* Translators: the heading of a desktop notification; %u is how many tokens */
                : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Token Expires Within 30 Days",
                                                "%u Tokens Expire Within 30 Days", n),
                                   n);
}

/**
 * lk_expiry_plan_make_body:
 * @due: (element-type LkReminder): the tokens that a notification is about, at least one
 * @account_title: their account
 *
 * Returns: (transfer full): the text of that notification, for people
 */
char *
lk_expiry_plan_make_body (GPtrArray  *due,
                          const char *account_title)
{
  const LkReminder *first;
  const LkReminder *second;

  g_return_val_if_fail (due->len > 0, NULL);

  first = due->pdata[0];
  if (due->len == 1)
    /* Translators: which token expires: %1$s is a token, %2$s its account */
    return g_strdup_printf (_("%1$s in %2$s"), first->title, account_title);

  second = due->pdata[1];
  if (due->len == 2)
    /* Translators: which tokens expire: %1$s and %2$s are tokens, %3$s their account */
    return g_strdup_printf (_("%1$s and %2$s in %3$s"), first->title, second->title, account_title);

  /* Translators: which tokens expire: %1$s and %2$s are tokens, %3$u how many there are besides, %4$s their account */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s, %2$s and %3$u more in %4$s",
                                       "%1$s, %2$s and %3$u more in %4$s", due->len - 2),
                          first->title, second->title, due->len - 2, account_title);
}
