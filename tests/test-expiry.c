/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When somebody is told of tokens that expire, of which, and when that is settled. */

#include "lk-expiry-watch.h"
#include "lk-state-reminders.h"
#include "lk-test-office.h"

#include <string.h>

#define USUAL (LK_REMIND_7_DAYS | LK_REMIND_1_DAY)
#define FAR_TOKEN "terraform" /* of the demo service: the only one that ends between 100 and 300 days from now */

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) lk_reminder_free);
}

static GDateTime *
at (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  GDateTime *time = g_date_time_new_from_iso8601 (text, zone);

  g_assert_nonnull (time);

  return time;
}

static LkReminder *
add (GPtrArray  *list,
     const char *tenant,
     const char *id,
     const char *expiry)
{
  g_autoptr (GDateTime) time = at (expiry);
  LkReminder *reminder = lk_reminder_new (*tenant != '\0' ? "cluster" : "", tenant, id, id, time);

  g_ptr_array_add (list, reminder);

  return reminder;
}

static void
add_told (GPtrArray  *list,
          const char *tenant,
          const char *id,
          const char *expiry,
          int         stage,
          const char *told_at)
{
  LkReminder *reminder = add (list, tenant, id, expiry);

  reminder->stage = stage;
  reminder->told_at = at (told_at);
}

static LkExpiryPlan *
make_plan (GPtrArray  *tokens,
           GPtrArray  *told,
           LkRemind    remind,
           const char *now)
{
  const LkExpiryKnown known = { tokens, TRUE, TRUE };
  g_autoptr (GDateTime) time = at (now);

  return lk_expiry_plan_new (&known, told, remind, time);
}

/* How many days before its end a token is spoken of: days are those of the calendar, of the zone. */
static void
test_stages (void)
{
  static const struct
  {
    const char *expiry;
    LkRemind    remind;
    int         stage;
  } cases[] = {
    { "2026-03-20T12:00:00", USUAL, LK_REMINDER_NOT_DUE },
    { "2026-03-18T00:30:00", USUAL, LK_REMINDER_NOT_DUE },
    { "2026-03-17T23:59:59", USUAL, 7 },
    { "2026-03-12T00:00:00", USUAL, 7 },
    { "2026-03-11T23:59:59", USUAL, 1 },
    { "2026-03-10T23:59:59", USUAL, 1 },
    { "2026-03-10T12:00:01", USUAL, 1 },
    { "2026-03-10T12:00:00", USUAL, 0 },
    { "2026-03-03T12:00:00", USUAL, 0 },
    { "2026-03-02T23:00:00", USUAL, LK_REMINDER_NOT_DUE },
    { "2026-03-11T12:00:00", LK_REMIND_7_DAYS, 7 },
    { "2026-03-13T12:00:00", LK_REMIND_1_DAY, LK_REMINDER_NOT_DUE },
    { "2026-04-09T12:00:00", LK_REMIND_30_DAYS | USUAL, 30 },
    { "2026-04-10T12:00:00", LK_REMIND_30_DAYS | USUAL, LK_REMINDER_NOT_DUE },
    { "2026-03-10T11:00:00", LK_REMIND_NEVER, LK_REMINDER_NOT_DUE },
    /* The same moment in another zone: 23:30 UTC is half past twelve on the next day. */
    { "2026-03-17T23:30:00Z", USUAL, LK_REMINDER_NOT_DUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) tokens = make_list ();
      g_autoptr (GPtrArray) told = make_list ();
      g_autoptr (LkExpiryPlan) plan = NULL;

      g_test_message ("%s", cases[i].expiry);
      add (tokens, "", "a", cases[i].expiry);
      plan = make_plan (tokens, told, cases[i].remind, "2026-03-10T12:00:00");
      g_assert_cmpuint (plan->due->len, ==, cases[i].stage != LK_REMINDER_NOT_DUE ? 1 : 0);
      g_assert_false (plan->handled);
      if (plan->due->len > 0)
        g_assert_cmpint (((LkReminder *) plan->due->pdata[0])->stage, ==, cases[i].stage);
    }
}

