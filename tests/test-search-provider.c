/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search of the desktop, which asks the program by the session bus, and has it started for that. There is no keyring in this
 * session, and no network that the accounts' addresses lead to. */

#include "lk-test-desktop.h"
#include "lk-test.h"

#include <string.h>

#define MOST 10

/* Before there is anything to be found, and nothing is made by looking for it. */
static void
test_nothing (LkTestDesktop *fixture,
              gconstpointer  user_data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_auto (GStrv) ids = lk_test_desktop_find (fixture, "deploy");

  g_assert_cmpuint (g_strv_length (ids), ==, 0);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  lk_test_desktop_remember ();
}

/* What is told of some results, printed. */
static char *
describe (LkTestDesktop      *fixture,
          const char * const *ids)
{
  g_autoptr (GVariant) answer = lk_test_desktop_ask (fixture, "GetResultMetas", g_variant_new ("(^as)", ids));

  return g_variant_print (answer, FALSE);
}

/* Both kinds, by what people call them and by nothing else; and there is no window for it. */
static void
test_names (LkTestDesktop *fixture,
            gconstpointer  user_data)
{
  lk_test_desktop_assert_found (fixture, "DEPLOY", "ci-deploy", "Application token · Acme Production");
  lk_test_desktop_assert_found (fixture, "acme production deploy", "ci-deploy", "Application token · Acme Production");
  lk_test_desktop_assert_found (fixture, "nightly", "alike to nothing, nightly", "Application token · Acme Production");
  lk_test_desktop_assert_found (fixture, "billing", "billing consumer", "Pulsar token · orders (pulsar-gcp) · Acme Production");
  lk_test_desktop_assert_found (fixture, "orders", "billing consumer", "Pulsar token · orders (pulsar-gcp) · Acme Production");
  lk_test_desktop_assert_found (fixture, "clientDeploy", NULL, NULL);
  lk_test_desktop_assert_found (fixture, "7d3f", NULL, NULL);
  lk_test_desktop_assert_found (fixture, "untitled", NULL, NULL);
  lk_test_desktop_assert_found (fixture, "no such token", NULL, NULL);
  lk_test_desktop_assert_found (fixture, "AstraCS", NULL, NULL);
  lk_test_desktop_assert_found (fixture, "", NULL, NULL);
  g_assert_false (lk_test_desktop_has_window (fixture));
}

/* Who goes on typing gets the same as who begins anew; and what is in the title comes first. */
static void
test_more_words (LkTestDesktop *fixture,
                 gconstpointer  user_data)
{
  static const char *const terms[] = { "ali", "ke", NULL };
  g_auto (GStrv) first = lk_test_desktop_find (fixture, "ali");
  g_autofree const char **ids = NULL;
  g_autoptr (GVariant) answer = lk_test_desktop_ask (fixture, "GetSubsearchResultSet", g_variant_new ("(^as^as)", first, terms));
  g_autofree char *all = NULL;

  g_assert_cmpuint (g_strv_length (first), ==, MOST);
  g_variant_get (answer, "(^a&s)", &ids);
  g_assert_cmpuint (g_strv_length ((GStrv) ids), ==, MOST);
  all = describe (fixture, (const char *const *) ids);
  g_assert_nonnull (strstr (all, "<'alike'>"));
  g_assert_false (lk_test_desktop_has_window (fixture));
}

