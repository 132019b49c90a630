/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tenants and their tokens from the demo service, with a real keyring. */

#include "lk-pulsar-secrets.h"
#include "lk-state-streaming.h"
#include "lk-streaming-export.h"
#include "lk-test-streaming.h"
#include "lk-work-error.h"

#include <string.h>
#include <time.h>

#define GCP LK_TEST_GCP
#define AWS LK_TEST_AWS
#define N_MANY 1000

#ifdef __SANITIZE_ADDRESS__
#define MAX_TURN_US 1000000
#else
#define MAX_TURN_US 100000
#endif

static void
test_load (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkStreaming) second = lk_streaming_new (self->office, self->account);
  g_autoptr (LkPulsarToken) kept = lk_test_streaming_get (streaming, GCP, "orders", 0);
  g_autoptr (LkPulsarToken) same = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (lk_streaming_get_tenants (streaming)), ==, 4);
  g_assert_cmpuint (lk_test_streaming_count (streaming, GCP, "orders"), ==, 5);
  g_assert_cmpuint (lk_test_streaming_count (streaming, AWS, "orders"), ==, 2);
  g_assert_cmpuint (lk_test_streaming_count (streaming, AWS, "events"), ==, 6);
  g_assert_cmpuint (lk_test_streaming_count (streaming, GCP, "audit"), ==, 0);
  g_assert_true (lk_tenant_get_loaded (lk_streaming_find_tenant (streaming, GCP, "audit")));
  g_assert_false (lk_streaming_get_loading (streaming));
  g_assert_cmpuint (lk_streaming_get_n_failed (streaming), ==, 0);

  /* Objects stay. */
  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  same = lk_test_streaming_get (streaming, GCP, "orders", 0);
  g_assert_true (same == kept);

  /* And what was read is remembered, for when there is no connection. */
  lk_streaming_restore_async (second, NULL, lk_test_store_result_cb, &result);
  lk_streaming_restore_finish (second, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_true (lk_streaming_get_from_cache (second));
  g_assert_cmpuint (lk_test_streaming_count (second, AWS, "events"), ==, 6);
}

static void
seen_cb (GListModel *model,
         guint       position,
         guint       removed,
         guint       added,
         gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_one_fails (LkTestOffice  *self,
                gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (self->office, self->account);
  g_autoptr (GError) error = NULL;
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  guint n_loaded = 0;

  lk_test_demo_fault (self->demo, "pulsar-list:status=403,times=1");
  g_assert_true (lk_test_streaming_load (streaming, &error));
  g_assert_no_error (error);
  g_assert_null (lk_streaming_get_error (streaming));
  g_assert_cmpuint (lk_streaming_get_n_failed (streaming), ==, 1);
  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      if (lk_tenant_get_loaded (tenant))
        n_loaded++;
      else
        g_assert_true (g_error_matches (lk_tenant_get_error (tenant), LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN));
      g_assert_false (lk_tenant_get_loading (tenant));
    }
  g_assert_cmpuint (n_loaded, ==, 3);

  /* The next time all is well. */
  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lk_streaming_get_n_failed (streaming), ==, 0);
}

