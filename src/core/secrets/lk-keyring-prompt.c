/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-prompt.h"

/* What a service asks a person. By calls of its own rather than libsecret's, which never call back when the service ends under
 * its prompt, return twice when they are cancelled under one, and do not tell when it opens, so that the time limit could stop
 * (measured with 0.20.5). */

#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

/*< private >
 * lk_keyring_call_method:
 * @call: a call with a service
 * @path: an object of the service
 * @interface: its interface
 * @method: one of its methods
 * @arguments: for @method; if floating, it is taken
 * @answer: (nullable): what it returns
 * @callback: given a reference to @call
 *
 * Calls the service. Only the time limit of @call ends that.
 */
void
lk_keyring_call_method (LkKeyringCall       *call,
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
  g_autoptr (GVariant) result = NULL;
  gboolean dismissed = TRUE;

  if (lk_keyring_call_is_over (call) || call->prompt == NULL)
    return;

  prompt_ended (call);
  lk_keyring_call_limit (call, TRUE);
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &dismissed, &result);
  call->prompted (call, dismissed, result);
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

/*< private >
 * lk_keyring_prompt:
 * @call: a call with a service
 * @path: the prompt that it answered with
 * @prompted: the step after
 *
 * Opens a prompt, and waits for a person without a time limit. When the call is cancelled the prompt stays open.
 */
void
lk_keyring_prompt (LkKeyringCall     *call,
                   const char        *path,
                   LkKeyringPrompted  prompted)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);

  lk_keyring_call_limit (call, FALSE);
  call->prompt = g_strdup (path);
  call->prompted = prompted;
  call->ended = prompt_ended;
  call->prompt_signal =
    g_dbus_connection_signal_subscribe (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
                                        PROMPT_INTERFACE, "Completed", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        completed_cb, lk_keyring_call_ref (call), unref_cb);
  call->owner_handler = g_signal_connect (proxy, "notify::g-name-owner", G_CALLBACK (owner_changed_cb), call);
  lk_keyring_call_method (call, path, PROMPT_INTERFACE, "Prompt", g_variant_new ("(s)", ""), NULL, prompted_cb);
}
