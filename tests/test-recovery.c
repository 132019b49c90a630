/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Work that is cut off: its process is killed at each step, its answer at each byte. Nothing is lost without a word. */

#include "lk-test-office.h"

#include "lk-reconcile.h"
#include "lk-recovery.h"
#include "lk-token-secrets.h"
#include "lk-work-error.h"

#include <signal.h>
#include <string.h>

/* The documented answer has 437 bytes, and so 438 beginnings; 258 of them hold client id and secret. */
#define N_CUTS 438
#define N_CUTS_WITH_SECRET 258

/* All of them take a quarter of an hour with the sanitizers. */
#ifdef __SANITIZE_ADDRESS__
#define CUT_STEP 7
#else
#define CUT_STEP 1
#endif

static LkRecoveryOutcome
recover (LkTestOffice *self,
         LkIntent     *intent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkRecoveryOutcome outcome;

  lk_recovery_run_async (self->office, intent, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_recovery_run_finish (lk_test_wait_for_result (&result), &outcome, &error));
  g_assert_no_error (error);

  return outcome;
}

static void
assert_stored (LkTestOffice *self,
               const char   *client_id)
{
  static const char *const fields[] = { LK_SECRET_FIELD_CLIENT_SECRET, LK_SECRET_FIELD_TOKEN };
  g_autofree char *secret = NULL;
  g_autofree char *token = NULL;
  g_autofree char *checksum = NULL;
  g_autofree char *expected = NULL;
  char **values[] = { &secret, &token };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (self->account, client_id, fields[i], NULL);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (SecretValue) value = NULL;

      lk_keyring_look_up_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
      value = lk_keyring_look_up_finish (self->keyring, lk_test_wait_for_result (&result), &error);
      g_assert_no_error (error);
      g_assert_nonnull (value);
      *values[i] = g_strdup (secret_value_get_text (value));
    }

  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
  expected = g_strdup_printf ("AstraCS:%s:%s", client_id, checksum);
  g_assert_true (g_str_equal (token, expected));
}

static guint
count_escrows (LkTestOffice *self)
{
  g_autofree char *path = g_build_filename (self->folder, "escrow", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static void
step_cb (LkIssue    *issue,
         GParamSpec *pspec,
         gpointer    user_data)
{
  if ((int) lk_issue_get_step (issue) == GPOINTER_TO_INT (user_data))
    raise (SIGKILL);
}

/* The process that is killed: this program, told to issue a token from the state of the other. */
static int
issue_until (const char *folder,
             const char *step)
{
  LkTestOffice self = { NULL };
  g_autoptr (LkIssue) issue = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_office_open (&self, folder);

  issue = lk_test_office_make_issue (&self, lk_test_office_some_role (&self), "cut-off");
  g_signal_connect (issue, "notify::step", G_CALLBACK (step_cb), GINT_TO_POINTER (atoi (step)));
  lk_test_run_issue (issue, &error);

  return 1;
}

static void
kill_at (LkTestOffice *self,
         LkIssueStep   step)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *text = g_strdup_printf ("%d", (int) step);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "--issue-until", self->folder, text,
                              NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
}

/* As if the request had been sent more than a minute ago. */
static void
age (LkTestOffice *self,
     LkIntent     *intent)
{
  g_autoptr (GDateTime) sent_at = g_date_time_add_seconds (lk_intent_get_sent_at (intent), -61);
  g_autoptr (GAsyncResult) result = NULL;

  g_object_set (intent, "sent-at", sent_at, NULL);
  lk_state_save_intent_async (self->state, intent, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_state_save_intent_finish (self->state, lk_test_wait_for_result (&result), NULL));
}

static void
test_killed (LkTestOffice  *self,
             gconstpointer  user_data)
{
  static const struct
  {
    LkIssueStep       step;
    gint64            n_posts;
    LkRecoveryOutcome outcome;
  } cases[] = {
    { LK_ISSUE_RESERVING, 0, LK_RECOVERY_NOTHING },
    { LK_ISSUE_JOURNALLING, 0, LK_RECOVERY_NOTHING },
    { LK_ISSUE_SENDING, 0, LK_RECOVERY_UNKNOWN },
    { LK_ISSUE_JUDGING, 1, LK_RECOVERY_STORED },
    { LK_ISSUE_STORING, 1, LK_RECOVERY_STORED },
    { LK_ISSUE_COMMITTING, 1, LK_RECOVERY_STORED },
    { LK_ISSUE_DONE, 1, LK_RECOVERY_KEPT },
  };
  gint64 n_posts = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GHashTable) named = lk_secret_attributes_new ("name", "cut-off", NULL);
      g_autoptr (GPtrArray) before = NULL;
      g_autoptr (GPtrArray) after = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *client_id = NULL;

      g_test_message ("killed at step %d", cases[i].step);
      kill_at (self, cases[i].step);
      n_posts += cases[i].n_posts;
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts);

      before = lk_test_office_list_intents (self);
      g_assert_cmpuint (before->len, ==, 1);
      g_assert_cmpint (recover (self, before->pdata[0]), ==, cases[i].outcome);
      if (cases[i].outcome == LK_RECOVERY_UNKNOWN)
        {
          age (self, before->pdata[0]);
          g_assert_cmpint (recover (self, before->pdata[0]), ==, LK_RECOVERY_NOTHING);
        }

      /* Twice is once: the second time only a secret is looked at again. */
      after = lk_test_office_list_intents (self);
      if (cases[i].n_posts > 0)
        {
          LkIntent *last = after->len > 0 ? after->pdata[0] : before->pdata[0];

          client_id = g_strdup (lk_intent_get_client_id (last));
          assert_stored (self, client_id);
        }
      if (after->len > 0)
        {
          g_assert_cmpint (lk_intent_get_state (after->pdata[0]), ==, LK_INTENT_STORED);
          g_assert_cmpint (recover (self, after->pdata[0]), ==, LK_RECOVERY_KEPT);
          assert_stored (self, client_id);
        }
      g_clear_pointer (&after, g_ptr_array_unref);
      after = lk_test_office_list_intents (self);
      g_assert_cmpuint (after->len, ==, 0);
      g_assert_cmpuint (lk_test_office_count_pending (self), ==, 0);
      g_assert_cmpuint (count_escrows (self), ==, 0);

      lk_keyring_remove_async (self->keyring, named, NULL, lk_test_store_result_cb, &result);
      g_assert_true (lk_keyring_remove_finish (self->keyring, lk_test_wait_for_result (&result), NULL));
    }
}

