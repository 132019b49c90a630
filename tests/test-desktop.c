/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What whoever has the session bus may do with the program: have it show something, and nothing else. There is no keyring in
 * this session, and no network that the accounts' addresses lead to. */

#include "lk-state.h"
#include "lk-test-desktop.h"
#include "lk-test.h"

static GStrv
list_actions (LkTestDesktop *fixture,
              const char    *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = lk_test_desktop_call (fixture, path, "org.gtk.Actions", "List", NULL, &error);
  char **names;

  g_assert_no_error (error);
  g_variant_get (answer, "(^as)", &names);

  return names;
}

/* What is written down of work, done or not. */
static guint
count_work (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) done = NULL;
  g_autoptr (GPtrArray) intents = NULL;
  g_autoptr (GPtrArray) activities = NULL;
  g_autoptr (LkState) state = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_open_async (folder, NULL, lk_test_store_result_cb, &opened);
  state = lk_state_open_finish (lk_test_wait_for_result (&opened), &error);
  g_assert_no_error (error);
  lk_state_list_intents_async (state, NULL, lk_test_store_result_cb, &listed);
  intents = lk_state_list_intents_finish (state, lk_test_wait_for_result (&listed), &error);
  g_assert_no_error (error);
  lk_state_list_activities_async (state, NULL, lk_test_store_result_cb, &done);
  activities = lk_state_list_activities_finish (state, lk_test_wait_for_result (&done), &error);
  g_assert_no_error (error);

  return intents->len + activities->len;
}

/* With whatever somebody may think of; GLib refuses most of it. */
static void
activate_badly (LkTestDesktop *fixture,
                const char    *path,
                const char    *action)
{
  g_autofree char *endless = g_strnfill (1000000, 'x');
  GVariant *parameters[] = {
    NULL,
    g_variant_new_string (""),
    g_variant_new_string (endless),
    g_variant_new ("(ssss)", LK_TEST_ACCOUNT_ID, "", "", "clientDeploy"),
    g_variant_new ("(ssss)", LK_TEST_ACCOUNT_ID, "pulsar-gcp", "orders", "7d3f-pulsar"),
    g_variant_new ("(ssss)", "", "", "", ""),
    g_variant_new ("(ssss)", endless, endless, endless, endless),
    g_variant_new ("(ssss)", LK_TEST_ACCOUNT_ID, "", "orders", "\xe2\x80\xae<b>%s%n"),
    g_variant_new_parsed ("[{'a': <[1, 2]>}]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      g_autoptr (GVariant) parameter = parameters[i] != NULL ? g_variant_ref_sink (parameters[i]) : NULL;
      g_autoptr (GVariant) answer = NULL;
      GVariantBuilder builder;

      g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
      if (parameter != NULL)
        g_variant_builder_add (&builder, "v", parameter);
      answer = lk_test_desktop_call (fixture, path, "org.gtk.Actions", "Activate", g_variant_new ("(sava{sv})", action, &builder,
                                                                                                  NULL), NULL);
      g_clear_pointer (&answer, g_variant_unref);
      if (parameter != NULL)
        answer = lk_test_desktop_call (fixture, path, "org.gtk.Actions", "SetState", g_variant_new ("(sva{sv})", action,
                                                                                                    parameter, NULL), NULL);
    }
}

/* Whoever may talk to the program can have it show something, and nothing else: no action that changes anything or hands out a
 * secret is exported. */
static void
test_actions (LkTestDesktop *fixture,
              gconstpointer  user_data)
{
  static const char *const exported[] = { "about", "check-setup", "help", "preferences", "quit", "rotate-token", "search-tokens",
                                          "show-token", "try-demo", NULL };
  static const char *const of_window[] = { "show-help-overlay", NULL };
  g_auto (GStrv) actions = NULL;
  g_auto (GStrv) of_this_window = NULL;
  g_autoptr (GError) error = NULL;

  lk_test_desktop_remember ();
  g_variant_unref (lk_test_desktop_call (fixture, LK_TEST_APP_PATH, "org.freedesktop.Application", "Activate",
                                         g_variant_new ("(a{sv})", NULL), &error));
  g_assert_no_error (error);
  lk_test_desktop_wait_for_window (fixture);
  actions = list_actions (fixture, LK_TEST_APP_PATH);
  of_this_window = list_actions (fixture, LK_TEST_APP_PATH "/window/1");
  g_assert_true (g_strv_length (actions) == g_strv_length ((GStrv) exported));
  for (guint i = 0; actions[i] != NULL; i++)
    g_assert_true (g_strv_contains (exported, actions[i]));
  g_assert_true (g_strv_equal ((const char *const *) of_this_window, of_window));

  for (guint i = 0; exported[i] != NULL; i++)
    if (!g_str_equal (exported[i], "quit") && !g_str_equal (exported[i], "try-demo"))
      activate_badly (fixture, LK_TEST_APP_PATH, exported[i]);
  activate_badly (fixture, LK_TEST_APP_PATH, "win.export-tokens");
  activate_badly (fixture, LK_TEST_APP_PATH "/window/1", "tokens.delete");
  activate_badly (fixture, LK_TEST_APP_PATH "/window/1", "tokens.copy-token");
  lk_test_desktop_assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
  g_assert_cmpuint (count_work (), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  LK_TEST_DESKTOP_ADD ("/desktop/actions", test_actions);

  return g_test_run ();
}
