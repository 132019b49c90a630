/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pulsar tokens whose creation was cut off: what the journal knows of them, and what becomes of it. */

#include "lk-journal.h"
#include "lk-pulsar-secrets.h"
#include "lk-recovery.h"
#include "lk-test-streaming.h"
#include "lk-work-error.h"

#include <signal.h>
#include <string.h>

#define TENANT "orders"
#define NAME "cut-off"
#define NOTE "for the shop"
#define DAYS 30

static const LkPulsarWish stored_wish = { .days = DAYS, .note = NOTE, .script_name = NAME, .store = TRUE };

static LkIntent *
get_intent (LkTestOffice *self)
{
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (self);

  g_assert_cmpuint (intents->len, ==, 1);

  return g_object_ref (intents->pdata[0]);
}

static guint
count_intents (LkTestOffice *self)
{
  g_autoptr (GPtrArray) intents = lk_test_office_list_intents (self);

  return intents->len;
}

static LkRecoveryOutcome
recover (LkTestOffice *self)
{
  g_autoptr (LkIntent) intent = get_intent (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkRecoveryOutcome outcome;

  lk_recovery_run_async (self->office, intent, NULL, lk_test_store_result_cb, &result);
  lk_recovery_run_finish (lk_test_wait_for_result (&result), &outcome, &error);
  g_assert_no_error (error);

  return outcome;
}

/* As if all of it had been so many seconds ago. */
static void
age (LkTestOffice *self,
     int           seconds)
{
  g_autoptr (LkIntent) intent = get_intent (self);
  g_autoptr (GDateTime) sent_at = g_date_time_add_seconds (lk_intent_get_sent_at (intent), -seconds);
  g_autoptr (GDateTime) lost_at = g_date_time_add_seconds (lk_intent_get_sent_at (intent), 1 - seconds);
  g_autoptr (GAsyncResult) result = NULL;

  g_object_set (intent, "sent-at", sent_at, "lost-at", lost_at, NULL);
  lk_state_save_intent_async (self->state, intent, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_state_save_intent_finish (self->state, lk_test_wait_for_result (&result), NULL));
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

/* By the name that was asked for, as a script gets it; and it is the one that is listed, with its note. */
static void
assert_stored (LkTestOffice *self)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  GListModel *tokens = lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, LK_TEST_GCP, TENANT));
  g_autofree char *text = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", NAME, "field", "token",
                                       NULL);
  guint n_named = 0;

  g_assert_true (g_str_has_prefix (text, "eyJ"));
  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_pulsar_token_get_script_name (token), NAME) != 0)
        continue;
      n_named++;
      g_assert_true (lk_pulsar_token_get_stored (token));
      g_assert_cmpstr (lk_pulsar_token_get_note (token), ==, NOTE);
    }
  g_assert_cmpuint (n_named, ==, 1);
}

static void
remove_stored (LkTestOffice *self)
{
  g_autoptr (GHashTable) attributes = lk_pulsar_secrets_attributes (self->account, NULL, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_remove_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_remove_finish (self->keyring, lk_test_wait_for_result (&result), NULL));
}

