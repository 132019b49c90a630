/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all accounts have in the real keyring, and which of their tokens should be looked at, on the demo service. */

#include "lk-app-token-keys.h"
#include "lk-review.h"
#include "lk-stored-secrets.h"
#include "lk-test-office.h"
#include "lk-token-list.h"
#include "lk-token-secrets.h"

#include <string.h>

#define SECRET "AstraCS:stored:0123456789abcdef"
#define ELSEWHERE "00000000-1111-4222-8333-444444444444" /* an organization without an account */

typedef struct
{
  LkTestOffice     base;
  LkInventories   *inventories;
  LkStoredSecrets *secrets;
} Fixture;

static void
wait_for_secrets (Fixture *fixture)
{
  gboolean loading = TRUE;

  /* The inventories tell what changed at the end of a turn. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  lk_test_wait_until ((g_object_get (fixture->secrets, "loading", &loading, NULL), !loading));
}

static void
refresh (Fixture *fixture)
{
  wait_for_secrets (fixture);
  lk_stored_secrets_refresh (fixture->secrets);
  wait_for_secrets (fixture);
  g_assert_no_error (lk_stored_secrets_get_error (fixture->secrets));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  lk_test_office_set_up (&fixture->base, NULL);
  fixture->inventories = lk_inventories_new (fixture->base.office);
  fixture->secrets = lk_stored_secrets_new (fixture->inventories);
  lk_test_wait_until (lk_stored_secrets_get_loaded (fixture->secrets));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  wait_for_secrets (fixture);
  g_assert_finalize_object (fixture->secrets);
  g_assert_finalize_object (fixture->inventories);
  lk_test_office_tear_down (&fixture->base, NULL);
}

static LkInventory *
get_inventory (Fixture *fixture)
{
  return lk_inventories_find (fixture->inventories, fixture->base.account);
}

static void
load (LkInventory *inventory)
{
  g_autoptr (GError) error = NULL;

  lk_test_load (inventory, &error);
  g_assert_no_error (error);
}

static void
put (Fixture    *fixture,
     const char *org_id,
     const char *client_id,
     const char *field,
     const char *script_name,
     const char *label)
{
  g_autoptr (SecretValue) value = secret_value_new (SECRET, -1, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) attributes =
    lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN, "org-id", org_id, "environment", "prod", "client-id",
                              client_id, "field", field, "name", script_name, NULL);

  lk_keyring_store_async (fixture->base.keyring, attributes, label, value, NULL, lk_test_store_result_cb, &result);
  lk_keyring_store_finish (fixture->base.keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static LkStoredSecret *
find (Fixture    *fixture,
      const char *client_id)
{
  GListModel *model = G_LIST_MODEL (fixture->secrets);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkStoredSecret) secret = g_list_model_get_item (model, i);

      if (g_strcmp0 (lk_stored_secret_get_client_id (secret), client_id) == 0
          && lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_TOKEN)
        return secret;
    }

  return NULL;
}

static void
assert_group (Fixture             *fixture,
              const char          *client_id,
              LkStoredSecretGroup  group,
              LkStoredSecretDoubt  doubt)
{
  LkStoredSecret *secret = find (fixture, client_id);

  g_assert_nonnull (secret);
  g_assert_cmpint (lk_stored_secret_get_group (secret), ==, group);
  g_assert_cmpint (lk_stored_secret_get_doubt (secret), ==, doubt);
}

/* One of the listed tokens that the account does not sign in with. */
static const char *
get_listed (Fixture *fixture)
{
  GListModel *tokens = lk_inventory_get_tokens (fixture->base.inventory);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (!lk_app_token_get_signs_in (token))
        return lk_app_token_get_client_id (token);
    }

  g_assert_not_reached ();
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue =
    lk_test_office_make_issue (&fixture->base, lk_test_office_some_role (&fixture->base), "fields");
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) found = lk_fold_words ("NIGHTLY acme");
  g_auto (GStrv) missing = lk_fold_words ("nightly sandbox");
  LkStoredSecret *secret;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->secrets)), ==, 1); /* the sign-in */
  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);
  load (get_inventory (fixture));
  refresh (fixture);

  /* Two items of the keyring are one here. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->secrets)), ==, 2);
  secret = find (fixture, lk_issue_get_client_id (issue));
  g_assert_cmpstr (lk_stored_secret_get_title (secret), ==, "fields");
  g_assert_cmpstr (lk_stored_secret_get_script_name (secret), ==, "fields");
  g_assert_cmpstr (lk_stored_secret_get_description (secret), ==, "nightly job");
  g_assert_true (lk_stored_secret_get_account (secret) == fixture->base.account);
  g_assert_true (lk_stored_secret_has_field (secret, LK_SECRET_FIELD_TOKEN));
  g_assert_true (lk_stored_secret_has_field (secret, LK_SECRET_FIELD_CLIENT_SECRET));
  g_assert_true (lk_stored_secret_get_removable (secret));
  g_assert_cmpint (lk_stored_secret_get_group (secret), ==, LK_STORED_SECRET_IN_USE);
  g_assert_true (lk_stored_secret_matches (secret, (const char *const *) found));
  g_assert_false (lk_stored_secret_matches (secret, (const char *const *) missing));

  /* What did not change is the same object afterwards. */
  refresh (fixture);
  g_assert_true (find (fixture, lk_issue_get_client_id (issue)) == secret);
}

