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

static SecretValue *
look_up (LkStreaming    *streaming,
         LkPulsarToken  *token,
         GError        **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  lk_streaming_look_up_async (streaming, token, NULL, lk_test_store_result_cb, &result);

  return lk_streaming_look_up_finish (streaming, lk_test_wait_for_result (&result), error);
}

static guint
count_tokens (LkStreaming *streaming,
              const char  *cluster,
              const char  *tenant)
{
  return g_list_model_get_n_items (lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, cluster, tenant)));
}

static LkPulsarToken *
get_token (LkStreaming *streaming,
           const char  *cluster,
           const char  *tenant,
           guint        number)
{
  return g_list_model_get_item (lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, cluster, tenant)), number);
}

static void
test_load (LkTestOffice  *self,
           gconstpointer  user_data)
{
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkStreaming) second = lk_streaming_new (self->office, self->account);
  g_autoptr (LkPulsarToken) kept = get_token (streaming, GCP, "orders", 0);
  g_autoptr (LkPulsarToken) same = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (lk_streaming_get_tenants (streaming)), ==, 4);
  g_assert_cmpuint (count_tokens (streaming, GCP, "orders"), ==, 5);
  g_assert_cmpuint (count_tokens (streaming, AWS, "orders"), ==, 2);
  g_assert_cmpuint (count_tokens (streaming, AWS, "events"), ==, 6);
  g_assert_cmpuint (count_tokens (streaming, GCP, "audit"), ==, 0);
  g_assert_true (lk_tenant_get_loaded (lk_streaming_find_tenant (streaming, GCP, "audit")));
  g_assert_false (lk_streaming_get_loading (streaming));
  g_assert_cmpuint (lk_streaming_get_n_failed (streaming), ==, 0);

  /* Objects stay. */
  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  same = get_token (streaming, GCP, "orders", 0);
  g_assert_true (same == kept);

  /* And what was read is remembered, for when there is no connection. */
  lk_streaming_restore_async (second, NULL, lk_test_store_result_cb, &result);
  lk_streaming_restore_finish (second, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_true (lk_streaming_get_from_cache (second));
  g_assert_cmpuint (count_tokens (second, AWS, "events"), ==, 6);
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
  g_autoptr (LkPulsarToken) hidden = get_token (streaming, GCP, "orders", 2);
  g_autoptr (LkPulsarToken) endless = get_token (streaming, GCP, "orders", 0);
  g_autoptr (LkPulsarToken) old = get_token (streaming, AWS, "events", 5);
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (SecretValue) other = NULL;
  g_autoptr (SecretValue) none = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  g_assert_false (lk_pulsar_token_get_expiry_known (hidden));
  value = look_up (streaming, hidden, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (secret_value_get_text (value), "eyJ"));
  /* The list does not tell its end, the token does. */
  g_assert_true (lk_pulsar_token_get_expiry_known (hidden));
  g_assert_nonnull (lk_pulsar_token_get_expiry (hidden));
  other = look_up (streaming, endless, &error);
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
  none = look_up (streaming, old, &error);
  g_assert_null (none);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID);
}