/* A secret that was reported as stored and is gone at the next start has left an orphan, until it is deleted. */
static void
test_store_undone (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), "undone");
  g_autoptr (GHashTable) named = lk_secret_attributes_new ("name", "undone", NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (lk_test_run_issue (issue, &error));
  lk_keyring_remove_async (self->keyring, named, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_remove_finish (self->keyring, lk_test_wait_for_result (&result), NULL));

  intents = lk_test_office_list_intents (self);
  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_ORPHAN);
  g_assert_true (lk_test_office_delete (self, lk_issue_get_app_token (issue), &error));
  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_NOTHING);
}

/* What a second try has stored is not what the first one lost. */
static void
test_second_try (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  g_autoptr (LkIssue) first = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  g_autoptr (LkIssue) second = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "create:status=503,times=1");
  g_assert_false (lk_test_run_issue (first, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
  g_clear_error (&error);
  g_assert_true (lk_test_run_issue (second, &error));
  g_assert_no_error (error);

  intents = lk_test_office_list_intents (self);
  g_assert_cmpuint (intents->len, ==, 2);
  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_UNKNOWN);
  age (self, intents->pdata[0]);
  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_NOTHING);
  assert_stored (self, lk_issue_get_client_id (second));
}

/* A token that is known by its id may not be listed yet. */
static void
test_list_lags (LkTestOffice  *self,
                gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (GHashTable) held = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) later = g_date_time_add_seconds (now, 61);

  lk_test_demo_fault (self->demo, "create:cut=60");
  g_assert_false (lk_test_run_issue (issue, NULL));
  intents = lk_test_office_list_intents (self);
  g_assert_cmpint (lk_reconcile (intents->pdata[0], nothing, held, now), ==, LK_RECONCILE_ORPHAN);
  g_assert_cmpint (lk_reconcile (intents->pdata[0], nothing, held, later), ==, LK_RECONCILE_NOTHING);
}

/* A token whose time does not fit is nobody's proof: neither that it is the one, nor that there is none. */
static void
test_odd_clock (LkTestOffice  *self,
                gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  g_autoptr (GDateTime) sent_at = NULL;
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  lk_test_demo_fault (self->demo, "create:lost");
  g_assert_false (lk_test_run_issue (issue, NULL));
  intents = lk_test_office_list_intents (self);
  sent_at = g_date_time_add_minutes (lk_intent_get_sent_at (intents->pdata[0]), -11);
  g_object_set (intents->pdata[0], "sent-at", sent_at, NULL);
  lk_state_save_intent_async (self->state, intents->pdata[0], NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_state_save_intent_finish (self->state, lk_test_wait_for_result (&result), NULL));

  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_UNKNOWN);
}

/* A process that has heard nothing of the server yet does not take its own clock for the server's. */
static void
test_fast_clock (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  lk_test_demo_fault (self->demo, "list:skew=-120\ncreate:status=503");
  g_assert_false (lk_test_run_issue (issue, NULL));
  intents = lk_test_office_list_intents (self);
  g_assert_cmpuint (intents->len, ==, 1);

  g_object_unref (self->office);
  self->office = lk_office_new (self->keyring, self->state);
  lk_office_load_async (self->office, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_office_load_finish (self->office, lk_test_wait_for_result (&result), NULL));
  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_UNKNOWN);
  lk_test_demo_fault (self->demo, "list:skew=-50");
  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_NOTHING);
}

