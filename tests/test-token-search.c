/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One search over both kinds of token and all tenants. */

#include "lk-test-office.h"
#include "lk-token-facts.h"
#include "lk-token-search.h"

#define N_TENANTS 40
#define FAR_TOKEN "terraform" /* of the demo service */

typedef struct
{
  LkTestOffice   office;
  LkTestDemo    *demo; /* with very many tenants */
  LkInventories *inventories;
  LkTokenSearch *search;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  LkSignIn sign_in = { NULL };
  LkInventory *inventory;
  LkStreaming *streaming;
  g_autoptr (LkAccount) account = NULL;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_office_set_up (&fixture->office, NULL);
  fixture->inventories = lk_inventories_new (fixture->office.office);
  fixture->demo = lk_test_demo_new_with_tenants (12, N_TENANTS);
  sign_in.api_url = fixture->demo->url;
  sign_in.streaming_url = fixture->demo->url;
  lk_office_add_account_async (fixture->office.office, fixture->demo->token, &sign_in, NULL, lk_test_store_result_cb, &added);
  account = lk_office_add_account_finish (fixture->office.office, lk_test_wait_for_result (&added), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->inventories)); i++)
    {
      g_autoptr (LkInventory) each = g_list_model_get_item (G_LIST_MODEL (fixture->inventories), i);

      lk_test_load (each, &error);
      g_assert_no_error (error);
    }

  inventory = lk_inventories_find (fixture->inventories, account);
  streaming = lk_inventories_get_streaming (fixture->inventories, inventory);
  lk_streaming_load_async (streaming, NULL, lk_test_store_result_cb, &loaded);
  lk_streaming_load_finish (streaming, lk_test_wait_for_result (&loaded), &error);
  g_assert_no_error (error);
  fixture->search = lk_token_search_new (fixture->inventories);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_object (&fixture->search);
  g_clear_object (&fixture->inventories);
  g_clear_pointer (&fixture->demo, lk_test_demo_free);
  lk_test_office_tear_down (&fixture->office, NULL);
}

static gboolean
is_searching (Fixture *fixture)
{
  gboolean searching;

  g_object_get (fixture->search, "searching", &searching, NULL);

  return searching;
}

static guint
search_for (Fixture    *fixture,
            const char *text,
            gboolean   *truncated)
{
  g_object_set (fixture->search, "search", text, NULL);
  lk_test_wait_until (!is_searching (fixture));
  if (truncated != NULL)
    g_object_get (fixture->search, "truncated", truncated, NULL);

  return g_list_model_get_n_items (lk_token_search_get_hits (fixture->search));
}

static void
test_both_kinds (Fixture       *fixture,
                 gconstpointer  user_data)
{
  GListModel *hits = lk_token_search_get_hits (fixture->search);
  const guint n_accounts = g_list_model_get_n_items (G_LIST_MODEL (fixture->inventories));
  g_autoptr (LkTokenHit) hit = NULL;
  g_autoptr (LkTokenHit) again = NULL;
  g_autofree char *text = NULL;
  guint n_urgent_apps = 0;
  guint n_apps = 0;
  guint n;

  /* Before anybody looks for something: what has expired, or soon will. */
  n = search_for (fixture, "", NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      g_autoptr (LkTokenHit) each = g_list_model_get_item (hits, i);

      g_assert_true (lk_token_facts_needs_attention (lk_token_hit_get_token (each), now));
      n_urgent_apps += lk_token_hit_get_tenant (each) == NULL ? 1 : 0;
    }
  g_assert_cmpuint (n_urgent_apps, >, 0);
  g_assert_cmpuint (n_urgent_apps, <, n);
  g_assert_cmpuint (search_for (fixture, " no such token ", NULL), ==, 0);
  g_assert_cmpuint (search_for (fixture, FAR_TOKEN, NULL), ==, n_accounts);

  /* Each has to be found, in whatever belongs to a token. */
  n = search_for (fixture, "ORDERS", NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LkTokenHit) each = g_list_model_get_item (hits, i);

      g_assert_true (LK_IS_APP_TOKEN (lk_token_hit_get_token (each)) == (lk_token_hit_get_tenant (each) == NULL));
      n_apps += LK_IS_APP_TOKEN (lk_token_hit_get_token (each)) ? 1 : 0;
    }
  g_assert_cmpuint (n_apps, >, 0);
  g_assert_cmpuint (n_apps, <, n);

  hit = g_list_model_get_item (hits, n - 1);
  text = g_strdup_printf ("orders %s", lk_pulsar_token_get_id (LK_PULSAR_TOKEN (lk_token_hit_get_token (hit))));
  g_assert_cmpuint (search_for (fixture, text, NULL), ==, 1);
  again = g_list_model_get_item (hits, 0);
  g_assert_true (again == hit);
}

/* Of very many the first are shown, and the main loop has its turn in between. */
static void
test_many (Fixture       *fixture,
           gconstpointer  user_data)
{
  gboolean truncated = FALSE;

  g_assert_cmpuint (search_for (fixture, "pulsar", &truncated), ==, LK_TOKEN_SEARCH_MOST);
  g_assert_true (truncated);
  g_object_set (fixture->search, "search", "no such token", NULL);
  g_assert_true (is_searching (fixture));
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (search_for (fixture, FAR_TOKEN, &truncated), >, 0);
  g_assert_false (truncated);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/token-search/both-kinds", Fixture, NULL, set_up, test_both_kinds, tear_down);
  g_test_add ("/token-search/many", Fixture, NULL, set_up, test_many, tear_down);

  return g_test_run ();
}
