/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-page.h"

#include "lk-calendar-actions.h"
#include "lk-banner.h"
#include "lk-busy-bar.h"
#include "lk-delay.h"
#include "lk-error-details.h"
#include "lk-filter-bar.h"
#include "lk-new-token-dialog.h"
#include "lk-row-menu.h"
#include "lk-selection-bar.h"
#include "lk-selection-header.h"
#include "lk-token-actions.h"
#include "lk-token-details.h"
#include "lk-token-list.h"
#include "lk-tokens-actions.h"
#include "lk-tokens-closures.h"
#include "lk-tokens-export.h"
#include "lk-tokens-focus.h"
#include "lk-tokens-selection.h"
#include "lk-tokens-state.h"
#include "lk-unfinished-banner.h"
#include "lk-view-options.h"
#include "lk-wait-banner.h"

#include <glib/gi18n-lib.h>

/**
 * LkTokensPage:
 *
 * The application tokens of one account: a list that can be searched, and one token's details. What is done with a token
 * is an action here (`tokens.copy-token` and others), with the client id as target, so that rows need not know the page.
 */
struct _LkTokensPage
{
  AdwBin            parent_instance;

  LkInventory      *inventory;   /* NULL: no account is shown */
  GSignalGroup     *signals;     /* of @inventory */
  GSignalGroup     *unlocking;   /* of its keyring */
  GCancellable     *cancellable; /* for what ends with @inventory's being shown */
  GtkWindow        *dialog;      /* NULL: none is open; weak */
  guint             n_working;
  gboolean          asked;       /* somebody asked for the load that is under way */
  gboolean          collapsed;

  LkDelay          *delay;       /* of loading; the template uses it */
  LkTokenList      *token_list;
  LkTokenSelection *selection;
  GtkWidget        *selection_bar;
  LkViewOptions    *view_options;
  GtkStack         *pages;
  LkTokenDetails   *details;
  GtkWidget        *list_page;
  GtkSearchBar     *search_bar;
  GtkSearchEntry   *search_entry;
  GtkWidget        *list;
  GtkWidget        *new_button;
};

