/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-actions.h"

#include "lk-confirm.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/**
 * lk_keyring_actions_show_error:
 * @widget: a widget below one that has the action `win.toast`
 * @heading: what did not work
 * @error: why; nothing is said of %G_IO_ERROR_CANCELLED
 *
 * Says what the keyring did not do. That a prompt was dismissed is known to whoever did it: a toast is enough.
 */
void
lk_keyring_actions_show_error (GtkWidget    *widget,
                               const char   *heading,
                               const GError *error)
{
  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    gtk_widget_activate_action (widget, "win.toast", "s", _("Keyring stays locked"));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_token_actions_show_error (widget, heading, error->message);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  /* The window may be gone by now. */
  if (!lk_keyring_unlock_finish (LK_KEYRING (source), result, &error) && gtk_widget_get_root (widget) != NULL)
    lk_keyring_actions_show_error (widget, _("The Keyring Could Not Be Unlocked"), error);
}

/**
 * lk_keyring_actions_unlock:
 * @widget: a widget below one that has the action `win.toast`; it is held until the prompt is answered
 * @keyring: the keyring
 *
 * Asks for the password, and says so if the keyring stays locked. Who wants to know that it was unlocked listens to
 * #LkKeyring::unlocked.
 */
void
lk_keyring_actions_unlock (GtkWidget *widget,
                           LkKeyring *keyring)
{
  lk_keyring_unlock_async (keyring, NULL, unlocked_cb, g_object_ref (widget));
}

static void
explained_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "again") == 0)
    gtk_widget_activate_action (GTK_WIDGET (source), "tokens.reload", NULL);
}

/**
 * lk_keyring_actions_explain_absence:
 * @widget: a widget that has the action `tokens.reload`
 *
 * Tells what is missing where there is no keyring, and how to get it.
 */
void
lk_keyring_actions_explain_absence (GtkWidget *widget)
{
  const LkConfirmResponse responses[] = {
    { "close", _("_Close"), LK_CONFIRM_DEFAULT },
    { "again", _("_Try Again"), LK_CONFIRM_SUGGESTED },
  };

  lk_confirm_async (widget, _("No Keyring Found"),
                    _("Secrets are kept in the system keyring, and nowhere else: Astra shows them only once. Without a "
                      "keyring no application token can be created, and none can be copied.\n\n"
                      "Start GNOME Keyring, KWallet or KeePassXC with its Secret Service, and try again."),
                    responses, G_N_ELEMENTS (responses), "again", "close", NULL, explained_cb, NULL);
}
