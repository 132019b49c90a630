/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SECRET_API_SUBJECT_TO_CHANGE /* object paths: a look-up through them needs no proxy an item */

#include "lk-keyring.h"

#include "lk-keyring-call.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#define SCHEMA_NAME "io.github.latchkey_app.Latchkey.Secret"
#define DEFAULT_TIMEOUT_MS 5000
#define ESCROW_KEY_BYTES 32
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"
#define ITEM_INTERFACE "org.freedesktop.Secret.Item"

/**
 * LkKeyring:
 *
 * This application's part of the system keyring, over the Secret Service alone: the simple API of libsecret goes to a
 * private file inside a sandbox, where no script finds anything. Asynchronous, from one thread.
 */
struct _LkKeyring
{
  GObject        parent_instance;

  char          *application;
  char          *alias;   /* of the collection to store in: "default" or "session" */
  SecretService *service; /* NULL until it is needed, and after it was lost */
  guint          timeout_ms;
};

G_DEFINE_FINAL_TYPE (LkKeyring, lk_keyring, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_APPLICATION,
  PROP_COLLECTION,
  PROP_TIMEOUT_MS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Searches ignore the schema: a locked collection answers for hashed attributes only without it (measured). */
static const SecretSchema schema = {
  SCHEMA_NAME,
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

/* Steps that several calls share. @next is kept in the closure, not in the call: a call may take one twice. */

typedef struct
{
  LkKeyringCall *call;
  LkKeyringStep  next;
} Then;

static Then *
then (LkKeyringCall *call,
      LkKeyringStep  next)
{
  Then *self = g_new (Then, 1);

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

  g_set_object (&self->call->service, service);
  self->next (self->call);
}

/* A session of its own with the service, which no other call shares. */
static void
open_fresh (LkKeyringCall *call,
            LkKeyringStep  next)
{
  secret_service_open (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, call->inner, opened_cb,
                       then (call, next));
}

static void
kept_cb (LkKeyringCall *call)
{
  LkKeyring *self = lk_keyring_call_keyring (call);
  LkKeyringStep next = g_object_get_data (G_OBJECT (call->task), "next");

  g_set_object (&self->service, call->service);
  next (call);
}

static void
open_service (LkKeyringCall *call,
              LkKeyringStep  next)
{
  LkKeyring *self = lk_keyring_call_keyring (call);

  if (call->retried)
    g_clear_object (&self->service);
  if (self->service != NULL)
    {
      g_set_object (&call->service, self->service);
      next (call);
      return;
    }

  g_object_set_data (G_OBJECT (call->task), "next", next);
  open_fresh (call, kept_cb);
}

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
      const char *tried = g_object_get_data (G_OBJECT (self->call->task), "alias");

      /* Not every keyring has a collection for the session; what is left behind there is swept later. */
      if (g_strcmp0 (tried, "default") != 0)
        {
          g_object_set_data (G_OBJECT (self->call->task), "alias", (gpointer) "default");
          secret_service_read_alias_dbus_path (self->call->service, "default", self->call->inner, alias_cb,
                                               then (self->call, self->next));
          return;
        }
      lk_keyring_call_refuse (self->call, LK_KEYRING_ERROR_NO_COLLECTION);
      return;
    }

  g_free (self->call->collection);
  self->call->collection = g_steal_pointer (&path);
  self->next (self->call);
}

static void
find_collection (LkKeyringCall *call,
                 LkKeyringStep  next)
{
  LkKeyring *self = lk_keyring_call_keyring (call);

  g_object_set_data (G_OBJECT (call->task), "alias", self->alias);
  secret_service_read_alias_dbus_path (call->service, self->alias, call->inner, alias_cb, then (call, next));
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
  if (g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (locked))
    lk_keyring_call_refuse (self->call, LK_KEYRING_ERROR_LOCKED);
  else
    self->next (self->call);
}

/* Goes on only if the collection is open: in a locked one a look-up finds nothing and says nothing (measured). */
static void
see_unlocked (LkKeyringCall *call,
              LkKeyringStep  next)
{
  GDBusConnection *connection = g_dbus_proxy_get_connection (G_DBUS_PROXY (call->service));

  g_dbus_connection_call (connection, g_dbus_proxy_get_name (G_DBUS_PROXY (call->service)), call->collection,
                          "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", COLLECTION_INTERFACE, "Locked"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, call->inner, locked_cb, then (call, next));
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
  if (locked != NULL && locked[0] != NULL && (unlocked == NULL || unlocked[0] == NULL))
    {
      lk_keyring_call_refuse (self->call, LK_KEYRING_ERROR_LOCKED);
      return;
    }

  g_strfreev (self->call->paths);
  self->call->paths = unlocked != NULL ? g_steal_pointer (&unlocked) : g_new0 (char *, 1);
  self->next (self->call);
}

