/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-deletion-review.h"

#include "lk-confirm.h"
#include "lk-delete-resume.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/* What shall become of a token that somebody deleted, and that is listed still. */
typedef struct
{
  GtkWidget     *page;
  char          *back_action;
  LkInventories *inventories;
  LkAccount     *account;
  LkDeleteOrder *order;
} Review;

static void
review_free (Review *review)
{
  g_clear_object (&review->page);
  g_free (review->back_action);
  g_clear_object (&review->inventories);
  g_clear_object (&review->account);
  g_clear_object (&review->order);
  g_free (review);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Review, review_free)

/* The window may be gone by now. */
static gboolean
is_shown (Review *review)
{
  return gtk_widget_get_root (review->page) != NULL;
}

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Review) review = user_data;
  g_autoptr (GError) error = NULL;
  gboolean deleted = lk_delete_resume_finish (result, &error);

  lk_rotations_read_async (lk_inventories_get_rotations (review->inventories), NULL, NULL, NULL);
  if (!is_shown (review))
    return;

  if (!deleted)
    {
      lk_token_actions_show_failure (review->page, _("The Token Could Not Be Deleted"), error);
      return;
    }

  gtk_widget_activate_action (review->page, review->back_action, NULL);
  gtk_widget_activate_action (review->page, "win.toast", "s", _("Token deleted"));
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Review) review = user_data;
  g_autoptr (GError) error = NULL;
  gboolean kept = lk_delete_keep_finish (LK_OFFICE (source), result, &error);

  lk_rotations_read_async (lk_inventories_get_rotations (review->inventories), NULL, NULL, NULL);
  if (!is_shown (review))
    return;

  if (kept)
    gtk_widget_activate_action (review->page, "win.toast", "s", _("The token is kept"));
  else
    lk_token_actions_show_failure (review->page, _("The Deletion Could Not Be Called Off"), error);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Review) review = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);
  LkInventory *inventory = lk_inventories_find (review->inventories, review->account);
  LkOffice *office = lk_inventories_get_office (review->inventories);
  LkDeleteOrder *order = review->order;
  LkStreaming *streaming;

  if (inventory == NULL)
    return;

  if (g_strcmp0 (response, "keep") == 0)
    {
      lk_delete_keep_async (office, order, kept_cb, g_steal_pointer (&review));
    }
  else if (g_strcmp0 (response, "again") == 0)
    {
      streaming = lk_inventories_get_streaming (review->inventories, inventory);
      lk_delete_resume_async (order, inventory, streaming, NULL, resumed_cb, g_steal_pointer (&review));
    }
}

/**
 * lk_deletion_review_ask:
 * @page: the page that shows the token
 * @back_action: the action of it that leaves the details of a token that is gone
 * @inventories: the inventories
 * @account: the account of the token
 * @token: a token whose deletion is not finished
 *
 * Asks whether to try again or to keep the token, and does so.
 */
void
lk_deletion_review_ask (GtkWidget     *page,
                        const char    *back_action,
                        LkInventories *inventories,
                        LkAccount     *account,
                        LkListedToken *token)
{
  const LkConfirmResponse responses[] = {
    { "close", _("_Close"), LK_CONFIRM_DEFAULT },
    { "keep", _("_Keep Token"), LK_CONFIRM_DEFAULT },
    { "again", _("_Try Again"), LK_CONFIRM_DESTRUCTIVE },
  };
  LkListedTokenInterface *iface = LK_LISTED_TOKEN_GET_IFACE (token);
  LkDeleteOrder *order = lk_rotations_find_order (lk_inventories_get_rotations (inventories), account, iface->get_id (token));
  g_autofree char *heading = NULL;
  Review *review;

  if (order == NULL)
    return;

  review = g_new0 (Review, 1);
  review->page = g_object_ref (page);
  review->back_action = g_strdup (back_action);
  review->inventories = g_object_ref (inventories);
  review->account = g_object_ref (account);
  review->order = g_object_ref (order);
  /* Translators: %s is a token's description */
  heading = g_strdup_printf (_("Deletion of “%s” Is Not Finished"), iface->get_title (token));
  lk_confirm_async (page, heading,
                    _("You deleted this token, but Astra still lists it, or its list could not be read. Latchkey tries again "
                      "with each refresh, unless you keep the token."),
                    responses, G_N_ELEMENTS (responses), "close", "close", NULL, answered_cb, review);
}
