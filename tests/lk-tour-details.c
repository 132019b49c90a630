/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through the details of a token: its secret is shown and hidden in every way there is, it is tested, noted, and
 * its history goes on while it is seen. Needs a window manager, which gives and takes the focus, and a session of its own. */

#include "lk-tour.h"

#include "lk-note-dialog.h"
#include "lk-secret-row.h"
#include "lk-settings.h"
#include "lk-token-details.h"
#include "lk-token-row.h"
#include "lk-window.h"

#include <string.h>

#define LONG_S 600

static gboolean
property_has (GtkWidget             *widget,
              GtkAccessibleProperty  property,
              const char            *text)
{
  g_autofree char *other = NULL;

  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), property))
    return FALSE;

  /* NULL: it is just that; else what it is instead. */
  other = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, text);

  return other == NULL || strstr (other, text) != NULL;
}

static gboolean
is_in (const char *text,
       const char *secret)
{
  return text != NULL && strstr (text, secret) != NULL;
}

/* Whether a widget, or one below it, seen or not, has a text in anything that it shows or tells assistive tools. */
static gboolean
holds (GtkWidget  *widget,
       const char *text)
{
  if (GTK_IS_LABEL (widget) && is_in (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  if (GTK_IS_EDITABLE (widget) && is_in (gtk_editable_get_text (GTK_EDITABLE (widget)), text))
    return TRUE;
  if (GTK_IS_WINDOW (widget) && is_in (gtk_window_get_title (GTK_WINDOW (widget)), text))
    return TRUE;
  if (is_in (gtk_widget_get_tooltip_text (widget), text))
    return TRUE;
  if (property_has (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, text)
      || property_has (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text)
      || property_has (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (holds (child, text))
      return TRUE;

  return FALSE;
}

static gboolean
any_window_holds (const char *text)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (holds (window, text))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_revealed (GtkWidget *row)
{
  gboolean revealed;

  g_object_get (row, "revealed", &revealed, NULL);

  return revealed;
}

static void
assert_hidden (GtkWidget  *row,
               const char *secret)
{
  g_assert_false (is_revealed (row));
  g_assert_false (any_window_holds (secret));
}

/* The lines of a secret are not drawn over what is above and below. */
static gboolean
has_room (GtkWidget *row)
{
  GtkWidget *label = gtk_widget_get_last_child (lk_tour_find (row, "value_box"));
  int height;

  if (gtk_widget_get_width (label) == 0)
    return FALSE;
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (label), &height, NULL, NULL, NULL);

  return gtk_widget_get_height (label) >= height;
}

static void
reveal (GtkWidget  *window,
        GtkWidget  *row,
        const char *secret)
{
  lk_test_wait_until (gtk_window_is_active (GTK_WINDOW (window)));
  assert_hidden (row, secret);
  lk_tour_activate (lk_tour_find (window, "details"), "details.reveal");
  lk_test_wait_until (is_revealed (row));
  g_assert_true (any_window_holds (secret));
  g_assert_false (property_has (row, GTK_ACCESSIBLE_PROPERTY_LABEL, secret));
  g_assert_true (property_has (lk_tour_find (row, "reveal_button"), GTK_ACCESSIBLE_PROPERTY_LABEL, "Hide Token"));
  lk_test_wait_until (has_room (row));
}

static void
show_details (GtkWidget  *window,
              LkAppToken *token)
{
  LkTokenDetails *details = LK_TOKEN_DETAILS (lk_tour_find (window, "details"));

  for (guint n = 0; lk_token_details_get_token (details) != token && n <= LK_TOUR_N_TOKENS; n++)
    {
      if (lk_token_details_get_token (details) != NULL)
        lk_tour_activate (GTK_WIDGET (details), "tokens.back");
      lk_tour_show_token (window, n);
    }
  g_assert_true (lk_token_details_get_token (details) == token);
  lk_tour_wait_for_frames (window, 20);
}

static void
show_and_hide (GtkWidget  *window,
               LkAppToken *token,
               const char *secret)
{
  GtkWidget *details = lk_tour_find (window, "details");
  GtkWidget *row = lk_tour_find (details, "token_row");

  g_assert_true (property_has (lk_tour_find (row, "hidden_label"), GTK_ACCESSIBLE_PROPERTY_LABEL, "Token, hidden"));
  g_assert_true (property_has (lk_tour_find (row, "reveal_button"), GTK_ACCESSIBLE_PROPERTY_LABEL, "Show Token"));
  g_assert_true (property_has (lk_tour_find (row, "copy_button"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                               "Copy Token of in-details"));
  g_assert_true (property_has (lk_tour_find (details, "copy_button"), GTK_ACCESSIBLE_PROPERTY_LABEL,
                               "Copy Token of in-details"));
  g_object_set (row, "seconds", LONG_S, NULL);
  reveal (window, row, secret);
  lk_tour_both_pictures (window, "81-revealed");
  g_assert_true (is_revealed (row));
  lk_tour_activate (details, "details.reveal");
  assert_hidden (row, secret);
  lk_tour_step ("the token is shown, and hidden when that is asked for");

  g_object_set (row, "seconds", 1, NULL);
  reveal (window, row, secret);
  lk_test_wait_until (!is_revealed (row));
  assert_hidden (row, secret);
  lk_tour_step ("its time is over by itself");

  g_object_set (row, "seconds", LONG_S, NULL);
  reveal (window, row, secret);
  lk_tour_activate (details, "tokens.back");
  assert_hidden (row, secret);
  show_details (window, token);
  assert_hidden (row, secret);
  lk_tour_step ("leaving the page hides it");

  /* Given up before the keyring has answered. */
  lk_tour_activate (details, "details.reveal");
  lk_tour_activate (details, "tokens.back");
  show_details (window, token);
  lk_tour_wait_for_frames (window, 20);
  assert_hidden (row, secret);
}

static void
ask_before (GtkWidget  *window,
            const char *secret)
{
  GtkWidget *details = lk_tour_find (window, "details");
  GtkWidget *row = lk_tour_find (details, "token_row");
  g_autoptr (GSettings) settings = lk_settings_new ();

  g_assert_false (g_settings_get_boolean (settings, "ask-before-revealing"));
  g_settings_set_boolean (settings, "ask-before-revealing", TRUE);
  lk_tour_activate (details, "details.reveal");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  lk_tour_picture (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG), "82-ask-before-revealing");
  lk_tour_answer ("cancel");
  lk_test_wait_until (gtk_window_is_active (GTK_WINDOW (window)));
  assert_hidden (row, secret);

  lk_tour_activate (details, "details.reveal");
  lk_tour_answer ("show");
  lk_test_wait_until (is_revealed (row));
  g_settings_reset (settings, "ask-before-revealing");
  lk_tour_step ("asked before, it is shown after a yes alone");
}

/* The secret is shown when the dialog takes the focus. */
static void
edit_note (GtkWidget  *window,
           LkAppToken *token,
           const char *secret)
{
  GtkWidget *details = lk_tour_find (window, "details");
  GtkWidget *row = lk_tour_find (details, "token_row");
  GtkWidget *note_row = lk_tour_find (details, "note_row");
  GtkWidget *dialog;
  g_autofree char *text = NULL;

  g_assert_true (is_revealed (row));
  gtk_widget_activate_action (details, "tokens.edit-note", "s", lk_app_token_get_client_id (token));
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NOTE_DIALOG) != NULL);
  lk_test_wait_until (!is_revealed (row));
  assert_hidden (row, secret);
  lk_tour_step ("the window is no longer the active one: the token is hidden");

  dialog = lk_tour_find_window (LK_TYPE_NOTE_DIALOG);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)), lk_tour_find (dialog, "note_row")));
  lk_tour_set_text (dialog, "note_row", "for the nightly job");
  lk_tour_activate (dialog, "note.save");
  lk_test_wait_until (lk_tour_find_button (window, "Undo") != NULL);
  g_object_get (note_row, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "for the nightly job");
  g_signal_emit_by_name (lk_tour_find_button (window, "Undo"), "clicked");
  lk_test_wait_until (lk_app_token_get_note (token) == NULL);
  g_clear_pointer (&text, g_free);
  g_object_get (note_row, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "None");
  lk_tour_step ("a note was written, as one can at once, and taken back");
}