/* The answer is lost, and so are the looks at the list: the journal knows, and what was made is found and stored later. */
static void
test_found_later (LkTestOffice  *self,
                  gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkJournal) journal = lk_journal_new (self->office);
  g_autoptr (LkJournal) later = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (LkIntent) intent = NULL;
  g_autoptr (GAsyncResult) resumed = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  guint n_stored = 0;

  lk_test_demo_fault (self->demo, "pulsar-create:lost\npulsar-get:status=403");
  token = lk_test_streaming_create (streaming, TENANT, &stored_wish, &store_error, &error);
  g_assert_null (token);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
  g_clear_error (&error);

  intent = get_intent (self);
  g_assert_cmpint (lk_intent_get_state (intent), ==, LK_INTENT_UNKNOWN);
  g_assert_cmpstr (lk_intent_get_tenant_name (intent), ==, TENANT);
  g_assert_cmpstr (lk_intent_get_cluster_name (intent), ==, LK_TEST_GCP);
  g_assert_cmpuint (lk_intent_get_lifetime_days (intent), ==, DAYS);
  g_assert_true (lk_intent_get_keep (intent));
  g_assert_nonnull (lk_intent_get_lost_at (intent));
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_candidate_ids (intent)), ==, 1);

  /* As long as nobody can tell, it stays. */
  lk_journal_resume_async (journal, NULL, lk_test_store_result_cb, &resumed);
  g_assert_false (lk_journal_resume_finish (journal, lk_test_wait_for_result (&resumed), &n_stored, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_clear_object (&resumed);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 1);

  lk_test_demo_fault (self->demo, "");
  lk_journal_resume_async (journal, NULL, lk_test_store_result_cb, &resumed);
  g_assert_true (lk_journal_resume_finish (journal, lk_test_wait_for_result (&resumed), &n_stored, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_stored, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (journal)), ==, 0);
  assert_stored (self);

  /* Looked at once more by a later process, and then forgotten. */
  g_assert_cmpuint (count_intents (self), ==, 1);
  later = lk_journal_new (self->office);
  lk_journal_resume_async (later, NULL, lk_test_store_result_cb, &again);
  g_assert_true (lk_journal_resume_finish (later, lk_test_wait_for_result (&again), &n_stored, &error));
  g_assert_cmpuint (n_stored, ==, 0);
  g_assert_cmpuint (count_intents (self), ==, 0);
  g_assert_cmpuint (count_escrows (self), ==, 0);
  g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, 1);
}

/* A wish whose answer is lost, as far as anybody can tell at once. */
static void
lose (LkTestOffice       *self,
      LkStreaming        *streaming,
      const LkPulsarWish *wish,
      const char         *faults)
{
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, faults);
  token = lk_test_streaming_create (streaming, TENANT, wish, NULL, &error);
  g_assert_null (token);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
  lk_test_demo_fault (self->demo, "");
}

/* Nothing was made: that is said once it is certain. */
static void
test_nothing (LkTestOffice  *self,
              gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) error = NULL;

  lose (self, streaming, &stored_wish, "pulsar-create:status=503");

  g_assert_cmpint (recover (self), ==, LK_RECOVERY_UNKNOWN);
  age (self, 61);
  g_assert_cmpint (recover (self), ==, LK_RECOVERY_NOTHING);
  g_assert_cmpuint (count_intents (self), ==, 0);
  g_assert_cmpuint (count_escrows (self), ==, 0);

  /* And what was refused, or succeeded without being stored, leaves nothing at all. */
  lk_test_demo_fault (self->demo, "pulsar-create:status=403");
  token = lk_test_streaming_create (streaming, TENANT, &stored_wish, NULL, &error);
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_cmpuint (count_intents (self), ==, 0);
  g_assert_cmpuint (count_escrows (self), ==, 0);
}

/* One that need not be stored is found all the same, and is not stored. */
static void
test_not_kept (LkTestOffice  *self,
               gconstpointer  user_data)
{
  const LkPulsarWish wish = { .days = 0, .note = NOTE };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (GHashTable) attributes = lk_pulsar_secrets_attributes (self->account, NULL, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (GError) error = NULL;

  lose (self, streaming, &wish, "pulsar-create:lost\npulsar-get:status=403");

  g_assert_cmpint (recover (self), ==, LK_RECOVERY_FOUND);
  g_assert_cmpuint (count_intents (self), ==, 0);
  lk_keyring_list_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  infos = lk_keyring_list_finish (self->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_cmpuint (infos->len, ==, 0);
}

/* Somebody else's, made at another time, is not taken for ours; and keeps us from saying that nothing was made. */
static void
test_other_time (LkTestOffice  *self,
                 gconstpointer  user_data)
{
  const LkPulsarWish alike = { .days = DAYS };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) other = NULL;
  g_autoptr (LkIntent) intent = NULL;
  g_autoptr (GError) error = NULL;

  lose (self, streaming, &stored_wish, "pulsar-create:status=503");
  age (self, 3600);
  other = lk_test_streaming_create (streaming, TENANT, &alike, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpint (recover (self), ==, LK_RECOVERY_UNKNOWN);
  intent = get_intent (self);
  g_assert_null (lk_intent_get_client_id (intent));
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_candidate_ids (intent)), ==, 0);
  g_assert_true (lk_test_streaming_delete (streaming, other, &error));
  g_assert_cmpint (recover (self), ==, LK_RECOVERY_NOTHING);
}

