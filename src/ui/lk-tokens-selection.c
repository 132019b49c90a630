/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tokens-selection.h"

#include "lk-bulk-delete-dialog.h"
#include "lk-token-row.h"
#include "lk-tokens-focus.h"
#include "lk-tokens-page.h"

/* How tokens of the list are chosen, with a pointer and with keys, and what is done with those that are. */

static LkTokenSelection *
get_selection (GtkWidget *page)
{
  return lk_tokens_page_get_selection (LK_TOKENS_PAGE (page));
}

/* Actions. */

static void
select_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTokenSelection *selection = get_selection (widget);

  if (g_str_equal (action_name, "tokens.select-all"))
    lk_token_selection_select_all (selection);
  else if (g_str_equal (action_name, "tokens.select-none"))
    lk_token_selection_select_none (selection);
  else
    lk_token_selection_set_active (selection, g_str_equal (action_name, "tokens.select"));
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (widget));
  g_autoptr (GPtrArray) tokens = lk_token_selection_list (get_selection (widget));
  g_autoptr (LkBulkDelete) bulk = NULL;

  if (inventory == NULL || tokens->len == 0)
    return;

  if (tokens->len == 1)
    {
      gtk_widget_activate_action (widget, "tokens.delete", "s", lk_app_token_get_client_id (tokens->pdata[0]));
      return;
    }

  bulk = lk_bulk_delete_new (inventory, tokens);
  lk_dialog_present (lk_bulk_delete_dialog_new (bulk), widget);
}

/* Keys and pointer, before the list makes something else of them, or the search bar does: that takes Delete for one of its
 * own while it is not even shown (GTK 4.8.3). */

static gboolean
ask_to_delete (GtkWidget *page)
{
  LkAppToken *token = lk_tokens_focus_find_token (page);

  if (lk_token_selection_get_n_selected (get_selection (page)) > 0)
    return gtk_widget_activate_action (page, "tokens.delete-selected", NULL);

  return token != NULL
         && gtk_widget_activate_action (page, "tokens.delete", "s", lk_app_token_get_client_id (token));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                gpointer               user_data)
{
  GtkWidget *list = user_data;
  GtkWidget *page = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (page));
  LkTokenSelection *selection = get_selection (page);
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  LkAppToken *token;

  if (focus == NULL || (focus != list && !gtk_widget_is_ancestor (focus, list)))
    return GDK_EVENT_PROPAGATE;

  if ((keyval == GDK_KEY_Delete || keyval == GDK_KEY_KP_Delete) && modifiers == 0)
    return ask_to_delete (page);

  if ((keyval == GDK_KEY_a || keyval == GDK_KEY_A) && modifiers == GDK_CONTROL_MASK)
    {
      lk_token_selection_select_all (selection);
      return GDK_EVENT_STOP;
    }

  if (keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space)
    return GDK_EVENT_PROPAGATE;
  if (modifiers != GDK_CONTROL_MASK && !(modifiers == 0 && lk_token_selection_get_active (selection)))
    return GDK_EVENT_PROPAGATE;

  token = lk_tokens_focus_find_token (page);
  if (token == NULL)
    return GDK_EVENT_PROPAGATE;

  lk_token_selection_toggle (selection, token);

  return GDK_EVENT_STOP;
}

static LkAppToken *
find_token_at (GtkWidget *list,
               double     x,
               double     y)
{
  GtkWidget *widget = gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL && widget != list; widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      if (LK_IS_TOKEN_ROW (widget))
        return lk_token_row_get_token (LK_TOKEN_ROW (widget));
      if (LK_IS_TOKEN_ROW (child))
        return lk_token_row_get_token (LK_TOKEN_ROW (child));
    }

  return NULL;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            GtkWidget       *page)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  LkAppToken *token = NULL;

  if ((state & gtk_accelerator_get_default_mod_mask ()) == GDK_CONTROL_MASK)
    token = find_token_at (list, x, y);
  if (token == NULL)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  lk_token_selection_toggle (get_selection (page), token);
}

/* What began or ended it is hidden by now, and the focus would be with it. */
static void
active_changed_cb (GtkWidget *list)
{
  if (gtk_widget_get_mapped (list))
    gtk_widget_grab_focus (list);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   user_data)
{
  LkTokenSelection *selection = get_selection (widget);

  if (!lk_token_selection_get_active (selection))
    return gtk_widget_activate_action (widget, "tokens.back", NULL);

  lk_token_selection_set_active (selection, FALSE);

  return TRUE;
}

/**
 * lk_tokens_selection_install:
 * @widget_class: the class of #LkTokensPage
 *
 * Installs the actions that choose tokens and delete those that are chosen. <keycombo>Esc</keycombo> ends choosing, or else
 * leads back.
 */
void
lk_tokens_selection_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "tokens.select", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "tokens.stop-selecting", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "tokens.select-all", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "tokens.select-none", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "tokens.delete-selected", NULL, delete_action);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, "tokens.select-all", NULL);
}

/**
 * lk_tokens_selection_connect:
 * @page: the page
 * @list: its list of tokens
 *
 * Lets tokens be chosen with <keycombo>Ctrl</keycombo> and a click, with <keycombo>Space</keycombo>, and with
 * <keycombo>Ctrl</keycombo><keycombo>A</keycombo>, and deleted with <keycombo>Delete</keycombo>.
 */
void
lk_tokens_selection_connect (GtkWidget *page,
                             GtkWidget *list)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), list, 0);
  gtk_widget_add_controller (page, keys);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), page, 0);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (click));

  g_signal_connect_object (get_selection (page), "notify::active", G_CALLBACK (active_changed_cb), list,
                           G_CONNECT_SWAPPED);
}

/**
 * lk_tokens_selection_update_actions:
 * @page: the page
 * @can_delete: whether tokens can be deleted now
 *
 * Brings the actions in step with what is chosen.
 */
void
lk_tokens_selection_update_actions (GtkWidget *page,
                                    gboolean   can_delete)
{
  LkTokenSelection *selection = get_selection (page);
  LkInventory *inventory = lk_tokens_page_get_inventory (LK_TOKENS_PAGE (page));
  gboolean any = lk_token_selection_get_n_selected (selection) > 0;
  gboolean listed = inventory != NULL && g_list_model_get_n_items (lk_inventory_get_tokens (inventory)) > 0;

  gtk_widget_action_set_enabled (page, "tokens.select", listed);
  gtk_widget_action_set_enabled (page, "tokens.select-all", listed);
  gtk_widget_action_set_enabled (page, "tokens.select-none", any);
  gtk_widget_action_set_enabled (page, "tokens.delete-selected", any && can_delete);
  gtk_widget_action_set_enabled (page, "tokens.export-selected", any);
  gtk_widget_action_set_enabled (page, "tokens.add-selected-to-calendar", any);
  gtk_widget_action_set_enabled (page, "tokens.export-list", inventory != NULL);
}

/**
 * lk_tokens_selection_activate:
 * @page: the page
 * @row: what was activated in its list
 *
 * Chooses a token that is pressed, or no longer does, while tokens are chosen.
 *
 * Returns: whether they are
 */
gboolean
lk_tokens_selection_activate (GtkWidget *page,
                              GObject   *row)
{
  LkTokenSelection *selection = get_selection (page);

  if (!lk_token_selection_get_active (selection))
    return FALSE;

  if (LK_IS_APP_TOKEN (row))
    lk_token_selection_toggle (selection, LK_APP_TOKEN (row));

  return TRUE;
}
