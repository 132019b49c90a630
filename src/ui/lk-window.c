/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-window.h"

#include "lk-account-actions.h"
#include "lk-accounts-list.h"
#include "lk-activity-page.h"
#include "lk-add-account-dialog.h"
#include "lk-banner.h"
#include "lk-calendar-actions.h"
#include "lk-guard.h"
#include "lk-guide-page.h"
#include "lk-import-actions.h"
#include "lk-large-text.h"
#include "lk-review-page.h"
#include "lk-search-page.h"
#include "lk-settings.h"
#include "lk-split-view.h"
#include "lk-stored-page.h"
#include "lk-streaming-page.h"
#include "lk-tab-stop.h"
#include "lk-toast.h"
#include "lk-token-created-dialog.h"
#include "lk-tokens-page.h"
#include "lk-undo.h"
#include "lk-unfinished-actions.h"
#include "lk-welcome-page.h"
#include "lk-window-places.h"
#include "lk-window-state.h"

#include <glib/gi18n.h>

/**
 * LkWindow:
 *
 * The one window: accounts at the side, the tokens of the chosen one beside them.
 */
struct _LkWindow
{
  AdwApplicationWindow  parent_instance;

  LkOffice             *office; /* NULL: the database could not be opened */
  LkInventories        *inventories; /* NULL: so for it */
  GSettings            *settings; /* NULL: their schema is not installed */
  LkGuard              *guard;
  gboolean              demo;

  AdwToastOverlay      *toasts;
  LkSplitView          *split_view;
  LkBanner             *demo_banner;
  GtkStack             *stack;
  LkWelcomePage        *welcome_page;
  LkAccountsList       *accounts;
  GtkMenuButton        *menu_button;
  AdwStatusPage        *failed_page;
  LkPlaces             *places;
  GtkStack             *pages;
  LkTokensPage         *tokens_page;
  LkStreamingPage      *streaming_page;
  LkActivityPage       *activity_page;
  LkSearchPage         *search_page;
  GtkWidget            *focus_before; /* weak: what had the focus before the search; NULL: nothing is to have it again */
};

G_DEFINE_FINAL_TYPE (LkWindow, lk_window, ADW_TYPE_APPLICATION_WINDOW)

static void
row_activated_cb (LkWindow *self)
{
  g_object_set (self->split_view, "show-content", TRUE, NULL);
}

static void
set_usable (LkWindow *self,
            gboolean  usable)
{
  static const char *const actions[] = { "win.new-token", "win.refresh", "win.search", "win.search-all", "win.export-tokens",
                                         "win.add-to-calendar", "win.show-sidebar", "win.toggle-sidebar" };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], usable);
}

static void
accounts_changed_cb (LkWindow *self)
{
  GListModel *accounts = lk_office_get_accounts (self->office);
  gboolean any = g_list_model_get_n_items (accounts) > 0;

  set_usable (self, any);
  gtk_stack_set_visible_child_name (self->stack, any ? "tokens" : "welcome");
}

static void
add_account_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);
  LkDialog *dialog;

  if (self->office == NULL)
    return;

  dialog = lk_add_account_dialog_new (self->office);
  g_signal_connect_object (dialog, "account-added", G_CALLBACK (lk_window_take_account), self, G_CONNECT_SWAPPED);
  lk_dialog_present (dialog, widget);
}

static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);

  lk_toast_show (self->toasts, lk_toast_new (g_variant_get_string (parameter, NULL)));
}

static void
undo_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  lk_undo_last (LK_WINDOW (widget)->toasts);
}

/* Those of the account that was shown last, whatever page is shown now. */
static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (LK_WINDOW (widget)->tokens_page), "tokens.export-list", NULL);
}

static void
forward_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);
  const char *forwarded = g_str_equal (action_name, "win.new-token") ? "tokens.new"
                          : g_str_equal (action_name, "win.refresh") ? "tokens.reload"
                                                                     : "tokens.search";

  if (!lk_window_places_forward (self->pages, action_name))
    gtk_widget_activate_action (GTK_WIDGET (self->tokens_page), forwarded, NULL);
}

