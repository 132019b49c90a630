/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-service.h"

/*< private >
 * LkKeyringService:
 *
 * The service of libsecret, without an ear for what it tells of collections: nobody here asks for that, and libsecret (0.20.5)
 * reads a list that it no longer has, and crashes, when a service that was started anew tells of a new collection, as KeePassXC
 * does.
 */
struct _LkKeyringService
{
  SecretService  parent_instance;

  char          *owner; /* who had the name on the bus when the session was opened; NULL: nobody */
};

G_DEFINE_FINAL_TYPE (LkKeyringService, lk_keyring_service, SECRET_TYPE_SERVICE)

static void
lk_keyring_service_signal (GDBusProxy *proxy,
                           const char *sender,
                           const char *name,
                           GVariant   *parameters)
{
}

static void
lk_keyring_service_finalize (GObject *object)
{
  LkKeyringService *self = LK_KEYRING_SERVICE (object);

  g_clear_pointer (&self->owner, g_free);

  G_OBJECT_CLASS (lk_keyring_service_parent_class)->finalize (object);
}

static void
lk_keyring_service_class_init (LkKeyringServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GDBusProxyClass *proxy_class = G_DBUS_PROXY_CLASS (klass);

  object_class->finalize = lk_keyring_service_finalize;
  proxy_class->g_signal = lk_keyring_service_signal;
}

static void
lk_keyring_service_init (LkKeyringService *self)
{
}

/*< private >
 * lk_keyring_service_set_opened:
 * @self: a service
 *
 * To be called once it has a session.
 */
void
lk_keyring_service_set_opened (LkKeyringService *self)
{
  g_free (self->owner);
  self->owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self));
}

/*< private >
 * lk_keyring_service_is_lost:
 * @self: a service with a session
 *
 * Tells whether the program behind it is another now, or none: the session is lost then. Most calls say so by an error, but
 * KeePassXC 2.7.4 takes a secret for a session that it does not know, and says afterwards that a person did not want it.
 *
 * Returns: whether it is
 */
gboolean
lk_keyring_service_is_lost (LkKeyringService *self)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self));

  return g_strcmp0 (owner, self->owner) != 0;
}