G_DEFINE_FINAL_TYPE (LkTokensPage, lk_tokens_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORY,
  PROP_COLLAPSED,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Loading. */

static void
update_actions (LkTokensPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean ready = self->inventory != NULL && lk_inventory_get_loaded (self->inventory);
  const GError *error = self->inventory != NULL ? lk_inventory_get_error (self->inventory) : NULL;
  const char *reason = lk_tokens_state_get_reason (error);
  gboolean online = error == NULL;
  gboolean loading = self->inventory != NULL && lk_inventory_get_loading (self->inventory);

  gtk_widget_action_set_enabled (widget, "tokens.new", ready && online);
  gtk_widget_action_set_enabled (widget, "tokens.new-like", ready && online);
  gtk_widget_action_set_enabled (widget, "tokens.delete", ready && online);
  gtk_widget_action_set_enabled (widget, "tokens.rotate", ready && online);
  lk_tokens_selection_update_actions (widget, ready && online);
  gtk_widget_action_set_enabled (widget, "tokens.reload", self->inventory != NULL && !loading);
  gtk_widget_action_set_enabled (widget, "tokens.back", lk_token_details_get_token (self->details) != NULL);
  g_object_set (self->selection_bar, "reason", reason, NULL);
  gtk_widget_set_tooltip_text (self->new_button, reason != NULL ? reason : _("New Application Token"));
}

static void
loading_changed_cb (LkTokensPage *self)
{
  gboolean loading = self->inventory != NULL && lk_inventory_get_loading (self->inventory);

  /* What the keyring has is known by now, and time has passed. */
  if (!loading)
    lk_token_list_update (self->token_list);
  update_actions (self);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  LkTokensPage *self = user_data;
  LkAppToken *shown;
  g_autoptr (GError) error = NULL;

  /* The inventory tells its error as a property; when cancelled, @self may be gone. */
  lk_inventory_load_finish (LK_INVENTORY (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (self->asked && error == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Updated just now"));
  self->asked = FALSE;
  if (error != NULL)
    return;

  shown = lk_token_details_get_token (self->details);
  if (shown != NULL && lk_inventory_find (self->inventory, lk_app_token_get_client_id (shown)) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "tokens.back", NULL);
}

static void
load (LkTokensPage *self)
{
  if (self->inventory != NULL && !lk_inventory_get_loading (self->inventory))
    lk_inventory_load_async (self->inventory, self->cancellable, loaded_cb, self);
}

/* The list. */

static void
show_token (LkTokensPage *self,
            LkAppToken   *token)
{
  lk_token_details_show (self->details, self->inventory, token);
  gtk_stack_set_visible_child_name (self->pages, "details");
  update_actions (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

static void
row_activated_cb (LkTokensPage *self,
                  guint         position,
                  GtkListView  *list)
{
  g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list)), position);

  if (LK_IS_APP_TOKEN (row) && !lk_tokens_selection_activate (GTK_WIDGET (self), row))
    show_token (self, LK_APP_TOKEN (row));
}

/* The token that a key is meant for: the one whose details are shown, or whose row has the focus. */
static LkAppToken *
find_current_token (LkTokensPage *self)
{
  LkAppToken *shown = lk_token_details_get_token (self->details);

  return shown != NULL ? shown : lk_tokens_focus_find_token (GTK_WIDGET (self));
}

static gboolean
act_on_current_cb (GtkWidget *widget,
                   GVariant  *args,
                   gpointer   user_data)
{
  LkAppToken *token = find_current_token (LK_TOKENS_PAGE (widget));

  if (token == NULL)
    return FALSE;

  return gtk_widget_activate_action (widget, g_variant_get_string (args, NULL), "s", lk_app_token_get_client_id (token));
}

/* Actions. */

static LkAppToken *
find_target (LkTokensPage *self,
             GVariant     *parameter)
{
  return self->inventory != NULL ? lk_inventory_find (self->inventory, g_variant_get_string (parameter, NULL)) : NULL;
}

static void
details_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LkTokensPage *self = LK_TOKENS_PAGE (widget);
  LkAppToken *token = find_target (self, parameter);

  if (token != NULL)
    show_token (self, token);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkTokensPage *self = LK_TOKENS_PAGE (widget);

  gtk_stack_set_visible_child_name (self->pages, "list");
  lk_token_details_show (self->details, NULL, NULL);
  update_actions (self);
}

static void
busy_changed_cb (LkTokensPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* With a client id: like that token. */
static void
new_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkTokensPage *self = LK_TOKENS_PAGE (widget);
  LkAppToken *like = parameter != NULL ? find_target (self, parameter) : NULL;
  LkDialog *dialog;

  if (self->inventory == NULL || self->dialog != NULL)
    return;

  dialog = lk_new_token_dialog_new (self->inventory, like);
  g_set_weak_pointer (&self->dialog, GTK_WINDOW (dialog));
  g_signal_connect_object (dialog, "notify::busy", G_CALLBACK (busy_changed_cb), self, G_CONNECT_SWAPPED);
  lk_dialog_present (dialog, widget);
}

static void
reload_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTokensPage *self = LK_TOKENS_PAGE (widget);

  self->asked = TRUE;
  load (self);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTokensPage *self = LK_TOKENS_PAGE (widget);

  gtk_widget_activate_action (widget, "tokens.back", NULL);
  gtk_search_bar_set_search_mode (self->search_bar, !gtk_search_bar_get_search_mode (self->search_bar));
}

static void
lk_tokens_page_dispose (GObject *object)
{
  LkTokensPage *self = LK_TOKENS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->signals);
  g_clear_object (&self->unlocking);
  g_clear_object (&self->inventory);

  G_OBJECT_CLASS (lk_tokens_page_parent_class)->dispose (object);
}

