/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-operations.h"

#include "lk-keyring-private.h"
#include "lk-keyring-prompt.h"
#include "lk-keyring-steps.h"

#include <glib/gi18n-lib.h>

#define SERVICE_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"

static void
return_unlocked (LkKeyringCall *call)
{
  lk_keyring_set_unlocked (lk_keyring_call_keyring (call));
  lk_keyring_call_return (call, NULL, NULL);
}

static void
unlock_prompted (LkKeyringCall *call,
                 gboolean       dismissed,
                 GVariant      *result)
{
  if (dismissed)
    lk_keyring_call_fail (call, g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED,
                                                     _("Keyring stays locked")));
  else
    lk_keyring_step_see_unlocked (call, return_unlocked);
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
    lk_keyring_prompt (call, prompt, unlock_prompted);
}

static void
unlock_collection (LkKeyringCall *call)
{
  const char *paths[] = { call->collection, NULL };

  lk_keyring_call_method (call, SERVICE_PATH, SERVICE_INTERFACE, "Unlock", g_variant_new ("(^ao)", paths),
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
