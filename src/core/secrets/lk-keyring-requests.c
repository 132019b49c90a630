/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is asked of a keyring: each pair begins a call and takes its answer; the steps in between are elsewhere. */

#include "lk-keyring.h"

#include "lk-keyring-call.h"
#include "lk-keyring-operations.h"
#include "lk-keyring-private.h"
#include "lk-keyring-steps.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#define ESCROW_KEY_BYTES 32

/*< private >
 * lk_keyring_request_new:
 * @self: a keyring
 * @tag: the source tag of the call's task
 * @first: where it begins
 * @attributes: (nullable) (element-type utf8 utf8): what it is about; `application` is added
 * @cancellable: (nullable): the caller's
 * @callback: the caller's
 * @user_data: for @callback
 *
 * Returns: (transfer full): a call for lk_keyring_request_start()
 */
LkKeyringCall *
lk_keyring_request_new (LkKeyring           *self,
                        gpointer             tag,
                        LkKeyringStep        first,
                        GHashTable          *attributes,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  guint timeout_ms = lk_keyring_get_timeout_ms (self);
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
  g_hash_table_insert (call->attributes, g_strdup ("application"), g_strdup (lk_keyring_get_application (self)));

  return call;
}

/*< private >
 * lk_keyring_request_start:
 * @call: a call with all that it needs
 *
 * Starts the call, if its attributes can be kept.
 */
void
lk_keyring_request_start (LkKeyringCall *call)
{
  g_autoptr (GError) error = NULL;

  if (lk_keyring_steps_check_attributes (call->attributes, &error))
    lk_keyring_call_start (call);
  else
    lk_keyring_call_fail (call, g_steal_pointer (&error));
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
  g_autoptr (LkKeyringCall) call = NULL;

  call = lk_keyring_request_new (self, tag, first, attributes, cancellable, callback, user_data);
  lk_keyring_request_start (call);
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
  g_autoptr (LkKeyringCall) call = NULL;
  g_autoptr (GError) error = NULL;

  call = lk_keyring_request_new (self, tag, lk_keyring_store_step, attributes, cancellable, callback, user_data);

  call->label = g_utf8_make_valid (label, -1);
  call->value = secret_value_ref (value);
  if (lk_secret_value_check (value, &error))
    lk_keyring_request_start (call);
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
 * Unlocks the collection to store in, and what is stored of this application, where the service guards it item by item. May
 * open prompts, and waits for them without a time limit; when cancelled, waits no longer, but a prompt stays open.
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
 * lk_keyring_look_up_reserved_async:
 * @self: a keyring
 * @intent: the id of the work
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads the key of the slot of lk_keyring_reserve_async(), as by lk_keyring_look_up_async().
 */
void
lk_keyring_look_up_reserved_async (LkKeyring           *self,
                                   const char          *intent,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GHashTable) attributes = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (intent != NULL);

  attributes = create_pending_attributes (intent);
  start (self, lk_keyring_look_up_reserved_async, lk_keyring_look_up_step, attributes, cancellable, callback, user_data);
}

/**
 * lk_keyring_look_up_reserved_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_look_up_reserved_async().
 *
 * Returns: (transfer full) (nullable): the key; %NULL without an error: there is no such slot
 */
SecretValue *
lk_keyring_look_up_reserved_finish (LkKeyring     *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_keyring_look_up_reserved_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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
 * @attributes: (element-type utf8 utf8): as lk-secret-attributes.h names them; `application` and the schema are added
 * @label: what other programs show
 * @value: the secret, kept until the call returns
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Stores a secret in place of one that has these attributes, and maybe more (measured), reads it back on a session of its own,
 * and compares. A locked collection is an error, not a prompt; but a service may ask whether it shall, and is waited for without
 * a time limit. On an error or when cancelled the secret may be stored or not.
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
 * Removes every match, and sees that none is left. A service may ask whether it shall, and is waited for without a time limit.
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
