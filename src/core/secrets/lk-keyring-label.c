/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring.h"

#include "lk-keyring-operations.h"
#include "lk-keyring-steps.h"

/* Another label for what is stored: no secret is read or written for it. */

static void label_more (LkKeyringCall *call);

static void
labeled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkKeyringCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (lk_keyring_call_is_over (call))
    return;
  if (answer == NULL)
    {
      lk_keyring_call_fail (call, g_steal_pointer (&error));
      return;
    }

  lk_keyring_call_limit (call, TRUE);
  label_more (call);
}

static void
label_more (LkKeyringCall *call)
{
  GDBusProxy *proxy = G_DBUS_PROXY (call->service);
  const char *path = call->paths[call->n_started];

  if (path == NULL)
    {
      if (call->locked_paths[0] != NULL)
        lk_keyring_call_refuse (call, LK_KEYRING_ERROR_LOCKED);
      else
        lk_keyring_call_return (call, NULL, NULL);
      return;
    }

  call->n_started++;
  g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy), path,
                          "org.freedesktop.DBus.Properties", "Set",
                          g_variant_new ("(ssv)", LK_KEYRING_ITEM_INTERFACE, "Label", g_variant_new_string (call->label)),
                          NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, call->inner, labeled_cb, lk_keyring_call_ref (call));
}

static void
label_found (LkKeyringCall *call)
{
  call->n_started = 0;
  label_more (call);
}

static void
label_open (LkKeyringCall *call)
{
  lk_keyring_step_search (call, label_found);
}

static void
label_service (LkKeyringCall *call)
{
  lk_keyring_step_find_open (call, label_open);
}

static void
label_step (LkKeyringCall *call)
{
  lk_keyring_step_open (call, label_service);
}

/**
 * lk_keyring_set_label_async:
 * @self: a keyring
 * @attributes: (element-type utf8 utf8): what to search for; `application` is added
 * @label: what other programs show from now on
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gives every match another label. Never prompts.
 */
void
lk_keyring_set_label_async (LkKeyring           *self,
                            GHashTable          *attributes,
                            const char          *label,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (LkKeyringCall) call = NULL;

  g_return_if_fail (LK_IS_KEYRING (self));
  g_return_if_fail (attributes != NULL);
  g_return_if_fail (label != NULL);

  call = lk_keyring_request_new (self, lk_keyring_set_label_async, label_step, attributes, cancellable, callback,
                                 user_data);
  call->label = g_utf8_make_valid (label, -1);
  lk_keyring_request_start (call);
}

/**
 * lk_keyring_set_label_finish:
 * @self: a keyring
 * @result: what the callback was given
 * @error: return location for an #LkKeyringError or %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_keyring_set_label_async().
 *
 * Returns: whether every match has the label, also when there is none
 */
gboolean
lk_keyring_set_label_finish (LkKeyring     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  GError *own_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_keyring_set_label_async), FALSE);

  g_task_propagate_pointer (G_TASK (result), &own_error);
  if (own_error == NULL)
    return TRUE;

  g_propagate_error (error, own_error);

  return FALSE;
}
