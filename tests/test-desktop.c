/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the desktop asks of the program by the session bus, which starts it as it would be: by its service file. There is no
 * keyring in this session, and no network that the accounts' addresses lead to. */

#include "lk-app-token.h"
#include "lk-state-streaming.h"
#include "lk-tenant.h"
#include "lk-test.h"

#include <string.h>

#define APP_ID "io.github.latchkey_app.Latchkey"
#define APP_PATH "/io/github/latchkey_app/Latchkey"
#define PROVIDER "org.gnome.Shell.SearchProvider2"
#define ACCOUNT_ID "5b8e0f7a-1111-4222-8333-944444444444"
#define FAKE_SECRET "AstraCS:fakeFAKEfakeFAKE:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define MOST 10
#define N_ALIKE 30

typedef struct
{
  GDBusConnection *bus;
  gboolean         running; /* somebody has the name */
  guint            watch_id;
} Fixture;

static void
appeared_cb (GDBusConnection *bus,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  ((Fixture *) user_data)->running = TRUE;
}

static void
vanished_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  ((Fixture *) user_data)->running = FALSE;
}

static GVariant *
call (Fixture            *fixture,
      const char         *path,
      const char         *interface,
      const char         *method,
      GVariant           *parameters,
      GError            **error)
{
  return g_dbus_connection_call_sync (fixture->bus, APP_ID, path, interface, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE,
                                      LK_TEST_TIMEOUT_S * 1000, NULL, error);
}

static GVariant *
ask (Fixture    *fixture,
     const char *method,
     GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = call (fixture, APP_PATH "/SearchProvider", PROVIDER, method, parameters, &error);

  g_assert_no_error (error);

  return answer;
}

static GStrv
find (Fixture    *fixture,
      const char *text)
{
  g_auto (GStrv) terms = g_strsplit (text, " ", -1);
  g_autoptr (GVariant) answer = ask (fixture, "GetInitialResultSet", g_variant_new ("(^as)", terms));
  char **ids;

  g_variant_get (answer, "(^as)", &ids);

  return ids;
}

/* What is told of some results, printed. */
static char *
describe (Fixture            *fixture,
          const char * const *ids)
{
  g_autoptr (GVariant) answer = ask (fixture, "GetResultMetas", g_variant_new ("(^as)", ids));

  return g_variant_print (answer, FALSE);
}

static gboolean
has_window (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    call (fixture, APP_PATH, "org.freedesktop.DBus.Introspectable", "Introspect", NULL, &error);
  const char *xml;

  g_assert_no_error (error);
  g_variant_get (answer, "(&s)", &xml);

  return strstr (xml, "node name=\"window\"") != NULL;
}

static gboolean
is_running (Fixture *fixture)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean running;

  answer = g_dbus_connection_call_sync (fixture->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)", APP_ID), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
                                        &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(b)", &running);

  return running;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Nothing tells of it, so it is asked for again and again. */
static void
wait_for_window (Fixture *fixture)
{
  guint id = g_timeout_add (20, tick_cb, NULL);

  lk_test_wait_until (has_window (fixture));
  g_source_remove (id);
}

static void
quit (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer G_GNUC_UNUSED =
    call (fixture, APP_PATH, "org.freedesktop.Application", "ActivateAction", g_variant_new ("(sava{sv})", "quit", NULL, NULL),
          &error);

  g_assert_no_error (error);
  lk_test_wait_until (!is_running (fixture) && !fixture->running);
}

static LkAppToken *
make_token (const char *client_id,
            const char *description)
{
  return g_object_new (LK_TYPE_APP_TOKEN, "client-id", client_id, "description", description, NULL);
}

static LkTenant *
make_tenant (void)
{
  const char *values[LK_TENANT_N_FIELDS] = { NULL };
  g_autoptr (LkPulsarToken) token = g_object_new (LK_TYPE_PULSAR_TOKEN, "tenant-name", "orders", "cluster-name", "pulsar-gcp",
                                                  "id", "7d3f-pulsar", NULL);
  g_autoptr (LkPulsarToken) old = g_object_new (LK_TYPE_PULSAR_TOKEN, "tenant-name", "orders", "cluster-name", "pulsar-gcp",
                                                NULL);
  LkTenant *tenant;

  values[LK_TENANT_NAME] = "orders";
  values[LK_TENANT_CLUSTER] = "pulsar-gcp";
  tenant = lk_tenant_new (values);
  lk_tenant_add_token (tenant, token);
  lk_tenant_add_token (tenant, old);

  return tenant;
}

