/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-closures.h"

#include "lk-token-row.h"
#include "lk-tokens-page.h"
#include "lk-tokens-state.h"

static char *
page_for_state (LkTokensPage *self,
                gboolean      loading,
                gboolean      loaded,
                const GError *error,
                guint         n_tokens,
                guint         n_matching,
                guint         n_pending)
{
  return g_strdup (lk_tokens_state_get_page (error, loading, loaded, n_tokens, n_matching, n_pending));
}

static char *
banner_title (LkTokensPage *self,
              const GError *error,
              const GError *keyring_error,
              gboolean      loaded)
{
  return lk_tokens_state_create_title (lk_tokens_state_judge (error, keyring_error, loaded), error,
                                       lk_tokens_page_get_loaded_at (self));
}

static char *
banner_button (LkTokensPage *self,
               const GError *error,
               const GError *keyring_error,
               gboolean      loaded)
{
  return g_strdup (lk_tokens_state_get_button_label (lk_tokens_state_judge (error, keyring_error, loaded)));
}

static gboolean
banner_revealed (LkTokensPage *self,
                 const GError *error,
                 const GError *keyring_error,
                 gboolean      loaded)
{
  return lk_tokens_state_judge (error, keyring_error, loaded) != LK_TOKENS_BANNER_NONE;
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

static gint64
creation_time (LkAppToken *token,
               GDateTime  *generated_on)
{
  return generated_on != NULL ? g_date_time_to_unix (generated_on) : 0;
}

static char *
searched_text (LkAppToken        *token,
               const char        *title,
               const char        *script_name,
               const char        *client_id,
               const char *const *role_names,
               const char        *role_title)
{
  g_autofree char *roles = role_names != NULL ? g_strjoinv ("\n", (char **) role_names) : g_strdup ("");

  return g_strjoin ("\n", title, client_id, roles, role_title != NULL ? role_title : "", script_name, NULL);
}

static void
setup_row_cb (LkTokensPage             *self,
              GtkListItem              *item,
              GtkSignalListItemFactory *factory)
{
  GtkWidget *row = lk_token_row_new ();

  g_object_bind_property (self, "collapsed", row, "narrow", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (item, row);
}

static void
bind_row_cb (LkTokensPage             *self,
             GtkListItem              *item,
             GtkSignalListItemFactory *factory)
{
  lk_token_row_set_token (LK_TOKEN_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_row_cb (LkTokensPage             *self,
               GtkListItem              *item,
               GtkSignalListItemFactory *factory)
{
  lk_token_row_set_token (LK_TOKEN_ROW (gtk_list_item_get_child (item)), NULL);
}

/**
 * lk_tokens_closures_bind:
 * @widget_class: the class of #LkTokensPage
 *
 * Binds what the template of the page computes, and how its rows are made.
 */
void
lk_tokens_closures_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, page_for_state);
  gtk_widget_class_bind_template_callback (widget_class, banner_title);
  gtk_widget_class_bind_template_callback (widget_class, banner_button);
  gtk_widget_class_bind_template_callback (widget_class, banner_revealed);
  gtk_widget_class_bind_template_callback (widget_class, error_text);
  gtk_widget_class_bind_template_callback (widget_class, reloading);
  gtk_widget_class_bind_template_callback (widget_class, creation_time);
  gtk_widget_class_bind_template_callback (widget_class, searched_text);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}
