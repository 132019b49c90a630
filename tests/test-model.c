/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-account.h"
#include "lk-app-token.h"
#include "lk-role.h"

#include <gio/gio.h>

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
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
  lk_app_token_set_stored (token, TRUE);
  lk_app_token_set_stored (token, TRUE);
  g_assert_true (lk_app_token_get_stored (token));
  g_assert_cmpuint (n, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/account-title", test_account_title);
  g_test_add_func ("/model/role", test_role);
  g_test_add_func ("/model/token", test_token);

  return g_test_run ();
}
