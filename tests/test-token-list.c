/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which rows a list of tokens has, in which order, and what is announced of them. */

#include "lk-list-diff.h"
#include "lk-pulsar-token.h"
#include "lk-test-tokens.h"
#include "lk-token-list.h"

#define NOW "2026-11-27T12:00:00Z"
#define N_MANY 10000

/* The client ids of the rows, headings as "Title:count". */
static char *
describe_rows (LkTokenList *list)
{
  GListModel *rows = lk_token_list_get_rows (list);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (rows, i);

      if (LK_IS_APP_TOKEN (row))
        {
          g_ptr_array_add (words, g_strdup (lk_app_token_get_client_id (LK_APP_TOKEN (row))));
        }
      else
        {
          g_autofree char *title = NULL;
          guint count;

          g_object_get (row, "title", &title, "count", &count, NULL);
          g_ptr_array_add (words, g_strdup_printf ("[%s:%u]", title, count));
        }
    }
  g_ptr_array_add (words, NULL);

  return g_strjoinv (" ", (char **) words->pdata);
}

static void
assert_rows (LkTokenList *list,
             const char  *expected)
{
  g_autofree char *rows = describe_rows (list);

  g_assert_cmpstr (rows, ==, expected);
}

typedef struct
{
  GListStore  *source;
  LkTokenList *list;
} Fixture;

static void
add (Fixture    *fixture,
     const char *client_id,
     const char *description,
     const char *generated_on,
     const char *expiry)
{
  g_autoptr (LkAppToken) token = lk_test_make_app_token (client_id, description, generated_on, expiry);

  g_list_store_append (fixture->source, token);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (GDateTime) now = lk_test_parse_time (NOW);

  fixture->source = g_list_store_new (LK_TYPE_APP_TOKEN);
  fixture->list = lk_token_list_new ();
  lk_token_list_set_now (fixture->list, now);
  g_object_set (fixture->list, "source", fixture->source, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_assert_finalize_object (fixture->list);
  g_clear_object (&fixture->source);
}

static LkAppToken *
get_token (Fixture *fixture,
           guint    position)
{
  g_autoptr (LkAppToken) token = g_list_model_get_item (G_LIST_MODEL (fixture->source), position);

  return token;
}

static void
test_orders (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const struct
  {
    const char *order;
    const char *rows;
  } cases[] = {
    { "expiry", "late later a b none" },
    { "newest", "later none a b late" },
    { "oldest", "a b none later late" },
    { "name", "a b later late none" },
    { "role", "late a b later none" },
    { "no such order", "later none a b late" },
  };

  add (fixture, "b", "Alpha", "2025-01-01T00:00:00Z", NULL);
  add (fixture, "a", "alpha", "2025-01-01T00:00:00Z", NULL);
  add (fixture, "none", NULL, "2026-01-01T00:00:00Z", NULL);
  add (fixture, "late", "zebra", NULL, "2027-06-01T00:00:00Z");
  add (fixture, "later", "aquarium", "2026-02-01T00:00:00Z", "2028-06-01T00:00:00Z");
  g_object_set (get_token (fixture, 3), "role-title", "A Role", NULL);

  /* Case alone does not tell two titles apart, then the client id does. */
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].order);
      g_object_set (fixture->list, "order", cases[i].order, NULL);
      assert_rows (fixture->list, cases[i].rows);
    }
}

static void
test_headings (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr (GDateTime) later = lk_test_parse_time ("2027-01-10T12:00:00Z");

  add (fixture, "fine", NULL, NULL, "2027-02-01T12:00:00Z");
  add (fixture, "forever", NULL, NULL, NULL);
  assert_rows (fixture->list, "fine forever");

  add (fixture, "soon", NULL, NULL, "2026-12-01T12:00:00Z");
  assert_rows (fixture->list, "[Needs Attention:1] soon [All Tokens:2] fine forever");
  add (fixture, "gone", NULL, NULL, "2026-11-01T12:00:00Z");
  g_object_set (fixture->list, "order", "expiry", NULL);
  assert_rows (fixture->list, "[Needs Attention:2] gone soon [All Tokens:2] fine forever");

  /* Time passes: what has come near moves up. */
  lk_token_list_set_now (fixture->list, later);
  assert_rows (fixture->list, "[Needs Attention:3] gone soon fine [All Tokens:1] forever");
  g_list_store_remove (fixture->source, 1);
  assert_rows (fixture->list, "[Needs Attention:3] gone soon fine");
  g_list_store_remove_all (fixture->source);
  assert_rows (fixture->list, "");
}

