/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-application.h"

#include "lk-about.h"
#include "lk-application-keys.h"
#include "lk-clipboard.h"
#include "lk-config.h"
#include "lk-demo-host.h"
#include "lk-expiry-notices.h"
#include "lk-help.h"
#include "lk-high-contrast.h"
#include "lk-names.h"
#include "lk-network-return.h"
#include "lk-preferences-dialog.h"
#include "lk-rotation-notices.h"
#include "lk-setup-dialog.h"
#include "lk-proxy.h"
#include "lk-search-provider.h"
#include "lk-settings.h"
#include "lk-wanted.h"
#include "lk-window.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define IDLE_MS 10000 /* without a window; what the desktop's search asked for is answered by then */
#define KEEP_ACTIVITY_DAYS 365 /* where there are no settings */

/**
 * LkApplication:
 *
 * The application: opens what is remembered, then the one window. With the demo it is an instance of its own, on a
 * database in a temporary folder and a service that is its child.
 */
struct _LkApplication
{
  AdwApplication  parent_instance;

  gboolean        demo;
  gboolean        starting;
  gboolean        leaving; /* the demo's secrets are being removed */
  GSettings      *settings; /* NULL: there are none, say in a build folder */
  LkOffice       *office; /* NULL until the database is open */
  LkExpiryNotices *notices; /* NULL until there is a window on it */
  LkRotationNotices *rotation_notices; /* the same */
  LkNetworkReturn *network_return; /* the same */
  LkSearchProvider *search_provider; /* NULL: in the demo */
  LkWanted       *wanted;
  LkDemoHost     *host;   /* NULL but in the demo */
  char           *demo_folder; /* NULL but in the demo */
};

G_DEFINE_FINAL_TYPE (LkApplication, lk_application, ADW_TYPE_APPLICATION)

static LkWindow *
get_window (LkApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    if (LK_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static void
show_wanted (LkApplication *self)
{
  lk_wanted_show (self->wanted, get_window (self));
}

static void
present (LkApplication *self,
         const GError  *error)
{
  LkWindow *window = lk_window_new (GTK_APPLICATION (self), self->office, self->demo);
  LkInventories *inventories = lk_window_get_inventories (window);

  if (error != NULL)
    lk_window_show_failure (window, error->message);
  gtk_window_present (GTK_WINDOW (window));
  if (inventories != NULL)
    {
      self->notices = lk_expiry_notices_new (G_APPLICATION (self), inventories);
      self->rotation_notices = lk_rotation_notices_new (G_APPLICATION (self), inventories);
      self->network_return = lk_network_return_new (inventories, NULL);
      if (self->search_provider != NULL)
        lk_search_provider_set_inventories (self->search_provider, inventories);
      g_signal_connect_object (inventories, "changed", G_CALLBACK (show_wanted), self, G_CONNECT_SWAPPED);
      show_wanted (self);
    }
  self->starting = FALSE;
  g_application_release (G_APPLICATION (self));
}

static void
demo_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (LkApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  lk_demo_host_open_finish (LK_DEMO_HOST (source), result, &error);
  present (self, error);
}

static void
demo_swept_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (LkApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_demo_host_sweep_finish (LK_DEMO_HOST (source), result, &error))
    g_debug ("What an earlier demo kept is still there: %s", error->message);

  lk_demo_host_open_async (self->host, self->office, NULL, demo_opened_cb, g_object_ref (self));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LkApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_office_load_finish (LK_OFFICE (source), result, &error) || !self->demo)
    {
      present (self, error);
      return;
    }

  self->host = lk_demo_host_new ();
  lk_demo_host_sweep_async (self->host, lk_office_get_keyring (self->office), NULL, demo_swept_cb,
                            g_object_ref (self));
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  /* It is tried again at the next start. */
  if (!lk_office_forget_activity_finish (LK_OFFICE (source), result, &error))
    g_debug ("What was done long ago is still remembered: %s", error->message);
}