static void
test_groups (Fixture       *fixture,
             gconstpointer  user_data)
{
  const char *org_id = lk_account_get_org_id (fixture->base.account);
  const char *listed = get_listed (fixture);
  g_autoptr (GDateTime) day = g_date_time_new_utc (2026, 9, 22, 0, 0, 0);
  g_autofree char *superseded =
    lk_token_secrets_superseded_label (fixture->base.account, LK_SECRET_FIELD_TOKEN, "ci-deploy", day);
  g_autofree char *plain = lk_token_secrets_label (fixture->base.account, LK_SECRET_FIELD_TOKEN, "superseded 2026-09-22");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (superseded, ==, "Astra token, superseded 2026-09-22: ci-deploy (Acme Production)");
  put (fixture, org_id, "GoneGoneGoneGone", LK_SECRET_FIELD_TOKEN, "gone", plain);
  put (fixture, org_id, listed, LK_SECRET_FIELD_TOKEN, NULL, superseded);
  put (fixture, org_id, "GoneAndSuperseded", LK_SECRET_FIELD_TOKEN, NULL, superseded);
  put (fixture, ELSEWHERE, "ElsewhereElsewhere", LK_SECRET_FIELD_TOKEN, "elsewhere", "Astra token: there (Other)");
  refresh (fixture);

  /* A remembered list does not say what is gone now. */
  g_assert_true (lk_inventory_get_from_cache (get_inventory (fixture)));
  assert_group (fixture, "GoneGoneGoneGone", LK_STORED_SECRET_UNKNOWN, LK_STORED_SECRET_NOT_READ_NOW);
  assert_group (fixture, "GoneAndSuperseded", LK_STORED_SECRET_SUPERSEDED, LK_STORED_SECRET_NOT_READ_NOW);
  assert_group (fixture, listed, LK_STORED_SECRET_SUPERSEDED, LK_STORED_SECRET_SURE);
  assert_group (fixture, "ElsewhereElsewhere", LK_STORED_SECRET_UNKNOWN, LK_STORED_SECRET_NO_ACCOUNT);
  g_assert_null (lk_stored_secret_get_account (find (fixture, "ElsewhereElsewhere")));

  load (get_inventory (fixture));
  wait_for_secrets (fixture);
  assert_group (fixture, "GoneGoneGoneGone", LK_STORED_SECRET_GONE, LK_STORED_SECRET_SURE);
  assert_group (fixture, "GoneAndSuperseded", LK_STORED_SECRET_GONE, LK_STORED_SECRET_SURE);

  /* Nor does one that could not be read again. */
  lk_test_demo_fault (fixture->base.demo, "list:status=418");
  g_assert_false (lk_test_load (get_inventory (fixture), &error));
  wait_for_secrets (fixture);
  assert_group (fixture, "GoneGoneGoneGone", LK_STORED_SECRET_UNKNOWN, LK_STORED_SECRET_NOT_READ_NOW);
}

