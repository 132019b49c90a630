/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-session-manager.h"

#include "lk-test.h"

#define INHIBIT_LOGOUT 1
#define INHIBIT_SUSPEND 4

struct _LkTestSessionManager
{
  GThread         *thread;
  GMainContext    *context;
  GMainLoop       *loop;
  GDBusConnection *connection;
  int              n_inhibits; /* atomic: that hold now */
  int              n_total;    /* atomic: that there ever were */
  GAsyncQueue     *ready;
};

static const char introspection[] =
  "<node><interface name='org.gnome.SessionManager'>"
  "<method name='Inhibit'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='u' direction='in'/><arg type='u' direction='out'/></method>"
  "<method name='Uninhibit'><arg type='u' direction='in'/></method>"
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
  LkTestSessionManager *self = user_data;
  const char *reason;
  guint flags;

  if (g_str_equal (method, "Uninhibit"))
    {
      g_atomic_int_dec_and_test (&self->n_inhibits);
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }

  g_variant_get (parameters, "(&su&su)", NULL, NULL, &reason, &flags);
  g_assert_cmpuint (flags, ==, INHIBIT_LOGOUT | INHIBIT_SUSPEND);
  g_assert_cmpstr (reason, !=, "");
  g_atomic_int_inc (&self->n_inhibits);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", (guint) g_atomic_int_add (&self->n_total, 1) + 1));
}

static const GDBusInterfaceVTable vtable = { .method_call = method_called_cb };

static void
acquired_cb (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  LkTestSessionManager *self = user_data;

  g_async_queue_push (self->ready, self);
}

static gpointer
run (gpointer user_data)
{
  LkTestSessionManager *self = user_data;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  guint id, owner;

  g_main_context_push_thread_default (self->context);
  self->connection = g_dbus_connection_new_for_address_sync (address,
                                                             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                               G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                             NULL, NULL, NULL);
  g_assert_nonnull (self->connection);
  id = g_dbus_connection_register_object (self->connection, "/org/gnome/SessionManager", node->interfaces[0], &vtable,
                                          self, NULL, NULL);
  g_assert_cmpuint (id, >, 0);
  owner = g_bus_own_name_on_connection (self->connection, "org.gnome.SessionManager", G_BUS_NAME_OWNER_FLAGS_NONE,
                                        acquired_cb, NULL, self, NULL);
  g_main_loop_run (self->loop);
  g_bus_unown_name (owner);
  g_dbus_connection_unregister_object (self->connection, id);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

LkTestSessionManager *
lk_test_session_manager_new (void)
{
  LkTestSessionManager *self = g_new0 (LkTestSessionManager, 1);

  self->ready = g_async_queue_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("session-manager", run, self);
  g_assert_true (g_async_queue_timeout_pop (self->ready, LK_TEST_TIMEOUT_S * G_USEC_PER_SEC) == self);

  return self;
}

void
lk_test_session_manager_free (LkTestSessionManager *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->ready, g_async_queue_unref);
  g_free (self);
}

/* How many ask the session to wait now. */
guint
lk_test_session_manager_count_inhibits (LkTestSessionManager *self)
{
  return (guint) g_atomic_int_get (&self->n_inhibits);
}

/* How many have asked, ever. */
guint
lk_test_session_manager_count_total (LkTestSessionManager *self)
{
  return (guint) g_atomic_int_get (&self->n_total);
}
