/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-deletion-review.h"

#include "lk-confirm.h"
#include "lk-delete-resume.h"
#include "lk-tenant-page.h"
#include "lk-token-actions.h"
#include "lk-tokens-page.h"

#include <glib/gi18n-lib.h>

/* What shall become of a token that somebody deleted, and that is listed still. */
typedef struct
{
  GtkWidget     *page;      /* LkTokensPage or LkTenantPage */
  LkInventories *inventories;
  LkAccount     *account;
  LkListedToken *token;
  LkDeleteOrder *order;
} Review;

static void
review_free (Review *review)
{
  g_clear_object (&review->page);
  g_clear_object (&review->inventories);
  g_clear_object (&review->account);
  g_clear_object (&review->token);
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

static LkStreaming *
get_streaming (Review *review)
{
  return lk_inventories_get_streaming (review->inventories, lk_inventories_find (review->inventories, review->account));
}

/* Somebody else may have called the deletion off meanwhile. */
static gboolean
is_listed (Review *review)
{
  LkInventory *inventory = lk_inventories_find (review->inventories, review->account);
  const char *id = lk_delete_order_get_token_id (review->order);
  LkTenant *tenant;

  if (inventory == NULL)
    return FALSE;
  if (LK_IS_APP_TOKEN (review->token))
    return lk_inventory_find (inventory, id) != NULL;

  tenant = lk_streaming_get_tenant_of (get_streaming (review), LK_PULSAR_TOKEN (review->token));

  return tenant != NULL && lk_tenant_find_token (tenant, id) != NULL;
}

/* The window stays open as long as it lasts. */
static void
begin_work (Review *review)
{
  if (LK_IS_TOKENS_PAGE (review->page))
    lk_tokens_page_begin_work (LK_TOKENS_PAGE (review->page));
  else
    lk_tenant_page_begin_work (LK_TENANT_PAGE (review->page));
}

static void
end_work (Review *review)
{
  if (LK_IS_TOKENS_PAGE (review->page))
    {
      lk_tokens_page_end_work (LK_TOKENS_PAGE (review->page));
      return;
    }

  lk_tenant_page_end_work (LK_TENANT_PAGE (review->page));
  if (is_shown (review) && !is_listed (review))
    lk_tenant_page_leave (LK_TENANT_PAGE (review->page), LK_PULSAR_TOKEN (review->token));
}

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Review) review = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ended = lk_delete_resume_finish (result, &error);

  lk_rotations_read_async (lk_inventories_get_rotations (review->inventories), NULL, NULL, NULL);
  end_work (review);
  if (!is_shown (review))
    return;

  if (!ended)
    lk_token_actions_show_failure (review->page, _("The Token Could Not Be Deleted"), error);
  else
    gtk_widget_activate_action (review->page, "win.toast", "s",
                                is_listed (review) ? _("The token is kept") : _("Token deleted"));
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

  if (inventory == NULL)
    return;

  if (g_strcmp0 (response, "keep") == 0)
    {
      lk_delete_keep_async (office, order, kept_cb, g_steal_pointer (&review));
    }
  else if (g_strcmp0 (response, "again") == 0)
    {
      LkStreaming *streaming = get_streaming (review);

      begin_work (review);
      lk_delete_resume_async (order, inventory, streaming, NULL, resumed_cb, g_steal_pointer (&review));
    }
}

/**
 * lk_deletion_review_ask:
 * @page: the page that shows the token, an #LkTokensPage or #LkTenantPage
 * @inventories: the inventories
 * @account: the account of the token
 * @token: a token whose deletion is not finished
 *
 * Asks whether to try again or to keep the token, and does so.
 */
void
lk_deletion_review_ask (GtkWidget     *page,
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
  review->inventories = g_object_ref (inventories);
  review->account = g_object_ref (account);
  review->token = g_object_ref (token);
  review->order = g_object_ref (order);
  /* Translators: %s is a token's description */
  heading = g_strdup_printf (_("Deletion of “%s” Is Not Finished"), iface->get_title (token));
  lk_confirm_async (page, heading,
                    _("You deleted this token, but Astra still lists it, or its list could not be read. Latchkey tries again "
                      "with each refresh, unless you keep the token."),
                    responses, G_N_ELEMENTS (responses), "close", "close", NULL, answered_cb, review);
}