static void
test_filters (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const struct
  {
    guint       show;
    const char *rows;
  } cases[] = {
    { LK_TOKEN_SHOW_EXPIRING, "[Needs Attention:1] soon" },
    { LK_TOKEN_SHOW_EXPIRED, "[Needs Attention:1] gone" },
    { LK_TOKEN_SHOW_NO_EXPIRY, "forever" },
    { LK_TOKEN_SHOW_EXPIRED | LK_TOKEN_SHOW_NO_EXPIRY, "[Needs Attention:1] gone [All Tokens:1] forever" },
    { LK_TOKEN_SHOW_STORED, "[Needs Attention:1] gone [All Tokens:1] forever" },
    { LK_TOKEN_SHOW_NOT_STORED, "[Needs Attention:1] soon [All Tokens:1] fine" },
    { LK_TOKEN_SHOW_STORED | LK_TOKEN_SHOW_NOT_STORED, "[Needs Attention:2] gone soon [All Tokens:2] fine forever" },
    { LK_TOKEN_SHOW_EXPIRED | LK_TOKEN_SHOW_NOT_STORED, "" },
  };
  gboolean narrowed;
  guint n_tokens, n_matching;

  g_object_set (fixture->list, "order", "expiry", NULL);
  add (fixture, "fine", NULL, NULL, "2027-02-01T12:00:00Z");
  add (fixture, "forever", NULL, NULL, NULL);
  add (fixture, "soon", NULL, NULL, "2026-12-01T12:00:00Z");
  add (fixture, "gone", NULL, NULL, "2026-11-01T12:00:00Z");
  g_object_set (get_token (fixture, 1), "stored", TRUE, NULL);
  g_object_set (get_token (fixture, 3), "stored", TRUE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_object_set (fixture->list, "show", cases[i].show, NULL);
      assert_rows (fixture->list, cases[i].rows);
    }
  g_object_get (fixture->list, "narrowed", &narrowed, "n-tokens", &n_tokens, "n-matching", &n_matching, NULL);
  g_assert_true (narrowed);
  g_assert_cmpuint (n_tokens, ==, 4);
  g_assert_cmpuint (n_matching, ==, 0);

  g_object_set (fixture->list, "show", LK_TOKEN_SHOW_ALL, NULL);
  lk_token_list_set_role (fixture->list, "r2", "Other");
  assert_rows (fixture->list, "");
  lk_token_list_set_role (fixture->list, "r3", "r1");
  assert_rows (fixture->list, "[Needs Attention:2] gone soon [All Tokens:2] fine forever");
  lk_token_list_set_role (fixture->list, NULL, NULL);
  g_object_get (fixture->list, "narrowed", &narrowed, NULL);
  g_assert_false (narrowed);
}

static void
test_concern_list (void)
{
  g_autoptr (GListStore) tokens = g_list_store_new (LK_TYPE_APP_TOKEN);
  g_autoptr (LkAppToken) described = lk_test_make_app_token ("a", "described", NULL, NULL);
  g_autoptr (LkAppToken) untitled = lk_test_make_app_token ("b", NULL, NULL, NULL);
  g_autoptr (LkTokenList) list = lk_token_list_new ();
  gboolean narrowed;
  guint n;

  g_list_store_append (tokens, described);
  g_list_store_append (tokens, untitled);
  g_object_set (list, "source", tokens, "concern", "undescribed", NULL);
  g_object_get (list, "narrowed", &narrowed, "n-matching", &n, NULL);
  g_assert_true (narrowed);
  g_assert_cmpuint (n, ==, 1);
  g_object_set (list, "concern", "", NULL);
  g_object_get (list, "narrowed", &narrowed, "n-matching", &n, NULL);
  g_assert_false (narrowed);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  user_data)
{
  static const struct
  {
    const char *search;
    gboolean    found;
  } cases[] = {
    { "", TRUE }, { "  ", TRUE }, { "NIGHTLY", TRUE }, { "job nightly", TRUE }, { "weekly", FALSE },
    { "nightly weekly", FALSE }, { "Cluster", TRUE }, { "ci-deploy", TRUE }, { "client-a", TRUE },
    { "r/w svc", TRUE }, { "some role", TRUE }, { "acme", TRUE }, { "acme nightly", TRUE }, { "straße", TRUE },
    { "STRASSE", TRUE }, { "nachtlauf", FALSE }, { "NA\xcc\x88" "CHTLICH", TRUE },
  };
  static const char *const role_names[] = { "R/W Svc Acct", NULL };

  add (fixture, "CLIENT-A", "Nightly job nächtlich", NULL, NULL);
  g_object_set (get_token (fixture, 0), "note", "of the old cluster, Straße 5", "script-name", "ci-deploy", "role-names",
                role_names, NULL);
  g_object_set (fixture->list, "organization", "Acme Production", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].search);
      g_object_set (fixture->list, "search", cases[i].search, NULL);
      assert_rows (fixture->list, cases[i].found ? "CLIENT-A" : "");
    }

  /* What is remembered for the search is forgotten with what it was made of. */
  g_object_set (fixture->list, "search", "cluster", NULL);
  g_object_set (get_token (fixture, 0), "note", NULL, NULL);
  lk_token_list_update (fixture->list);
  assert_rows (fixture->list, "");
}