static void
test_never_read (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkAccount) second =
    lk_test_office_add_account (&fixture->base, fixture->base.demo->second_token, &error);

  g_assert_no_error (error);
  put (fixture, lk_account_get_org_id (second), "NeverNever", LK_SECRET_FIELD_TOKEN, NULL, "Astra token: never (Acme)");
  refresh (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->inventories)), ==, 2);
  assert_group (fixture, "NeverNever", LK_STORED_SECRET_UNKNOWN, LK_STORED_SECRET_NEVER_READ);
  g_assert_true (lk_stored_secret_get_account (find (fixture, "NeverNever")) == second);
}

static void
test_protected (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr (GAsyncResult) result = NULL;
  GListModel *model = G_LIST_MODEL (fixture->secrets);
  guint n_sign_ins = 0;
  guint n_pending = 0;
  guint n_others = 0;

  lk_keyring_reserve_async (fixture->base.keyring, "some-intent", NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_keyring_reserve_finish (fixture->base.keyring, lk_test_wait_for_result (&result), NULL));
  /* Without a client id its attributes would name all of the organization's. */
  put (fixture, lk_account_get_org_id (fixture->base.account), NULL, LK_SECRET_FIELD_TOKEN, NULL, "Astra token: whose?");
  refresh (fixture);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkStoredSecret) secret = g_list_model_get_item (model, i);

      g_assert_false (lk_stored_secret_get_removable (secret));
      n_sign_ins += lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_SIGN_IN ? 1 : 0;
      n_pending += lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_PENDING ? 1 : 0;
      n_others += lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_OTHER ? 1 : 0;
    }
  g_assert_cmpuint (n_sign_ins, ==, 1);
  g_assert_cmpuint (n_pending, ==, 1);
  g_assert_cmpuint (n_others, ==, 1);
}

static void
remove_secret (Fixture    *fixture,
               const char *client_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  lk_stored_secrets_remove_async (fixture->secrets, find (fixture, client_id), lk_test_store_result_cb, &result);
  lk_stored_secrets_remove_finish (fixture->secrets, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  wait_for_secrets (fixture);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue =
    lk_test_office_make_issue (&fixture->base, lk_test_office_some_role (&fixture->base), "removed");
  const char *org_id = lk_account_get_org_id (fixture->base.account);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (GError) error = NULL;
  LkAppToken *token;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);
  put (fixture, org_id, "StaysStaysStays", LK_SECRET_FIELD_TOKEN, NULL, "Astra token: stays");
  put (fixture, ELSEWHERE, "ElsewhereElsewhere", LK_SECRET_FIELD_TOKEN, "elsewhere", "Astra token: there (Other)");
  load (get_inventory (fixture));
  refresh (fixture);
  token = lk_inventory_find (get_inventory (fixture), lk_issue_get_client_id (issue));
  g_assert_true (lk_app_token_get_stored (token));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->secrets)), ==, 4);

  remove_secret (fixture, lk_issue_get_client_id (issue));
  g_assert_null (find (fixture, lk_issue_get_client_id (issue)));
  g_assert_nonnull (find (fixture, "StaysStaysStays"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->secrets)), ==, 3);
  g_assert_false (lk_app_token_get_stored (token));
  g_assert_null (lk_app_token_get_script_name (token));

  remove_secret (fixture, "ElsewhereElsewhere");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->secrets)), ==, 2);

  lk_state_list_activities_async (fixture->base.state, NULL, lk_test_store_result_cb, &result);
  activities = lk_state_list_activities_finish (fixture->base.state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (activities->len, ==, 3);
  g_assert_cmpstr (lk_activity_get_operation (activities->pdata[0]), ==, LK_ACTIVITY_FORGET);
  g_assert_cmpstr (lk_activity_get_account_title (activities->pdata[0]), ==, ELSEWHERE);
  g_assert_cmpstr (lk_activity_get_operation (activities->pdata[1]), ==, LK_ACTIVITY_FORGET);
  g_assert_cmpstr (lk_activity_get_description (activities->pdata[1]), ==, "removed");
  g_assert_cmpstr (lk_activity_get_client_id (activities->pdata[1]), ==, lk_issue_get_client_id (issue));
}