/* What was said once is not said again before it is nearer, and on one day nothing is said twice. */
static void
test_once (void)
{
  g_autoptr (GPtrArray) tokens = make_list ();
  g_autoptr (GPtrArray) none = make_list ();
  g_autoptr (LkExpiryPlan) first = NULL;
  g_autoptr (LkExpiryPlan) same_day = NULL;
  g_autoptr (LkExpiryPlan) next_day = NULL;
  g_autoptr (LkExpiryPlan) last_days = NULL;

  add (tokens, "", "a", "2026-03-16T12:00:00");
  first = make_plan (tokens, none, USUAL, "2026-03-10T08:00:00");
  g_assert_cmpuint (first->due->len, ==, 1);
  g_assert_true (first->changed);

  /* One more is due in the evening: it has its turn tomorrow. */
  add (tokens, "orders", "b", "2026-03-10T20:00:00");
  same_day = make_plan (tokens, first->told, USUAL, "2026-03-10T21:00:00");
  g_assert_cmpuint (same_day->due->len, ==, 0);
  g_assert_false (same_day->changed);
  g_assert_false (same_day->handled);

  next_day = make_plan (tokens, same_day->told, USUAL, "2026-03-11T00:00:00");
  g_assert_cmpuint (next_day->due->len, ==, 1);
  g_assert_cmpstr (((LkReminder *) next_day->due->pdata[0])->id, ==, "b");
  g_assert_cmpuint (next_day->told->len, ==, 2);

  last_days = make_plan (tokens, next_day->told, USUAL, "2026-03-15T09:00:00");
  g_assert_cmpuint (last_days->due->len, ==, 1);
  g_assert_cmpstr (((LkReminder *) last_days->due->pdata[0])->id, ==, "a");
  g_assert_cmpint (((LkReminder *) last_days->due->pdata[0])->stage, ==, 1);
}

/* It is settled when the token went or has another end, not when its list could not be read. */
static void
test_handled (void)
{
  g_autoptr (GPtrArray) tokens = make_list ();
  g_autoptr (GPtrArray) told = make_list ();
  g_autoptr (GDateTime) now = at ("2026-03-11T09:00:00");
  g_autoptr (LkExpiryPlan) standing = NULL;
  g_autoptr (LkExpiryPlan) gone = NULL;
  g_autoptr (LkExpiryPlan) unread = NULL;
  g_autoptr (LkExpiryPlan) today = NULL;
  g_autoptr (LkExpiryPlan) later = NULL;
  LkExpiryKnown unread_tenants = { tokens, TRUE, FALSE };

  add (tokens, "", "a", "2026-03-16T12:00:00");
  add_told (told, "", "a", "2026-03-16T12:00:00", 7, "2026-03-10T09:00:00");
  add_told (told, "orders", "b", "2026-03-15T12:00:00", 7, "2026-03-10T09:00:00");
  standing = make_plan (tokens, told, USUAL, "2026-03-11T09:00:00");
  g_assert_false (standing->handled);
  g_assert_cmpuint (standing->told->len, ==, 1);

  g_ptr_array_set_size (tokens, 0);
  unread = lk_expiry_plan_new (&unread_tenants, told, USUAL, now);
  g_assert_false (unread->handled);
  g_assert_cmpuint (unread->told->len, ==, 1);

  /* With another end it is another matter. */
  add (tokens, "", "a", "2026-06-16T12:00:00");
  gone = make_plan (tokens, told, USUAL, "2026-03-11T09:00:00");
  g_assert_true (gone->handled);
  g_assert_cmpuint (gone->told->len, ==, 0);
  g_assert_cmpuint (gone->due->len, ==, 0);

  /* Handled on the same day, it still tells that something was said today. */
  today = make_plan (tokens, told, USUAL, "2026-03-10T19:00:00");
  g_assert_true (today->handled);
  g_assert_cmpuint (today->told->len, ==, 2);
  add (tokens, "", "c", "2026-03-11T12:00:00");
  later = make_plan (tokens, today->told, USUAL, "2026-03-10T20:00:00");
  g_assert_cmpuint (later->due->len, ==, 0);
}

