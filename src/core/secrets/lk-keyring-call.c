/* SPDX-License-Identifier: GPL-3.0-or-later */
#define SECRET_API_SUBJECT_TO_CHANGE /* the object path of a session, to close it */

#include "lk-keyring-call.h"

#include "lk-keyring-private.h"
#include "lk-sandbox.h"

#include <glib/gi18n-lib.h>

#define SESSION_INTERFACE "org.freedesktop.Secret.Session"
#define LATE_US 100000 /* a timer that fires later than this was kept waiting by its own main loop */

static const char *
get_message (LkKeyringCall  *self,
             LkKeyringError  code)
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
      return self->value != NULL ? _("The keyring did not take the secret") : _("The keyring answered with an error");

    case LK_KEYRING_ERROR_MISMATCH:
      return _("The keyring gave back something else than what was stored");

    case LK_KEYRING_ERROR_BAD_VALUE:
      return _("This value cannot be kept");

    default:
      g_return_val_if_reached (NULL);
    }
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Ends waiting. Whoever calls it holds a reference, since the sources may hold the last ones. */
static GTask *
finish (LkKeyringCall *self)
{
  GTask *task = g_steal_pointer (&self->task);

  clear_source (&self->limit_source);
  clear_source (&self->outer_source);
  if (self->ended != NULL)
    self->ended (self);

  return task;
}

static void
return_error (LkKeyringCall *self,
              GError        *error)
{
  g_autoptr (LkKeyringCall) alive G_GNUC_UNUSED = lk_keyring_call_ref (self);
  g_autoptr (GTask) task = finish (self);

  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    lk_keyring_set_locked (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

static gboolean
limit_cb (gpointer user_data)
{
  g_autoptr (LkKeyringCall) self = lk_keyring_call_ref (user_data);

  /* It was this process that was away, and the answer may wait to be read. */
  if (g_get_monotonic_time () - self->limit_due > LATE_US)
    {
      lk_keyring_call_limit (self, TRUE);
      return G_SOURCE_REMOVE;
    }

  lk_keyring_call_refuse (self, LK_KEYRING_ERROR_SILENT);
  g_cancellable_cancel (self->inner);

  return G_SOURCE_REMOVE;
}

/* Returns at once: under a prompt whose service died libsecret never calls back (measured). */
static gboolean
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  g_autoptr (LkKeyringCall) self = lk_keyring_call_ref (user_data);

  if (self->task != NULL)
    return_error (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled")));
  g_cancellable_cancel (self->inner);

  return G_SOURCE_REMOVE;
}

static void
unref_cb (gpointer data)
{
  lk_keyring_call_unref (data);
}

/**
 * lk_keyring_call_new:
 * @keyring: whose call it is
 * @tag: the source tag of its task
 * @first: where it begins, and begins anew should the service have been restarted
 * @limit_ms: its time limit
 * @cancellable: (nullable): the caller's
 * @callback: the caller's
 * @user_data: for @callback
 *
 * Makes a call; the creator fills it and starts it. It lives until it has returned, and until its last step has come
 * back.
 *
 * Returns: (transfer full): the call
 */
LkKeyringCall *
lk_keyring_call_new (LkKeyring           *keyring,
                     gpointer             tag,
                     LkKeyringStep        first,
                     guint                limit_ms,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  LkKeyringCall *self = g_new0 (LkKeyringCall, 1);

  self->ref_count = 1;
  self->first = first;
  self->limit_ms = limit_ms;
  self->task = g_task_new (keyring, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, tag);
  self->inner = g_cancellable_new ();
  if (cancellable != NULL)
    {
      self->outer = g_object_ref (cancellable);
      self->outer_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->outer_source, G_SOURCE_FUNC (outer_cancelled_cb), lk_keyring_call_ref (self),
                             unref_cb);
      g_source_attach (self->outer_source, g_task_get_context (self->task));
    }
  lk_keyring_call_limit (self, TRUE);

  return self;
}

LkKeyringCall *
lk_keyring_call_ref (LkKeyringCall *self)
{
  self->ref_count++;

  return self;
}

/* A service keeps a session for as long as we are on its bus, so one that served a single read-back is closed. */
static void
close_session (SecretService *service)
{
  const char *path = secret_service_get_session_dbus_path (service);
  GDBusProxy *proxy = G_DBUS_PROXY (service);

  if (path != NULL)
    g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy), path,
                            SESSION_INTERFACE, "Close", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL,
                            NULL);
}

void
lk_keyring_call_unref (LkKeyringCall *self)
{
  self->ref_count--;
  if (self->ref_count > 0)
    return;

  if (self->fresh && self->service != NULL)
    close_session (self->service);
  g_clear_object (&self->task);
  g_clear_object (&self->inner);
  g_clear_object (&self->outer);
  g_clear_object (&self->service);
  g_clear_pointer (&self->collection, g_free);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->value, secret_value_unref);
  g_clear_pointer (&self->item, g_free);
  g_clear_pointer (&self->paths, g_strfreev);
  g_clear_pointer (&self->locked_paths, g_strfreev);
  g_clear_pointer (&self->infos, g_ptr_array_unref);
  g_clear_pointer (&self->prompt, g_free);
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
 * lk_keyring_call_start:
 * @self: a new call
 *
 * Takes the first step, unless the caller has cancelled already.
 */
