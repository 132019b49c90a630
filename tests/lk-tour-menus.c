/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The menus of rows by keys alone: Menu and Shift+F10 open that of the row with the focus, and whatever becomes of the
 * menu, the row has the focus again. */

#include "lk-tour.h"

#include "lk-tour-keys.h"

#include "lk-add-account-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-pulsar-row.h"
#include "lk-stored-row.h"

#define STORED "menus-stored"

/* What a row's menu begins with, and what else of it opens a dialog. */
typedef struct
{
  const char *what;
  const char *first;
  const char *key; /* from there */
  const char *next;
  GType       dialog; /* of the one that the key leads to */
} Menu;

/* Where the focus is in a menu. */
static gboolean
is_on_item (const char *text)
{
  GtkWidget *focus = lk_tour_find_focus ();

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER_MENU) != NULL && lk_tour_has_text (focus, text);
}

static void
open_menu (GtkWidget  *row,
           const char *key,
           const char *first)
{
  lk_test_wait_until (lk_tour_find_focus () == row);
  lk_tour_press (key);
  lk_test_wait_until (is_on_item (first));
}

/* With a row that has the focus. */
static void
use_menu (GtkWidget  *window,
          GtkWidget  *row,
          const Menu *menu)
{
  static const char *const keys[] = { "Menu", "shift+F10" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      open_menu (row, keys[i], menu->first);
      lk_tour_press (menu->key);
      lk_test_wait_until (is_on_item (menu->next));
      lk_tour_press ("Escape");
      lk_test_wait_until (lk_tour_find_focus () == row);

      open_menu (row, keys[i], menu->first);
      lk_tour_press (menu->key);
      lk_test_wait_until (is_on_item (menu->next));
      lk_tour_press ("Return");
      lk_test_wait_until (lk_tour_is_active (menu->dialog));
      lk_tour_get_focus ();
      lk_tour_press ("Escape");
      lk_test_wait_until (lk_tour_find_active () == window);
      lk_test_wait_until (lk_tour_find_focus () == row);
    }
  lk_tour_step ("Menu and Shift+F10 open the menu of %s, keys lead through it, and the focus comes back", menu->what);
}

/* A row of a list view; what has the focus is what the list has around it. */
static void
use_menu_of (GtkWidget  *window,
             GtkWidget  *row,
             const Menu *menu)
{
  GtkWidget *item = gtk_widget_get_parent (row);

  g_assert_true (gtk_widget_grab_focus (item));
  use_menu (window, item, menu);

  /* Wherever in the row it is. */
  g_assert_true (gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD));
  g_assert_true (lk_tour_get_focus () != item);
  lk_tour_press ("Menu");
  lk_test_wait_until (is_on_item (menu->first));
  lk_tour_press ("Escape");
  lk_test_wait_until (lk_tour_find_focus () == item);
}

static void
use_accounts (GtkWidget *window)
{
  const Menu menu = { "an account", "Rename…", "Down", "Change Sign-In…", LK_TYPE_ADD_ACCOUNT_DIALOG };
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));

  /* The menu is that of the heading, which is above another row. */
  lk_test_wait_until (gtk_list_box_get_row_at_index (list, 1) != NULL);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1))));
  use_menu (window, GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1)), &menu);
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
}

static LkAppToken *
find_unstored (GtkWidget *window)
{
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (!lk_app_token_get_stored (token) && lk_tour_find_row (window, token) != NULL)
        return token; /* the model holds it */
    }

  g_error ("all tokens are stored");
}

static void
use_tokens (GtkWidget *window)
{
  const Menu menu = { "an application token", "Copy Client ID", "Down", "New Token Like This…", LK_TYPE_NEW_TOKEN_DIALOG };

  lk_test_wait_until (lk_tour_find_row (window, NULL) != NULL);
  use_menu_of (window, lk_tour_find_row (window, find_unstored (window)), &menu);
}

/* Not on the button in the row that copies a secret, which the next Return would press. */
static void
open_and_return (GtkWidget *page,
                 GtkWidget *row)
{
  GtkWidget *item = gtk_widget_get_parent (row);

  g_assert_true (gtk_widget_grab_focus (item));
  lk_tour_press ("Return");
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (page, "details")));
  lk_tour_get_focus ();
  lk_tour_press ("Escape");
  lk_test_wait_until (gtk_widget_get_mapped (item));
  lk_test_wait_until (lk_tour_find_focus () == item);
  lk_tour_step ("Return opens a Pulsar token, Escape leaves it, and its row has the focus again");
}

static void
use_pulsar_tokens (GtkWidget *window)
{
  const Menu menu = { "a Pulsar token", "Copy Token", "Up", "Delete…", ADW_TYPE_MESSAGE_DIALOG };
  GtkWidget *page = lk_tour_show_tenant (window);

  lk_test_wait_until (lk_tour_find_type (page, LK_TYPE_PULSAR_ROW) != NULL);
  lk_tour_wait_for_frames (window, 20);
  use_menu_of (window, lk_tour_find_type (page, LK_TYPE_PULSAR_ROW), &menu);
  open_and_return (page, lk_tour_find_type (page, LK_TYPE_PULSAR_ROW));
}

static void
use_stored_secrets (GtkWidget *window)
{
  const Menu menu = { "a stored secret", "Copy Token", "Up", "Remove Stored Secret…", ADW_TYPE_MESSAGE_DIALOG };
  GtkWidget *page = lk_tour_find (window, "stored_page");
  g_autoptr (LkIssue) issue G_GNUC_UNUSED = lk_tour_issue (window, STORED);

  g_object_set (lk_tour_find (window, "places"), "selected", "secrets", NULL);
  lk_test_wait_until (gtk_widget_get_mapped (page) && lk_tour_find_type (page, LK_TYPE_STORED_ROW) != NULL);
  lk_tour_wait_for_frames (window, 20);
  use_menu_of (window, lk_tour_find_type (page, LK_TYPE_STORED_ROW), &menu);
}

/**
 * lk_tour_walk_menus:
 * @window: a window that was just opened, in a session with a window manager
 *
 * Opens the menus of rows by keys and closes them.
 */
void
lk_tour_walk_menus (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  gulong hook_id = lk_tour_keys_begin ();

  lk_tour_sign_in (window, demo);
  lk_test_wait_until (lk_tour_find_active () == window);
  use_accounts (window);
  use_tokens (window);
  use_pulsar_tokens (window);
  use_stored_secrets (window);
  lk_tour_keys_end (hook_id);
}