static void
check_words (const char *const *expiries,
             const char        *title,
             const char        *body)
{
  g_autoptr (GPtrArray) tokens = make_list ();
  g_autoptr (GPtrArray) told = make_list ();
  g_autoptr (GDateTime) now = at ("2026-03-10T12:00:00");
  g_autoptr (LkExpiryPlan) plan = NULL;
  g_autofree char *made_title = NULL;
  g_autofree char *made_body = NULL;

  for (guint i = 0; expiries[i] != NULL; i++)
    {
      const char name[] = { (char) ('a' + i), '\0' };

      add (tokens, "", name, expiries[i]);
    }
  plan = make_plan (tokens, told, LK_REMIND_30_DAYS | USUAL, "2026-03-10T12:00:00");
  made_title = lk_expiry_plan_make_title (plan->due, now);
  made_body = lk_expiry_plan_make_body (plan->due, "Acme Production");
  g_assert_cmpstr (made_title, ==, title);
  g_assert_cmpstr (made_body, ==, body);
}

static void
test_words (void)
{
  const char *expired = "2026-03-10T11:00:00";
  const char *today = "2026-03-10T23:00:00";
  const char *tomorrow = "2026-03-11T23:59:59";
  const char *week = "2026-03-15T12:00:00";
  const char *month = "2026-04-01T12:00:00";

  check_words ((const char *[]) { tomorrow, NULL }, "Token Expires Tomorrow", "a in Acme Production");
  check_words ((const char *[]) { expired, NULL }, "Token Has Expired", "a in Acme Production");
  check_words ((const char *[]) { today, NULL }, "Token Expires Today", "a in Acme Production");
  check_words ((const char *[]) { week, NULL }, "Token Expires This Week", "a in Acme Production");
  check_words ((const char *[]) { month, NULL }, "Token Expires Within 30 Days", "a in Acme Production");
  /* The next to end comes first. */
  check_words ((const char *[]) { week, tomorrow, today, NULL }, "3 Tokens Expire This Week",
               "c, b and 1 more in Acme Production");
  check_words ((const char *[]) { tomorrow, tomorrow, NULL }, "2 Tokens Expire Tomorrow", "a and b in Acme Production");
  check_words ((const char *[]) { today, tomorrow, NULL }, "2 Tokens Expire This Week", "a and b in Acme Production");
  check_words ((const char *[]) { expired, expired, NULL }, "2 Tokens Have Expired", "a and b in Acme Production");
  check_words ((const char *[]) { expired, week, NULL }, "2 Tokens Need Attention", "a and b in Acme Production");
  check_words ((const char *[]) { week, month, NULL }, "2 Tokens Expire Within 30 Days", "a and b in Acme Production");
}

static GPtrArray *
read_reminders (LkState    *state,
                const char *account_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *reminders;

  lk_state_read_reminders_async (state, account_id, NULL, lk_test_store_result_cb, &result);
  reminders = lk_state_read_reminders_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return reminders;
}

static gboolean
save_reminders (LkState    *state,
                const char *account_id,
                GPtrArray  *reminders,
                GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_state_save_reminders_async (state, account_id, reminders, NULL, lk_test_store_result_cb, &result);

  return lk_state_save_reminders_finish (state, lk_test_wait_for_result (&result), error);
}

static void
test_remembered (LkTestOffice  *office,
                 gconstpointer  user_data)
{
  const char *account_id = lk_account_get_id (office->account);
  g_autoptr (GPtrArray) told = make_list ();
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GPtrArray) fewer = NULL;
  g_autoptr (GError) error = NULL;

  add_told (told, "", "a", "2026-03-16T12:00:00", 7, "2026-03-10T09:00:00");
  add_told (told, "orders", "b", "2026-03-15T12:00:00", 0, "2026-03-10T09:00:00.5");
  g_assert_true (save_reminders (office->state, account_id, told, &error));
  g_assert_no_error (error);
  back = read_reminders (office->state, account_id);
  g_assert_cmpuint (back->len, ==, 2);
  for (guint i = 0; i < back->len; i++)
    {
      LkReminder *reminder = back->pdata[i];
      LkReminder *saved = told->pdata[*reminder->tenant == '\0' ? 0 : 1];

      g_assert_true (lk_reminder_is_same (reminder, saved));
      g_assert_cmpint (reminder->stage, ==, saved->stage);
      g_assert_true (g_date_time_equal (reminder->told_at, saved->told_at));
    }

  g_ptr_array_set_size (told, 1);
  g_assert_true (save_reminders (office->state, account_id, told, &error));
  fewer = read_reminders (office->state, account_id);
  g_assert_cmpuint (fewer->len, ==, 1);

  g_assert_false (save_reminders (office->state, "no such account", told, &error));
  g_assert_error (error, LK_STATE_ERROR, LK_STATE_ERROR_WRITE);
}