typedef struct
{
  guint n_changes;
  guint removed;
  guint added;
} Changes;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            gpointer    user_data)
{
  Changes *changes = user_data;

  changes->n_changes++;
  changes->removed += removed;
  changes->added += added;
}

/* Rows that stay are not announced, whatever the source announces. */
static void
test_in_place (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  Changes changes = { 0 };

  add (fixture, "a", "a", NULL, NULL);
  add (fixture, "b", "b", NULL, NULL);
  add (fixture, "c", "c", NULL, NULL);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (fixture->source), i));
  g_signal_connect (lk_token_list_get_rows (fixture->list), "items-changed", G_CALLBACK (changed_cb), &changes);

  g_list_store_splice (fixture->source, 0, 3, items->pdata, 3);
  g_assert_cmpuint (changes.n_changes, ==, 0);
  add (fixture, "bb", "bb", NULL, NULL);
  assert_rows (fixture->list, "a b bb c");
  g_assert_cmpuint (changes.n_changes, ==, 1);
  g_assert_cmpuint (changes.added, ==, 1);
  g_assert_cmpuint (changes.removed, ==, 0);
}

static LkPulsarToken *
make_pulsar (const char *id,
             const char *note,
             const char *issued,
             const char *expiry,
             gboolean    expiry_known)
{
  g_autoptr (GDateTime) made = lk_test_parse_time (issued);
  g_autoptr (GDateTime) ends = lk_test_parse_time (expiry);

  return g_object_new (LK_TYPE_PULSAR_TOKEN, "tenant-name", "orders", "cluster-name", "pulsar-gcp", "id", id, "note", note,
                       "issued", made, "expiry", ends, "expiry-known", expiry_known, NULL);
}