/* Either half goes on without the other. */
static void
test_halves (LkTestOffice  *self,
             gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (self->office, self->account);
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "tenants:status=403");
  g_assert_false (lk_test_streaming_load (streaming, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_true (g_error_matches (lk_streaming_get_error (streaming), LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN));
  g_assert_false (lk_streaming_get_loading (streaming));
  g_clear_error (&error);
  g_assert_true (lk_test_load (self->inventory, &error));
  g_assert_no_error (error);

  lk_test_demo_fault (self->demo, "list:status=403");
  g_assert_false (lk_test_load (self->inventory, &error));
  g_clear_error (&error);
  g_assert_true (lk_test_streaming_load (streaming, &error));
  g_assert_no_error (error);
  g_assert_null (lk_streaming_get_error (streaming));
}

static void
test_cancel (LkTestOffice  *self,
             gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_streaming_new (self->office, self->account);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_changes = 0;

  /* The tenants are shown while their tokens are still read. */
  lk_test_demo_fault (self->demo, "pulsar-list:stall");
  g_signal_connect (lk_streaming_get_tenants (streaming), "items-changed", G_CALLBACK (seen_cb), &n_changes);
  lk_streaming_load_async (streaming, cancellable, lk_test_store_result_cb, &result);
  lk_test_wait_until (n_changes > 0);
  g_assert_cmpuint (g_list_model_get_n_items (lk_streaming_get_tenants (streaming)), ==, 4);
  g_assert_true (lk_tenant_get_loading (lk_streaming_find_tenant (streaming, GCP, "orders")));
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  g_assert_false (lk_streaming_load_finish (streaming, lk_test_wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (lk_streaming_get_loading (streaming));
  g_assert_false (lk_tenant_get_loading (lk_streaming_find_tenant (streaming, GCP, "orders")));
  g_assert_null (lk_tenant_get_error (lk_streaming_find_tenant (streaming, GCP, "orders")));
}

static void
test_look_up (LkTestOffice  *self,
              gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) hidden = lk_test_streaming_get (streaming, GCP, "orders", 2);
  g_autoptr (LkPulsarToken) endless = lk_test_streaming_get (streaming, GCP, "orders", 0);
  g_autoptr (LkPulsarToken) old = lk_test_streaming_get (streaming, AWS, "events", 5);
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (SecretValue) other = NULL;
  g_autoptr (SecretValue) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  g_assert_false (lk_pulsar_token_get_expiry_known (hidden));
  value = lk_test_streaming_look_up (streaming, hidden, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (secret_value_get_text (value), "eyJ"));
  /* The list does not tell its end, the token does. */
  g_assert_true (lk_pulsar_token_get_expiry_known (hidden));
  g_assert_nonnull (lk_pulsar_token_get_expiry (hidden));
  other = lk_test_streaming_look_up (streaming, endless, &error);
  g_assert_no_error (error);
  g_assert_true (lk_pulsar_token_get_expiry_known (endless));
  g_assert_null (lk_pulsar_token_get_expiry (endless));

  /* It stays known when the list is read again, and it was not kept. */
  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  g_assert_true (lk_pulsar_token_get_expiry_known (hidden));
  g_assert_false (lk_pulsar_token_get_stored (hidden));
  found = lk_test_run ("secret-tool", "search", "--all", "application", "latchkey", "kind", "pulsar-token", NULL);
  g_assert_null (strstr (found, "eyJ"));

  g_assert_null (lk_pulsar_token_get_id (old));
  none = lk_test_streaming_look_up (streaming, old, &error);
  g_assert_null (none);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
}

static char *
look_up_stored (LkTestOffice  *self,
                LkPulsarToken *token)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;

  attributes = lk_pulsar_secrets_attributes (self->account, NULL, lk_pulsar_token_get_id (token), NULL);
  lk_keyring_look_up_async (self->keyring, attributes, NULL, lk_test_store_result_cb, &result);
  value = lk_keyring_look_up_finish (self->keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return value != NULL ? g_strdup (secret_value_get_text (value)) : NULL;
}

/* What is listed goes into the keyring, and out of it; another one's stays, and so does what the service has. */
static void
test_keep (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkStreaming) later = NULL;
  g_autoptr (LkPulsarToken) token = lk_test_streaming_get (streaming, GCP, "orders", 0);
  g_autoptr (LkPulsarToken) other = lk_test_streaming_get (streaming, GCP, "orders", 1);
  g_autoptr (LkPulsarToken) seen = NULL;
  LkPulsarToken *tokens[] = { token, other };
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) forgotten = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_demo_fault (self->demo, "pulsar-get:status=403,times=1");
  lk_streaming_store_async (streaming, token, NULL, lk_test_store_result_cb, &refused);
  g_assert_false (lk_streaming_store_finish (streaming, lk_test_wait_for_result (&refused), &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_assert_false (lk_pulsar_token_get_stored (token));
  g_clear_error (&error);

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      lk_streaming_store_async (streaming, tokens[i], NULL, lk_test_store_result_cb, &result);
      g_assert_true (lk_streaming_store_finish (streaming, lk_test_wait_for_result (&result), &error));
      g_assert_no_error (error);
      g_assert_true (lk_pulsar_token_get_stored (tokens[i]));
    }
  value = lk_test_streaming_look_up (streaming, token, &error);
  stored = look_up_stored (self, token);
  g_assert_true (g_strcmp0 (stored, secret_value_get_text (value)) == 0);
  later = lk_test_streaming_new (self);
  seen = lk_test_streaming_get (later, GCP, "orders", 0);
  g_assert_true (lk_pulsar_token_get_stored (seen));

  lk_streaming_forget_async (streaming, token, NULL, lk_test_store_result_cb, &forgotten);
  g_assert_true (lk_streaming_forget_finish (streaming, lk_test_wait_for_result (&forgotten), &error));
  g_assert_false (lk_pulsar_token_get_stored (token));
  gone = look_up_stored (self, token);
  g_assert_null (gone);
  kept = look_up_stored (self, other);
  g_assert_nonnull (kept);
  g_assert_nonnull (lk_tenant_find_token (lk_streaming_find_tenant (streaming, GCP, "orders"),
                                          lk_pulsar_token_get_id (token)));
}

static void
test_delete (LkTestOffice  *self,
             gconstpointer  user_data)
{
  const LkPulsarWish wish = { .days = 30, .script_name = "gone", .store = TRUE };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *gone = NULL;

  token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);

  lk_test_demo_fault (self->demo, "pulsar-delete:lie");
  g_assert_false (lk_test_streaming_delete (streaming, token, &error));
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_STILL_LISTED);
  g_clear_error (&error);
  lk_test_demo_fault (self->demo, "pulsar-delete:status=403");
  g_assert_false (lk_test_streaming_delete (streaming, token, &error));
  g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
  g_clear_error (&error);
  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "gone", "field", "token", NULL);
  g_assert_true (g_str_has_prefix (stored, "eyJ"));
  g_assert_cmpuint (lk_test_streaming_count (streaming, GCP, "audit"), ==, 1);

  /* The answer is lost, but the list tells. */
  lk_test_demo_fault (self->demo, "pulsar-delete:lost");
  g_assert_true (lk_test_streaming_delete (streaming, token, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (lk_test_streaming_count (streaming, GCP, "audit"), ==, 0);
  gone = lk_test_run ("secret-tool", "search", "--all", "application", "latchkey", "kind", "pulsar-token", NULL);
  g_assert_null (strstr (gone, "eyJ"));
}

/* Processor time that this thread has used, in microseconds: what others do on the machine does not count. */
static gint64
get_time_used (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* 1,000 tenants with 20 tokens each: the first are there before the last, and no turn of the main loop is long, neither
 * with nor without what is remembered. */
static void
test_many (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->account);
  g_clear_pointer (&self->demo, lk_test_demo_free);
  self->demo = lk_test_demo_new_with_tenants (12, N_MANY);
  self->account = lk_test_office_add_account (self, self->demo->token, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (LkStreaming) streaming = lk_streaming_new (self->office, self->account);
      LkTenant *last = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      gboolean first_came_first = FALSE;
      gint64 longest = 0;

      lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &result);
      while (result == NULL)
        {
          gint64 before = get_time_used ();

          g_main_context_iteration (NULL, TRUE);
          longest = MAX (longest, get_time_used () - before);
          last = lk_streaming_find_tenant (streaming, GCP, "team-0999");
          if (last == NULL)
            last = lk_streaming_find_tenant (streaming, AWS, "team-0999");
          if (last != NULL && lk_tenant_get_loading (last)
              && !lk_tenant_get_loading (lk_streaming_find_tenant (streaming, GCP, "orders")))
            first_came_first = TRUE;
        }
      g_assert_true (lk_streaming_load_finish (streaming, result, &error));
      g_assert_no_error (error);
      g_assert_true (first_came_first);
      g_assert_cmpuint (lk_test_streaming_count (streaming, lk_tenant_get_cluster (last), "team-0999"), ==, 20);
      g_test_message ("the longest turn took %" G_GINT64_FORMAT " µs", longest);
      g_assert_cmpint (longest, <, MAX_TURN_US);
    }
}

