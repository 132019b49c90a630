/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the database remembers of tenants and their tokens. */

#include "lk-state-streaming.h"
#include "lk-tenant.h"
#include "lk-test-state.h"

#include <string.h>

#define FAKE_JWT "eyJhbGciOiJSUzI1NiJ9.eyJ0b2tlbmlkIjoiZmE0ZTAwMDAwNyJ9.RkFLRS1TSUdOQVRVUkU"
#define ODD_NAME "o'r \"d\"\n{e}$r's"

static void
set_up (LkTestState   *fixture,
        gconstpointer  user_data)
{
  g_autoptr (LkAccount) account = lk_test_state_make_account ("1", "org", NULL);
  g_autoptr (GError) error = NULL;

  lk_test_state_set_up (fixture, NULL);
  lk_test_state_open_anew (fixture);
  lk_test_state_save_account (fixture->state, account, &error);
  g_assert_no_error (error);
}

static LkStateStreaming *
read_back (LkTestState *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LkStateStreaming *streaming;

  lk_state_read_streaming_async (fixture->state, "1", NULL, lk_test_store_result_cb, &result);
  streaming = lk_state_read_streaming_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return streaming;
}

static void
save (LkTestState *fixture,
      GPtrArray   *tenants)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDateTime) read_at = g_date_time_new_from_unix_utc (1767225600);
  g_autoptr (GError) error = NULL;

  lk_state_save_streaming_async (fixture->state, "1", read_at, tenants, NULL, lk_test_store_result_cb, &result);
  lk_state_save_streaming_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static void
save_note (LkTestState *fixture,
           const char  *note)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_save_pulsar_note_async (fixture->state, "1", "cluster", ODD_NAME, "fa4e000001", note, NULL,
                                   lk_test_store_result_cb, &result);
  lk_state_save_pulsar_note_finish (fixture->state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static LkTenant *
make_tenant (const char *cluster,
             const char *name,
             const char *email)
{
  const char *values[LK_TENANT_N_FIELDS] = { [LK_TENANT_CLUSTER] = cluster, [LK_TENANT_NAME] = name,
                                             [LK_TENANT_EMAIL] = email, [LK_TENANT_PLAN] = "payg" };

  return lk_tenant_new (values);
}

static void
add_token (LkTenant   *tenant,
           const char *id,
           gint64      expiry_s,
           gboolean    known)
{
  g_autoptr (GDateTime) issued = g_date_time_new_from_unix_utc (1767225600);
  g_autoptr (GDateTime) expiry = expiry_s != 0 ? g_date_time_new_from_unix_utc (expiry_s) : NULL;
  g_autoptr (LkPulsarToken) token = g_object_new (LK_TYPE_PULSAR_TOKEN,
                                                  "tenant-name", lk_tenant_get_name (tenant),
                                                  "cluster-name", lk_tenant_get_cluster (tenant),
                                                  "id", id, "issued", issued, "issuer", "datastax",
                                                  "subject", "client;a;b;c", "expiry", expiry, "expiry-known", known, NULL);

  lk_tenant_add_token (tenant, token);
}

static GPtrArray *
make_tenants (void)
{
  GPtrArray *tenants = g_ptr_array_new_with_free_func (g_object_unref);
  LkTenant *first = make_tenant ("cluster", ODD_NAME, FAKE_JWT);

  add_token (first, "fa4e000003", 1767916800, TRUE);
  add_token (first, "fa4e000002", 0, TRUE);
  add_token (first, "fa4e000001", 0, FALSE);
  add_token (first, NULL, 0, FALSE);
  g_object_set (first, "loaded", TRUE, NULL);
  g_ptr_array_add (tenants, first);
  g_ptr_array_add (tenants, make_tenant ("other", ODD_NAME, "operations@acme.example"));

  return tenants;
}

static void
test_round (LkTestState   *fixture,
            gconstpointer  user_data)
{
  g_autoptr (LkStateStreaming) before = read_back (fixture);
  g_autoptr (GPtrArray) tenants = make_tenants ();
  g_autoptr (LkStateStreaming) streaming = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (LkStateStreaming) after = NULL;
  LkTenant *first;
  GListModel *tokens;

  g_assert_null (before->read_at);
  g_assert_cmpuint (before->tenants->len, ==, 0);

  save (fixture, tenants);
  lk_test_state_open_anew (fixture);
  streaming = read_back (fixture);
  g_assert_cmpint (g_date_time_to_unix (streaming->read_at), ==, 1767225600);
  g_assert_cmpuint (streaming->tenants->len, ==, 2);
  first = streaming->tenants->pdata[0];
  g_assert_true (lk_tenant_is (first, "cluster", ODD_NAME));
  g_assert_true (lk_tenant_get_loaded (first));
  g_assert_null (lk_tenant_get (first, LK_TENANT_EMAIL));
  g_assert_cmpstr (lk_tenant_get (first, LK_TENANT_PLAN), ==, "payg");
  g_assert_false (lk_tenant_get_loaded (streaming->tenants->pdata[1]));
  g_assert_cmpstr (lk_tenant_get (streaming->tenants->pdata[1], LK_TENANT_EMAIL), ==, "operations@acme.example");

  tokens = lk_tenant_get_tokens (first);
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);
      g_autoptr (LkPulsarToken) same = g_list_model_get_item (lk_tenant_get_tokens (tenants->pdata[0]), i);

      g_assert_true (lk_pulsar_token_take_listed (token, same));
      g_assert_cmpint (lk_pulsar_token_get_expiry_known (token), ==, lk_pulsar_token_get_expiry_known (same));
      g_assert_cmpint (lk_pulsar_token_get_expiry (token) != NULL, ==, lk_pulsar_token_get_expiry (same) != NULL);
    }
  g_assert_cmpint (g_date_time_to_unix (lk_pulsar_token_get_expiry (lk_tenant_find_token (first, "fa4e000003"))), ==,
                   1767916800);

  save (fixture, none);
  after = read_back (fixture);
  g_assert_cmpuint (after->tenants->len, ==, 0);
  g_assert_nonnull (after->read_at);
}