static void
search (LkKeyringCall *call,
        LkKeyringStep  next)
{
  secret_service_search_for_dbus_paths (call->service, &schema, call->attributes, call->inner, searched_cb,
                                        then (call, next));
}

static void
return_nothing (LkKeyringCall *call)
{
  lk_keyring_call_return (call, NULL, NULL);
}

/* Check */

static void
check_collection (LkKeyringCall *call)
{
  see_unlocked (call, return_nothing);
}

static void
check_service (LkKeyringCall *call)
{
  find_collection (call, check_collection);
}

static void
check_first (LkKeyringCall *call)
{
  open_service (call, check_service);
}

/* Unlock */

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  int n = secret_service_unlock_dbus_paths_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (lk_keyring_call_is_over (call))
    return;
  if (n < 0 && error != NULL)
    lk_keyring_call_fail (call, g_steal_pointer (&error));
  else if (n < 1)
    lk_keyring_call_fail (call, g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED,
                                                     _("Keyring stays locked")));
  else
    return_nothing (call);
}

static void
unlock_collection (LkKeyringCall *call)
{
  const char *paths[] = { call->collection, NULL };

  secret_service_unlock_dbus_paths (call->service, paths, call->inner, unlocked_cb, lk_keyring_call_ref (call));
}

static void
unlock_service (LkKeyringCall *call)
{
  find_collection (call, unlock_collection);
}

static void
unlock_first (LkKeyringCall *call)
{
  open_service (call, unlock_service);
}

/* Look up */

static void
secret_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value =
    secret_service_get_secret_for_dbus_path_finish (SECRET_SERVICE (source), result, &error);

  if (lk_keyring_call_is_over (call))
    return;
  if (error != NULL)
    lk_keyring_call_fail (call, g_steal_pointer (&error));
  else
    lk_keyring_call_return (call, g_steal_pointer (&value), secret_value_unref);
}

static void
look_up_found (LkKeyringCall *call)
{
  if (call->paths[0] != NULL)
    secret_service_get_secret_for_dbus_path (call->service, call->paths[0], call->inner, secret_cb,
                                             lk_keyring_call_ref (call));
  else
    find_collection (call, check_collection);
}

static void
look_up_service (LkKeyringCall *call)
{
  search (call, look_up_found);
}

static void
look_up_first (LkKeyringCall *call)
{
  open_service (call, look_up_service);
}

/* List */

static LkSecretInfo *
secret_info_new (SecretItem *item)
{
  LkSecretInfo *self = g_new0 (LkSecretInfo, 1);

  self->attributes = secret_item_get_attributes (item);
  self->label = secret_item_get_label (item);
  self->locked = secret_item_get_locked (item);

  return self;
}

static void
items_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (!lk_keyring_call_is_over (call) && error == NULL)
    {
      infos = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_secret_info_free);
      for (GList *l = items; l != NULL; l = l->next)
        g_ptr_array_add (infos, secret_info_new (l->data));
    }
  g_list_free_full (items, g_object_unref);

  if (lk_keyring_call_is_over (call))
    return;
  if (error != NULL)
    lk_keyring_call_fail (call, g_steal_pointer (&error));
  else
    lk_keyring_call_return (call, g_steal_pointer (&infos), (GDestroyNotify) g_ptr_array_unref);
}

static void
list_unlocked (LkKeyringCall *call)
{
  secret_service_search (call->service, &schema, call->attributes, SECRET_SEARCH_ALL, call->inner, items_cb,
                         lk_keyring_call_ref (call));
}

static void
list_collection (LkKeyringCall *call)
{
  see_unlocked (call, list_unlocked);
}

static void
list_service (LkKeyringCall *call)
{
  find_collection (call, list_collection);
}

static void
list_first (LkKeyringCall *call)
{
  open_service (call, list_service);
}

/* Store, and read back on a session that had no part in it */