/* Whatever somebody calls a token, or asks for. */
static void
test_hostile (LkTestDesktop *fixture,
              gconstpointer  user_data)
{
  static const char *const bad_ids[] = { "", "/", "///", "%00/%ff/%/x", "../../..", "a/b/c/d/e", LK_TEST_ACCOUNT_ID "///",
                                         LK_TEST_ACCOUNT_ID "/c//x", "%zz///x", "%ff///x", NULL };
  g_auto (GStrv) ids = lk_test_desktop_find (fixture, "hostile");
  g_autofree char *all = describe (fixture, (const char *const *) ids);
  g_autofree char *none = describe (fixture, bad_ids);
  g_autofree char *endless = g_strnfill (1000000, 'x');
  g_auto (GStrv) long_ids = lk_test_desktop_find (fixture, "endless");
  g_autofree char *cut = describe (fixture, (const char *const *) long_ids);
  g_auto (GStrv) nothing = lk_test_desktop_find (fixture, endless);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_nonnull (strstr (all, "<b>bold</b>"));
  g_assert_null (strchr (all, '\x1b'));
  g_assert_null (strstr (all, "\\u001b"));
  g_assert_null (strstr (all, "\xe2\x80\xae"));
  g_assert_null (strstr (all, "\\u202e"));
  g_assert_cmpstr (none, ==, "([],)");
  g_assert_cmpuint (g_strv_length (long_ids), ==, 1);
  g_assert_cmpuint (strlen (cut), <, 1000);
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);

  /* What is not ours to open opens nothing. */
  for (guint i = 0; bad_ids[i] != NULL; i++)
    g_variant_unref (lk_test_desktop_ask (fixture, "ActivateResult", g_variant_new ("(s^asu)", bad_ids[i], bad_ids, 0)));
  g_variant_unref (lk_test_desktop_ask (fixture, "ActivateResult", g_variant_new ("(s^asu)", endless, bad_ids, 0)));
  g_assert_false (lk_test_desktop_has_window (fixture));

  /* The wrong types never arrive, and there is nothing else to call. */
  g_assert_null (lk_test_desktop_call (fixture, LK_TEST_APP_PATH "/SearchProvider", LK_TEST_PROVIDER, "GetInitialResultSet",
                                       g_variant_new ("(s)", "x"), &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  g_clear_error (&error);
  g_assert_null (lk_test_desktop_call (fixture, LK_TEST_APP_PATH "/SearchProvider", LK_TEST_PROVIDER, "Copy", NULL, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
  lk_test_desktop_assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer G_GNUC_UNUSED = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (error != NULL)
    g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_LIMITS_EXCEEDED);
  (*(guint *) user_data)++;
}

/* Very many at once are answered or refused, each of them. */
static void
test_many_at_once (LkTestDesktop *fixture,
                   gconstpointer  user_data)
{
  static const char *const terms[] = { "alike", NULL };
  guint n = 0;

  for (guint i = 0; i < 200; i++)
    g_dbus_connection_call (fixture->bus, LK_TEST_APP_ID, LK_TEST_APP_PATH "/SearchProvider", LK_TEST_PROVIDER,
                            "GetInitialResultSet",
                            g_variant_new ("(^as)", terms), NULL, G_DBUS_CALL_FLAGS_NONE, LK_TEST_TIMEOUT_S * 1000, NULL,
                            answered_cb, &n);
  lk_test_wait_until (n == 200);
  lk_test_desktop_assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
}

/* Nobody opened a window, so it does not stay. */
static void
test_ends (LkTestDesktop *fixture,
           gconstpointer  user_data)
{
  lk_test_desktop_assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
  lk_test_wait_until (fixture->running);
  lk_test_wait_until (!fixture->running);
}

/* A result opens the window, which stays, and is searched from then on. */
static void
test_opens (LkTestDesktop *fixture,
            gconstpointer  user_data)
{
  static const char *const terms[] = { "deploy", NULL };
  g_auto (GStrv) ids = lk_test_desktop_find (fixture, "deploy");

  g_assert_false (lk_test_desktop_has_window (fixture));
  g_variant_unref (lk_test_desktop_ask (fixture, "ActivateResult", g_variant_new ("(s^asu)", ids[0], terms, 0)));
  lk_test_desktop_wait_for_window (fixture);
  lk_test_desktop_assert_found (fixture, "nightly", "alike to nothing, nightly", "Application token · Acme Production");
  lk_test_desktop_quit (fixture);

  g_variant_unref (lk_test_desktop_ask (fixture, "LaunchSearch", g_variant_new ("(^asu)", terms, 0)));
  lk_test_desktop_wait_for_window (fixture);
}

/* The file that tells the desktop whom to ask. */
static void
test_file (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  static const struct
  {
    const char *key;
    const char *value;
  } values[] = {
    { "DesktopId", LK_TEST_APP_ID ".desktop" },
    { "BusName", LK_TEST_APP_ID },
    { "ObjectPath", LK_TEST_APP_PATH "/SearchProvider" },
    { "Version", "2" },
  };

  g_assert_true (g_key_file_load_from_file (file, g_getenv ("LK_SEARCH_PROVIDER_FILE"), G_KEY_FILE_NONE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *value = g_key_file_get_string (file, "Shell Search Provider", values[i].key, NULL);

      g_assert_cmpstr (value, ==, values[i].value);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search-provider/file", test_file);
  LK_TEST_DESKTOP_ADD ("/search-provider/nothing", test_nothing); /* first: it leaves something to be found */
  LK_TEST_DESKTOP_ADD ("/search-provider/names", test_names);
  LK_TEST_DESKTOP_ADD ("/search-provider/more-words", test_more_words);
  LK_TEST_DESKTOP_ADD ("/search-provider/hostile", test_hostile);
  LK_TEST_DESKTOP_ADD ("/search-provider/many-at-once", test_many_at_once);
  LK_TEST_DESKTOP_ADD ("/search-provider/ends", test_ends);
  LK_TEST_DESKTOP_ADD ("/search-provider/opens", test_opens);

  return g_test_run ();
}