static void
test_create (LkTestOffice  *self,
             gconstpointer  user_data)
{
  const LkPulsarWish wish = { .days = 30, .note = "for the shop", .script_name = "shop", .store = TRUE };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (LkPulsarToken) again = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *by_id = NULL;
  g_autofree char *free_name = NULL;
  gint64 n_posts = lk_test_demo_count (self->demo, "posts");

  token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);
  g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + 1);
  g_assert_true (lk_pulsar_token_get_stored (token));
  g_assert_cmpstr (lk_pulsar_token_get_script_name (token), ==, "shop");
  g_assert_cmpstr (lk_pulsar_token_get_note (token), ==, "for the shop");
  g_assert_cmpstr (lk_pulsar_token_get_title (token), ==, "for the shop");
  g_assert_cmpint (g_date_time_difference (lk_pulsar_token_get_expiry (token), lk_pulsar_token_get_issued (token)), ==,
                   (GTimeSpan) 30 * G_TIME_SPAN_DAY);
  g_assert_cmpuint (count_tokens (streaming, GCP, "audit"), ==, 1);

  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "shop", "field", "token", NULL);
  by_id = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "kind", "pulsar-token", "cluster", GCP, "tenant",
                       "audit", "token-id", lk_pulsar_token_get_id (token), NULL);
  g_assert_true (g_str_has_prefix (stored, "eyJ"));
  g_assert_true (g_str_equal (stored, by_id));
  value = look_up (streaming, token, &error);
  g_assert_no_error (error);
  g_assert_true (g_strcmp0 (secret_value_get_text (value), stored) == 0);

  /* The same object after the next load, with all that is known of it; another run finds it all too. */
  lk_test_streaming_load (streaming, &error);
  g_assert_no_error (error);
  g_assert_true (lk_pulsar_token_get_stored (token));
  {
    g_autoptr (LkStreaming) other = lk_test_streaming_new (self);
    g_autoptr (LkPulsarToken) found = get_token (other, GCP, "audit", 0);

    g_assert_cmpstr (lk_pulsar_token_get_note (found), ==, "for the shop");
    g_assert_cmpstr (lk_pulsar_token_get_script_name (found), ==, "shop");
    g_assert_true (lk_pulsar_token_get_stored (found));
  }

  /* Application tokens are got by one kind of name with it. */
  free_name = lk_inventory_dup_free_name (self->inventory, "shop");
  g_assert_cmpstr (free_name, ==, "shop");
  lk_inventory_set_streaming (self->inventory, streaming);
  g_free (free_name);
  free_name = lk_inventory_dup_free_name (self->inventory, "shop");
  g_assert_cmpstr (free_name, ==, "shop-2");

  again = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
  g_assert_null (again);
  g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN);
  g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + 1);
}

/* The older call: only for a token without end, where the newer is not there, and nothing was made. */
static void
test_fallback (LkTestOffice  *self,
               gconstpointer  user_data)
{
  static const struct
  {
    const char *faults;
    guint       days;
    gint64      n_posts;
    GQuark      (* domain) (void); /* NULL: it succeeds */
    int         code;
  } cases[] = {
    { "pulsar-create:status=404", 0, 2, NULL, 0 },
    { "pulsar-create:status=405", 0, 2, NULL, 0 },
    { "pulsar-create:status=404", 30, 1, lk_astra_error_quark, LK_ASTRA_ERROR_NOT_FOUND },
    { "pulsar-create:status=405", 30, 1, lk_astra_error_quark, LK_ASTRA_ERROR_UNEXPECTED },
    { "pulsar-create:status=403", 0, 1, lk_astra_error_quark, LK_ASTRA_ERROR_FORBIDDEN },
    { "pulsar-create:status=409", 0, 1, lk_astra_error_quark, LK_ASTRA_ERROR_TOKEN_LIMIT },
    { "pulsar-create:status=404\npulsar-create-v2:status=401", 0, 2, lk_astra_error_quark, LK_ASTRA_ERROR_UNAUTHORIZED },
    { "pulsar-create:status=500", 0, 1, lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME },
    { "pulsar-create:portal=404", 0, 1, lk_work_error_quark, LK_WORK_ERROR_UNKNOWN_OUTCOME },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkPulsarWish wish = { .days = cases[i].days };
      gint64 n_posts = lk_test_demo_count (self->demo, "posts");
      gint64 n_tokens = lk_test_demo_count (self->demo, "pulsarTokens");
      g_autoptr (LkPulsarToken) token = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) store_error = NULL;

      g_test_message ("%s, %u days", cases[i].faults, cases[i].days);
      lk_test_demo_fault (self->demo, cases[i].faults);
      token = lk_test_streaming_create (streaming, "audit", &wish, &store_error, &error);
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts") - n_posts, ==, cases[i].n_posts);
      if (cases[i].domain != NULL)
        {
          g_assert_error (error, cases[i].domain (), cases[i].code);
          g_assert_null (token);
          g_assert_cmpint (lk_test_demo_count (self->demo, "pulsarTokens"), ==, n_tokens);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (lk_test_demo_count (self->demo, "pulsarTokens"), ==, n_tokens + 1);
      g_assert_true (lk_pulsar_token_get_expiry_known (token));
      g_assert_null (lk_pulsar_token_get_expiry (token));
    }
}