static gboolean
same_value (SecretValue *a,
            SecretValue *b)
{
  gsize length_a, length_b;
  const char *bytes_a = secret_value_get (a, &length_a);
  const char *bytes_b = secret_value_get (b, &length_b);
  guint8 difference = 0;

  if (length_a != length_b)
    return FALSE;
  for (gsize i = 0; i < length_a; i++)
    difference |= (guint8) bytes_a[i] ^ (guint8) bytes_b[i];

  return difference == 0;
}

static void
read_back_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value =
    secret_service_get_secret_for_dbus_path_finish (SECRET_SERVICE (source), result, &error);

  if (lk_keyring_call_is_over (call))
    return;
  if (error != NULL)
    lk_keyring_call_fail (call, g_steal_pointer (&error));
  else if (value == NULL || !same_value (value, call->value))
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_MISMATCH);
  else
    return_nothing (call);
}

static void
read_back_found (LkKeyringCall *call)
{
  if (call->paths[0] == NULL)
    {
      lk_keyring_call_refuse (call, LK_KEYRING_ERROR_MISMATCH);
      return;
    }

  secret_service_get_secret_for_dbus_path (call->service, call->paths[0], call->inner, read_back_cb,
                                           lk_keyring_call_ref (call));
}

static void
read_back (LkKeyringCall *call)
{
  search (call, read_back_found);
}

static void
item_created_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = secret_service_create_item_dbus_path_finish (SECRET_SERVICE (source), result, &error);

  if (lk_keyring_call_is_over (call))
    return;
  if (path == NULL)
    {
      if (error != NULL)
        lk_keyring_call_fail (call, g_steal_pointer (&error));
      else
        lk_keyring_call_refuse (call, LK_KEYRING_ERROR_REFUSED);
      return;
    }

  open_fresh (call, read_back);
}

static GHashTable *
item_properties (LkKeyringCall *call)
{
  GHashTable *item = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_variant_unref);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, call->attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_variant_builder_add (&builder, "{ss}", key, value);
  g_variant_builder_add (&builder, "{ss}", "xdg:schema", SCHEMA_NAME);

  g_hash_table_insert (item, (gpointer) (ITEM_INTERFACE ".Label"),
                       g_variant_ref_sink (g_variant_new_string (call->label)));
  g_hash_table_insert (item, (gpointer) (ITEM_INTERFACE ".Attributes"),
                       g_variant_ref_sink (g_variant_builder_end (&builder)));

  return item;
}

static void
store_unlocked (LkKeyringCall *call)
{
  g_autoptr (GHashTable) item = item_properties (call);

  secret_service_create_item_dbus_path (call->service, call->collection, item, call->value,
                                        SECRET_ITEM_CREATE_REPLACE, call->inner, item_created_cb,
                                        lk_keyring_call_ref (call));
}

static void
store_collection (LkKeyringCall *call)
{
  see_unlocked (call, store_unlocked);
}

static void
store_service (LkKeyringCall *call)
{
  find_collection (call, store_collection);
}

static void
store_first (LkKeyringCall *call)
{
  open_service (call, store_service);
}

/* Remove */

static void
remove_verified (LkKeyringCall *call)
{
  if (call->paths[0] != NULL)
    lk_keyring_call_fail (call, g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_REFUSED,
                                                     _("The keyring did not remove the secret")));
  else
    return_nothing (call);
}

static void
item_deleted_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;

  if (!secret_service_delete_item_dbus_path_finish (SECRET_SERVICE (source), result, &error) && error != NULL)
    g_debug ("An item was not removed: %s", error->message);

  call->n_pending--;
  if (!lk_keyring_call_is_over (call) && call->n_pending == 0)
    search (call, remove_verified);
}

static void
remove_found (LkKeyringCall *call)
{
  if (call->paths[0] == NULL)
    {
      find_collection (call, check_collection);
      return;
    }

  call->n_pending = g_strv_length (call->paths);
  for (guint i = 0; call->paths[i] != NULL; i++)
    secret_service_delete_item_dbus_path (call->service, call->paths[i], call->inner, item_deleted_cb,
                                          lk_keyring_call_ref (call));
}

static void
remove_service (LkKeyringCall *call)
{
  search (call, remove_found);
}

static void
remove_first (LkKeyringCall *call)
{
  open_service (call, remove_service);
}

/* Object */

static void
lk_keyring_dispose (GObject *object)
{
  LkKeyring *self = LK_KEYRING (object);

  g_clear_object (&self->service);

  G_OBJECT_CLASS (lk_keyring_parent_class)->dispose (object);
}

