/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-notice.h"

#define DBUS_NAME "org.freedesktop.DBus"
#define SANDBOX_MARK "/.flatpak-info"
#define DBUS_PATH "/org/freedesktop/DBus"

/* Who takes notifications, in the order in which GLib looks for them; in a sandbox a portal does. */
static const struct
{
  const char *name;
  gboolean    startable;
} services[] = {
  { "org.gtk.Notifications", FALSE },
  { "org.freedesktop.Notifications", FALSE },
  { "org.freedesktop.Notifications", TRUE },
};

/* A notification on its way. */
typedef struct
{
  GApplication  *application;
  char          *id;
  GNotification *notification;
  GCancellable  *cancellable; /* what it tells is settled, or told anew */
  guint          n_asked; /* how many of the services do not answer */
} Delivery;

static void
delivery_free (Delivery *delivery)
{
  g_object_unref (delivery->application);
  g_object_unref (delivery->notification);
  g_object_unref (delivery->cancellable);
  g_free (delivery->id);
  g_free (delivery);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Delivery, delivery_free)

static void deliver (Delivery *delivery);

/* Whoever could be started has answered with a number. */
static gboolean
is_there (Delivery *delivery,
          GVariant *reply)
{
  gboolean owned = TRUE;

  if (reply != NULL && !services[delivery->n_asked].startable)
    g_variant_get (reply, "(b)", &owned);

  return reply != NULL && owned;
}

static void
asked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Delivery) delivery = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!is_there (delivery, reply))
    {
      delivery->n_asked++;
      deliver (g_steal_pointer (&delivery));
      return;
    }

  g_application_send_notification (delivery->application, delivery->id, delivery->notification);
}

/* GLib warns of a desktop that takes no notifications, and a test ends at each warning: such a one is spared them. */
static void
deliver (Delivery *delivery)
{
  g_autoptr (Delivery) own = delivery;
  GDBusConnection *connection = g_application_get_dbus_connection (delivery->application);
  gboolean startable;
  GVariant *parameters;

  if (g_file_test (SANDBOX_MARK, G_FILE_TEST_EXISTS))
    {
      g_application_send_notification (delivery->application, delivery->id, delivery->notification);
      return;
    }
  if (connection == NULL || delivery->n_asked == G_N_ELEMENTS (services))
    {
      g_debug ("Nobody takes notifications");
      return;
    }

  startable = services[delivery->n_asked].startable;
  if (startable)
    parameters = g_variant_new ("(su)", services[delivery->n_asked].name, 0);
  else
    parameters = g_variant_new ("(s)", services[delivery->n_asked].name);
  g_dbus_connection_call (connection, DBUS_NAME, DBUS_PATH, DBUS_NAME, startable ? "StartServiceByName" : "NameHasOwner",
                          parameters, startable ? G_VARIANT_TYPE ("(u)") : G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE,
                          -1, delivery->cancellable, asked_cb, g_steal_pointer (&own));
}

/**
 * lk_notice_send:
 * @application: the application
 * @id: what it is withdrawn by, and what replaces it
 * @notification: the notification
 * @cancellable: cancelled where it must not come any more
 *
 * Sends a notification if anybody takes it.
 */
void
lk_notice_send (GApplication  *application,
                const char    *id,
                GNotification *notification,
                GCancellable  *cancellable)
{
  Delivery *delivery = g_new0 (Delivery, 1);

  delivery->application = g_object_ref (application);
  delivery->id = g_strdup (id);
  delivery->notification = g_object_ref (notification);
  delivery->cancellable = g_object_ref (cancellable);
  deliver (delivery);
}