static void
lk_tokens_page_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkTokensPage *self = LK_TOKENS_PAGE (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;
    case PROP_COLLAPSED:
      g_value_set_boolean (value, self->collapsed);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, lk_tokens_page_get_busy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tokens_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkTokensPage *self = LK_TOKENS_PAGE (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      lk_tokens_page_set_inventory (self, g_value_get_object (value));
      break;
    case PROP_COLLAPSED:
      self->collapsed = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_tokens_page_class_init (LkTokensPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_tokens_page_dispose;
  object_class->get_property = lk_tokens_page_get_property;
  object_class->set_property = lk_tokens_page_set_property;

  /**
   * LkTokensPage:inventory: (nullable)
   *
   * The tokens that are shown. They are loaded if they were not yet.
   */
  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL,
                         LK_TYPE_INVENTORY,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkTokensPage:collapsed:
   *
   * Whether the page is alone in a narrow window: it has a Back button then, and its rows are narrow.
   */
  properties[PROP_COLLAPSED] =
    g_param_spec_boolean ("collapsed", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkTokensPage:busy:
   *
   * Whether a token is being made or deleted, which the program should not end in the middle of.
   */
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "tokens.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "tokens.new-like", "s", new_action);
  gtk_widget_class_install_action (widget_class, "tokens.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "tokens.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "tokens.details", "s", details_action);
  gtk_widget_class_install_action (widget_class, "tokens.back", NULL, back_action);
  lk_tokens_actions_install (widget_class);
  lk_calendar_actions_install_tokens (widget_class);
  lk_tokens_export_install (widget_class);
  lk_tokens_selection_install (widget_class);
  lk_row_menu_install (widget_class);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "tokens.back", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_ALT_MASK, act_on_current_cb, "s", "tokens.details");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, act_on_current_cb, "s", "tokens.delete");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, act_on_current_cb, "s",
                                "tokens.rotate");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, act_on_current_cb, "s", "tokens.copy-token");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, act_on_current_cb,
                                "s", "tokens.copy-command");

  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_FILTER_BAR);
  g_type_ensure (LK_TYPE_TOKEN_LIST);
  g_type_ensure (LK_TYPE_TOKEN_SELECTION);
  g_type_ensure (LK_TYPE_SELECTION_BAR);
  g_type_ensure (LK_TYPE_SELECTION_HEADER);
  g_type_ensure (LK_TYPE_UNFINISHED_BANNER);
  g_type_ensure (LK_TYPE_WAIT_BANNER);
  g_type_ensure (LK_TYPE_VIEW_OPTIONS);
  g_type_ensure (LK_TYPE_BANNER);
  g_type_ensure (LK_TYPE_BUSY_BAR);
  g_type_ensure (LK_TYPE_DELAY);
  g_type_ensure (LK_TYPE_TOKEN_DETAILS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-tokens-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, delay);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, token_list);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, selection);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, selection_bar);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, view_options);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, pages);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, details);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, list_page);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, list);
  gtk_widget_class_bind_template_child (widget_class, LkTokensPage, new_button);
  lk_tokens_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lk_tokens_page_init (LkTokensPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->signals = g_signal_group_new (LK_TYPE_INVENTORY);
  g_signal_group_connect_swapped (self->signals, "notify::loading", G_CALLBACK (loading_changed_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::loaded", G_CALLBACK (update_actions), self);
  g_signal_group_connect_swapped (self->signals, "notify::error", G_CALLBACK (update_actions), self);
  self->unlocking = g_signal_group_new (LK_TYPE_KEYRING);
  g_signal_group_connect_swapped (self->unlocking, "unlocked", G_CALLBACK (load), self);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", lk_view_options_get_actions (self->view_options));

  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  lk_tokens_focus_lead_down (GTK_WIDGET (self->search_entry), self->list);
  lk_tokens_selection_connect (GTK_WIDGET (self), self->list);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  gtk_search_bar_set_key_capture_widget (self->search_bar, self->list_page);
  update_actions (self);
}

/**
 * lk_tokens_page_set_inventory:
 * @self: a page
 * @inventory: (nullable): an inventory
 *
 * Sets the tokens that are shown, and loads them if they were not yet.
 */
void
lk_tokens_page_set_inventory (LkTokensPage *self,
                              LkInventory  *inventory)
{
  g_return_if_fail (LK_IS_TOKENS_PAGE (self));

  if (self->inventory == inventory)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->asked = FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "tokens.back", NULL);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  g_set_object (&self->inventory, inventory);
  g_signal_group_set_target (self->signals, inventory);
  g_signal_group_set_target (self->unlocking,
                             inventory != NULL ? lk_office_get_keyring (lk_inventory_get_office (inventory)) : NULL);
  loading_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVENTORY]);

  if (inventory != NULL && !lk_inventory_get_loaded (inventory))
    load (self);
}

