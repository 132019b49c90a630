/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-closures.h"

#include "lk-heading-row.h"
#include "lk-keyring-actions.h"
#include "lk-large-text.h"
#include "lk-token-list.h"
#include "lk-token-row.h"
#include "lk-tokens-page.h"
#include "lk-tokens-state.h"

#include <glib/gi18n-lib.h>

#define SPARE_ROWS "lk-spare-rows"
#define MAX_SPARE_ROWS 250

/* Beside five buttons a narrow window has room for one word. */
static char *
list_title (LkTokensPage *self,
            gboolean      collapsed)
{
  return g_strdup (collapsed ? _("Tokens") : _("Application Tokens"));
}

static char *
page_for_state (LkTokensPage *self,
                gboolean      loading,
                GDateTime    *read_at,
                const GError *error,
                guint         n_tokens,
                guint         n_matching)
{
  return g_strdup (lk_tokens_state_get_page (error, loading, read_at != NULL, n_tokens, n_matching));
}

static char *
banner_title (LkTokensPage *self,
              const GError *error,
              const GError *keyring_error,
              GDateTime    *read_at)
{
  return lk_tokens_state_create_title (lk_tokens_state_judge (error, keyring_error, read_at != NULL), error, keyring_error,
                                       read_at);
}

static char *
banner_button (LkTokensPage *self,
               const GError *error,
               const GError *keyring_error,
               GDateTime    *read_at)
{
  return g_strdup (lk_tokens_state_get_button_label (lk_tokens_state_judge (error, keyring_error, read_at != NULL)));
}

static gboolean
banner_revealed (LkTokensPage *self,
                 const GError *error,
                 const GError *keyring_error,
                 GDateTime    *read_at,
                 guint         n_tokens)
{
  /* Where there are no rows the page in their place says it. */
  return lk_tokens_state_judge (error, keyring_error, read_at != NULL && n_tokens > 0) != LK_TOKENS_BANNER_NONE;
}

static gboolean
clock_is_off (LkTokensPage *self,
              gint64        clock_offset)
{
  return lk_inventory_is_clock_off (clock_offset);
}

static void
banner_clicked_cb (LkTokensPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (LkInventory) inventory = NULL;
  LkTokensBanner banner;

  g_object_get (self, "inventory", &inventory, NULL);
  if (inventory == NULL)
    return;

  banner = lk_tokens_state_judge (lk_inventory_get_error (inventory), lk_inventory_get_keyring_error (inventory),
                                  lk_inventory_get_read_at (inventory) != NULL);
  if (banner == LK_TOKENS_BANNER_SIGN_IN || banner == LK_TOKENS_BANNER_NOT_PERMITTED)
    gtk_widget_activate_action (widget, "account.change-sign-in", "s",
                                lk_account_get_id (lk_inventory_get_account (inventory)));
  else if (banner == LK_TOKENS_BANNER_LOCKED)
    lk_keyring_actions_unlock (widget, lk_office_get_keyring (lk_inventory_get_office (inventory)));
  else if (banner == LK_TOKENS_BANNER_NO_KEYRING)
    lk_keyring_actions_explain_absence (widget);
  else
    gtk_widget_activate_action (widget, "tokens.reload", NULL);
}

static GVariant *
account_target (LkTokensPage *self,
                const char   *account_id)
{
  return account_id != NULL ? g_variant_ref_sink (g_variant_new_string (account_id)) : NULL;
}

static char *
error_text (LkTokensPage *self,
            const GError *error)
{
  return g_strdup (error != NULL ? error->message : "");
}

static gboolean
reloading (LkTokensPage *self,
           gboolean      slow,
           guint         n_tokens)
{
  return slow && n_tokens > 0;
}

static char *
no_match_text (LkTokensPage *self,
               gboolean      narrowed)
{
  return g_strdup (narrowed ? _("Try a different search, or show more tokens") : _("Try a different search"));
}

/* Making a row takes over a millisecond, binding one a twentieth of that, and a list of which much changes throws all its
 * items away (GTK 4.8): rows outlive them here, and are used again. */
static GPtrArray *
get_spare_rows (LkTokensPage *self)
{
  GPtrArray *spare = g_object_get_data (G_OBJECT (self), SPARE_ROWS);

  if (spare == NULL)
    {
      spare = g_ptr_array_new_with_free_func (g_object_unref);
      g_object_set_data_full (G_OBJECT (self), SPARE_ROWS, spare, (GDestroyNotify) g_ptr_array_unref);
    }

  return spare;
}

static GtkWidget *
take_row (LkTokensPage *self)
{
  GPtrArray *spare = get_spare_rows (self);
  GtkWidget *row;

  if (spare->len > 0)
    return g_ptr_array_steal_index_fast (spare, spare->len - 1);

  row = g_object_ref_sink (lk_token_row_new ());
  lk_large_text_bind_narrow (GTK_WIDGET (self), row);
  g_object_set (row, "selection", lk_tokens_page_get_selection (self), NULL);

  return row;
}

static void
bind_row_cb (LkTokensPage             *self,
             GtkListItem              *item,
             GtkSignalListItemFactory *factory)
{
  GObject *object = gtk_list_item_get_item (item);
  g_autoptr (GtkWidget) row = NULL;

  gtk_list_item_set_activatable (item, LK_IS_APP_TOKEN (object));
  /* A heading can have the focus: one that is first and cannot have it keeps the keys out of the list (GTK 4.8.3 asks
   * the row that the focus was on last, and then none). Nothing is ever selected here. */
  gtk_list_item_set_selectable (item, TRUE);
  if (LK_IS_TOKEN_HEADING (object))
    {
      row = g_object_ref_sink (lk_heading_row_new ());
      lk_heading_row_set_heading (LK_HEADING_ROW (row), LK_TOKEN_HEADING (object));
    }
  else
    {
      row = take_row (self);
      lk_token_row_set_token (LK_TOKEN_ROW (row), LK_APP_TOKEN (object));
    }
  gtk_list_item_set_child (item, row);
}

static void
unbind_row_cb (LkTokensPage             *self,
               GtkListItem              *item,
               GtkSignalListItemFactory *factory)
{
  GPtrArray *spare = get_spare_rows (self);
  g_autoptr (GtkWidget) row = g_object_ref (gtk_list_item_get_child (item));

  gtk_list_item_set_child (item, NULL);
  if (!LK_IS_TOKEN_ROW (row))
    return;

  lk_token_row_set_token (LK_TOKEN_ROW (row), NULL);
  if (spare->len < MAX_SPARE_ROWS)
    g_ptr_array_add (spare, g_steal_pointer (&row));
}

/**
 * lk_tokens_closures_bind:
 * @widget_class: the class of #LkTokensPage
 *
 * Binds what the template of the page computes, what its banner does, and how its rows are made.
 */
void
lk_tokens_closures_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, list_title);
  gtk_widget_class_bind_template_callback (widget_class, page_for_state);
  gtk_widget_class_bind_template_callback (widget_class, banner_title);
  gtk_widget_class_bind_template_callback (widget_class, banner_button);
  gtk_widget_class_bind_template_callback (widget_class, banner_revealed);
  gtk_widget_class_bind_template_callback (widget_class, clock_is_off);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_target);
  gtk_widget_class_bind_template_callback (widget_class, error_text);
  gtk_widget_class_bind_template_callback (widget_class, reloading);
  gtk_widget_class_bind_template_callback (widget_class, no_match_text);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}