static void
fill (LkState *state)
{
  g_autoptr (LkAccount) account = g_object_new (LK_TYPE_ACCOUNT, "id", ACCOUNT_ID, "org-id", "org", "name", "Acme Production",
                                                "api-url", "https://a.invalid", "streaming-url", "https://s.invalid", NULL);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) tenants = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) roles = g_ptr_array_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *endless = g_strnfill (100000, 'x');
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (tokens, make_token ("clientDeploy", "ci-deploy"));
  g_ptr_array_add (tokens, make_token ("clientNoted", NULL));
  g_ptr_array_add (tokens, make_token ("clientSlip", "slip " FAKE_SECRET));
  g_ptr_array_add (tokens, make_token ("client/%2f#?é", "hostile <b>bold</b> \x1b[31m\xe2\x80\xae turned"));
  memcpy (endless, "endless ", strlen ("endless "));
  g_ptr_array_add (tokens, make_token ("clientEndless", endless));
  for (guint i = 0; i < N_ALIKE; i++)
    {
      g_autofree char *id = g_strdup_printf ("clientAlike%u", i);

      g_ptr_array_add (tokens, make_token (id, "alike"));
    }
  g_ptr_array_add (tenants, make_tenant ());

  lk_state_save_account_async (state, account, NULL, NULL, NULL);
  lk_state_save_lists_async (state, ACCOUNT_ID, now, tokens, roles, NULL, NULL, NULL);
  lk_state_save_streaming_async (state, ACCOUNT_ID, now, tenants, NULL, NULL, NULL);
  lk_state_save_pulsar_note_async (state, ACCOUNT_ID, "pulsar-gcp", "orders", "7d3f-pulsar", "billing consumer", NULL, NULL,
                                   NULL);
  lk_state_save_note_async (state, ACCOUNT_ID, "clientNoted", "alike to nothing, nightly", NULL, lk_test_store_result_cb,
                            &result);
  lk_state_save_note_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static void