static void
test_token (GtkWidget  *window,
            LkTestDemo *demo)
{
  AdwActionRow *row = ADW_ACTION_ROW (lk_tour_find (lk_tour_find (window, "details"), "test_row"));

  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Not tested yet");
  lk_tour_activate (GTK_WIDGET (row), "test.run");
  lk_test_wait_until (g_str_has_prefix (adw_action_row_get_subtitle (row), "Works: "));
  lk_tour_step ("tested it: “%s”", adw_action_row_get_subtitle (row));
  lk_test_demo_fault (demo, "org:status=401");
  lk_tour_activate (GTK_WIDGET (row), "test.run");
  lk_test_wait_until (g_str_has_prefix (adw_action_row_get_subtitle (row), "Astra refused it at "));
  lk_tour_step ("tested it again: “%s”", adw_action_row_get_subtitle (row));
  lk_test_demo_fault (demo, "");
}

static GtkListBoxRow *
get_history_row (GtkWidget *window,
                 int        n)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (lk_tour_find (lk_tour_find (window, "history"), "list")), n);
}

static void
look_at_history (GtkWidget  *window,
                 LkAppToken *token,
                 const char *secret)
{
  LkInventory *inventory = lk_tour_get_inventory (window);
  LkAccount *account = lk_inventory_get_account (inventory);
  GtkWidget *row = lk_tour_find (lk_tour_find (window, "details"), "token_row");
  GtkWidget *activity_page = lk_tour_find (window, "activity_page");
  GtkListView *list = GTK_LIST_VIEW (lk_tour_find_type (activity_page, GTK_TYPE_LIST_VIEW));

  lk_test_wait_until (get_history_row (window, 0) != NULL);
  g_assert_true (lk_tour_has_text (GTK_WIDGET (get_history_row (window, 0)), "Created"));
  g_assert_null (get_history_row (window, 1));
  lk_office_record_async (lk_inventory_get_office (inventory), account, LK_ACTIVITY_DELETE,
                          lk_app_token_get_client_id (token), "in-details", LK_ACTIVITY_FAILED, NULL, NULL);
  lk_office_record_async (lk_inventory_get_office (inventory), account, LK_ACTIVITY_DELETE, "AnotherClientId",
                          "another", LK_ACTIVITY_DONE, NULL, NULL);
  lk_test_wait_until (get_history_row (window, 1) != NULL);
  g_assert_true (lk_tour_has_text (GTK_WIDGET (get_history_row (window, 1)), "Created"));
  g_assert_null (get_history_row (window, 2));
  lk_tour_step ("what is recorded meanwhile is listed first");

  reveal (window, row, secret);
  gtk_widget_activate_action (lk_tour_find (window, "all_button"), "win.show-activity", "s",
                              lk_app_token_get_client_id (token));
  lk_test_wait_until (gtk_widget_get_mapped (activity_page));
  assert_hidden (row, secret);
  lk_test_wait_until (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) == 2);
  lk_tour_both_pictures (window, "85-all-activity");
  lk_window_select_account (LK_WINDOW (window), account);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "details")));
  lk_tour_step ("all that was done to it is on the page of what was done, where the token is hidden");
}

