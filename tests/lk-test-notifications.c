/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-notifications.h"

#include "lk-test.h"

#define NAME "org.gtk.Notifications"
#define PATH "/org/gtk/Notifications"

struct _LkTestNotifications
{
  GThread         *thread;
  GMainContext    *context;
  GMainLoop       *loop;
  GDBusConnection *connection;
  GAsyncQueue     *ready;

  GMutex           mutex;  /* of what follows */
  GHashTable      *shown;  /* ids, a set */
  GVariant        *last;   /* NULL: there was none */
  char            *sender; /* of the last */
  guint            n_sent;
};

static const char introspection[] =
  "<node><interface name='org.gtk.Notifications'>"
  "<method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/></method>"
  "<method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>"
  "</interface></node>";

static void
method_called_cb (GDBusConnection       *connection,
                  const char            *sender,
                  const char            *path,
                  const char            *interface,
                  const char            *method,
                  GVariant              *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer               user_data)
{
  LkTestNotifications *self = user_data;
  const char *id;

  g_mutex_lock (&self->mutex);
  g_variant_get_child (parameters, 1, "&s", &id);
  if (g_str_equal (method, "AddNotification"))
    {
      g_hash_table_add (self->shown, g_strdup (id));
      g_clear_pointer (&self->last, g_variant_unref);
      self->last = g_variant_get_child_value (parameters, 2);
      g_free (self->sender);
      self->sender = g_strdup (sender);
      self->n_sent++;
    }
  else
    {
      g_hash_table_remove (self->shown, id);
    }
  g_mutex_unlock (&self->mutex);
  g_dbus_method_invocation_return_value (invocation, NULL);
  g_main_context_wakeup (NULL);
}

static const GDBusInterfaceVTable vtable = { .method_call = method_called_cb };

static void
acquired_cb (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  LkTestNotifications *self = user_data;

  g_async_queue_push (self->ready, self);
}

static gpointer
run (gpointer user_data)
{
  LkTestNotifications *self = user_data;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  guint id, owner;

  g_main_context_push_thread_default (self->context);
  self->connection = g_dbus_connection_new_for_address_sync (address,
                                                             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                               G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                             NULL, NULL, NULL);
  g_assert_nonnull (self->connection);
  id = g_dbus_connection_register_object (self->connection, PATH, node->interfaces[0], &vtable, self, NULL, NULL);
  g_assert_cmpuint (id, >, 0);
  owner = g_bus_own_name_on_connection (self->connection, NAME, G_BUS_NAME_OWNER_FLAGS_NONE, acquired_cb, NULL, self,
                                        NULL);
  g_main_loop_run (self->loop);
  g_bus_unown_name (owner);
  g_dbus_connection_unregister_object (self->connection, id);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

LkTestNotifications *
lk_test_notifications_new (void)
{
  LkTestNotifications *self = g_new0 (LkTestNotifications, 1);

  g_mutex_init (&self->mutex);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ready = g_async_queue_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("notifications", run, self);
  g_assert_true (g_async_queue_timeout_pop (self->ready, LK_TEST_TIMEOUT_S * G_USEC_PER_SEC) == self);

  return self;
}

void
lk_test_notifications_free (LkTestNotifications *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->ready, g_async_queue_unref);
  g_clear_pointer (&self->shown, g_hash_table_unref);
  g_clear_pointer (&self->last, g_variant_unref);
  g_clear_pointer (&self->sender, g_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
lk_test_notifications_count (LkTestNotifications *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_sent;
  g_mutex_unlock (&self->mutex);

  return n;
}

guint
lk_test_notifications_get_shown (LkTestNotifications *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = g_hash_table_size (self->shown);
  g_mutex_unlock (&self->mutex);

  return n;
}

/* NULL: the last has no such thing. All of it for a key that is NULL. */
char *
lk_test_notifications_dup (LkTestNotifications *self,
                           const char          *key)
{
  g_autoptr (GVariant) last = NULL;
  g_autoptr (GVariant) value = NULL;

  g_mutex_lock (&self->mutex);
  last = g_variant_ref (self->last);
  g_mutex_unlock (&self->mutex);
  if (key == NULL)
    return g_variant_print (last, FALSE);

  value = g_variant_lookup_value (last, key, NULL);
  if (value == NULL)
    return NULL;

  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (value, NULL)
                                                             : g_variant_print (value, FALSE);
}

/* As the desktop does: it calls the action of the application that the notification, or a button on it, names. */
static void
activate (LkTestNotifications *self,
          const char          *action,
          GVariant            *target)
{
  GVariantBuilder targets, platform;

  g_assert_true (g_str_has_prefix (action, "app."));
  g_variant_builder_init (&targets, G_VARIANT_TYPE ("av"));
  g_variant_builder_init (&platform, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add_value (&targets, g_variant_new_variant (target));
  g_mutex_lock (&self->mutex);
  g_dbus_connection_call (self->connection, self->sender, "/io/github/latchkey_app/Latchkey",
                          "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sava{sv})", action + strlen ("app."), &targets, &platform), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
  g_mutex_unlock (&self->mutex);
}

static GVariant *
get_last (LkTestNotifications *self)
{
  GVariant *last;

  g_mutex_lock (&self->mutex);
  last = g_variant_ref (self->last);
  g_mutex_unlock (&self->mutex);

  return last;
}

void
lk_test_notifications_click (LkTestNotifications *self)
{
  g_autoptr (GVariant) last = get_last (self);
  g_autoptr (GVariant) target = g_variant_lookup_value (last, "default-action-target", NULL);
  const char *action;

  g_assert_true (g_variant_lookup (last, "default-action", "&s", &action));
  activate (self, action, target);
}

void
lk_test_notifications_click_button (LkTestNotifications *self)
{
  g_autoptr (GVariant) last = get_last (self);
  g_autoptr (GVariant) buttons = g_variant_lookup_value (last, "buttons", G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GVariant) button = NULL;
  g_autoptr (GVariant) target = NULL;
  const char *action;

  g_assert_nonnull (buttons);
  g_assert_cmpuint (g_variant_n_children (buttons), ==, 1);
  button = g_variant_get_child_value (buttons, 0);
  target = g_variant_lookup_value (button, "target", NULL);
  g_assert_true (g_variant_lookup (button, "action", "&s", &action));
  activate (self, action, target);
}