typedef struct
{
  guint  n_due;
  guint  n_handled;
  char  *title; /* of the one token that was due last */
} Heard;

static void
due_cb (LkExpiryWatch *watch,
        LkAccount     *account,
        GPtrArray     *due,
        GDateTime     *now,
        Heard         *heard)
{
  g_assert_cmpuint (due->len, ==, 1);
  heard->n_due++;
  g_free (heard->title);
  heard->title = g_strdup (((LkReminder *) due->pdata[0])->title);
}

static void
handled_cb (LkExpiryWatch *watch,
            const char    *account_id,
            Heard         *heard)
{
  heard->n_handled++;
}

static LkExpiryWatch *
watch (LkInventories *inventories,
       GDateTime     *now,
       Heard         *heard)
{
  LkExpiryWatch *self = lk_expiry_watch_new (inventories, USUAL);

  g_signal_connect (self, "due", G_CALLBACK (due_cb), heard);
  g_signal_connect (self, "handled", G_CALLBACK (handled_cb), heard);
  lk_expiry_watch_set_now (self, now);
  lk_expiry_watch_start (self);

  return self;
}

static LkAppToken *
find_far (LkInventory *inventory)
{
  GListModel *tokens = lk_inventory_get_tokens (inventory);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_app_token_get_description (token), FAR_TOKEN) == 0)
        return token;
    }

  g_assert_not_reached ();
}

/* A call that the database answers after all that were made before. */
static void
settle (LkTestOffice *office)
{
  g_autoptr (GPtrArray) reminders G_GNUC_UNUSED = read_reminders (office->state, lk_account_get_id (office->account));

  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* In the next run it is known what was said in this one, and what became of it. */
static void
test_watch (LkTestOffice  *office,
            gconstpointer  user_data)
{
  g_autoptr (LkInventories) inventories = lk_inventories_new (office->office);
  LkInventory *inventory = lk_inventories_find (inventories, office->account);
  g_autoptr (GDateTime) before = NULL;
  g_autoptr (GDateTime) after = NULL;
  g_autoptr (LkExpiryWatch) first = NULL;
  g_autoptr (LkExpiryWatch) second = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Heard heard = { 0 };

  lk_test_load (inventory, &error);
  g_assert_no_error (error);
  before = g_date_time_add_hours (lk_app_token_get_token_expiry (find_far (inventory)), -12);
  after = g_date_time_add_days (before, 1);

  first = watch (inventories, before, &heard);
  lk_test_wait_until (heard.n_due == 1);
  g_assert_cmpstr (heard.title, ==, FAR_TOKEN);
  lk_expiry_watch_check (first);
  g_assert_cmpuint (heard.n_due, ==, 1);
  settle (office);
  g_clear_object (&first);

  second = watch (inventories, before, &heard);
  settle (office);
  lk_expiry_watch_check (second);
  g_assert_cmpuint (heard.n_due, ==, 1);
  g_assert_cmpuint (heard.n_handled, ==, 0);

  lk_expiry_watch_set_now (second, after);
  lk_expiry_watch_check (second);
  g_assert_cmpuint (heard.n_due, ==, 2);

  lk_inventory_delete_async (inventory, find_far (inventory), NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_inventory_delete_finish (inventory, lk_test_wait_for_result (&result), &error));
  lk_test_wait_until (heard.n_handled == 1);
  lk_expiry_watch_check (second);
  g_assert_cmpuint (heard.n_handled, ==, 1);
  g_assert_cmpuint (heard.n_due, ==, 2);
  settle (office);
  g_free (heard.title);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/expiry/stages", test_stages);
  g_test_add_func ("/expiry/once", test_once);
  g_test_add_func ("/expiry/handled", test_handled);
  g_test_add_func ("/expiry/words", test_words);
  LK_TEST_OFFICE_ADD ("/expiry/remembered", test_remembered);
  LK_TEST_OFFICE_ADD ("/expiry/watch", test_watch);

  return g_test_run ();
}