static void
forget_old_activity (LkApplication *self)
{
  int days = lk_settings_get_int ("keep-activity-days", KEEP_ACTIVITY_DAYS);

  if (days > 0)
    lk_office_forget_activity_async (self->office, (guint) days, NULL, forgotten_cb, NULL);
}

static void
follow_settings (LkApplication *self)
{
  g_autoptr (LkProxy) proxy = lk_proxy_new (NULL);

  lk_office_set_proxy (self->office, proxy);
  forget_old_activity (self);
  self->settings = lk_settings_new ();
  if (self->settings == NULL)
    return;

  g_settings_bind (self->settings, "use-system-proxy", proxy, "direct",
                   G_SETTINGS_BIND_GET | G_SETTINGS_BIND_INVERT_BOOLEAN);
  g_signal_connect_object (self->settings, "changed::keep-activity-days", G_CALLBACK (forget_old_activity), self,
                           G_CONNECT_SWAPPED);
}

static void
state_opened_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LkApplication) self = user_data;
  g_autoptr (LkKeyring) keyring = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkState) state = lk_state_open_finish (result, &error);

  if (state == NULL)
    {
      present (self, error);
      return;
    }

  if (self->demo)
    keyring = lk_keyring_new (LK_KEYRING_APPLICATION_DEMO, "session");
  else
    keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  self->office = lk_office_new (keyring, state);
  follow_settings (self);
  lk_office_load_async (self->office, NULL, loaded_cb, g_object_ref (self));
}

/* Where the database is, but for the demo's. */
static char *
make_folder_name (void)
{
  return g_build_filename (g_get_user_data_dir (), "latchkey", NULL);
}

/* The demo's secrets go with it: the application lives until the keyring has answered. */
static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_demo_host_sweep_finish (LK_DEMO_HOST (source), result, &error))
    g_debug ("The demo’s secrets stay until the next one: %s", error->message);

  LK_APPLICATION (self)->leaving = FALSE;
  g_application_release (self);
}

static void
focus_changed_cb (GtkWindow  *window,
                  GParamSpec *pspec,
                  gpointer    user_data)
{
  LkApplication *self = user_data;

  if (!gtk_window_is_active (window))
    return;

  lk_clipboard_sweep (gtk_widget_get_display (GTK_WIDGET (window)));
  /* The machine may have slept. */
  if (self->notices != NULL)
    lk_expiry_watch_check (lk_expiry_notices_get_watch (self->notices));
  if (self->rotation_notices != NULL)
    lk_rotation_notices_check (self->rotation_notices);
}

static void
lk_application_window_added (GtkApplication *application,
                             GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (lk_application_parent_class)->window_added (application, window);
  g_application_set_inactivity_timeout (G_APPLICATION (application), 0);

  g_signal_connect (window, "notify::is-active", G_CALLBACK (focus_changed_cb), application);
}

static void
lk_application_window_removed (GtkApplication *application,
                               GtkWindow      *window)
{
  LkApplication *self = LK_APPLICATION (application);

  /* Of the demo nothing stays. */
  if (LK_IS_WINDOW (window) && self->demo && self->notices != NULL)
    {
      lk_expiry_notices_withdraw (self->notices);
      lk_rotation_notices_withdraw (self->rotation_notices);
    }
  if (LK_IS_WINDOW (window))
    {
      g_clear_object (&self->notices);
      g_clear_object (&self->rotation_notices);
      g_clear_object (&self->network_return);
      if (self->search_provider != NULL)
        lk_search_provider_set_inventories (self->search_provider, NULL);
    }
  if (LK_IS_WINDOW (window) && self->host != NULL)
    {
      self->leaving = TRUE;
      g_application_hold (G_APPLICATION (self));
      lk_demo_host_sweep_async (self->host, lk_office_get_keyring (self->office), NULL, left_cb,
                                g_object_ref (self));
    }

  GTK_APPLICATION_CLASS (lk_application_parent_class)->window_removed (application, window);
}