/* The same at once: by the service's clock the token was made long before it was asked for. */
static void
test_odd_clock (LkTestOffice  *self,
                gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkIntent) intent = NULL;

  lose (self, streaming, &stored_wish, "pulsar-create:lost\npulsar-list:skew=600\npulsar-get:skew=600");
  intent = get_intent (self);
  g_assert_cmpint (lk_intent_get_state (intent), ==, LK_INTENT_UNKNOWN);
  g_assert_null (lk_intent_get_client_id (intent));
}

/* Two that are alike: nobody knows which one it is, until one of them is gone. */
static void
test_two_alike (LkTestOffice  *self,
                gconstpointer  user_data)
{
  const LkPulsarWish alike = { .days = DAYS };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) other = NULL;
  g_autoptr (LkIntent) intent = NULL;
  g_autoptr (GError) error = NULL;

  lose (self, streaming, &stored_wish, "pulsar-create:lost\npulsar-get:status=403");
  other = lk_test_streaming_create (streaming, TENANT, &alike, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpint (recover (self), ==, LK_RECOVERY_UNKNOWN);
  intent = get_intent (self);
  g_assert_cmpuint (g_strv_length ((GStrv) lk_intent_get_candidate_ids (intent)), ==, 2);
  g_assert_true (g_strv_contains (lk_intent_get_candidate_ids (intent), lk_pulsar_token_get_id (other)));
  g_assert_true (lk_test_streaming_delete (streaming, other, &error));
  g_assert_cmpint (recover (self), ==, LK_RECOVERY_STORED);
  assert_stored (self);
}

/* One whose secret was stored, and is gone at the next start, is fetched again; one that was deleted is not. */
static void
test_store_undone (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;

  token = lk_test_streaming_create (streaming, TENANT, &stored_wish, &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);
  remove_stored (self);
  g_assert_cmpint (recover (self), ==, LK_RECOVERY_STORED);
  assert_stored (self);

  remove_stored (self);
  g_assert_true (lk_test_streaming_delete (streaming, token, &error));
  g_assert_cmpint (recover (self), ==, LK_RECOVERY_NOTHING);
  g_assert_cmpuint (count_intents (self), ==, 0);
}

/* Work whose owner lives is left alone. */
static void
test_in_progress (LkTestOffice  *self,
                  gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) error = NULL;
  LkPulsarWish wish = stored_wish;

  wish.schedule = g_variant_new_parsed ("[uint32 0]");
  lk_test_demo_fault (self->demo, "pulsar-create:stall");
  lk_streaming_create_async (streaming, lk_streaming_find_tenant (streaming, LK_TEST_GCP, TENANT), &wish, NULL,
                             lk_test_store_result_cb, &result);
  lk_test_wait_until (lk_test_demo_count (self->demo, "posts") == 1);
  g_assert_cmpint (recover (self), ==, LK_RECOVERY_IN_PROGRESS);

  g_clear_pointer (&self->demo, lk_test_demo_free);
  token = lk_streaming_create_finish (streaming, lk_test_wait_for_result (&result), NULL, &error);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
}