/**
 * lk_tokens_page_get_inventory:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the tokens that are shown
 */
LkInventory *
lk_tokens_page_get_inventory (LkTokensPage *self)
{
  g_return_val_if_fail (LK_IS_TOKENS_PAGE (self), NULL);

  return self->inventory;
}

/**
 * lk_tokens_page_get_selection:
 * @self: a page
 *
 * Returns: (transfer none): the tokens that are chosen
 */
LkTokenSelection *
lk_tokens_page_get_selection (LkTokensPage *self)
{
  g_return_val_if_fail (LK_IS_TOKENS_PAGE (self), NULL);

  return self->selection;
}

/**
 * lk_tokens_page_get_cancellable:
 * @self: a page
 *
 * Returns: (transfer none): what is cancelled when the page goes, or shows other tokens
 */
GCancellable *
lk_tokens_page_get_cancellable (LkTokensPage *self)
{
  g_return_val_if_fail (LK_IS_TOKENS_PAGE (self), NULL);

  return self->cancellable;
}

/**
 * lk_tokens_page_get_busy:
 * @self: a page
 *
 * Tells whether a token is being made or deleted.
 *
 * Returns: whether it is busy
 */
gboolean
lk_tokens_page_get_busy (LkTokensPage *self)
{
  gboolean issuing = FALSE;

  g_return_val_if_fail (LK_IS_TOKENS_PAGE (self), FALSE);

  if (self->dialog != NULL)
    g_object_get (self->dialog, "busy", &issuing, NULL);

  return issuing || self->n_working > 0;
}

static void
count_work (LkTokensPage *self,
            int           change)
{
  self->n_working += (guint) change;
  busy_changed_cb (self);
}

/**
 * lk_tokens_page_begin_work:
 * @self: a page
 *
 * Tells that something has begun that must not be cut off; lk_tokens_page_end_work() follows.
 */
void
lk_tokens_page_begin_work (LkTokensPage *self)
{
  g_return_if_fail (LK_IS_TOKENS_PAGE (self));

  count_work (self, 1);
}

/**
 * lk_tokens_page_end_work:
 * @self: a page
 *
 * Tells that it has ended. Leaves the details of a token that is gone, and gives the focus back to the list.
 */
void
lk_tokens_page_end_work (LkTokensPage *self)
{
  LkAppToken *shown;

  g_return_if_fail (LK_IS_TOKENS_PAGE (self));
  g_return_if_fail (self->n_working > 0);

  count_work (self, -1);
  /* The window may be gone by now. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL || self->inventory == NULL)
    return;

  shown = lk_token_details_get_token (self->details);
  if (shown != NULL && lk_inventory_find (self->inventory, lk_app_token_get_client_id (shown)) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "tokens.back", NULL);
  lk_tokens_focus_bring_back (GTK_WIDGET (self), self->list, GTK_WIDGET (self->search_entry));
}