/* Work whose owner lives is left alone. */
static void
test_in_progress (LkTestOffice  *self,
                  gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) intents = NULL;

  lk_test_demo_fault (self->demo, "create:stall");
  lk_issue_run_async (issue, NULL, lk_test_store_result_cb, &result);
  lk_test_wait_until (lk_test_demo_count (self->demo, "posts") == 1);

  intents = lk_test_office_list_intents (self);
  g_assert_cmpuint (intents->len, ==, 1);
  g_assert_cmpint (recover (self, intents->pdata[0]), ==, LK_RECOVERY_IN_PROGRESS);
  g_assert_cmpint (lk_intent_get_state (intents->pdata[0]), ==, LK_INTENT_SENDING);

  g_clear_pointer (&self->demo, lk_test_demo_free);
  lk_test_wait_for_result (&result);
  g_assert_false (lk_issue_run_finish (issue, result, NULL));
}

/* Which of two tokens it is, is asked before the secret is stored, by the process that takes the work up too. */
static void
test_odd_token (LkTestOffice  *self,
                gconstpointer  user_data)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  lk_test_demo_fault (self->demo, "create:odd-token");
  kill_at (self, LK_ISSUE_STORING);

  before = lk_test_office_list_intents (self);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpint (recover (self, before->pdata[0]), ==, LK_RECOVERY_STORED);

  after = lk_test_office_list_intents (self);
  g_assert_cmpuint (after->len, ==, 1);
  assert_stored (self, lk_intent_get_client_id (after->pdata[0]));
}

/* A keyring is written as a whole each time, so one with hundreds of items takes its time. */
static void
remove_stored (LkTestOffice *self,
               const char   *client_id)
{
  g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (self->account, client_id, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_keyring_remove_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  lk_keyring_remove_finish (self->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

/* The answer ends after each of its bytes, with the sanitizers each seventh: the secret is stored, or the token is known, and
 * each time it is said. */
static void
test_every_cut (LkTestOffice  *self,
                gconstpointer  user_data)
{
  guint n_stored = 0, n_orphans = 0, n_unknown = 0;

  for (guint n = 0, at = 0; at < N_CUTS; n++, at += CUT_STEP)
    {
      g_autoptr (LkIssue) issue = lk_test_office_make_issue (self, lk_test_office_some_role (self), NULL);
      g_autofree char *fault = g_strdup_printf ("create:cut=%u", at);
      g_autoptr (GPtrArray) intents = NULL;
      g_autoptr (GError) error = NULL;
      LkIntent *last;

      lk_test_demo_fault (self->demo, fault);
      lk_test_run_issue (issue, &error);
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n + 1);

      intents = lk_test_office_list_intents (self);
      last = intents->pdata[intents->len - 1];
      g_assert_cmpuint (intents->len, ==, n + 1);
      switch (lk_intent_get_state (last))
        {
        case LK_INTENT_STORED:
          g_assert_no_error (error);
          assert_stored (self, lk_issue_get_client_id (issue));
          remove_stored (self, lk_issue_get_client_id (issue));
          n_stored++;
          break;

        case LK_INTENT_ORPHAN:
          g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_ORPHAN);
          g_assert_nonnull (lk_intent_get_client_id (last));
          n_orphans++;
          break;

        case LK_INTENT_UNKNOWN:
          g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
          g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_candidate_ids (last)), ==, 1);
          n_unknown++;
          break;

        case LK_INTENT_PLANNED:
        case LK_INTENT_SENDING:
        case LK_INTENT_ANSWERED:
        default:
          g_assert_not_reached ();
        }
    }

  g_assert_cmpuint (n_stored, >=, N_CUTS_WITH_SECRET / CUT_STEP);
  g_test_message ("of the cuts %u are stored, %u orphans, %u unknown with one candidate", n_stored, n_orphans, n_unknown);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--issue-until"))
    return issue_until (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/recovery/killed", test_killed);
  LK_TEST_OFFICE_ADD ("/recovery/store-undone", test_store_undone);
  LK_TEST_OFFICE_ADD ("/recovery/second-try", test_second_try);
  LK_TEST_OFFICE_ADD ("/recovery/list-lags", test_list_lags);
  LK_TEST_OFFICE_ADD ("/recovery/odd-clock", test_odd_clock);
  LK_TEST_OFFICE_ADD ("/recovery/fast-clock", test_fast_clock);
  LK_TEST_OFFICE_ADD ("/recovery/in-progress", test_in_progress);
  LK_TEST_OFFICE_ADD ("/recovery/odd-token", test_odd_token);
  LK_TEST_OFFICE_ADD ("/recovery/every-cut", test_every_cut);

  return g_test_run ();
}
