/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-desktop.h"

#include "lk-app-token.h"
#include "lk-state-streaming.h"
#include "lk-tenant.h"
#include "lk-test.h"

#include <string.h>

#define FAKE_SECRET "AstraCS:fakeFAKEfakeFAKE:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define N_ALIKE 30

static void
appeared_cb (GDBusConnection *bus,
             const char      *name,
             const char      *owner,
             gpointer         user_data)
{
  ((LkTestDesktop *) user_data)->running = TRUE;
}

static void
vanished_cb (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  ((LkTestDesktop *) user_data)->running = FALSE;
}

GVariant *
lk_test_desktop_call (LkTestDesktop  *fixture,
                      const char     *path,
                      const char     *interface,
                      const char     *method,
                      GVariant       *parameters,
                      GError        **error)
{
  return g_dbus_connection_call_sync (fixture->bus, LK_TEST_APP_ID, path, interface, method, parameters, NULL,
                                      G_DBUS_CALL_FLAGS_NONE, LK_TEST_TIMEOUT_S * 1000, NULL, error);
}

GVariant *
lk_test_desktop_ask (LkTestDesktop *fixture,
                     const char    *method,
                     GVariant      *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = lk_test_desktop_call (fixture, LK_TEST_APP_PATH "/SearchProvider", LK_TEST_PROVIDER, method, parameters,
                                           &error);

  g_assert_no_error (error);

  return answer;
}

GStrv
lk_test_desktop_find (LkTestDesktop *fixture,
                      const char    *text)
{
  g_auto (GStrv) terms = g_strsplit (text, " ", -1);
  g_autoptr (GVariant) answer = lk_test_desktop_ask (fixture, "GetInitialResultSet", g_variant_new ("(^as)", terms));
  char **ids;

  g_variant_get (answer, "(^as)", &ids);

  return ids;
}

gboolean
lk_test_desktop_has_window (LkTestDesktop *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    lk_test_desktop_call (fixture, LK_TEST_APP_PATH, "org.freedesktop.DBus.Introspectable", "Introspect", NULL, &error);
  const char *xml;

  g_assert_no_error (error);
  g_variant_get (answer, "(&s)", &xml);

  return strstr (xml, "node name=\"window\"") != NULL;
}

static gboolean
is_running (LkTestDesktop *fixture)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean running;

  answer = g_dbus_connection_call_sync (fixture->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)",
                                                                       LK_TEST_APP_ID), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL,
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
void
lk_test_desktop_wait_for_window (LkTestDesktop *fixture)
{
  guint id = g_timeout_add (20, tick_cb, NULL);

  lk_test_wait_until (lk_test_desktop_has_window (fixture));
  g_source_remove (id);
}

void
lk_test_desktop_quit (LkTestDesktop *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer G_GNUC_UNUSED =
    lk_test_desktop_call (fixture, LK_TEST_APP_PATH, "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sava{sv})", "quit", NULL, NULL), &error);

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
  g_autoptr (LkAccount) account = g_object_new (LK_TYPE_ACCOUNT, "id", LK_TEST_ACCOUNT_ID, "org-id", "org", "name",
                                                "Acme Production",
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
  lk_state_save_lists_async (state, LK_TEST_ACCOUNT_ID, now, tokens, roles, NULL, NULL, NULL);
  lk_state_save_streaming_async (state, LK_TEST_ACCOUNT_ID, now, tenants, NULL, NULL, NULL);
  lk_state_save_pulsar_note_async (state, LK_TEST_ACCOUNT_ID, "pulsar-gcp", "orders", "7d3f-pulsar", "billing consumer", NULL,
                                   NULL, NULL);
  lk_state_save_note_async (state, LK_TEST_ACCOUNT_ID, "clientNoted", "alike to nothing, nightly", NULL, lk_test_store_result_cb,
                            &result);
  lk_state_save_note_finish (state, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

void
lk_test_desktop_remember (void)
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
  g_autofree char *name = g_strconcat (LK_TEST_APP_ID ".service", NULL);
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

void
lk_test_desktop_set_up (LkTestDesktop *fixture,
                        gconstpointer  user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  install_service (fixture->bus);
  fixture->watch_id = g_bus_watch_name_on_connection (fixture->bus, LK_TEST_APP_ID, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb,
                                                      vanished_cb, fixture, NULL);
}

void
lk_test_desktop_tear_down (LkTestDesktop *fixture,
                           gconstpointer  user_data)
{
  if (is_running (fixture))
    lk_test_desktop_quit (fixture);
  g_bus_unwatch_name (fixture->watch_id);
  g_clear_object (&fixture->bus);
}

void
lk_test_desktop_assert_found (LkTestDesktop *fixture,
                              const char    *text,
                              const char    *name,
                              const char    *description)
{
  g_auto (GStrv) ids = lk_test_desktop_find (fixture, text);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) meta = NULL;
  const char *told_name, *told_description, *icon, *id;

  if (name == NULL)
    {
      g_assert_cmpuint (g_strv_length (ids), ==, 0);
      return;
    }

  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  answer = lk_test_desktop_ask (fixture, "GetResultMetas", g_variant_new ("(^as)", ids));
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