static void
scroll_to (GtkWidget *window,
           double     part)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (lk_tour_find (lk_tour_find (window, "details"), "scroller"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  gtk_adjustment_set_value (adjustment,
                            part * (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment)));
}

/* From top to bottom, at both widths; the pictures are for people to look at. */
static void
picture_all (GtkWidget *window)
{
  static const char *const names[] = { "83-details-top", "83-details-middle", "83-details-low", "83-details-bottom" };
  static const int widths[] = { 980, LK_TOUR_NARROW_WIDTH };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      lk_tour_resize (window, widths[i], 640);
      g_assert_cmpint (gtk_widget_get_width (window), <=, widths[i] + 10);
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          g_autofree char *name = g_strconcat (names[j], i > 0 ? "-narrow" : "", NULL);

          scroll_to (window, (double) j / (G_N_ELEMENTS (names) - 1));
          lk_tour_picture (window, name);
        }
    }
  lk_tour_resize (window, 980, 640);
  scroll_to (window, 0);
}

/* One that was not made here: neither a secret nor a record. */
static void
look_at_other (GtkWidget  *window,
               LkAppToken *token)
{
  GtkWidget *details = lk_tour_find (window, "details");
  GListModel *tokens = lk_inventory_get_tokens (lk_tour_get_inventory (window));
  g_autoptr (LkAppToken) other = NULL;

  for (guint i = 0; other == NULL && i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) one = g_list_model_get_item (tokens, i);

      if (!lk_app_token_get_stored (one) && !lk_app_token_get_signs_in (one))
        other = g_steal_pointer (&one);
    }
  show_details (window, other);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (details, "empty_label")));
  g_assert_true (lk_tour_has_text (details, "Nothing recorded yet"));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (details, "token_row")));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (details, "test_row")));
  g_assert_false (gtk_widget_get_mapped (lk_tour_find (details, "copy_button")));
  g_assert_true (lk_tour_has_text (details, "Secret Not Stored Here"));
  lk_tour_activate (details, "details.reveal");
  g_assert_false (is_revealed (lk_tour_find (details, "token_row")));
  lk_tour_both_pictures (window, "84-not-stored");
  lk_tour_step ("a token whose secret is not here has nothing to show, nor a history");
}

void
lk_tour_walk_details (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autoptr (LkIssue) issue = NULL;
  g_autofree char *secret = NULL;
  LkAppToken *token;

  lk_tour_sign_in (window, demo);
  issue = lk_tour_issue (window, "in-details");
  token = lk_issue_get_app_token (issue);
  secret = g_strdup (secret_value_get_text (lk_issue_get_token (issue)));
  lk_test_wait_until (lk_app_token_get_stored (token));
  show_details (window, token);

  show_and_hide (window, token, secret);
  ask_before (window, secret);
  edit_note (window, token, secret);
  test_token (window, demo);
  look_at_history (window, token, secret);
  picture_all (window);
  look_at_other (window, token);
  g_assert_false (any_window_holds (secret));
}
