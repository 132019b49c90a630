/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account.h"
#include "lk-app-token.h"
#include "lk-role.h"
#include "lk-token-selection.h"

#include <gio/gio.h>

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
}

/* Reads by name what a template would bind. */
static char *
get_text (gpointer    object,
          const char *name)
{
  char *text = NULL;

  g_object_get (object, name, &text, NULL);

  return text;
}

#define assert_text(object, name, expected) \
  G_STMT_START \
  { \
    g_autofree char *text_ = get_text (object, name); \
    g_assert_cmpstr (text_, ==, expected); \
  } \
  G_STMT_END

static void
test_account (void)
{
  static const char *const names[] = { "id", "name", "org-id", "org-name", "client-id", "api-url", "streaming-url" };
  g_autoptr (LkAccount) account = g_object_new (LK_TYPE_ACCOUNT,
                                                "id", "id", "name", "name", "org-id", "org-id",
                                                "org-name", "org-name", "client-id", "client-id",
                                                "api-url", "api-url", "streaming-url", "streaming-url",
                                                "environment", "dev", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_text (account, names[i], names[i]);
  assert_text (account, "environment", "dev");
  assert_text (account, "title", "name");

  g_assert_cmpstr (lk_account_get_id (account), ==, "id");
  g_assert_cmpstr (lk_account_get_name (account), ==, "name");
  g_assert_cmpstr (lk_account_get_org_id (account), ==, "org-id");
  g_assert_cmpstr (lk_account_get_org_name (account), ==, "org-name");
  g_assert_cmpstr (lk_account_get_client_id (account), ==, "client-id");
  g_assert_cmpstr (lk_account_get_api_url (account), ==, "api-url");
  g_assert_cmpstr (lk_account_get_streaming_url (account), ==, "streaming-url");

  g_object_set (account, "name", "", NULL);
  assert_text (account, "title", "org-name");
}

static void
test_account_title (void)
{
  g_autoptr (LkAccount) account = g_object_new (LK_TYPE_ACCOUNT, "id", "1", "org-id", "org", NULL);
  guint n = 0;

  g_assert_cmpstr (lk_account_get_title (account), ==, "org");
  g_assert_cmpstr (lk_account_get_environment (account), ==, "prod");
  g_signal_connect (account, "notify::title", G_CALLBACK (count_cb), &n);
  g_object_set (account, "name", "Acme", NULL);
  g_object_set (account, "name", "Acme", NULL);
  g_assert_cmpstr (lk_account_get_title (account), ==, "Acme");
  g_assert_cmpuint (n, ==, 1);
}

static void
test_role (void)
{
  static const char *const actions[] = { "org-db-view", "db-cql", "org-db-view", NULL };
  g_autoptr (LkRole) built_in = lk_role_new ("1", "R/W Svc Acct", TRUE, actions, NULL);
  g_autoptr (LkRole) custom = lk_role_new ("2", "mine", FALSE, NULL, NULL);

  g_assert_true (lk_role_get_built_in (built_in));
  g_assert_cmpstr (lk_role_get_title (built_in), ==, "Read/Write Service Account");
  g_assert_cmpuint (g_strv_length ((GStrv) lk_role_get_actions (built_in)), ==, 2);
  g_assert_false (lk_role_get_built_in (custom));
  g_assert_cmpstr (lk_role_get_title (custom), ==, "mine");
  g_assert_false (lk_role_get_has_policy (custom));
  g_assert_cmpuint (g_strv_length ((GStrv) lk_role_get_resources (custom)), ==, 0);
}

static void
test_token (void)
{
  g_autoptr (GDateTime) expiry = g_date_time_new_utc (2026, 11, 26, 12, 0, 0);
  g_autoptr (GDateTime) before = g_date_time_add_seconds (expiry, -1);
  g_autoptr (LkAppToken) token = g_object_new (LK_TYPE_APP_TOKEN, "client-id", "abc", "token-expiry", expiry, NULL);
  g_autoptr (LkAppToken) named = g_object_new (LK_TYPE_APP_TOKEN, "client-id", "def", "description", "job", NULL);
  guint n = 0;

  g_assert_cmpstr (lk_app_token_get_title (token), ==, "Untitled Token");
  g_assert_cmpstr (lk_app_token_get_title (named), ==, "job");
  g_assert_true (lk_app_token_is_expired (token, expiry));
  g_assert_false (lk_app_token_is_expired (token, before));
  g_assert_false (lk_app_token_is_expired (named, expiry));

  g_signal_connect (token, "notify::stored", G_CALLBACK (count_cb), &n);
  g_object_set (token, "stored", TRUE, NULL);
  g_object_set (token, "stored", TRUE, NULL);
  g_assert_true (lk_app_token_get_stored (token));
  g_assert_cmpuint (n, ==, 1);
}

static void
test_role_properties (void)
{
  static const char *const actions[] = { "a", "b", "a", NULL };
  static const char *const resources[] = { "r", NULL };
  g_autoptr (LkRole) role = lk_role_new ("1", "Admin User", TRUE, actions, resources);
  g_autoptr (LkRole) bare = g_object_new (LK_TYPE_ROLE, NULL);
  g_auto (GStrv) got_actions = NULL;
  g_auto (GStrv) got_resources = NULL;
  gboolean has_policy = FALSE, built_in = FALSE;

  g_object_get (role, "actions", &got_actions, "resources", &got_resources, "has-policy", &has_policy,
                "built-in", &built_in, NULL);
  assert_text (role, "id", "1");
  assert_text (role, "name", "Admin User");
  assert_text (role, "title", "Administrator User");
  g_assert_cmpuint (g_strv_length (got_actions), ==, 2);
  g_assert_cmpstr (got_actions[1], ==, "b");
  g_assert_cmpstr (got_resources[0], ==, "r");
  g_assert_true (has_policy);
  g_assert_true (built_in);

  /* Made without anything, as a builder would, it is empty and no more. */
  g_assert_false (lk_role_get_built_in (bare));
  g_assert_null (lk_role_get_title (bare));
  g_assert_nonnull (lk_role_get_actions (bare));
}

static void
test_role_titles (void)
{
  static const struct
  {
    const char *name;
    const char *title;
  } roles[] = {
    { "Organization Administrator", "Organization Administrator" },
    { "Database Administrator", "Database Administrator" },
    { "Billing Admin", "Billing Administrator" },
    { "Admin User", "Administrator User" },
    { "Admin Svc Acct", "Administrator Service Account" },
    { "RO User", "Read Only User" },
    { "R/W User", "Read/Write User" },
    { "RO Svc Acct", "Read Only Service Account" },
    { "R/W Svc Acct", "Read/Write Service Account" },
    { "API Admin User", "API Administrator User" },
    { "API Admin Svc Acct", "API Administrator Service Account" },
    { "API RO User", "API Read Only User" },
    { "API RO Svc Acct", "API Read Only Service Account" },
    { "API R/W User", "API Read/Write User" },
    { "API R/W Svc Acct", "API Read/Write Service Account" },
    { "UI View Only", "UI View Only" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autoptr (LkRole) role = lk_role_new ("1", roles[i].name, FALSE, NULL, NULL);

      g_assert_true (lk_role_get_built_in (role));
      g_assert_cmpstr (lk_role_get_title (role), ==, roles[i].title);
    }
}

static void
test_token_properties (void)
{
  static const char *const ids[] = { "r1", "r2", NULL };
  static const char *const names[] = { "RO User", NULL };
  g_autoptr (GDateTime) made = g_date_time_new_utc (2020, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) expiry = g_date_time_new_utc (2021, 1, 1, 0, 0, 0);
  g_autoptr (LkAppToken) token = g_object_new (LK_TYPE_APP_TOKEN,
                                               "client-id", "abc", "role-ids", ids, "generated-on", made,
                                               "description", "job", "token-expiry", expiry, NULL);
  g_autoptr (LkAppToken) bare = g_object_new (LK_TYPE_APP_TOKEN, "client-id", "def", "description", "", NULL);
  g_autoptr (GDateTime) got_made = NULL;
  g_autoptr (GDateTime) got_expiry = NULL;
  g_auto (GStrv) got_ids = NULL;
  g_auto (GStrv) got_names = NULL;
  gboolean untitled = TRUE, stored = TRUE, signs_in = FALSE;
  guint n = 0;

  g_signal_connect (token, "notify", G_CALLBACK (count_cb), &n);
  for (guint i = 0; i < 2; i++)
    g_object_set (token, "role-names", names, "role-title", "Read Only User", "script-name", "nightly",
                  "signs-in", TRUE, NULL);
  g_assert_cmpuint (n, ==, 4);

  g_object_get (token, "role-ids", &got_ids, "role-names", &got_names, "generated-on", &got_made,
                "token-expiry", &got_expiry, "untitled", &untitled, "stored", &stored, "signs-in", &signs_in, NULL);
  g_assert_cmpstrv (got_ids, ids);
  g_assert_cmpstrv (got_names, names);
  g_assert_true (g_date_time_equal (got_made, made));
  g_assert_true (g_date_time_equal (got_expiry, expiry));
  g_assert_false (untitled);
  g_assert_false (stored);
  g_assert_true (signs_in);
  assert_text (token, "client-id", "abc");
  assert_text (token, "description", "job");
  assert_text (token, "title", "job");
  assert_text (token, "role-title", "Read Only User");
  assert_text (token, "script-name", "nightly");
  assert_text (token, "state", "expired");

  /* What is not told is empty or NULL, and nothing that has no expiry has expired. */
  g_object_get (bare, "untitled", &untitled, NULL);
  g_assert_true (untitled);
  assert_text (bare, "title", "Untitled Token");
  assert_text (bare, "state", "active");
  g_assert_null (lk_app_token_get_generated_on (bare));
  g_assert_null (lk_app_token_get_token_expiry (bare));
  g_assert_null (lk_app_token_get_script_name (bare));
  g_assert_nonnull (lk_app_token_get_role_ids (bare));
  g_assert_nonnull (lk_app_token_get_role_names (bare));

  n = 0;
  g_signal_connect (bare, "notify", G_CALLBACK (count_cb), &n);
  g_object_set (bare, "role-names", NULL, NULL);
  g_assert_cmpuint (n, ==, 0);
}

/* What the service calls things is shown so that nothing in it is hidden, and asked for as it is. */
static void
test_foreign_texts (void)
{
  static const struct
  {
    const char *told;
    const char *shown;
  } cases[] = {
    { "plain", "plain" },
    { "Prüfstand 東京 №5", "Prüfstand 東京 №5" },
    { "<b>bold</b> & co", "<b>bold</b> & co" },
    { "admin\xe2\x80\xaetxt", "admin\xef\xbf\xbdtxt" },
    { "zero\xe2\x80\x8bwidth", "zero\xef\xbf\xbdwidth" },
    { "two\nlines\tand\x1b[31mred", "two\xef\xbf\xbdlines\xef\xbf\xbd" "and\xef\xbf\xbd[31mred" },
    { "\xe2\x81\xa6isolated\xe2\x81\xa9", "\xef\xbf\xbdisolated\xef\xbf\xbd" },
  };
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autoptr (LkAppToken) long_token = g_object_new (LK_TYPE_APP_TOKEN, "description", long_text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LkAppToken) token = g_object_new (LK_TYPE_APP_TOKEN, "description", cases[i].told, NULL);
      g_autoptr (LkRole) role = g_object_new (LK_TYPE_ROLE, "name", cases[i].told, NULL);
      g_autoptr (LkAccount) account = g_object_new (LK_TYPE_ACCOUNT, "org-name", cases[i].told, NULL);

      g_assert_cmpstr (lk_app_token_get_title (token), ==, cases[i].shown);
      g_assert_cmpstr (lk_app_token_get_description (token), ==, cases[i].told);
      g_assert_cmpstr (lk_role_get_title (role), ==, cases[i].shown);
      g_assert_cmpstr (lk_role_get_name (role), ==, cases[i].told);
      g_assert_cmpstr (lk_account_get_title (account), ==, cases[i].shown);
    }

  g_assert_cmpint (g_utf8_strlen (lk_app_token_get_title (long_token), -1), ==, 256);
  g_assert_true (g_str_has_suffix (lk_app_token_get_title (long_token), "x…"));
}

static LkAppToken *
make_token (const char *client_id)
{
  return g_object_new (LK_TYPE_APP_TOKEN, "client-id", client_id, NULL);
}

/* Chosen by client id: another object for the same token is chosen too, what is hidden stays chosen, and what is gone does
 * not; and when nothing is left of it, choosing ends. */
static void
test_selection (void)
{
  g_autoptr (GListStore) source = g_list_store_new (LK_TYPE_APP_TOKEN);
  g_autoptr (GListStore) rows = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (LkTokenSelection) selection = lk_token_selection_new ();
  g_autoptr (LkAppToken) a = make_token ("a");
  g_autoptr (LkAppToken) b = make_token ("b");
  g_autoptr (LkAppToken) same = make_token ("a");
  g_autoptr (GPtrArray) chosen = NULL;
  guint n_hidden;

  g_list_store_append (source, a);
  g_list_store_append (source, b);
  g_list_store_append (rows, a);
  g_list_store_append (rows, b);
  g_object_set (selection, "source", source, "rows", rows, NULL);

  lk_token_selection_toggle (selection, a);
  g_assert_true (lk_token_selection_get_active (selection));
  g_assert_true (lk_token_selection_contains (selection, same));
  g_assert_false (lk_token_selection_contains (selection, b));

  g_list_store_remove (rows, 0);
  g_object_get (selection, "n-hidden", &n_hidden, NULL);
  g_assert_cmpuint (n_hidden, ==, 1);
  lk_token_selection_select_all (selection);
  chosen = lk_token_selection_list (selection);
  g_assert_cmpuint (chosen->len, ==, 2);
  g_assert_true (chosen->pdata[0] == a);

  g_list_store_splice (source, 0, 1, (gpointer *) &same, 1);
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, 2);
  g_list_store_remove (source, 1);
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, 1);
  g_assert_true (lk_token_selection_get_active (selection));
  g_list_store_remove (source, 0);
  g_assert_cmpuint (lk_token_selection_get_n_selected (selection), ==, 0);
  g_assert_false (lk_token_selection_get_active (selection));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/foreign-texts", test_foreign_texts);
  g_test_add_func ("/model/account", test_account);
  g_test_add_func ("/model/account-title", test_account_title);
  g_test_add_func ("/model/role", test_role);
  g_test_add_func ("/model/role-properties", test_role_properties);
  g_test_add_func ("/model/role-titles", test_role_titles);
  g_test_add_func ("/model/token", test_token);
  g_test_add_func ("/model/token-properties", test_token_properties);
  g_test_add_func ("/model/selection", test_selection);

  return g_test_run ();
}
