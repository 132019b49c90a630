/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-call.h"

#include <glib/gi18n-lib.h>

static const char *
get_message (LkKeyringError code)
{
  switch (code)
    {
    case LK_KEYRING_ERROR_NO_SERVICE:
    case LK_KEYRING_ERROR_NO_COLLECTION:
      return _("No keyring found — application tokens cannot be created");

    case LK_KEYRING_ERROR_LOCKED:
      return _("The keyring is locked");

    case LK_KEYRING_ERROR_SILENT:
      return _("The keyring does not answer");

    case LK_KEYRING_ERROR_REFUSED:
      return _("The keyring did not take the secret");

    case LK_KEYRING_ERROR_MISMATCH:
      return _("The keyring gave back something else than what was stored");

    case LK_KEYRING_ERROR_BAD_VALUE:
      return _("This value cannot be kept");

    default:
      g_return_val_if_reached (NULL);
    }
}

static void
finish (LkKeyringCall *self)
{
  self->over = TRUE;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_cancellable_disconnect (self->outer, self->outer_handler);
  self->outer_handler = 0;
}

static void
return_error (LkKeyringCall *self,
              GError        *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  finish (self);
  g_task_return_error (task, error);
}

static gboolean
timeout_cb (gpointer user_data)
{
  g_autoptr (LkKeyringCall) self = lk_keyring_call_ref (user_data);

  self->timeout_id = 0;
  lk_keyring_call_refuse (self, LK_KEYRING_ERROR_SILENT);
  g_cancellable_cancel (self->inner);

  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/**
 * lk_keyring_call_new:
 * @keyring: whose call it is
 * @tag: the source tag of its task
 * @first: where it begins, and begins anew should the service have been restarted
 * @timeout_ms: the time limit, 0 for none
 * @cancellable: (nullable): the caller's
 * @callback: the caller's
 * @user_data: for @callback
 *
 * Makes a call; the creator fills it and runs @first.
 *
 * Returns: (transfer full): the call
 */
LkKeyringCall *
lk_keyring_call_new (LkKeyring           *keyring,
                     gpointer             tag,
                     LkKeyringStep        first,
                     guint                timeout_ms,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  LkKeyringCall *self = g_new0 (LkKeyringCall, 1);

  self->ref_count = 1;
  self->first = first;
  self->task = g_task_new (keyring, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, tag);
  self->inner = g_cancellable_new ();
  if (timeout_ms > 0)
    self->timeout_id = g_timeout_add (timeout_ms, timeout_cb, self);
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                                   g_object_ref (self->inner), g_object_unref);
    }

  return self;
}

LkKeyringCall *
lk_keyring_call_ref (LkKeyringCall *self)
{
  self->ref_count++;

  return self;
}

void
lk_keyring_call_unref (LkKeyringCall *self)
{
  self->ref_count--;
  if (self->ref_count > 0)
    return;

  g_warn_if_fail (self->over);
  g_clear_object (&self->task);
  g_clear_object (&self->inner);
  g_clear_object (&self->outer);
  g_clear_object (&self->service);
  g_clear_pointer (&self->collection, g_free);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->value, secret_value_unref);
  g_clear_pointer (&self->paths, g_strfreev);
  g_free (self);
}

/**
 * lk_keyring_call_keyring:
 * @self: a call that is not over
 *
 * Returns: (transfer none): whose call it is
 */
LkKeyring *
lk_keyring_call_keyring (LkKeyringCall *self)
{
  return g_task_get_source_object (self->task);
}

/**
 * lk_keyring_call_is_over:
 * @self: a call
 *
 * Returns: whether it has returned to its caller
 */
gboolean
lk_keyring_call_is_over (LkKeyringCall *self)
{
  return self->over;
}

/**
 * lk_keyring_call_return:
 * @self: a call that is not over
 * @result: (nullable) (transfer full): what it found
 * @destroy: (nullable): frees @result
 *
 * Ends the call.
 */
void
lk_keyring_call_return (LkKeyringCall  *self,
                        gpointer        result,
                        GDestroyNotify  destroy)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  finish (self);
  g_task_return_pointer (task, result, destroy);
}

/**
 * lk_keyring_call_refuse:
 * @self: a call
 * @code: why
 *
 * Ends the call with an error and its standard sentence; does nothing if it is over.
 */
void
lk_keyring_call_refuse (LkKeyringCall  *self,
                        LkKeyringError  code)
{
  if (!self->over)
    return_error (self, g_error_new_literal (LK_KEYRING_ERROR, code, get_message (code)));
}

/* A session that the service has forgotten, since it was started anew (measured: G_IO_ERROR_BROKEN_PIPE). */
static gboolean
is_stale (GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

/**
 * lk_keyring_call_fail:
 * @self: a call
 * @error: (transfer full): what a library said
 *
 * Ends the call, with the error in our own words, or begins it anew once if the service was restarted. Does nothing
 * if it is over.
 */
void
lk_keyring_call_fail (LkKeyringCall *self,
                      GError        *error)
{
  g_autoptr (GError) owned = error;

  if (self->over)
    return;

  if (is_stale (owned) && !self->retried)
    {
      self->retried = TRUE;
      g_clear_object (&self->service);
      self->first (self);
      return;
    }

  g_debug ("The keyring said: %s", owned->message);
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) || owned->domain == LK_KEYRING_ERROR)
    return_error (self, g_steal_pointer (&owned));
  else if (g_error_matches (owned, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
           || g_error_matches (owned, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
           || g_error_matches (owned, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND)
           || g_error_matches (owned, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED)
           || owned->domain == G_SPAWN_EXIT_ERROR || owned->domain == G_SPAWN_ERROR
           || g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_FAILED)
           || g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
           || g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
           || g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CLOSED))
    lk_keyring_call_refuse (self, LK_KEYRING_ERROR_NO_SERVICE);
  else if (g_error_matches (owned, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    lk_keyring_call_refuse (self, LK_KEYRING_ERROR_LOCKED);
  else if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
           || g_error_matches (owned, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
           || g_error_matches (owned, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT))
    lk_keyring_call_refuse (self, LK_KEYRING_ERROR_SILENT);
  else
    lk_keyring_call_refuse (self, LK_KEYRING_ERROR_REFUSED);
}