/* By itself: the secrets of a deleted token go after its list has changed. */
static void
test_delete (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkIssue) issue =
    lk_test_office_make_issue (&fixture->base, lk_test_office_some_role (&fixture->base), "deleted");
  GListModel *model = G_LIST_MODEL (fixture->secrets);
  g_autoptr (GError) error = NULL;

  lk_test_run_issue (issue, &error);
  g_assert_no_error (error);
  lk_test_wait_until (g_list_model_get_n_items (model) == 2);
  lk_test_office_delete (&fixture->base, lk_inventory_find (fixture->base.inventory, lk_issue_get_client_id (issue)), &error);
  g_assert_no_error (error);
  lk_test_wait_until (g_list_model_get_n_items (model) == 1);
}

/* The count of a card is that of the list which it opens. */
static void
assert_like_list (Fixture        *fixture,
                  LkReview       *review,
                  LkTokenConcern  concern,
                  guint          *total)
{
  GListModel *entries = lk_review_get_entries (review, concern);
  g_autoptr (LkReviewEntry) entry = g_list_model_get_item (entries, 0);
  g_autoptr (LkTokenList) list = lk_token_list_new ();
  guint n;

  g_object_set (list, "source", lk_inventory_get_tokens (get_inventory (fixture)), "concern",
                lk_token_concern_to_string (concern), NULL);
  g_object_get (list, "n-matching", &n, NULL);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (g_list_model_get_n_items (entries), ==, 1);
  g_assert_true (lk_review_entry_get_account (entry) == fixture->base.account);
  g_assert_cmpuint (lk_review_entry_get_n_tokens (entry), ==, n);
  *total += n;
}

static void
test_review (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr (LkReview) review = lk_review_new (fixture->inventories);
  GListModel *unstored = lk_review_get_entries (review, LK_TOKEN_CONCERN_UNSTORED);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkAccount) second = NULL;
  g_autoptr (LkReviewEntry) before = NULL;
  g_autoptr (LkReviewEntry) after = NULL;
  guint total = 0;
  guint n;

  /* What is remembered counts without a connection. */
  lk_test_wait_until (g_list_model_get_n_items (unstored) == 1);
  g_assert_true (lk_review_get_known (review));
  g_assert_cmpstr (lk_review_get_unread (review), ==, "");
  for (guint concern = LK_TOKEN_CONCERN_NONE + 1; concern < LK_TOKEN_N_CONCERNS; concern++)
    assert_like_list (fixture, review, concern, &total);
  g_assert_cmpuint (lk_review_get_count (review), <, total);
  g_assert_cmpuint (lk_review_get_count (review), <=,
                    g_list_model_get_n_items (lk_inventory_get_tokens (get_inventory (fixture))));

  /* One that comes into the keyring is not stored nowhere any more; its entry stays the same object. */
  before = g_list_model_get_item (unstored, 0);
  n = lk_review_entry_get_n_tokens (before);
  put (fixture, lk_account_get_org_id (fixture->base.account), get_listed (fixture), LK_SECRET_FIELD_TOKEN, NULL, "x");
  load (get_inventory (fixture));
  lk_test_wait_until (lk_review_entry_get_n_tokens (before) == n - 1);
  after = g_list_model_get_item (unstored, 0);
  g_assert_true (after == before);

  second = lk_test_office_add_account (&fixture->base, fixture->base.demo->second_token, &error);
  g_assert_no_error (error);
  lk_test_wait_until (g_str_equal (lk_review_get_unread (review), lk_account_get_title (second)));
}

