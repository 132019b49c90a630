/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SECRET_API_SUBJECT_TO_CHANGE /* object paths: a look-up through them needs no proxy an item */

#include "lk-keyring-steps.h"

#include "lk-keyring-private.h"
#include "lk-keyring-service.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_ALIAS "default"

/* Searches ignore the schema: a locked collection answers for hashed attributes only without it (measured). */
static const SecretSchema schema = {
  LK_KEYRING_SCHEMA,
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "field", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "org-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "client-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "tenant", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "cluster", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "token-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "environment", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "intent", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/**
 * lk_keyring_steps_is_known:
 * @key: the name of an attribute
 *
 * Returns: whether it is one that the schema knows
 */
gboolean
lk_keyring_steps_is_known (const char *key)
{
  for (guint i = 0; schema.attributes[i].name != NULL; i++)
    if (g_str_equal (schema.attributes[i].name, key))
      return TRUE;

  return FALSE;
}

static gboolean
is_line (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return FALSE;

  return g_utf8_validate (text, -1, NULL);
}

/**
 * lk_keyring_steps_check_attributes:
 * @attributes: (element-type utf8 utf8): of an item, or of a search
 * @error: return location for %LK_KEYRING_ERROR_BAD_VALUE
 *
 * Tells whether every attribute is one that the schema knows, and its value one line of UTF-8. libsecret and D-Bus
 * would log a critical for another, and libsecret never call back.
 *
 * Returns: whether they are
 */
gboolean
lk_keyring_steps_check_attributes (GHashTable  *attributes,
                                   GError     **error)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (lk_keyring_steps_is_known (key) && is_line (value))
        continue;

      g_set_error_literal (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE,
                           _("An attribute of this keyring entry cannot be kept"));
      return FALSE;
    }

  return TRUE;
}

typedef struct
{
  LkKeyringCall *call;
  LkKeyringStep  next;
  LkKeyringStep  locked; /* only of what asks for the lock; NULL: a locked collection is an error */
  gboolean       open;   /* only of what finds the collection: whether it has to be open */
} Then;

static Then *
then (LkKeyringCall *call,
      LkKeyringStep  next)
{
  Then *self = g_new0 (Then, 1);

  self->call = lk_keyring_call_ref (call);
  self->next = next;

  return self;
}

static void
then_free (Then *self)
{
  lk_keyring_call_unref (self->call);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Then, then_free)

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Then) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_open_finish (result, &error);

  if (lk_keyring_call_is_over (self->call))
    return;
  if (service == NULL)
    {
      lk_keyring_call_fail (self->call, g_steal_pointer (&error));
      return;
    }

  lk_keyring_service_set_opened (LK_KEYRING_SERVICE (service));
  if (!self->call->fresh)
    lk_keyring_set_service (lk_keyring_call_keyring (self->call), service);
  g_set_object (&self->call->service, service);
  self->next (self->call);
}

/**
 * lk_keyring_step_open:
 * @call: a call
 * @next: the step after
 *
 * Gives the call the keyring's session with the service, which is opened if there is none, or anew after it was lost.
 * It is private to the keyring: secret_service_open() shares nothing, other than secret_service_get().
 */
void
lk_keyring_step_open (LkKeyringCall *call,
                      LkKeyringStep  next)
{
  LkKeyring *keyring = lk_keyring_call_keyring (call);
  SecretService *service = lk_keyring_get_service (keyring);

  call->fresh = FALSE;
  if (service != NULL && !call->retried && !lk_keyring_service_is_lost (LK_KEYRING_SERVICE (service)))
    {
      g_set_object (&call->service, service);
      next (call);
      return;
    }

  lk_keyring_set_service (keyring, NULL);
  secret_service_open (LK_TYPE_KEYRING_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, call->inner, opened_cb,
                       then (call, next));
}