/* Where the child of test_killed() ends. */
typedef enum
{
  WHILE_SENDING, /* nothing is done, and no answer comes */
  WHILE_WAITING, /* it is done, and no answer comes */
  WHEN_LISTED,   /* the list shows it, and it is fetched next */
  WHEN_STORED,   /* the keyring has it, and the journal does not know */
  N_ENDS,
} End;

static void
kill_cb (void)
{
  raise (SIGKILL);
}

static void
watch_token_cb (GListModel *tokens,
                guint       position,
                guint       removed,
                guint       added,
                gpointer    user_data)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      g_signal_connect (token, "notify::stored", G_CALLBACK (kill_cb), NULL);
    }
}

/* The process that is killed: this program, told to create a token from the state of the other. */
static int
create_until (const char *folder,
              End         end)
{
  LkTestOffice self = { NULL };
  g_autoptr (LkStreaming) streaming = NULL;
  GListModel *tokens;

  lk_test_office_open (&self, folder);
  streaming = lk_test_streaming_new (&self);

  tokens = lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, LK_TEST_GCP, TENANT));
  if (end == WHEN_LISTED)
    g_signal_connect (tokens, "items-changed", G_CALLBACK (kill_cb), NULL);
  else if (end == WHEN_STORED)
    g_signal_connect (tokens, "items-changed", G_CALLBACK (watch_token_cb), NULL);
  lk_test_streaming_create (streaming, TENANT, &stored_wish, NULL, NULL);

  return 1;
}

static void
kill_at (LkTestOffice *self,
         End           end)
{
  static const char *const faults[N_ENDS] = { "pulsar-create:stall", "pulsar-create:slow=600000", "", "" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *text = g_strdup_printf ("%d", (int) end);
  gint64 n_posts = lk_test_demo_count (self->demo, "posts");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, faults[end]);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "--create-until", self->folder, text,
                              NULL);
  g_assert_no_error (error);
  if (end == WHILE_SENDING || end == WHILE_WAITING)
    {
      lk_test_wait_until (lk_test_demo_count (self->demo, "posts") == n_posts + 1);
      g_subprocess_send_signal (process, SIGKILL);
    }
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
  lk_test_demo_fault (self->demo, "");
}

static void
test_killed (LkTestOffice  *self,
             gconstpointer  user_data)
{
  static const LkRecoveryOutcome outcomes[N_ENDS] = {
    [WHILE_SENDING] = LK_RECOVERY_UNKNOWN,
    [WHILE_WAITING] = LK_RECOVERY_STORED,
    [WHEN_LISTED] = LK_RECOVERY_STORED,
    [WHEN_STORED] = LK_RECOVERY_KEPT,
  };

  for (int end = 0; end < N_ENDS; end++)
    {
      g_test_message ("killed at %d", end);
      kill_at (self, (End) end);
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, end + 1);
      g_assert_cmpint (recover (self), ==, outcomes[end]);
      if (end == WHILE_SENDING)
        {
          age (self, 61);
          g_assert_cmpint (recover (self), ==, LK_RECOVERY_NOTHING);
        }
      else
        {
          assert_stored (self);
        }
      if (outcomes[end] == LK_RECOVERY_STORED)
        g_assert_cmpint (recover (self), ==, LK_RECOVERY_KEPT);

      g_assert_cmpuint (count_intents (self), ==, 0);
      g_assert_cmpuint (count_escrows (self), ==, 0);
      remove_stored (self);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  if (argc == 4 && g_str_equal (argv[1], "--create-until"))
    return create_until (argv[2], (End) atoi (argv[3]));

  g_test_init (&argc, &argv, NULL);

  LK_TEST_OFFICE_ADD ("/recovery-pulsar/found-later", test_found_later);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/nothing", test_nothing);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/not-kept", test_not_kept);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/other-time", test_other_time);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/odd-clock", test_odd_clock);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/two-alike", test_two_alike);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/store-undone", test_store_undone);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/in-progress", test_in_progress);
  LK_TEST_OFFICE_ADD ("/recovery-pulsar/killed", test_killed);

  return g_test_run ();
}