/* A tenant holds a few only. */
static void
make_room (LkStreaming *streaming)
{
  g_autoptr (GError) error = NULL;

  while (count_tokens (streaming, GCP, "orders") > 1)
    {
      g_autoptr (LkPulsarToken) token = get_token (streaming, GCP, "orders", 0);

      g_assert_true (lk_test_streaming_delete (streaming, token, &error));
      g_assert_no_error (error);
    }
}

/* Never a second POST. What was made is found by the list, fetched and stored; what was not is said to be in doubt. */
static void
test_lost_answers (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  static const struct
  {
    const char *fault;
    guint       days;
    gint64      n_posts;
    gboolean    made;
  } cases[] = {
    { "pulsar-create:lost", 7, 1, TRUE },
    { "pulsar-create:cut=20", 7, 1, TRUE },
    { "pulsar-create:types", 7, 1, TRUE },
    { "pulsar-create:malformed", 7, 1, TRUE },
    { "pulsar-create:lost", 0, 1, TRUE },
    { "pulsar-create:status=404\npulsar-create-v2:lost", 0, 2, TRUE },
    { "pulsar-create:lie", 7, 1, FALSE },
    { "pulsar-create:status=503", 7, 1, FALSE },
    { "pulsar-create:status=200,shape=empty", 7, 1, FALSE },
  };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("lost-%u", i);
      const LkPulsarWish wish = { .days = cases[i].days, .note = name, .script_name = name, .store = TRUE };
      gint64 n_posts = lk_test_demo_count (self->demo, "posts");
      guint n_before;
      g_autoptr (LkPulsarToken) token = NULL;
      g_autofree char *stored = NULL;
      g_autoptr (SecretValue) value = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) store_error = NULL;

      g_test_message ("%s", cases[i].fault);
      make_room (streaming);
      n_before = count_tokens (streaming, GCP, "orders");
      lk_test_demo_fault (self->demo, cases[i].fault);
      token = lk_test_streaming_create (streaming, "orders", &wish, &store_error, &error);
      lk_test_demo_fault (self->demo, "");
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + cases[i].n_posts);
      g_assert_cmpuint (count_tokens (streaming, GCP, "orders"), ==, n_before + (cases[i].made ? 1 : 0));
      if (!cases[i].made)
        {
          g_assert_null (token);
          g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
          g_assert_null (strstr (error->message, "eyJ"));
          continue;
        }

      g_assert_no_error (error);
      g_assert_no_error (store_error);
      g_assert_true (lk_pulsar_token_get_stored (token));
      g_assert_cmpstr (lk_pulsar_token_get_note (token), ==, name);
      g_assert_true ((lk_pulsar_token_get_expiry (token) == NULL) == (cases[i].days == 0));
      stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", name, "field", "token", NULL);
      g_assert_true (g_str_has_prefix (stored, "eyJ"));
      value = look_up (streaming, token, &error);
      g_assert_no_error (error);
      g_assert_true (g_strcmp0 (secret_value_get_text (value), stored) == 0);
    }
}

typedef struct
{
  LkTestOffice *fixture;
  LkStreaming  *other;
  guint         days;
  const char   *faults;
  guint         n_made;
} Colleague;

/* The list before was read, the request is not sent yet: somebody else makes a token, and then the network fails. */
static void
colleague_cb (GListModel *tokens,
              guint       position,
              guint       removed,
              guint       added,
              Colleague  *colleague)
{
  const LkPulsarWish wish = { .days = colleague->days };
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (GError) error = NULL;

  if (colleague->n_made > 0)
    return;

  colleague->n_made++;
  token = lk_test_streaming_create (colleague->other, "orders", &wish, NULL, &error);
  g_assert_no_error (error);
  lk_test_demo_fault (colleague->fixture->demo, colleague->faults);
}