static void
assert_record (LkActivity *activity,
               const char *operation,
               const char *id,
               const char *description,
               const char *outcome)
{
  g_assert_cmpstr (lk_activity_get_operation (activity), ==, operation);
  g_assert_cmpstr (lk_activity_get_client_id (activity), ==, id);
  g_assert_cmpstr (lk_activity_get_description (activity), ==, description);
  g_assert_cmpstr (lk_activity_get_outcome (activity), ==, outcome);
}

/* What was done is written down, and of which tenant it was. */
static void
test_records (LkTestOffice  *self,
              gconstpointer  user_data)
{
  const LkPulsarWish noted = { .days = 30, .note = "for the shop" };
  const LkPulsarWish named = { .days = 30, .script_name = "recorded", .store = TRUE };
  const LkPulsarWish plain = { .days = 30 };
  const LkPulsarForm form = { .format = LK_EXPORT_CLIENT_CONF };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autofree char *path = g_build_filename (self->folder, "client.conf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (LkPulsarToken) second = NULL;
  g_autoptr (LkPulsarToken) lost = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;

  token = lk_test_streaming_create (streaming, "audit", &noted, &store_error, &error);
  g_assert_no_error (error);
  id = g_strdup (lk_pulsar_token_get_id (token));
  lk_streaming_export_save_async (streaming, token, &form, file, NULL, lk_test_store_result_cb, &saved);
  g_assert_true (lk_streaming_export_save_finish (streaming, lk_test_wait_for_result (&saved), &error));
  g_assert_no_error (error);
  g_assert_true (lk_test_streaming_delete (streaming, token, &error));
  second = lk_test_streaming_create (streaming, "audit", &named, &store_error, &error);
  g_assert_no_error (error);
  lk_test_demo_fault (self->demo, "pulsar-create:status=503");
  lost = lk_test_streaming_create (streaming, "audit", &plain, &store_error, &error);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
  g_clear_error (&error);

  lk_state_list_activities_async (self->state, NULL, lk_test_store_result_cb, &listed);
  activities = lk_state_list_activities_finish (self->state, lk_test_wait_for_result (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (activities->len, ==, 5);
  assert_record (activities->pdata[4], LK_ACTIVITY_CREATE, id, "for the shop (tenant audit)", LK_ACTIVITY_DONE);
  assert_record (activities->pdata[3], LK_ACTIVITY_SAVE, id, "for the shop (tenant audit)", LK_ACTIVITY_DONE);
  assert_record (activities->pdata[2], LK_ACTIVITY_DELETE, id, "for the shop (tenant audit)", LK_ACTIVITY_DONE);
  assert_record (activities->pdata[1], LK_ACTIVITY_CREATE, lk_pulsar_token_get_id (second), "recorded (tenant audit)",
                 LK_ACTIVITY_DONE);
  assert_record (activities->pdata[0], LK_ACTIVITY_CREATE, NULL, "Pulsar token of the tenant audit", LK_ACTIVITY_UNKNOWN);
}

#define add(name, function) LK_TEST_OFFICE_ADD ("/streaming-work/" name, function)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("load", test_load);
  add ("one-fails", test_one_fails);
  add ("halves", test_halves);
  add ("cancel", test_cancel);
  add ("look-up", test_look_up);
  add ("keep", test_keep);
  add ("delete", test_delete);
  add ("records", test_records);
  add ("many", test_many);

  return g_test_run ();
}