/**
 * lk_keyring_step_open_fresh:
 * @call: a call
 * @next: the step after
 *
 * Gives the call a session that had no part in anything yet; it is closed with the call.
 */
void
lk_keyring_step_open_fresh (LkKeyringCall *call,
                            LkKeyringStep  next)
{
  call->fresh = TRUE;
  g_clear_object (&call->service);
  secret_service_open (LK_TYPE_KEYRING_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, call->inner, opened_cb,
                       then (call, next));
}

static void read_alias (const char *alias,
                        Then       *steps);

static void
alias_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Then) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = secret_service_read_alias_dbus_path_finish (SECRET_SERVICE (source), result, &error);

  if (lk_keyring_call_is_over (self->call))
    return;
  if (error != NULL)
    {
      lk_keyring_call_fail (self->call, g_steal_pointer (&error));
      return;
    }
  if (path == NULL)
    {
      /* Not every keyring has a collection for the session; what is left behind in the default one is swept later. */
      if (g_str_equal (self->call->alias, DEFAULT_ALIAS))
        lk_keyring_call_refuse (self->call, LK_KEYRING_ERROR_NO_COLLECTION);
      else
        read_alias (DEFAULT_ALIAS, g_steal_pointer (&self));
      return;
    }

  g_free (self->call->collection);
  self->call->collection = g_steal_pointer (&path);
  lk_keyring_set_collection_in_use (lk_keyring_call_keyring (self->call), self->call->alias);
  if (self->open)
    lk_keyring_step_see_lock (self->call, self->next, NULL);
  else
    self->next (self->call);
}

static void
read_alias (const char *alias,
            Then       *steps)
{
  LkKeyringCall *call = steps->call;

  call->alias = alias;
  secret_service_read_alias_dbus_path (call->service, alias, call->inner, alias_cb, steps);
}

/**
 * lk_keyring_step_find_collection:
 * @call: a call with a service
 * @next: the step after
 *
 * Finds the collection to store in, by the keyring's alias, else by "default"; never by a name.
 */
void
lk_keyring_step_find_collection (LkKeyringCall *call,
                                 LkKeyringStep  next)
{
  read_alias (lk_keyring_get_alias (lk_keyring_call_keyring (call)), then (call, next));
}

/**
 * lk_keyring_step_find_open:
 * @call: a call with a service
 * @next: the step after
 *
 * Finds the collection to store in, and goes on only if it is open. In a locked one gnome-keyring finds nothing and says
 * nothing, while KeePassXC 2.7.4 opens a window and does not answer until it is closed (measured).
 */
void
lk_keyring_step_find_open (LkKeyringCall *call,
                           LkKeyringStep  next)
{
  Then *steps = then (call, next);

  steps->open = TRUE;
  read_alias (lk_keyring_get_alias (lk_keyring_call_keyring (call)), steps);
}

static void
locked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Then) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) locked = NULL;

  if (lk_keyring_call_is_over (self->call))
    return;
  if (answer == NULL)
    {
      lk_keyring_call_fail (self->call, g_steal_pointer (&error));
      return;
    }

  g_variant_get (answer, "(v)", &locked);
  if (!g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN))
    lk_keyring_call_refuse (self->call, LK_KEYRING_ERROR_REFUSED);
  else if (!g_variant_get_boolean (locked))
    self->next (self->call);
  else if (self->locked != NULL)
    self->locked (self->call);
  else
    lk_keyring_call_refuse (self->call, LK_KEYRING_ERROR_LOCKED);
}

/**
 * lk_keyring_step_see_lock:
 * @call: a call with a collection
 * @unlocked: the step after, if the collection is open
 * @locked: (nullable): the step after, if it is locked; %NULL: the call fails
 *
 * Asks whether the collection is open: the service itself, since a proxy may remember what is no longer so.
 */