static LkStoredSecret *
find_pulsar (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->secrets);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkStoredSecret) secret = g_list_model_get_item (model, i);

      if (lk_stored_secret_get_kind (secret) == LK_STORED_SECRET_PULSAR)
        return secret;
    }

  return NULL;
}

/* A Pulsar token is known by its tenant and id, judged by the list of that tenant, and can be taken out. */
static void
test_pulsar (Fixture       *fixture,
             gconstpointer  user_data)
{
  const LkPulsarWish wish = { .days = 30, .note = "consumer", .script_name = "consumer", .store = TRUE };
  LkStreaming *streaming = lk_inventories_get_streaming (fixture->inventories, get_inventory (fixture));
  g_autoptr (LkTenant) tenant = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (LkStoredSecret) secret = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autofree char *description = NULL;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;

  lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &result);
  g_assert_true (lk_streaming_load_finish (streaming, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  tenant = g_list_model_get_item (lk_streaming_get_tenants (streaming), 0);
  lk_streaming_create_async (streaming, tenant, &wish, NULL, lk_test_store_result_cb, &result);
  token = lk_streaming_create_finish (streaming, lk_test_wait_for_result (&result), &store_error, &error);
  g_assert_no_error (error);
  g_assert_no_error (store_error);
  g_clear_object (&result);

  refresh (fixture);
  g_assert_nonnull (find_pulsar (fixture));
  secret = g_object_ref (find_pulsar (fixture));
  g_assert_cmpint (lk_stored_secret_get_group (secret), ==, LK_STORED_SECRET_IN_USE);
  g_assert_cmpstr (lk_stored_secret_get_title (secret), ==, "consumer");
  g_assert_cmpstr (lk_stored_secret_get_tenant (secret), ==, lk_tenant_get_name (tenant));
  g_assert_true (lk_stored_secret_find_pulsar_token (secret, streaming) == token);
  g_assert_true (lk_stored_secret_get_removable (secret));

  lk_stored_secrets_remove_async (fixture->secrets, secret, lk_test_store_result_cb, &result);
  g_assert_true (lk_stored_secrets_remove_finish (fixture->secrets, lk_test_wait_for_result (&result), &error));
  g_assert_no_error (error);
  g_assert_false (lk_pulsar_token_get_stored (token));
  refresh (fixture);
  g_assert_null (find_pulsar (fixture));

  lk_state_list_token_activities_async (fixture->base.state, lk_pulsar_token_get_id (token), NULL, lk_test_store_result_cb,
                                        &listed);
  activities = lk_state_list_token_activities_finish (fixture->base.state, lk_test_wait_for_result (&listed), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (activities->len, ==, 2);
  g_assert_cmpstr (lk_activity_get_operation (activities->pdata[0]), ==, LK_ACTIVITY_FORGET);
  description = g_strdup_printf ("consumer (tenant %s)", lk_tenant_get_name (tenant));
  g_assert_cmpstr (lk_activity_get_description (activities->pdata[0]), ==, description);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/stored-secrets/fields", test_fields);
  ADD ("/stored-secrets/pulsar", test_pulsar);
  ADD ("/stored-secrets/groups", test_groups);
  ADD ("/stored-secrets/never-read", test_never_read);
  ADD ("/stored-secrets/protected", test_protected);
  ADD ("/stored-secrets/remove", test_remove);
  ADD ("/stored-secrets/delete", test_delete);
  ADD ("/review/counts", test_review);

  return g_test_run ();
}