static void
test_notes (LkTestState   *fixture,
            gconstpointer  user_data)
{
  g_autofree char *key = lk_state_pulsar_note_key ("cluster", ODD_NAME, "fa4e000001");
  g_autoptr (LkStateStreaming) noted = NULL;
  g_autoptr (LkStateStreaming) changed = NULL;
  g_autoptr (LkStateStreaming) forgotten = NULL;

  save_note (fixture, "for the shop");
  noted = read_back (fixture);
  g_assert_cmpstr (g_hash_table_lookup (noted->notes, key), ==, "for the shop");
  save_note (fixture, "for the warehouse");
  changed = read_back (fixture);
  g_assert_cmpstr (g_hash_table_lookup (changed->notes, key), ==, "for the warehouse");
  save_note (fixture, NULL);
  forgotten = read_back (fixture);
  g_assert_cmpuint (g_hash_table_size (forgotten->notes), ==, 0);
}

/* All of it goes with the account, and comes back with it. */
static void
test_removal (LkTestState   *fixture,
              gconstpointer  user_data)
{
  g_autoptr (GPtrArray) tenants = make_tenants ();
  g_autoptr (GAsyncResult) removal = NULL;
  g_autoptr (GAsyncResult) restoration = NULL;
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (LkStateStreaming) gone = NULL;
  g_autoptr (LkStateStreaming) back = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, tenants);
  save_note (fixture, "for the shop");
  lk_state_remove_account_async (fixture->state, "1", NULL, lk_test_store_result_cb, &removal);
  removed = lk_state_remove_account_finish (fixture->state, lk_test_wait_for_result (&removal), &error);
  g_assert_no_error (error);
  gone = read_back (fixture);
  g_assert_null (gone->read_at);
  g_assert_cmpuint (gone->tenants->len + g_hash_table_size (gone->notes), ==, 0);

  lk_state_restore_account_async (fixture->state, removed, NULL, lk_test_store_result_cb, &restoration);
  lk_state_restore_account_finish (fixture->state, lk_test_wait_for_result (&restoration), &error);
  g_assert_no_error (error);
  back = read_back (fixture);
  g_assert_cmpuint (back->tenants->len, ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (lk_tenant_get_tokens (back->tenants->pdata[0])), ==, 4);
  g_assert_cmpuint (g_hash_table_size (back->notes), ==, 1);
}

#define add(name, function) \
  g_test_add ("/state-streaming/" name, LkTestState, NULL, set_up, function, lk_test_state_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("round", test_round);
  add ("notes", test_notes);
  add ("removal", test_removal);

  return g_test_run ();
}