remember (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (LkState) state = NULL;
  g_autoptr (GError) error = NULL;

  lk_state_open_async (folder, NULL, lk_test_store_result_cb, &result);
  state = lk_state_open_finish (lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  fill (state);
}

/* The service file as it is installed, but for where the program is. */
static void
install_service (GDBusConnection *bus)
{
  g_autofree char *name = g_strconcat (APP_ID ".service", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("LK_TEST_SESSION"), "services", name, NULL);
  g_autofree char *exec = NULL;
  g_autofree char *installed = NULL;
  g_autofree char *there G_GNUC_UNUSED = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_key_file_load_from_file (file, g_getenv ("LK_SERVICE_FILE"), G_KEY_FILE_NONE, NULL));
  installed = g_key_file_get_string (file, "D-BUS Service", "Exec", NULL);
  g_assert_true (g_str_has_suffix (installed, "/latchkey-gui --gapplication-service"));
  exec = g_strconcat (g_getenv ("LK_GUI"), strrchr (installed, ' '), NULL);
  g_key_file_set_string (file, "D-BUS Service", "Exec", exec);
  g_assert_true (g_key_file_save_to_file (file, path, NULL));
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "ReloadConfig", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  install_service (fixture->bus);
  fixture->watch_id = g_bus_watch_name_on_connection (fixture->bus, APP_ID, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                      vanished_cb, fixture, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  if (is_running (fixture))
    quit (fixture);
  g_bus_unwatch_name (fixture->watch_id);
  g_clear_object (&fixture->bus);
}

/* Before there is anything to be found, and nothing is made by looking for it. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
  g_auto (GStrv) ids = find (fixture, "deploy");

  g_assert_cmpuint (g_strv_length (ids), ==, 0);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  remember ();
}

static void
assert_found (Fixture    *fixture,
              const char *text,
              const char *name,
              const char *description)
{
  g_auto (GStrv) ids = find (fixture, text);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) meta = NULL;
  const char *told_name, *told_description, *icon, *id;

  if (name == NULL)
    {
      g_assert_cmpuint (g_strv_length (ids), ==, 0);
      return;
    }

  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  answer = ask (fixture, "GetResultMetas", g_variant_new ("(^as)", ids));
  g_variant_get (answer, "(@aa{sv})", &meta);
  g_assert_cmpuint (g_variant_n_children (meta), ==, 1);
  g_clear_pointer (&answer, g_variant_unref);
  answer = g_variant_get_child_value (meta, 0);
  g_assert_cmpuint (g_variant_n_children (answer), ==, 4);
  g_assert_true (g_variant_lookup (answer, "id", "&s", &id));
  g_assert_true (g_variant_lookup (answer, "name", "&s", &told_name));
  g_assert_true (g_variant_lookup (answer, "description", "&s", &told_description));
  g_assert_true (g_variant_lookup (answer, "gicon", "&s", &icon));
  g_assert_cmpstr (id, ==, ids[0]);
  g_assert_cmpstr (told_name, ==, name);
  g_assert_cmpstr (told_description, ==, description);
}

/* Both kinds, by what people call them and by nothing else; and there is no window for it. */
static void
test_names (Fixture       *fixture,
            gconstpointer  user_data)
{
  assert_found (fixture, "DEPLOY", "ci-deploy", "Application token · Acme Production");
  assert_found (fixture, "acme production deploy", "ci-deploy", "Application token · Acme Production");
  assert_found (fixture, "nightly", "alike to nothing, nightly", "Application token · Acme Production");
  assert_found (fixture, "billing", "billing consumer", "Pulsar token · orders (pulsar-gcp) · Acme Production");
  assert_found (fixture, "orders", "billing consumer", "Pulsar token · orders (pulsar-gcp) · Acme Production");
  assert_found (fixture, "clientDeploy", NULL, NULL);
  assert_found (fixture, "7d3f", NULL, NULL);
  assert_found (fixture, "untitled", NULL, NULL);
  assert_found (fixture, "no such token", NULL, NULL);
  assert_found (fixture, "AstraCS", NULL, NULL);
  assert_found (fixture, "", NULL, NULL);
  g_assert_false (has_window (fixture));
}

/* Who goes on typing gets the same as who begins anew; and what is in the title comes first. */
static void
test_more_words (Fixture       *fixture,
                 gconstpointer  user_data)
{
  static const char *const terms[] = { "ali", "ke", NULL };
  g_auto (GStrv) first = find (fixture, "ali");
  g_autofree const char **ids = NULL;
  g_autoptr (GVariant) answer = ask (fixture, "GetSubsearchResultSet", g_variant_new ("(^as^as)", first, terms));
  g_autofree char *all = NULL;

  g_assert_cmpuint (g_strv_length (first), ==, MOST);
  g_variant_get (answer, "(^a&s)", &ids);
  g_assert_cmpuint (g_strv_length ((GStrv) ids), ==, MOST);
  all = describe (fixture, (const char *const *) ids);
  g_assert_nonnull (strstr (all, "<'alike'>"));
  g_assert_false (has_window (fixture));
}

/* Whatever somebody calls a token, or asks for. */
static void
test_hostile (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const bad_ids[] = { "", "/", "///", "%00/%ff/%/x", "../../..", "a/b/c/d/e", ACCOUNT_ID "///",
                                         ACCOUNT_ID "/c//x", "%zz///x", "%ff///x", NULL };
  g_auto (GStrv) ids = find (fixture, "hostile");
  g_autofree char *all = describe (fixture, (const char *const *) ids);
  g_autofree char *none = describe (fixture, bad_ids);
  g_autofree char *endless = g_strnfill (1000000, 'x');
  g_auto (GStrv) long_ids = find (fixture, "endless");
  g_autofree char *cut = describe (fixture, (const char *const *) long_ids);
  g_auto (GStrv) nothing = find (fixture, endless);
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
    g_variant_unref (ask (fixture, "ActivateResult", g_variant_new ("(s^asu)", bad_ids[i], bad_ids, 0)));
  g_variant_unref (ask (fixture, "ActivateResult", g_variant_new ("(s^asu)", endless, bad_ids, 0)));
  g_assert_false (has_window (fixture));

  /* The wrong types never arrive, and there is nothing else to call. */
  g_assert_null (call (fixture, APP_PATH "/SearchProvider", PROVIDER, "GetInitialResultSet", g_variant_new ("(s)", "x"), &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  g_clear_error (&error);
  g_assert_null (call (fixture, APP_PATH "/SearchProvider", PROVIDER, "Copy", NULL, &error));
  g_assert_error (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
  assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
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
test_many_at_once (Fixture       *fixture,
                   gconstpointer  user_data)
{
  static const char *const terms[] = { "alike", NULL };
  guint n = 0;

  for (guint i = 0; i < 200; i++)
    g_dbus_connection_call (fixture->bus, APP_ID, APP_PATH "/SearchProvider", PROVIDER, "GetInitialResultSet",
                            g_variant_new ("(^as)", terms), NULL, G_DBUS_CALL_FLAGS_NONE, LK_TEST_TIMEOUT_S * 1000, NULL,
                            answered_cb, &n);
  lk_test_wait_until (n == 200);
  assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
}

/* Nobody opened a window, so it does not stay. */
static void
test_ends (Fixture       *fixture,
           gconstpointer  user_data)
{
  assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
  lk_test_wait_until (fixture->running);
  lk_test_wait_until (!fixture->running);
}

/* A result opens the window, which stays, and is searched from then on. */
static void
test_opens (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const char *const terms[] = { "deploy", NULL };
  g_auto (GStrv) ids = find (fixture, "deploy");

  g_assert_false (has_window (fixture));
  g_variant_unref (ask (fixture, "ActivateResult", g_variant_new ("(s^asu)", ids[0], terms, 0)));
  wait_for_window (fixture);
  assert_found (fixture, "nightly", "alike to nothing, nightly", "Application token · Acme Production");
  quit (fixture);

  g_variant_unref (ask (fixture, "LaunchSearch", g_variant_new ("(^asu)", terms, 0)));
  wait_for_window (fixture);
}

static GStrv
list_actions (Fixture    *fixture,
              const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = call (fixture, path, "org.gtk.Actions", "List", NULL, &error);
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
activate_badly (Fixture    *fixture,
                const char *path,
                const char *action)
{
  g_autofree char *endless = g_strnfill (1000000, 'x');
  GVariant *parameters[] = {
    NULL,
    g_variant_new_string (""),
    g_variant_new_string (endless),
    g_variant_new ("(ssss)", ACCOUNT_ID, "", "", "clientDeploy"),
    g_variant_new ("(ssss)", ACCOUNT_ID, "pulsar-gcp", "orders", "7d3f-pulsar"),
    g_variant_new ("(ssss)", "", "", "", ""),
    g_variant_new ("(ssss)", endless, endless, endless, endless),
    g_variant_new ("(ssss)", ACCOUNT_ID, "", "orders", "\xe2\x80\xae<b>%s%n"),
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
      answer = call (fixture, path, "org.gtk.Actions", "Activate", g_variant_new ("(sava{sv})", action, &builder, NULL), NULL);
      g_clear_pointer (&answer, g_variant_unref);
      if (parameter != NULL)
        answer = call (fixture, path, "org.gtk.Actions", "SetState", g_variant_new ("(sva{sv})", action, parameter, NULL), NULL);
    }
}

/* Whoever may talk to the program can have it show something, and nothing else: no action that changes anything or hands out a
 * secret is exported. */
static void
test_actions (Fixture       *fixture,
              gconstpointer  user_data)
{
  static const char *const exported[] = { "about", "check-setup", "help", "preferences", "quit", "rotate-token", "search-tokens",
                                          "show-token", "try-demo", NULL };
  static const char *const of_window[] = { "show-help-overlay", NULL };
  g_auto (GStrv) actions = NULL;
  g_auto (GStrv) of_this_window = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_unref (call (fixture, APP_PATH, "org.freedesktop.Application", "Activate", g_variant_new ("(a{sv})", NULL), &error));
  g_assert_no_error (error);
  wait_for_window (fixture);
  actions = list_actions (fixture, APP_PATH);
  of_this_window = list_actions (fixture, APP_PATH "/window/1");
  g_assert_true (g_strv_length (actions) == g_strv_length ((GStrv) exported));
  for (guint i = 0; actions[i] != NULL; i++)
    g_assert_true (g_strv_contains (exported, actions[i]));
  g_assert_true (g_strv_equal ((const char *const *) of_this_window, of_window));

  for (guint i = 0; exported[i] != NULL; i++)
    if (!g_str_equal (exported[i], "quit") && !g_str_equal (exported[i], "try-demo"))
      activate_badly (fixture, APP_PATH, exported[i]);
  activate_badly (fixture, APP_PATH, "win.export-tokens");
  activate_badly (fixture, APP_PATH "/window/1", "tokens.delete");
  activate_badly (fixture, APP_PATH "/window/1", "tokens.copy-token");
  assert_found (fixture, "deploy", "ci-deploy", "Application token · Acme Production");
  g_assert_cmpuint (count_work (), ==, 0);
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
    { "DesktopId", APP_ID ".desktop" },
    { "BusName", APP_ID },
    { "ObjectPath", APP_PATH "/SearchProvider" },
    { "Version", "2" },
  };

  g_assert_true (g_key_file_load_from_file (file, g_getenv ("LK_SEARCH_PROVIDER_FILE"), G_KEY_FILE_NONE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *value = g_key_file_get_string (file, "Shell Search Provider", values[i].key, NULL);

      g_assert_cmpstr (value, ==, values[i].value);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desktop/file", test_file);
  ADD ("/desktop/nothing", test_nothing); /* first: it leaves something to be found */
  ADD ("/desktop/names", test_names);
  ADD ("/desktop/more-words", test_more_words);
  ADD ("/desktop/hostile", test_hostile);
  ADD ("/desktop/many-at-once", test_many_at_once);
  ADD ("/desktop/ends", test_ends);
  ADD ("/desktop/opens", test_opens);
  ADD ("/desktop/actions", test_actions);

  return g_test_run ();
}