/* The ids of the rows in their order, and a bar for each heading. */
static char *
describe_pulsar_rows (LkTokenList *list)
{
  GListModel *rows = lk_token_list_get_rows (list);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (rows, i);

      g_string_append (text, LK_IS_PULSAR_TOKEN (row) ? lk_pulsar_token_get_id (LK_PULSAR_TOKEN (row)) : "|");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_rows (LkTokenList *list,
            const char  *search,
            const char  *order,
            LkTokenShow  show,
            const char  *expected)
{
  g_autofree char *rows = NULL;

  g_object_set (list, "search", search, "order", order, "show", (guint) show, NULL);
  rows = describe_pulsar_rows (list);
  g_assert_cmpstr (rows, ==, expected);
}

/* A list of Pulsar tokens is sorted, chosen from and searched as one of application tokens is; what may have an end is
 * neither without one nor soon at it. */
static void
test_pulsar (void)
{
  g_autoptr (GListStore) store = g_list_store_new (LK_TYPE_PULSAR_TOKEN);
  g_autoptr (LkTokenList) list = lk_token_list_new ();
  g_autoptr (LkPulsarToken) never = make_pulsar ("n", "Bills", "2026-01-01T00:00:00Z", NULL, TRUE);
  g_autoptr (LkPulsarToken) unknown = make_pulsar ("u", NULL, "2026-02-01T00:00:00Z", NULL, FALSE);
  g_autoptr (LkPulsarToken) soon = make_pulsar ("s", "alarm", "2026-03-01T00:00:00Z", "2026-12-02T00:00:00Z", TRUE);
  g_autoptr (LkPulsarToken) later = make_pulsar ("l", "consumer", "2026-04-01T00:00:00Z", "2027-12-02T00:00:00Z", TRUE);
  g_autoptr (LkPulsarToken) over = make_pulsar ("o", "dump", "2025-04-01T00:00:00Z", "2026-10-02T00:00:00Z", TRUE);
  g_autoptr (GDateTime) now = lk_test_parse_time (NOW);

  g_assert_cmpint (lk_token_facts_get_life (LK_LISTED_TOKEN (unknown), now), ==, LK_TOKEN_LIFE_UNKNOWN);
  g_assert_cmpint (lk_token_facts_get_life (LK_LISTED_TOKEN (never), now), ==, LK_TOKEN_LIFE_NO_EXPIRY);
  g_assert_false (lk_token_facts_needs_attention (LK_LISTED_TOKEN (unknown), now));

  g_list_store_append (store, never);
  g_list_store_append (store, unknown);
  g_list_store_append (store, soon);
  g_list_store_append (store, later);
  g_list_store_append (store, over);
  lk_token_list_set_now (list, now);
  g_object_set (list, "source", store, NULL);
  check_rows (list, "", "expiry", LK_TOKEN_SHOW_ALL, "|os|lun");
  check_rows (list, "", "newest", LK_TOKEN_SHOW_ALL, "|so|lun");
  check_rows (list, "", "oldest", LK_TOKEN_SHOW_ALL, "|os|nul");
  check_rows (list, "", "name", LK_TOKEN_SHOW_ALL, "|so|nlu");
  check_rows (list, "", "expiry", LK_TOKEN_SHOW_UNKNOWN, "u");
  check_rows (list, "", "expiry", LK_TOKEN_SHOW_NO_EXPIRY, "n");
  check_rows (list, "", "expiry", LK_TOKEN_SHOW_EXPIRED | LK_TOKEN_SHOW_UNKNOWN, "|o|u");
  check_rows (list, "", "expiry", LK_TOKEN_SHOW_STORED, "");
  check_rows (list, "ORDERS bill", "expiry", LK_TOKEN_SHOW_ALL, "n");

  /* What is learned changes what it is found by and where it stands. */
  g_object_set (unknown, "note", "billing", "stored", TRUE, NULL);
  lk_pulsar_token_set_expiry (unknown, lk_pulsar_token_get_expiry (soon));
  lk_token_list_update (list);
  check_rows (list, "orders bill", "expiry", LK_TOKEN_SHOW_ALL, "|u|n");
  check_rows (list, "", "expiry", LK_TOKEN_SHOW_STORED, "|u");
}

/* Whatever goes in comes out in the order that was asked for, at any number of places. */
static void
test_diff (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GListStore) store = g_list_store_new (LK_TYPE_APP_TOKEN);
  g_autoptr (GPtrArray) pool = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *client_id = g_strdup_printf ("%u", i);

      g_ptr_array_add (pool, lk_test_make_app_token (client_id, NULL, NULL, NULL));
    }

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GPtrArray) items = g_ptr_array_new ();

      for (guint i = 0; i < pool->len; i++)
        if (g_rand_boolean (rand))
          g_ptr_array_insert (items, g_rand_boolean (rand) ? -1 : g_rand_int_range (rand, 0, (int) items->len + 1),
                              pool->pdata[i]);
      if (!lk_list_diff_splice (store, items, (guint) g_rand_int_range (rand, 0, 20)))
        lk_list_diff_splice_middle (store, items);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, items->len);
      for (guint i = 0; i < items->len; i++)
        {
          g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);

          g_assert_true (item == items->pdata[i]);
        }
    }
}

static void
test_many (Fixture       *fixture,
           gconstpointer  user_data)
{
  static const char *const orders[] = { "name", "role", "expiry", "oldest", "name" };
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 started;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *client_id = g_strdup_printf ("client-%05u", i * 7919 % N_MANY);
      g_autofree char *description = g_strdup_printf ("Nightly job %u of the cluster", i);
      g_autofree char *day = g_strdup_printf ("2026-%02u-%02uT12:00:00Z", i % 12 + 1, i % 28 + 1);

      g_ptr_array_add (tokens, lk_test_make_app_token (client_id, description, day, i % 3 == 0 ? NULL : day));
    }
  started = g_get_monotonic_time ();
  g_list_store_splice (fixture->source, 0, 0, tokens->pdata, tokens->len);
  g_test_message ("filled: %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - started) / 1000);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      started = g_get_monotonic_time ();
      g_object_set (fixture->list, "order", orders[i], NULL);
      g_test_message ("%s: %" G_GINT64_FORMAT " ms", orders[i], (g_get_monotonic_time () - started) / 1000);
    }
  for (guint i = 0; i < 2; i++)
    {
      started = g_get_monotonic_time ();
      g_object_set (fixture->list, "search", i == 0 ? "job 99" : "job 999", NULL);
      g_test_message ("search: %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - started) / 1000);
    }
  g_assert_cmpuint (g_list_model_get_n_items (lk_token_list_get_rows (fixture->list)), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  g_test_add_func ("/token-list/pulsar", test_pulsar);
  g_test_add_func ("/token-list/diff", test_diff);
  g_test_add_func ("/token-list/concern-list", test_concern_list);
  ADD ("/token-list/orders", test_orders);
  ADD ("/token-list/headings", test_headings);
  ADD ("/token-list/filters", test_filters);
  ADD ("/token-list/search", test_search);
  ADD ("/token-list/in-place", test_in_place);
  ADD ("/token-list/many", test_many);

  return g_test_run ();
}