static void
search_all_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->search_page)))
    g_set_weak_pointer (&self->focus_before, gtk_window_get_focus (GTK_WINDOW (self)));
  lk_window_places_search (self->places, lk_accounts_list_get_list_box (self->accounts), self->pages);
  lk_split_view_set_show_content (self->split_view, TRUE);
  lk_search_page_begin (self->search_page);
}

static void
leave_search_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);

  lk_window_places_leave_search (self->places, lk_accounts_list_get_list_box (self->accounts), self->pages,
                                 lk_accounts_list_get_thing (self->accounts));
  if (self->focus_before == NULL || !gtk_widget_grab_focus (self->focus_before))
    gtk_widget_child_focus (GTK_WIDGET (self->pages), GTK_DIR_TAB_FORWARD);
}

static void
toggle_sidebar_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);
  gboolean shown;

  g_object_get (self->split_view, "show-content", &shown, NULL);
  g_object_set (self->split_view, "show-content", g_str_equal (action_name, "win.show-sidebar") ? FALSE : !shown,
                NULL);
}

/* What was done, as far as it has to do with the text of the parameter. */
static void
show_activity_action (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);

  g_object_set (self->places, "selected", "activity", NULL);
  lk_activity_page_search (self->activity_page, g_variant_get_string (parameter, NULL));
  lk_split_view_set_show_content (self->split_view, TRUE);
}

/* Somebody wants to decide what is left of work that broke off for an account. */
static void
review_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  if (lk_window_show_token (LK_WINDOW (widget), g_variant_get_string (parameter, NULL), "", "", ""))
    gtk_widget_activate_action (widget, LK_UNFINISHED_ACTIONS ".review", NULL);
}

static void
reload_streaming_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);
  LkInventory *inventory = lk_accounts_list_find (self->accounts, g_variant_get_string (parameter, NULL));

  if (inventory != NULL)
    lk_streaming_load_async (lk_inventories_get_streaming (self->inventories, inventory), NULL, NULL, NULL);
}

/* For the account and the tenant that are shown. */
static void
show_guide_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);

  g_object_set (self->places, "selected", "guide", NULL);
  lk_split_view_set_show_content (self->split_view, TRUE);
}

static void
menu_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkWindow *self = LK_WINDOW (widget);
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (g_str_equal (page, "welcome"))
    {
      lk_welcome_page_popup_menu (self->welcome_page);
    }
  else if (g_str_equal (page, "tokens"))
    {
      /* While folded the menu is on the other page. */
      if (lk_split_view_get_collapsed (self->split_view))
        lk_split_view_set_show_content (self->split_view, FALSE);
      gtk_menu_button_popup (self->menu_button);
    }
}

/* The dialog that holds the only copy of a secret, if there is one: it would be destroyed with the window, unasked. */
static GtkWindow *
find_unstored (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (LK_IS_TOKEN_CREATED_DIALOG (window)
          && !lk_token_created_dialog_get_safe (LK_TOKEN_CREATED_DIALOG (window)))
        return window;
    }

  return NULL;
}

static gboolean
lk_window_close_request (GtkWindow *window)
{
  LkWindow *self = LK_WINDOW (window);
  GtkWindow *unstored = find_unstored ();
  GtkWindow *worker = NULL;
  LkGuardWork work;

  if (unstored != NULL)
    {
      gtk_window_present (unstored);
      gtk_window_close (unstored);
      return GDK_EVENT_STOP;
    }

  work = lk_guard_get_work (self->guard, &worker);
  if (work == LK_GUARD_WORK_NONE
      && (lk_tokens_page_get_busy (self->tokens_page) || lk_streaming_page_get_busy (self->streaming_page)))
    {
      work = LK_GUARD_WORK_DELETING;
      worker = window;
    }
  if (work != LK_GUARD_WORK_NONE)
    {
      lk_guard_explain (self->guard, worker, work);
      return GDK_EVENT_STOP;
    }

  if (self->settings != NULL)
    lk_window_state_save (window, self->settings, self->split_view, self->accounts, self->places);

  return GTK_WINDOW_CLASS (lk_window_parent_class)->close_request (window);
}

static void
lk_window_dispose (GObject *object)
{
  LkWindow *self = LK_WINDOW (object);

  g_clear_weak_pointer (&self->focus_before);
  g_clear_object (&self->inventories);
  g_clear_object (&self->office);
  g_clear_object (&self->settings);
  g_clear_object (&self->guard);

  G_OBJECT_CLASS (lk_window_parent_class)->dispose (object);
}