static void
lk_keyring_finalize (GObject *object)
{
  LkKeyring *self = LK_KEYRING (object);

  g_clear_pointer (&self->application, g_free);
  g_clear_pointer (&self->alias, g_free);

  G_OBJECT_CLASS (lk_keyring_parent_class)->finalize (object);
}

static void
lk_keyring_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  LkKeyring *self = LK_KEYRING (object);

  switch (property_id)
    {
    case PROP_APPLICATION:
      self->application = g_value_dup_string (value);
      break;

    case PROP_COLLECTION:
      self->alias = g_value_dup_string (value);
      break;

    case PROP_TIMEOUT_MS:
      self->timeout_ms = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_keyring_class_init (LkKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = lk_keyring_dispose;
  object_class->finalize = lk_keyring_finalize;
  object_class->set_property = lk_keyring_set_property;

  properties[PROP_APPLICATION] = g_param_spec_string ("application", NULL, NULL, LK_KEYRING_APPLICATION, flags);
  properties[PROP_COLLECTION] = g_param_spec_string ("collection", NULL, NULL, "default", flags);
  /**
   * LkKeyring:timeout-ms:
   *
   * How long a call may take, in milliseconds, unless a prompt is open.
   */
  properties[PROP_TIMEOUT_MS] =
    g_param_spec_uint ("timeout-ms", NULL, NULL, 1, G_MAXUINT, DEFAULT_TIMEOUT_MS, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_keyring_init (LkKeyring *self)
{
}

/**
 * lk_secret_info_free:
 * @self: (transfer full): an item's description
 *
 * Frees it.
 */
void
lk_secret_info_free (LkSecretInfo *self)
{
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_free (self);
}

/**
 * lk_secret_info_get:
 * @self: an item's description
 * @key: an attribute's name
 *
 * Returns: (transfer none) (nullable): the attribute's value
 */
const char *
lk_secret_info_get (LkSecretInfo *self,
                    const char   *key)
{
  return g_hash_table_lookup (self->attributes, key);
}

/**
 * lk_keyring_new:
 * @application: the constant attribute of all items, `latchkey` or `latchkey-demo`
 * @collection: the alias of the collection to store in, `default` or `session`
 *
 * Makes a keyring; nothing is asked of the service before the first call.
 *
 * Returns: (transfer full): the keyring
 */
LkKeyring *
lk_keyring_new (const char *application,
                const char *collection)
{
  return g_object_new (LK_TYPE_KEYRING, "application", application, "collection", collection, NULL);
}

/**
 * lk_keyring_get_application:
 * @self: a keyring
 *
 * Returns: (transfer none): the constant attribute of all items
 */
const char *
lk_keyring_get_application (LkKeyring *self)
{
  g_return_val_if_fail (LK_IS_KEYRING (self), NULL);

  return self->application;
}

static LkKeyringCall *
begin (LkKeyring           *self,
       gpointer             tag,
       LkKeyringStep        first,
       guint                timeout_ms,
       GHashTable          *attributes,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  LkKeyringCall *call = lk_keyring_call_new (self, tag, first, timeout_ms, cancellable, callback, user_data);

  call->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (attributes != NULL)
    {
      GHashTableIter iter;
      gpointer key, value;

      g_hash_table_iter_init (&iter, attributes);
      while (g_hash_table_iter_next (&iter, &key, &value))
        g_hash_table_insert (call->attributes, g_strdup (key), g_strdup (value));
    }
  g_hash_table_insert (call->attributes, g_strdup ("application"), g_strdup (self->application));

  return call;
}

static gboolean
finish_void (LkKeyring    *self,
             GAsyncResult *result,
             gpointer      tag,
             GError      **error)
{
  GError *own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  g_task_propagate_pointer (G_TASK (result), &own_error);
  if (own_error != NULL)
    {
      g_propagate_error (error, own_error);
      return FALSE;
    }

  return TRUE;
}

void
lk_keyring_check_async (LkKeyring           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));

  call = begin (self, lk_keyring_check_async, check_first, self->timeout_ms, NULL, cancellable, callback, user_data);
  check_first (call);
}

gboolean
lk_keyring_check_finish (LkKeyring     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return finish_void (self, result, lk_keyring_check_async, error);
}

void
lk_keyring_unlock_async (LkKeyring           *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));

  /* A prompt may stay open for as long as its reader likes. */
  call = begin (self, lk_keyring_unlock_async, unlock_first, 0, NULL, cancellable, callback, user_data);
  unlock_first (call);
}

