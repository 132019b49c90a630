/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-activity-actions.h"

#include "lk-confirm.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  lk_office_forget_activity_finish (LK_OFFICE (source), result, &error);

  /* The window may be gone by now. */
  if (gtk_widget_get_root (widget) == NULL)
    return;

  if (error != NULL)
    lk_token_actions_show_error (widget, _("The Activity Could Not Be Cleared"), error->message);
  else
    gtk_widget_activate_action (widget, "win.toast", "s", _("Activity cleared"));
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LkOffice) office = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "clear") == 0)
    lk_office_forget_activity_async (office, 0, NULL, cleared_cb, g_object_ref (source));
}

/**
 * lk_activity_actions_clear:
 * @widget: a widget below one that has the action `win.toast`
 * @office: where the records are
 *
 * Asks whether what was done shall be forgotten, and forgets it.
 */
void
lk_activity_actions_clear (GtkWidget *widget,
                           LkOffice  *office)
{
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "clear", _("C_lear"), LK_CONFIRM_DESTRUCTIVE },
  };

  lk_confirm_async (widget, _("Clear Activity?"),
                    _("The record of what was done is removed from this computer and cannot be restored. Tokens and "
                      "stored secrets stay as they are."),
                    responses, G_N_ELEMENTS (responses), "cancel", "cancel", NULL, answered_cb, g_object_ref (office));
}