static void
lk_window_class_init (LkWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = lk_window_close_request;

  g_type_ensure (LK_TYPE_SPLIT_VIEW);
  g_type_ensure (LK_TYPE_ACCOUNTS_LIST);
  g_type_ensure (LK_TYPE_BANNER);
  g_type_ensure (LK_TYPE_STREAMING_PAGE);
  g_type_ensure (LK_TYPE_TOKENS_PAGE);
  g_type_ensure (LK_TYPE_ACTIVITY_PAGE);
  g_type_ensure (LK_TYPE_GUIDE_PAGE);
  g_type_ensure (LK_TYPE_REVIEW_PAGE);
  g_type_ensure (LK_TYPE_SEARCH_PAGE);
  g_type_ensure (LK_TYPE_STORED_PAGE);
  g_type_ensure (LK_TYPE_PLACES);
  g_type_ensure (LK_TYPE_TAB_STOP);
  g_type_ensure (LK_TYPE_WELCOME_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LkWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, demo_banner);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, accounts);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, failed_page);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, places);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, tokens_page);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, streaming_page);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, activity_page);
  gtk_widget_class_bind_template_child (widget_class, LkWindow, search_page);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_action);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.new-token", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, forward_action);
  gtk_widget_class_install_action (widget_class, "win.search-all", NULL, search_all_action);
  gtk_widget_class_install_action (widget_class, "win.leave-search", NULL, leave_search_action);
  gtk_widget_class_install_action (widget_class, "win.export-tokens", NULL, export_action);
  lk_calendar_actions_install_window (widget_class);
  lk_import_actions_install_window (widget_class);
  gtk_widget_class_install_action (widget_class, "win.show-sidebar", NULL, toggle_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.show-activity", "s", show_activity_action);
  gtk_widget_class_install_action (widget_class, "win.show-guide", NULL, show_guide_action);
  gtk_widget_class_install_action (widget_class, "win.review", "s", review_action);
  gtk_widget_class_install_action (widget_class, "win.reload-streaming", "s", reload_streaming_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, 0, "win.menu", NULL);
  /* No accelerator: where text is edited the key takes that back. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
}

static void
lk_window_init (LkWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit (GTK_WIDGET (self));

  lk_account_actions_install (GTK_WIDGET (self), self->accounts);
  lk_window_places_connect (self->places, lk_accounts_list_get_list_box (self->accounts), self->pages);
  lk_import_actions_take_drops (GTK_WIDGET (self), "win.import-files");
  set_usable (self, FALSE);
  self->settings = lk_settings_new ();
  if (self->settings != NULL)
    lk_window_state_restore_size (GTK_WINDOW (self), self->settings);
}

/**
 * lk_window_new:
 * @application: the application
 * @office: (nullable): the accounts; %NULL if they could not be opened, and lk_window_show_failure() follows
 * @demo: whether it says that nothing here is real
 *
 * Makes the window.
 *
 * Returns: (transfer none): the window, owned by GTK
 */
LkWindow *
lk_window_new (GtkApplication *application,
               LkOffice       *office,
               gboolean        demo)
{
  LkWindow *self = g_object_new (LK_TYPE_WINDOW, "application", application, NULL);

  self->demo = demo;
  self->guard = lk_guard_new (application);
  g_object_set (self->demo_banner, "revealed", demo, NULL);
  if (office != NULL)
    {
      GListModel *accounts = lk_office_get_accounts (office);

      self->office = g_object_ref (office);
      g_object_set (self->activity_page, "office", office, NULL);
      self->inventories = lk_inventories_new (office);
      lk_accounts_list_set_inventories (self->accounts, self->inventories);
      lk_window_places_set_inventories (self->places, self->pages, self->inventories);
      g_signal_connect_object (accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
      accounts_changed_cb (self);
      if (self->settings != NULL)
        lk_window_state_restore_place (self->settings, self->inventories, self->split_view, self->accounts, self->places);
    }

  return self;
}

/**
 * lk_window_show_failure:
 * @self: a window
 * @message: a sentence that says why
 *
 * Shows that the application cannot work, and why.
 */
void
lk_window_show_failure (LkWindow   *self,
                        const char *message)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (LK_IS_WINDOW (self));

  /* A status page's description is markup. */
  escaped = g_markup_escape_text (message, -1);
  adw_status_page_set_description (self->failed_page, escaped);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.add-account", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.import", FALSE);
  set_usable (self, FALSE);
}