void
lk_keyring_call_start (LkKeyringCall *self)
{
  if (!lk_keyring_call_is_over (self))
    self->first (self);
}

/**
 * lk_keyring_call_is_over:
 * @self: a call
 *
 * Returns: whether it has returned to its caller, or is about to since it was cancelled
 */
gboolean
lk_keyring_call_is_over (LkKeyringCall *self)
{
  return self->task == NULL || g_cancellable_is_cancelled (self->outer);
}

/**
 * lk_keyring_call_limit:
 * @self: a call that is not over
 * @limited: whether it has a time limit from now on
 *
 * Begins the time limit anew, or stops it while a prompt is open. A call of many steps begins it anew with each
 * answer: it is for silence, not for work.
 */
void
lk_keyring_call_limit (LkKeyringCall *self,
                       gboolean       limited)
{
  clear_source (&self->limit_source);
  if (!limited)
    return;

  self->limit_due = g_get_monotonic_time () + (gint64) self->limit_ms * 1000;
  self->limit_source = g_timeout_source_new (self->limit_ms);
  g_source_set_callback (self->limit_source, limit_cb, lk_keyring_call_ref (self), unref_cb);
  g_source_attach (self->limit_source, g_task_get_context (self->task));
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
  g_autoptr (LkKeyringCall) alive G_GNUC_UNUSED = lk_keyring_call_ref (self);
  g_autoptr (GTask) task = finish (self);
  gpointer tag = g_task_get_source_tag (task);

  if (tag == lk_keyring_store_async || tag == lk_keyring_remove_async || tag == lk_keyring_reserve_async
      || tag == lk_keyring_release_async || tag == lk_keyring_set_name_async)
    lk_keyring_emit_changed (g_task_get_source_object (task));
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
  g_autofree char *explanation = NULL;

  if (self->task == NULL)
    return;

  if (code == LK_KEYRING_ERROR_NO_SERVICE)
    explanation = lk_sandbox_explain_no_keyring (LK_SANDBOX_INFO);
  return_error (self, g_error_new_literal (LK_KEYRING_ERROR, code,
                                           explanation != NULL ? explanation : get_message (self, code)));
}

/* The service was started anew and has forgotten our session, or it ended under a call, or an object is gone that it
 * named a moment ago. "The session does not exist" comes as G_IO_ERROR_DBUS_ERROR, which is any error that libsecret
 * has no code for, its name removed; since every call may be done twice, all of them count. */
static gboolean
is_stale (GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_DBUS_ERROR)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT);
}

static gboolean
is_absence (LkKeyringCall *self,
            GError        *error)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,    G_DBUS_ERROR_NAME_HAS_NO_OWNER,    G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_NO_SERVER,          G_DBUS_ERROR_ACCESS_DENIED,        G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_FORK_FAILED,  G_DBUS_ERROR_SPAWN_CHILD_EXITED,   G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED,       G_DBUS_ERROR_SPAWN_SETUP_FAILED,   G_DBUS_ERROR_SPAWN_CONFIG_INVALID,
    G_DBUS_ERROR_SPAWN_FILE_INVALID, G_DBUS_ERROR_SPAWN_SERVICE_INVALID, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, (int) codes[i]))
      return TRUE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return TRUE;

  /* Before there is a service, errors of these domains tell that there is no bus. */
  return self->service == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
         && (error->domain == G_SPAWN_EXIT_ERROR || error->domain == G_SPAWN_ERROR || error->domain == G_IO_ERROR);
}

static gboolean
is_silence (GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT);
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

  if (lk_keyring_call_is_over (self))
    return;

  g_debug ("The keyring said: %s", owned->message);
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) || owned->domain == LK_KEYRING_ERROR)
    {
      return_error (self, g_steal_pointer (&owned));
    }
  else if (is_stale (owned) && !self->retried)
    {
      self->retried = TRUE;
      self->fresh = FALSE;
      g_clear_object (&self->service);
      self->first (self);
    }
  else if (is_absence (self, owned))
    {
      lk_keyring_call_refuse (self, LK_KEYRING_ERROR_NO_SERVICE);
    }
  else if (g_error_matches (owned, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    {
      lk_keyring_call_refuse (self, LK_KEYRING_ERROR_LOCKED);
    }
  else if (is_silence (owned))
    {
      lk_keyring_call_refuse (self, LK_KEYRING_ERROR_SILENT);
    }
  else
    {
      lk_keyring_call_refuse (self, LK_KEYRING_ERROR_REFUSED);
    }
}
