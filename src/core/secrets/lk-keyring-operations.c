/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SECRET_API_SUBJECT_TO_CHANGE /* object paths: a look-up through them needs no proxy an item */

#include "lk-keyring-operations.h"

#include "lk-keyring-steps.h"

#include <glib/gi18n-lib.h>

#define MAX_AT_ONCE 32 /* calls: so many pass quickly, and do not fill the bus */

static void
return_nothing (LkKeyringCall *call)
{
  lk_keyring_call_return (call, NULL, NULL);
}

/* Check */

/*< private >
 * lk_keyring_check_rest:
 * @call: a call with a service that has nothing to return
 *
 * Ends the call well only if the collection is there and open: nothing found in a locked one says nothing.
 */
void
lk_keyring_check_rest (LkKeyringCall *call)
{
  lk_keyring_step_find_open (call, return_nothing);
}

void
lk_keyring_check_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, lk_keyring_check_rest);
}

/* Look up */

static void look_up_next (LkKeyringCall *call);

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_step_get_secret_finish (call, source, result, &error);
  gsize length = 0;

  if (lk_keyring_call_is_over (call))
    return;
  if (error != NULL)
    {
      lk_keyring_call_fail (call, g_steal_pointer (&error));
      return;
    }

  /* The service writes a new item in two steps, the first without the secret (measured): it may have ended between. */
  if (value != NULL)
    secret_value_get (value, &length);
  if (length > 0)
    lk_keyring_call_return (call, g_steal_pointer (&value), secret_value_unref);
  else
    look_up_next (call);
}

static void
refuse_item (LkKeyringCall *call)
{
  lk_keyring_call_fail (call, g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED,
                                                   _("This entry of the keyring is locked")));
}

static void
look_up_next (LkKeyringCall *call)
{
  const char *path = call->paths[call->n_started];

  if (path != NULL)
    {
      call->n_started++;
      lk_keyring_step_get_secret (call, path, looked_up_cb);
    }
  else if (call->locked_paths[0] != NULL)
    {
      refuse_item (call);
    }
  else
    {
      lk_keyring_check_rest (call);
    }
}

static void
look_up_found (LkKeyringCall *call)
{
  call->n_started = 0;
  look_up_next (call);
}

static void
look_up_open (LkKeyringCall *call)
{
  lk_keyring_step_search (call, look_up_found);
}

static void
look_up_service (LkKeyringCall *call)
{
  lk_keyring_step_find_open (call, look_up_open);
}

void
lk_keyring_look_up_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, look_up_service);
}

/* List: what is told of each match, and no secret. Not through SecretItem, which asks the bus for signals of each. Two
 * properties one by one, since all of them at once take the service twice as long (measured with 1500 items). */

typedef struct
{
  LkKeyringCall *call;
  const char    *path;
  LkSecretInfo  *info;
} Listing;

static void
listing_free (Listing *self)
{
  lk_keyring_call_unref (self->call);
  g_clear_pointer (&self->info, lk_secret_info_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, listing_free)

static void list_more (LkKeyringCall *call);

static gboolean
is_gone (GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT);
}

static void
get_property (Listing             *self,
              const char          *name,
              GAsyncReadyCallback  callback)
{
  GDBusProxy *proxy = G_DBUS_PROXY (self->call->service);

  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy), self->path,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", LK_KEYRING_ITEM_INTERFACE, name), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->call->inner, callback, self);
}

/* NULL when this item is done with: the call is over or has failed, or the item is gone since it was found. */
static GVariant *
get_property_finish (Listing         *self,
                     GDBusConnection *connection,
                     GAsyncResult    *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (connection, result, &error);
  GVariant *property = NULL;

  if (lk_keyring_call_is_over (self->call))
    return NULL;

  if (answer != NULL)
    {
      lk_keyring_call_limit (self->call, TRUE);
      g_variant_get (answer, "(v)", &property);
    }
  else if (!is_gone (error))
    {
      /* Not anew: the answers to its other questions are still to come. */
      self->call->retried = TRUE;
      lk_keyring_call_fail (self->call, g_steal_pointer (&error));
    }

  return property;
}

static void
list_next (LkKeyringCall *call)
{
  call->n_pending--;
  if (!lk_keyring_call_is_over (call))
    list_more (call);
}

static void
label_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Listing) self = user_data;
  g_autoptr (GVariant) label = get_property_finish (self, G_DBUS_CONNECTION (source), result);

  if (label != NULL)
    {
      self->info->label = g_strdup (g_variant_is_of_type (label, G_VARIANT_TYPE_STRING)
                                      ? g_variant_get_string (label, NULL)
                                      : "");
      g_ptr_array_add (self->call->infos, g_steal_pointer (&self->info));
    }
  list_next (self->call);
}

static void
attributes_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Listing) self = user_data;
  g_autoptr (GVariant) attributes = get_property_finish (self, G_DBUS_CONNECTION (source), result);
  GVariantIter iter;
  const char *key, *value;

  if (attributes == NULL || !g_variant_is_of_type (attributes, G_VARIANT_TYPE ("a{ss}")))
    {
      list_next (self->call);
      return;
    }

  g_variant_iter_init (&iter, attributes);
  /* An empty one is none: KeePassXC 2.7.4 adds some, and can empty an attribute, not remove it (measured). */
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    if (*value != '\0')
      g_hash_table_insert (self->info->attributes, g_strdup (key), g_strdup (value));
  get_property (g_steal_pointer (&self), "Label", label_cb);
}

static void
list_one (LkKeyringCall *call,
          const char    *path,
          gboolean       locked)
{
  Listing *self = g_new0 (Listing, 1);

  self->call = lk_keyring_call_ref (call);
  self->path = path;
  self->info = g_new0 (LkSecretInfo, 1);
  self->info->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->info->locked = locked;
  get_property (self, "Attributes", attributes_cb);
}

static void
list_more (LkKeyringCall *call)
{
  while (call->n_pending < MAX_AT_ONCE && call->n_started < call->n_unlocked + call->n_locked)
    {
      guint i = call->n_started;

      call->n_started++;
      call->n_pending++;
      if (i < call->n_unlocked)
        list_one (call, call->paths[i], FALSE);
      else
        list_one (call, call->locked_paths[i - call->n_unlocked], TRUE);
    }

  if (call->n_pending == 0)
    lk_keyring_call_return (call, g_steal_pointer (&call->infos), (GDestroyNotify) g_ptr_array_unref);
}

static void
list_found (LkKeyringCall *call)
{
  g_clear_pointer (&call->infos, g_ptr_array_unref);
  call->infos = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_secret_info_free);
  call->n_unlocked = g_strv_length (call->paths);
  call->n_locked = g_strv_length (call->locked_paths);
  call->n_started = 0;
  list_more (call);
}

static void
list_open (LkKeyringCall *call)
{
  lk_keyring_step_search (call, list_found);
}

static void
list_service (LkKeyringCall *call)
{
  lk_keyring_step_find_open (call, list_open);
}

void
lk_keyring_list_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, list_service);
}
