/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-operations.h"

#include "lk-keyring-private.h"
#include "lk-keyring-steps.h"

#include <glib/gi18n-lib.h>

/* By calls of its own rather than secret_service_unlock(), which never calls back when the service ends under its
 * prompt (measured), and does not tell when the prompt opens, so that the time limit could stop. */

#define SERVICE_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

static void
call_method (LkKeyringCall       *call,
             const char          *path,
             const char          *interface,
             const char          *method,
             GVariant            *arguments,
             const GVariantType  *answer,
             GAsyncReadyCallback  callback)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);

  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy), path, interface, method,
                          arguments, answer, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, call->inner, callback,
                          lk_keyring_call_ref (call));
}

static void
return_unlocked (LkKeyringCall *call)
{
  lk_keyring_set_unlocked (lk_keyring_call_keyring (call));
  lk_keyring_call_return (call, NULL, NULL);
}

/* Lets go of the prompt, which stays open for its reader: Dismiss ends the whole service in most cases (gnome-keyring
 * 42.1, 6 of 8: "perform_next_unlock: assertion failed: (!self->current)"), and with it everybody's keyring. */
static void
prompt_ended (LkKeyringCall *call)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);

  if (call->prompt_signal != 0)
    g_dbus_connection_signal_unsubscribe (g_dbus_proxy_get_connection (proxy), call->prompt_signal);
  call->prompt_signal = 0;
  g_clear_signal_handler (&call->owner_handler, proxy);
  g_clear_pointer (&call->prompt, g_free);
  call->ended = NULL;
}

static void
completed_cb (GDBusConnection *connection,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *signal,
              GVariant        *parameters,
              gpointer         user_data)
{
  g_autoptr (LkKeyringCall) call = lk_keyring_call_ref (user_data);
  gboolean dismissed = TRUE;

  if (lk_keyring_call_is_over (call) || call->prompt == NULL)
    return;

  g_clear_pointer (&call->prompt, g_free);
  prompt_ended (call);
  lk_keyring_call_limit (call, TRUE);
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &dismissed, NULL);
  if (dismissed)
    lk_keyring_call_fail (call, g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED,
                                                     _("Keyring stays locked")));
  else
    lk_keyring_step_see_unlocked (call, return_unlocked);
}

static void
owner_changed_cb (GDBusProxy    *proxy,
                  GParamSpec    *pspec,
                  LkKeyringCall *call)
{
  g_autofree char *owner = g_dbus_proxy_get_name_owner (proxy);

  if (owner == NULL && !lk_keyring_call_is_over (call))
    lk_keyring_call_refuse (call, LK_KEYRING_ERROR_NO_SERVICE);
}

static void
prompted_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* What matters comes with the signal, maybe before this. */
  if (answer == NULL && call->prompt != NULL && !lk_keyring_call_is_over (call))
    {
      g_clear_pointer (&call->prompt, g_free);
      prompt_ended (call);
      lk_keyring_call_limit (call, TRUE);
      lk_keyring_call_fail (call, g_steal_pointer (&error));
    }
}

static void
unref_cb (gpointer data)
{
  lk_keyring_call_unref (data);
}

static void
open_prompt (LkKeyringCall *call,
             const char    *path)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);

  lk_keyring_call_limit (call, FALSE);
  call->prompt = g_strdup (path);
  call->ended = prompt_ended;
  call->prompt_signal =
    g_dbus_connection_signal_subscribe (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
                                        PROMPT_INTERFACE, "Completed", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        completed_cb, lk_keyring_call_ref (call), unref_cb);
  call->owner_handler = g_signal_connect (proxy, "notify::g-name-owner", G_CALLBACK (owner_changed_cb), call);
  call_method (call, path, PROMPT_INTERFACE, "Prompt", g_variant_new ("(s)", ""), NULL, prompted_cb);
}

static void
unlock_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *prompt;

  if (lk_keyring_call_is_over (call))
    return;
  if (answer == NULL)
    {
      lk_keyring_call_fail (call, g_steal_pointer (&error));
      return;
    }

  g_variant_get (answer, "(@ao&o)", NULL, &prompt);
  if (g_str_equal (prompt, "/"))
    lk_keyring_step_see_unlocked (call, return_unlocked);
  else
    open_prompt (call, prompt);
}

static void
unlock_collection (LkKeyringCall *call)
{
  const char *paths[] = { call->collection, NULL };

  call_method (call, SERVICE_PATH, SERVICE_INTERFACE, "Unlock", g_variant_new ("(^ao)", paths),
               G_VARIANT_TYPE ("(aoo)"), unlock_answered_cb);
}

static void
unlock_locked (LkKeyringCall *call)
{
  lk_keyring_set_locked (lk_keyring_call_keyring (call));
  unlock_collection (call);
}

static void
unlock_if_locked (LkKeyringCall *call)
{
  lk_keyring_step_see_lock (call, return_unlocked, unlock_locked);
}

static void
unlock_service (LkKeyringCall *call)
{
  lk_keyring_step_find_collection (call, unlock_if_locked);
}

void
lk_keyring_unlock_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, unlock_service);
}
