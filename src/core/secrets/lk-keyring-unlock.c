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
stay_locked (LkKeyringCall *call)
{
  lk_keyring_call_fail (call, g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED,
                                                   _("Keyring stays locked")));
}

static void
unlock (LkKeyringCall       *call,
        const char *const   *paths,
        GAsyncReadyCallback  callback)
{
  lk_keyring_set_locked (lk_keyring_call_keyring (call));
  lk_keyring_call_method (call, SERVICE_PATH, SERVICE_INTERFACE, "Unlock", g_variant_new ("(^ao)", paths),
                          G_VARIANT_TYPE ("(aoo)"), callback);
}

/* What the service wants to be opened; NULL when the call is over; "/" when it is not asked for. */
static char *
unlock_finish (LkKeyringCall   *call,
               GDBusConnection *connection,
               GAsyncResult    *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (connection, result, &error);
  char *prompt = NULL;

  if (lk_keyring_call_is_over (call))
    return NULL;

  if (answer != NULL)
    g_variant_get (answer, "(@aoo)", NULL, &prompt);
  else
    lk_keyring_call_fail (call, g_steal_pointer (&error));

  return prompt;
}

/* Second: the items of this application. KeePassXC lets each program see only what a person allowed it to. */

/* Somebody may have allowed some of them, which counts as dismissed there. */
static void
items_prompted (LkKeyringCall *call,
                gboolean       dismissed,
                GVariant      *result)
{
  if (dismissed && (result == NULL || !g_variant_is_of_type (result, G_VARIANT_TYPE_OBJECT_PATH_ARRAY)
                    || g_variant_n_children (result) == 0))
    stay_locked (call);
  else
    return_unlocked (call);
}

static void
items_unlocked_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autofree char *prompt = unlock_finish (call, G_DBUS_CONNECTION (source), result);

  if (prompt == NULL)
    return;

  if (g_str_equal (prompt, "/"))
    return_unlocked (call);
  else
    lk_keyring_prompt (call, prompt, items_prompted);
}

static void
items_found (LkKeyringCall *call)
{
  if (call->locked_paths[0] != NULL)
    unlock (call, (const char *const *) call->locked_paths, items_unlocked_cb);
  else
    return_unlocked (call);
}

static void
find_items (LkKeyringCall *call)
{
  lk_keyring_step_search (call, items_found);
}

/* First: the collection */

static void
collection_prompted (LkKeyringCall *call,
                     gboolean       dismissed,
                     GVariant      *result)
{
  if (dismissed)
    stay_locked (call);
  else
    lk_keyring_step_see_unlocked (call, find_items);
}

static void
collection_unlocked_cb (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autofree char *prompt = unlock_finish (call, G_DBUS_CONNECTION (source), result);

  if (prompt == NULL)
    return;

  if (g_str_equal (prompt, "/"))
    lk_keyring_step_see_unlocked (call, find_items);
  else
    lk_keyring_prompt (call, prompt, collection_prompted);
}

static void
unlock_collection (LkKeyringCall *call)
{
  const char *paths[] = { call->collection, NULL };

  unlock (call, paths, collection_unlocked_cb);
}

static void
unlock_if_locked (LkKeyringCall *call)
{
  lk_keyring_step_see_lock (call, find_items, unlock_collection);
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