/**
 * lk_window_select_account:
 * @self: a window
 * @account: one of its accounts
 *
 * Shows the tokens of @account.
 */
void
lk_window_select_account (LkWindow  *self,
                          LkAccount *account)
{
  g_return_if_fail (LK_IS_WINDOW (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));

  lk_accounts_list_show (self->accounts, lk_account_get_id (account));
}

/**
 * lk_window_take_account:
 * @self: a window
 * @account: an account that was just added
 *
 * Says so, and shows its tokens.
 */
void
lk_window_take_account (LkWindow  *self,
                        LkAccount *account)
{
  g_autofree char *text = NULL;

  g_return_if_fail (LK_IS_WINDOW (self));

  if (lk_office_is_kept (self->office, account))
    /* Translators: %s is an account */
    text = g_strdup_printf (_("%s added"), lk_account_get_title (account));
  else
    /* Translators: %s is an account */
    text = g_strdup_printf (_("%s added for this run only: no keyring keeps its token"),
                            lk_account_get_title (account));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
  lk_window_select_account (self, account);
}

/**
 * lk_window_get_inventories:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the tokens of all accounts, %NULL if they could not be opened
 */
LkInventories *
lk_window_get_inventories (LkWindow *self)
{
  g_return_val_if_fail (LK_IS_WINDOW (self), NULL);

  return self->inventories;
}

/**
 * lk_window_search:
 * @self: a window
 * @text: what to look for
 *
 * Looks for @text in all tokens, where there is an account.
 */
void
lk_window_search (LkWindow   *self,
                  const char *text)
{
  g_return_if_fail (LK_IS_WINDOW (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "tokens") != 0)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.search-all", NULL);
  lk_search_page_search (self->search_page, text);
}

static gboolean
show_pulsar_token (LkWindow    *self,
                   LkInventory *inventory,
                   const char  *cluster,
                   const char  *name,
                   const char  *token_id)
{
  LkStreaming *streaming = lk_inventories_get_streaming (self->inventories, inventory);
  LkTenant *tenant = lk_streaming_find_tenant (streaming, cluster, name);

  if (tenant == NULL || (*token_id != '\0' && lk_tenant_find_token (tenant, token_id) == NULL))
    return FALSE;

  lk_window_places_select_tenant (lk_accounts_list_get_list_box (self->accounts), streaming, tenant);
  lk_split_view_set_show_content (self->split_view, TRUE);
  lk_streaming_page_show_token (self->streaming_page, tenant, token_id);

  return TRUE;
}

/**
 * lk_window_show_token:
 * @self: a window
 * @account_id: an account
 * @cluster: the cluster of a Pulsar token's tenant; empty for an application token
 * @tenant: that tenant; empty for an application token
 * @token_id: a token; empty for the list of all
 *
 * Shows a token's details, or the list that it would be in.
 *
 * Returns: whether it is there; it may come when what is remembered has been read
 */
gboolean
lk_window_show_token (LkWindow   *self,
                      const char *account_id,
                      const char *cluster,
                      const char *tenant,
                      const char *token_id)
{
  GtkWidget *page;
  LkInventory *inventory;

  g_return_val_if_fail (LK_IS_WINDOW (self), FALSE);

  inventory = self->inventories != NULL ? lk_accounts_list_find (self->accounts, account_id) : NULL;
  if (inventory == NULL)
    return FALSE;
  if (*tenant != '\0')
    return show_pulsar_token (self, inventory, cluster, tenant, token_id);
  if (*token_id != '\0' && lk_inventory_find (inventory, token_id) == NULL)
    return FALSE;

  page = GTK_WIDGET (self->tokens_page);
  lk_accounts_list_show (self->accounts, account_id);
  gtk_widget_activate_action (page, "tokens.back", NULL);
  if (*token_id != '\0')
    gtk_widget_activate_action (page, "tokens.details", "s", token_id);

  return TRUE;
}