static void
lk_application_activate (GApplication *application)
{
  LkApplication *self = LK_APPLICATION (application);
  LkWindow *window = get_window (self);
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  if (window != NULL || self->starting)
    {
      if (window != NULL)
        gtk_window_present (GTK_WINDOW (window));
      return;
    }

  self->starting = TRUE;
  g_application_hold (application);
  if (self->office != NULL)
    {
      present (self, NULL);
      return;
    }
  if (self->demo)
    self->demo_folder = g_dir_make_tmp ("latchkey-demo-XXXXXX", &error);
  if (error != NULL)
    {
      present (self, error);
      return;
    }

  folder = self->demo ? g_strdup (self->demo_folder) : make_folder_name ();
  lk_state_open_async (folder, NULL, state_opened_cb, g_object_ref (self));
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LkApplication *self = LK_APPLICATION (user_data);
  LkWindow *window = get_window (self);

  /* Through the window, which may have a reason to stay. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else if (!self->leaving)
    g_application_quit (G_APPLICATION (self));
}

/* What a notification calls, or the desktop's search, which may have started the application to do so. */
static void
want_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  LkApplication *self = LK_APPLICATION (user_data);

  lk_wanted_set (self->wanted, g_action_get_name (G_ACTION (action)), parameter);
  g_application_activate (G_APPLICATION (self));
  show_wanted (self);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LkApplication *self = LK_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  /* Once, and over nothing that waits for an answer. */
  if (window != NULL && self->office != NULL && LK_IS_WINDOW (window))
    lk_dialog_present (lk_preferences_dialog_new (self->office), GTK_WIDGET (window));
}

static void
check_setup_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  LkApplication *self = LK_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL && self->office != NULL && LK_IS_WINDOW (window))
    lk_dialog_present (lk_setup_dialog_new (self->office), GTK_WIDGET (window));
}

static void
help_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (window != NULL)
    lk_help_show (window, lk_help_find_page (window));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  static const LkAbout about = {
    .application_name = "Latchkey",
    .application_icon = LK_APP_ID,
    .version = LK_VERSION,
    .developer_name = "The Latchkey Developers",
    .website = "https://github.com/latchkey-app/latchkey",
    .issue_url = "https://github.com/latchkey-app/latchkey/issues",
  };
  LkWindow *window = get_window (user_data);

  if (window != NULL)
    lk_about_present (GTK_WIDGET (window), &about);
}

static void
try_demo_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  LkWindow *window = get_window (user_data);
  /* The program that runs, installed or not; the link to one that was replaced since leads nowhere. */
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  gboolean there = path != NULL && g_file_test (path, G_FILE_TEST_IS_EXECUTABLE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  /* Somebody on the bus may ask as well as the person before the window; without that, nobody could have. */
  if (window == NULL)
    return;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, there ? path : LK_LIBEXECDIR "/latchkey-gui", "--demo", NULL);
  if (process == NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", error->message);
}

static void
lk_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "help", .activate = help_action },
    { .name = "about", .activate = about_action },
    { .name = "preferences", .activate = preferences_action },
    { .name = "check-setup", .activate = check_setup_action },
    { .name = "try-demo", .activate = try_demo_action },
    { .name = LK_SHOW_TOKEN_ACTION, .activate = want_action, .parameter_type = LK_SHOW_TOKEN_TYPE },
    { .name = LK_ROTATE_TOKEN_ACTION, .activate = want_action, .parameter_type = LK_ROTATE_TOKEN_TYPE },
    { .name = LK_SEARCH_TOKENS_ACTION, .activate = want_action, .parameter_type = LK_SEARCH_TOKENS_TYPE },
  };
  G_APPLICATION_CLASS (lk_application_parent_class)->startup (application);
  /* A service that nobody has opened a window of. */
  g_application_set_inactivity_timeout (application, IDLE_MS);

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  lk_application_keys_set (GTK_APPLICATION (application));
  lk_high_contrast_follow ();
  lk_names_hide_types ();
  gtk_window_set_default_icon_name (LK_APP_ID);
}