void
lk_keyring_step_see_lock (LkKeyringCall *call,
                          LkKeyringStep  unlocked,
                          LkKeyringStep  locked)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);
  Then *steps = then (call, unlocked);

  steps->locked = locked;
  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy), call->collection,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", LK_KEYRING_COLLECTION_INTERFACE, "Locked"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, call->inner, locked_cb, steps);
}

/**
 * lk_keyring_step_see_unlocked:
 * @call: a call with a collection
 * @next: the step after
 *
 * Goes on only if the collection is open.
 */
void
lk_keyring_step_see_unlocked (LkKeyringCall *call,
                              LkKeyringStep  next)
{
  lk_keyring_step_see_lock (call, next, NULL);
}

static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Then) self = user_data;
  g_auto (GStrv) unlocked = NULL;
  g_auto (GStrv) locked = NULL;
  g_autoptr (GError) error = NULL;

  secret_service_search_for_dbus_paths_finish (SECRET_SERVICE (source), result, &unlocked, &locked, &error);
  if (lk_keyring_call_is_over (self->call))
    return;
  if (error != NULL)
    {
      lk_keyring_call_fail (self->call, g_steal_pointer (&error));
      return;
    }

  g_strfreev (self->call->paths);
  self->call->paths = unlocked != NULL ? g_steal_pointer (&unlocked) : g_new0 (char *, 1);
  g_strfreev (self->call->locked_paths);
  self->call->locked_paths = locked != NULL ? g_steal_pointer (&locked) : g_new0 (char *, 1);
  self->next (self->call);
}

/**
 * lk_keyring_step_search:
 * @call: a call with a service and attributes
 * @next: the step after
 *
 * Finds the items with all the attributes, in all collections. The one to store in should be open.
 */
void
lk_keyring_step_search (LkKeyringCall *call,
                        LkKeyringStep  next)
{
  secret_service_search_for_dbus_paths (call->service, &schema, call->attributes, call->inner, searched_cb,
                                        then (call, next));
}

/**
 * lk_keyring_step_get_secret:
 * @call: a call with a service and a session
 * @path: an item
 * @callback: is given a reference of @call as its data
 *
 * Asks for the secret of an item. The service is called directly: what libsecret 0.20.5 has for it loses the service's answer
 * each time, about a kibibyte that is never freed (measured).
 */
void
lk_keyring_step_get_secret (LkKeyringCall       *call,
                            const char          *path,
                            GAsyncReadyCallback  callback)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);
  const char *paths[] = { path, NULL };

  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
                          g_dbus_proxy_get_object_path (proxy), g_dbus_proxy_get_interface_name (proxy), "GetSecrets",
                          g_variant_new ("(^aoo)", paths, secret_service_get_session_dbus_path (call->service)),
                          G_VARIANT_TYPE ("(a{o(oayays)})"), G_DBUS_CALL_FLAGS_NONE, -1, call->inner, callback,
                          lk_keyring_call_ref (call));
}

/**
 * lk_keyring_step_get_secret_finish:
 * @call: the call
 * @source: what the callback was given
 * @result: what the callback was given
 * @error: return location for an error of the service
 *
 * Returns: (transfer full) (nullable): the secret; %NULL without an error: the service gave none
 */
SecretValue *
lk_keyring_step_get_secret_finish (LkKeyringCall  *call,
                                   GObject        *source,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, error);
  g_autoptr (GVariant) secrets = NULL;
  g_autoptr (GVariant) encoded = NULL;
  SecretValue *value;

  if (answer == NULL)
    return NULL;
  secrets = g_variant_get_child_value (answer, 0);
  if (g_variant_n_children (secrets) == 0)
    return NULL;

  g_variant_get_child (secrets, 0, "{&o@(oayays)}", NULL, &encoded);
  value = secret_service_decode_dbus_secret (call->service, encoded);
  if (value == NULL)
    g_set_error_literal (error, SECRET_ERROR, SECRET_ERROR_PROTOCOL, "The secret that the service sent cannot be decoded");

  return value;
}
