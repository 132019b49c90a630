/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-unfinished-actions.h"

#include "lk-confirm.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree char *account_id = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "review") == 0)
    gtk_widget_activate_action (GTK_WIDGET (source), "win.review", "s", account_id);
}

/**
 * lk_unfinished_actions_tell:
 * @window: the main window, or a widget in it
 * @account_id: the account that it was for
 * @error: %LK_WORK_ERROR_ORPHAN or %LK_WORK_ERROR_UNKNOWN_OUTCOME
 *
 * Says how a create ended that left something to decide, and offers to decide it.
 */
void
lk_unfinished_actions_tell (GtkWidget    *window,
                            const char   *account_id,
                            const GError *error)
{
  const LkConfirmResponse responses[] = {
    { "close", _("_Close"), LK_CONFIRM_DEFAULT },
    { "review", _("_Review…"), LK_CONFIRM_SUGGESTED },
  };
  gboolean orphan = g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_ORPHAN);

  lk_confirm_async (window, orphan ? _("The New Token’s Secret Was Lost") : _("The Answer Was Lost"), error->message,
                    responses, G_N_ELEMENTS (responses), "review", "close", NULL, answered_cb, g_strdup (account_id));
}