gboolean
lk_keyring_unlock_finish (LkKeyring     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_void (self, result, lk_keyring_unlock_async, error);
}

static void
start_store (LkKeyring           *self,
             gpointer             tag,
             GHashTable          *attributes,
             const char          *label,
             SecretValue         *value,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = begin (self, tag, store_first, self->timeout_ms, attributes, cancellable, callback,
                                          user_data);
  g_autoptr (GError) error = NULL;

  call->label = g_strdup (label);
  call->value = secret_value_ref (value);
  if (!lk_secret_value_check (value, &error))
    lk_keyring_call_fail (call, g_steal_pointer (&error));
  else
    store_first (call);
}

static SecretValue *
make_escrow_key (void)
{
  guint8 random[ESCROW_KEY_BYTES];
  char text[2 * ESCROW_KEY_BYTES + 1];
  SecretValue *key = NULL;

  if (getrandom (random, sizeof random, 0) == (gssize) sizeof random)
    {
      for (guint i = 0; i < ESCROW_KEY_BYTES; i++)
        g_snprintf (text + 2 * i, 3, "%02x", random[i]);
      key = secret_value_new (text, -1, "text/plain");
    }
  explicit_bzero (random, sizeof random);
  explicit_bzero (text, sizeof text);

  return key;
}

static GHashTable *
pending_attributes (const char *intent)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_PENDING,
                                   "field", LK_SECRET_FIELD_ESCROW_KEY,
                                   "intent", intent,
                                   NULL);
}

void
lk_keyring_reserve_async (LkKeyring           *self,
                          const char          *intent,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (SecretValue) key = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (intent != NULL);

  attributes = pending_attributes (intent);
  key = make_escrow_key ();
  if (key == NULL)
    {
      g_task_report_new_error (self, callback, user_data, lk_keyring_reserve_async, LK_KEYRING_ERROR,
                               LK_KEYRING_ERROR_REFUSED, _("This computer gave no random numbers for a key"));
      return;
    }

  start_store (self, lk_keyring_reserve_async, attributes, _("Latchkey: a token that is being created"), key,
               cancellable, callback, user_data);
}

gboolean
lk_keyring_reserve_finish (LkKeyring     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_void (self, result, lk_keyring_reserve_async, error);
}

void
lk_keyring_store_async (LkKeyring           *self,
                        GHashTable          *attributes,
                        const char          *label,
                        SecretValue         *value,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (attributes != NULL);
  g_return_if_fail (label != NULL);
  g_return_if_fail (value != NULL);

  start_store (self, lk_keyring_store_async, attributes, label, value, cancellable, callback, user_data);
}

gboolean
lk_keyring_store_finish (LkKeyring     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return finish_void (self, result, lk_keyring_store_async, error);
}

void
lk_keyring_look_up_async (LkKeyring           *self,
                          GHashTable          *attributes,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (attributes != NULL);

  call = begin (self, lk_keyring_look_up_async, look_up_first, self->timeout_ms, attributes, cancellable, callback,
                user_data);
  look_up_first (call);
}

SecretValue *
lk_keyring_look_up_finish (LkKeyring     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_keyring_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
lk_keyring_list_async (LkKeyring           *self,
                       GHashTable          *attributes,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));

  call = begin (self, lk_keyring_list_async, list_first, self->timeout_ms, attributes, cancellable, callback,
                user_data);
  list_first (call);
}

GPtrArray *
lk_keyring_list_finish (LkKeyring     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_keyring_list_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
start_remove (LkKeyring           *self,
              gpointer             tag,
              GHashTable          *attributes,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = begin (self, tag, remove_first, self->timeout_ms, attributes, cancellable, callback,
                                          user_data);

  remove_first (call);
}

void
lk_keyring_release_async (LkKeyring           *self,
                          const char          *intent,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GHashTable) attributes = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (intent != NULL);

  attributes = pending_attributes (intent);
  start_remove (self, lk_keyring_release_async, attributes, cancellable, callback, user_data);
}

gboolean
lk_keyring_release_finish (LkKeyring     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_void (self, result, lk_keyring_release_async, error);
}

void
lk_keyring_remove_async (LkKeyring           *self,
                         GHashTable          *attributes,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (attributes != NULL && g_hash_table_size (attributes) > 0);

  start_remove (self, lk_keyring_remove_async, attributes, cancellable, callback, user_data);
}

gboolean
lk_keyring_remove_finish (LkKeyring     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_void (self, result, lk_keyring_remove_async, error);
}
