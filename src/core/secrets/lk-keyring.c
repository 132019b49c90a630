/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring.h"

#include "lk-keyring-call.h"
#include "lk-keyring-operations.h"
#include "lk-keyring-private.h"
#include "lk-keyring-steps.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#define DEFAULT_TIMEOUT_MS 5000
#define ESCROW_KEY_BYTES 32

/**
 * LkKeyring:
 *
 * This application's part of the system keyring, over the Secret Service alone: the simple API of libsecret goes to a
 * private file inside a sandbox, where no script finds anything. Asynchronous, from one thread. Every call may fail with
 * any #LkKeyringError but those that it rules out, and with %G_IO_ERROR_CANCELLED; after a call that ran out of time
 * the service may still do what it was asked.
 */
struct _LkKeyring
{
  GObject        parent_instance;

  char          *application;
  char          *alias;         /* of the collection to store in: "default" or "session" */
  SecretService *service;       /* NULL until it is needed, and after it was lost */
  guint          timeout_ms;
  const char    *in_use;        /* the alias that led to a collection; NULL until one did; static */
};

G_DEFINE_FINAL_TYPE (LkKeyring, lk_keyring, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_APPLICATION,
  PROP_COLLECTION,
  PROP_COLLECTION_IN_USE,
  PROP_TIMEOUT_MS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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
lk_keyring_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LkKeyring *self = LK_KEYRING (object);

  switch (property_id)
    {
    case PROP_APPLICATION:
      g_value_set_string (value, self->application);
      break;

    case PROP_COLLECTION:
      g_value_set_string (value, self->alias);
      break;

    case PROP_COLLECTION_IN_USE:
      g_value_set_string (value, self->in_use);
      break;

    case PROP_TIMEOUT_MS:
      g_value_set_uint (value, self->timeout_ms);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
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
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = lk_keyring_dispose;
  object_class->finalize = lk_keyring_finalize;
  object_class->get_property = lk_keyring_get_property;
  object_class->set_property = lk_keyring_set_property;

  /**
   * LkKeyring:application:
   *
   * The constant attribute of all items; others are never seen.
   */
  properties[PROP_APPLICATION] = g_param_spec_string ("application", NULL, NULL, LK_KEYRING_APPLICATION, flags);

  /**
   * LkKeyring:collection:
   *
   * The alias of the collection to store in, "default" or "session".
   */
  properties[PROP_COLLECTION] = g_param_spec_string ("collection", NULL, NULL, "default", flags);

  /**
   * LkKeyring:collection-in-use: (nullable)
   *
   * The alias that led to a collection: "default" also where there is none for the session. %NULL before a call found
   * one.
   */
  properties[PROP_COLLECTION_IN_USE] =
    g_param_spec_string ("collection-in-use", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkKeyring:timeout-ms:
   *
   * How long the service may say nothing, in milliseconds, unless a prompt is open. A call that is one answer after
   * another, as a list of many, begins it anew with each.
   */
  properties[PROP_TIMEOUT_MS] =
    g_param_spec_uint ("timeout-ms", NULL, NULL, 1, G_MAXUINT, DEFAULT_TIMEOUT_MS, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_keyring_init (LkKeyring *self)
{
}

const char *
lk_keyring_get_alias (LkKeyring *self)
{
  return self->alias;
}

SecretService *
lk_keyring_get_service (LkKeyring *self)
{
  return self->service;
}

void
lk_keyring_set_service (LkKeyring     *self,
                        SecretService *service)
{
  g_set_object (&self->service, service);
}

void
lk_keyring_set_collection_in_use (LkKeyring  *self,
                                  const char *alias)
{
  const char *known = g_intern_string (alias);

  if (self->in_use == known)
    return;

  self->in_use = known;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLLECTION_IN_USE]);
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
create_call (LkKeyring           *self,
             gpointer             tag,
             LkKeyringStep        first,
             GHashTable          *attributes,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  LkKeyringCall *call = lk_keyring_call_new (self, tag, first, self->timeout_ms, cancellable, callback, user_data);

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

static void
start (LkKeyring           *self,
       gpointer             tag,
       LkKeyringStep        first,
       GHashTable          *attributes,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = create_call (self, tag, first, attributes, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;

  if (lk_keyring_steps_check_attributes (call->attributes, &error))
    lk_keyring_call_start (call);
  else
    lk_keyring_call_fail (call, g_steal_pointer (&error));
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
  g_autoptr (LkKeyringCall) call = create_call (self, tag, lk_keyring_store_step, attributes, cancellable, callback,
                                                user_data);
  g_autoptr (GError) error = NULL;

  call->label = g_utf8_make_valid (label, -1);
  call->value = secret_value_ref (value);
  if (lk_secret_value_check (value, &error) && lk_keyring_steps_check_attributes (call->attributes, &error))
    lk_keyring_call_start (call);
  else
    lk_keyring_call_fail (call, g_steal_pointer (&error));
}

static gboolean
finish_void (LkKeyring     *self,
             GAsyncResult  *result,
             gpointer       tag,
             GError       **error)
{
  GError *own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  g_task_propagate_pointer (G_TASK (result), &own_error);
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, own_error);

  return FALSE;
}

/**
 * lk_keyring_check_async:
 * @self: a keyring
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks whether a secret could be stored now. Never prompts.
 */
void
lk_keyring_check_async (LkKeyring           *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (LK_IS_KEYRING (self));

  start (self, lk_keyring_check_async, lk_keyring_check_step, NULL, cancellable, callback, user_data);
}

/**
 * lk_keyring_check_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for %LK_KEYRING_ERROR_NO_SERVICE, %LK_KEYRING_ERROR_NO_COLLECTION,
 *   %LK_KEYRING_ERROR_LOCKED, %LK_KEYRING_ERROR_SILENT or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_check_async().
 *
 * Returns: whether it could
 */
gboolean
lk_keyring_check_finish (LkKeyring     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return finish_void (self, result, lk_keyring_check_async, error);
}

/**
 * lk_keyring_unlock_async:
 * @self: a keyring
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Unlocks the collection to store in. May open a prompt, and waits for it without a time limit; when cancelled, takes
 * the prompt away.
 */
void
lk_keyring_unlock_async (LkKeyring           *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (LK_IS_KEYRING (self));

  start (self, lk_keyring_unlock_async, lk_keyring_unlock_step, NULL, cancellable, callback, user_data);
}

/**
 * lk_keyring_unlock_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError, %LK_KEYRING_ERROR_LOCKED when the prompt was dismissed
 *
 * Takes the answer to lk_keyring_unlock_async().
 *
 * Returns: whether it is unlocked now
 */
gboolean
lk_keyring_unlock_finish (LkKeyring     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_void (self, result, lk_keyring_unlock_async, error);
}

/* NULL if the system has no random numbers. */
static SecretValue *
create_escrow_key (void)
{
  static const char digits[] = "0123456789abcdef";
  guint8 random[ESCROW_KEY_BYTES];
  char text[2 * ESCROW_KEY_BYTES];
  SecretValue *key = NULL;

  if (getrandom (random, sizeof random, 0) == (gssize) sizeof random)
    {
      for (guint i = 0; i < ESCROW_KEY_BYTES; i++)
        {
          text[2 * i] = digits[random[i] >> 4];
          text[2 * i + 1] = digits[random[i] & 15];
        }
      key = secret_value_new (text, sizeof text, "text/plain");
    }
  explicit_bzero (random, sizeof random);
  explicit_bzero (text, sizeof text);

  return key;
}

static GHashTable *
create_pending_attributes (const char *intent)
{
  return lk_secret_attributes_new ("kind", LK_SECRET_KIND_PENDING,
                                   "field", LK_SECRET_FIELD_ESCROW_KEY,
                                   "intent", intent,
                                   NULL);
}

/**
 * lk_keyring_reserve_async:
 * @self: a keyring
 * @intent: the id of the work that it is for
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Makes the slot of one create: a random escrow key, 256 bits in hexadecimal digits, under `kind=pending` and the
 * intent, stored and read back as by lk_keyring_store_async(). Proves that the keyring takes a secret before there is
 * one that must not be lost.
 */
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

  attributes = create_pending_attributes (intent);
  key = create_escrow_key ();
  if (key == NULL)
    {
      g_task_report_new_error (self, callback, user_data, lk_keyring_reserve_async, LK_KEYRING_ERROR,
                               LK_KEYRING_ERROR_REFUSED, "%s", _("This computer gave no random numbers for a key"));
      return;
    }

  start_store (self, lk_keyring_reserve_async, attributes, _("Latchkey: a token that is being created"), key,
               cancellable, callback, user_data);
}

/**
 * lk_keyring_reserve_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_reserve_async().
 *
 * Returns: whether the slot is there
 */
gboolean
lk_keyring_reserve_finish (LkKeyring     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_void (self, result, lk_keyring_reserve_async, error);
}

/**
 * lk_keyring_release_async:
 * @self: a keyring
 * @intent: the id of the work
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Removes the slot of lk_keyring_reserve_async(), as by lk_keyring_remove_async().
 */
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

  attributes = create_pending_attributes (intent);
  start (self, lk_keyring_release_async, lk_keyring_remove_step, attributes, cancellable, callback, user_data);
}

/**
 * lk_keyring_release_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_release_async().
 *
 * Returns: whether it is gone
 */
gboolean
lk_keyring_release_finish (LkKeyring     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish_void (self, result, lk_keyring_release_async, error);
}

/**
 * lk_keyring_store_async:
 * @self: a keyring
 * @attributes: (element-type utf8 utf8): by `ux.md` 5.1; `application` and the schema are added
 * @label: what other programs show
 * @value: the secret, kept until the call returns
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Stores a secret in place of the one with equal attributes, reads it back on a session of its own, and compares. A
 * locked collection is an error, not a prompt. On an error or when cancelled the secret may be stored or not.
 */
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

/**
 * lk_keyring_store_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError, %LK_KEYRING_ERROR_BAD_VALUE before anything was done, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_store_async().
 *
 * Returns: whether the secret is in the keyring, byte for byte
 */
gboolean
lk_keyring_store_finish (LkKeyring     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  return finish_void (self, result, lk_keyring_store_async, error);
}

/**
 * lk_keyring_look_up_async:
 * @self: a keyring
 * @attributes: (element-type utf8 utf8): what to search for; `application` is added
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Looks a secret up. Of several matches any may come, and one without a secret does not count. Never prompts.
 */
void
lk_keyring_look_up_async (LkKeyring           *self,
                          GHashTable          *attributes,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (attributes != NULL && g_hash_table_size (attributes) > 0);

  start (self, lk_keyring_look_up_async, lk_keyring_look_up_step, attributes, cancellable, callback, user_data);
}

/**
 * lk_keyring_look_up_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_look_up_async().
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL with @error set; without, there is no such item, and the
 *   collection is not locked
 */
SecretValue *
lk_keyring_look_up_finish (LkKeyring     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_keyring_look_up_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_keyring_list_async:
 * @self: a keyring
 * @attributes: (element-type utf8 utf8) (nullable): what to search for; `application` is added
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Lists every item of this application that matches, without its secret. Never prompts.
 */
void
lk_keyring_list_async (LkKeyring           *self,
                       GHashTable          *attributes,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (LK_IS_KEYRING (self));

  start (self, lk_keyring_list_async, lk_keyring_list_step, attributes, cancellable, callback, user_data);
}

/**
 * lk_keyring_list_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_list_async().
 *
 * Returns: (transfer full) (element-type LkSecretInfo): the items in no order, or %NULL with @error set
 */
GPtrArray *
lk_keyring_list_finish (LkKeyring     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_keyring_list_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_keyring_remove_async:
 * @self: a keyring
 * @attributes: (element-type utf8 utf8): what to search for; `application` is added
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Removes every match, and sees that none is left.
 */
void
lk_keyring_remove_async (LkKeyring           *self,
                         GHashTable          *attributes,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (attributes != NULL && g_hash_table_size (attributes) > 0);

  start (self, lk_keyring_remove_async, lk_keyring_remove_step, attributes, cancellable, callback, user_data);
}

/**
 * lk_keyring_remove_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_remove_async().
 *
 * Returns: whether there is none now, also when there was none
 */
gboolean
lk_keyring_remove_finish (LkKeyring     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return finish_void (self, result, lk_keyring_remove_async, error);
}