static gboolean
lk_application_dbus_register (GApplication     *application,
                              GDBusConnection  *connection,
                              const char       *object_path,
                              GError          **error)
{
  LkApplication *self = LK_APPLICATION (application);
  g_autofree char *folder = make_folder_name ();

  if (!G_APPLICATION_CLASS (lk_application_parent_class)->dbus_register (application, connection, object_path, error))
    return FALSE;
  /* Nobody wants to find what is not real. */
  if (self->demo)
    return TRUE;

  self->search_provider = lk_search_provider_new (GTK_APPLICATION (self), folder);

  return lk_search_provider_export (self->search_provider, connection, object_path, error);
}

static void
lk_application_dbus_unregister (GApplication    *application,
                                GDBusConnection *connection,
                                const char      *object_path)
{
  LkApplication *self = LK_APPLICATION (application);

  if (self->search_provider != NULL)
    lk_search_provider_unexport (self->search_provider);
  g_clear_object (&self->search_provider);

  G_APPLICATION_CLASS (lk_application_parent_class)->dbus_unregister (application, connection, object_path);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
remove_demo_folder (LkApplication *self)
{
  g_autofree char *escrow = g_build_filename (self->demo_folder, "escrow", NULL);

  remove_folder (escrow);
  remove_folder (self->demo_folder);
}

static void
lk_application_shutdown (GApplication *application)
{
  LkApplication *self = LK_APPLICATION (application);
  GdkDisplay *display = gdk_display_get_default ();

  /* GTK hands the clipboard to a manager when it ends: a secret would outlive us there. */
  if (display != NULL)
    lk_clipboard_clear_secret (display);

  g_clear_object (&self->notices);
  g_clear_object (&self->rotation_notices);
  g_clear_object (&self->network_return);
  g_clear_object (&self->host);
  g_clear_object (&self->settings);
  g_clear_object (&self->office);
  if (self->demo_folder != NULL)
    remove_demo_folder (self);

  G_APPLICATION_CLASS (lk_application_parent_class)->shutdown (application);
}

static void
lk_application_finalize (GObject *object)
{
  LkApplication *self = LK_APPLICATION (object);

  g_clear_pointer (&self->demo_folder, g_free);
  g_clear_pointer (&self->wanted, lk_wanted_free);

  G_OBJECT_CLASS (lk_application_parent_class)->finalize (object);
}

static void
lk_application_class_init (LkApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = lk_application_finalize;
  application_class->activate = lk_application_activate;
  application_class->startup = lk_application_startup;
  application_class->shutdown = lk_application_shutdown;
  application_class->dbus_register = lk_application_dbus_register;
  application_class->dbus_unregister = lk_application_dbus_unregister;
  GTK_APPLICATION_CLASS (klass)->window_added = lk_application_window_added;
  GTK_APPLICATION_CLASS (klass)->window_removed = lk_application_window_removed;
}

static void
lk_application_init (LkApplication *self)
{
  static const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open on a demo service"), NULL },
    { NULL }
  };

  self->wanted = lk_wanted_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

static int
ignore_options_cb (GApplication *application,
                   GVariantDict *options,
                   gpointer      user_data)
{
  return -1;
}

/**
 * lk_application_new:
 * @demo: whether to open on the demo service
 *
 * Makes the application.
 *
 * Returns: (transfer full): the application
 */
LkApplication *
lk_application_new (gboolean demo)
{
  LkApplication *self = g_object_new (LK_TYPE_APPLICATION,
                                      "application-id", demo ? LK_APP_ID ".Demo" : LK_APP_ID,
                                      "resource-base-path", "/io/github/latchkey_app/Latchkey",
                                      NULL);

  self->demo = demo;
  g_signal_connect (self, "handle-local-options", G_CALLBACK (ignore_options_cb), NULL);

  return self;
}