/* Others make tokens too. One that lasts another time is not ours; of two that are alike nobody knows. */
static void
test_lost_among_others (LkTestOffice  *self,
                        gconstpointer  user_data)
{
  static const struct
  {
    guint       days;
    const char *faults;
    gboolean    found;
  } cases[] = {
    { 30, "pulsar-create:lost", TRUE },
    { 0, "pulsar-create:lost", TRUE },
    { 8, "pulsar-create:lost", TRUE },
    { 7, "pulsar-create:lost", FALSE },
    { 30, "pulsar-create:lie", FALSE },
    { 30, "pulsar-create:lost\npulsar-get:status=403,times=1", TRUE },
    { 30, "pulsar-create:lost\npulsar-get:status=403,times=4", FALSE },
    { 30, "pulsar-create:lost\npulsar-list:status=403,times=1", TRUE },
    { 30, "pulsar-create:lost\npulsar-list:status=403,times=2", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkPulsarWish wish = { .days = 7, .store = TRUE };
      const LkPulsarWish unseen = { .days = 90 };
      g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
      g_autoptr (LkStreaming) other = NULL;
      Colleague colleague = { self, NULL, cases[i].days, cases[i].faults, 0 };
      GListModel *tokens = lk_tenant_get_tokens (lk_streaming_find_tenant (streaming, GCP, "orders"));
      g_autoptr (LkPulsarToken) before = NULL;
      g_autoptr (LkPulsarToken) token = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) store_error = NULL;
      gint64 n_posts;

      g_test_message ("somebody else’s for %u days, %s", cases[i].days, cases[i].faults);
      make_room (streaming);
      other = lk_test_streaming_new (self);
      colleague.other = other;
      /* The list before has something new to show, which is when the other one comes in between. */
      before = lk_test_streaming_create (other, "orders", &unseen, NULL, &error);
      g_assert_no_error (error);
      n_posts = lk_test_demo_count (self->demo, "posts");
      g_signal_connect (tokens, "items-changed", G_CALLBACK (colleague_cb), &colleague);
      token = lk_test_streaming_create (streaming, "orders", &wish, &store_error, &error);
      g_signal_handlers_disconnect_by_func (tokens, colleague_cb, &colleague);
      lk_test_demo_fault (self->demo, "");
      g_assert_cmpuint (colleague.n_made, ==, 1);
      g_assert_cmpint (lk_test_demo_count (self->demo, "posts"), ==, n_posts + 2);

      if (!cases[i].found)
        {
          g_assert_null (token);
          g_assert_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME);
          continue;
        }
      g_assert_no_error (error);
      g_assert_no_error (store_error);
      g_assert_true (lk_pulsar_token_get_stored (token));
      g_assert_cmpint (g_date_time_difference (lk_pulsar_token_get_expiry (token), lk_pulsar_token_get_issued (token)), ==,
                       (GTimeSpan) 7 * G_TIME_SPAN_DAY);
    }
}

/* A bare token that ends too soon is still a token by its looks. */
static void
test_short_answer (LkTestOffice  *self,
                   gconstpointer  user_data)
{
  const LkPulsarWish wish = { .days = 0, .script_name = "short", .store = TRUE };
  g_autoptr (LkStreaming) streaming = lk_test_streaming_new (self);
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;

  lk_test_demo_fault (self->demo, "pulsar-create:status=404\npulsar-create-v2:cut=400,framing=close");
  token = lk_test_streaming_create (streaming, "orders", &wish, &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);
  value = look_up (streaming, token, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (secret_value_get_text (value)), >, 400);
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
  g_autoptr (LkPulsarToken) token = get_token (streaming, GCP, "orders", 0);
  g_autoptr (LkPulsarToken) other = get_token (streaming, GCP, "orders", 1);
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
  value = look_up (streaming, token, &error);
  stored = look_up_stored (self, token);
  g_assert_true (g_strcmp0 (stored, secret_value_get_text (value)) == 0);
  later = lk_test_streaming_new (self);
  seen = get_token (later, GCP, "orders", 0);
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
  g_assert_cmpuint (count_tokens (streaming, GCP, "audit"), ==, 1);

  /* The answer is lost, but the list tells. */
  lk_test_demo_fault (self->demo, "pulsar-delete:lost");
  g_assert_true (lk_test_streaming_delete (streaming, token, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_tokens (streaming, GCP, "audit"), ==, 0);
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
      g_assert_cmpuint (count_tokens (streaming, lk_tenant_get_cluster (last), "team-0999"), ==, 20);
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
  add ("create", test_create);
  add ("fallback", test_fallback);
  add ("lost-answers", test_lost_answers);
  add ("lost-among-others", test_lost_among_others);
  add ("short-answer", test_short_answer);
  add ("keep", test_keep);
  add ("delete", test_delete);
  add ("records", test_records);
  add ("many", test_many);

  return g_test_run ();
}
