/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the other walks do not come by: keys that every application has, what Return leaves alone, and that nothing turns
 * or is busy to a screen reader before half a second is over, with a service that is slow. */

#include "lk-tour.h"

#include "lk-tour-keys.h"

#include "lk-add-account-dialog.h"
#include "lk-new-pulsar-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-preferences-dialog.h"
#include "lk-tenant-page.h"
#include "lk-token-created-dialog.h"

#define QUIET_MS 500
#define MAX_TABS 40

static guint
count_spinners (GtkWidget *widget)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (GTK_IS_SPINNER (widget))
    return gtk_spinner_get_spinning (GTK_SPINNER (widget)) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += count_spinners (child);

  return n;
}

static gboolean
is_busy (GtkWidget *widget)
{
  g_autofree char *difference = gtk_test_accessible_check_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_BUSY, TRUE);

  return difference == NULL;
}

/* Looks at each turn of the loop from what was just begun on, which takes the service some seconds. */
static void
wait_for_spinner (GtkWidget  *widget,
                  gint64      begun_us,
                  const char *what)
{
  int waited_ms;

  g_assert_false (is_busy (widget));
  lk_test_wait_until (count_spinners (widget) > 0);
  g_assert_true (is_busy (widget));
  waited_ms = (int) ((g_get_monotonic_time () - begun_us) / 1000);
  g_assert_cmpint (waited_ms, >=, QUIET_MS);
  g_assert_cmpuint (count_spinners (widget), ==, 1);
  lk_tour_step ("%s: one spinner, after %d ms", what, waited_ms);
}

static void
sign_in_slowly (GtkWidget  *window,
                LkTestDemo *demo)
{
  GtkWidget *dialog;
  gint64 begun_us;

  lk_tour_press ("shift+ctrl+n");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_ADD_ACCOUNT_DIALOG));
  dialog = lk_tour_find_active ();
  lk_tour_set_text (dialog, "api_row", demo->url);
  lk_tour_set_text (dialog, "streaming_row", demo->url);
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (demo->token));
  lk_test_demo_fault (demo, "list:slow=4000,times=1\npulsar-list:slow=6000");
  begun_us = g_get_monotonic_time ();
  lk_tour_activate (dialog, "add-account.add");
  wait_for_spinner (dialog, begun_us, "an account is checked");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL && lk_tour_find_active () == window);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
}

/* While it is read again there is a line that moves, and no spinner. */
static void
reload_slowly (GtkWidget  *window,
               LkTestDemo *demo)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  gint64 begun_us = g_get_monotonic_time ();
  int waited_ms;

  lk_test_wait_until (!is_busy (page));
  lk_test_demo_fault (demo, "list:slow=4000,times=1");
  lk_tour_activate (page, "tokens.reload");
  lk_test_wait_until (is_busy (page));
  waited_ms = (int) ((g_get_monotonic_time () - begun_us) / 1000);
  g_assert_cmpint (waited_ms, >=, QUIET_MS);
  g_assert_true (lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_test_wait_until (!is_busy (page));
  g_assert_false (lk_inventory_get_loading (lk_tour_get_inventory (window)));
  lk_tour_step ("a list that is read again: its page is busy to a screen reader, after %d ms, until it was read", waited_ms);
}

/* A page that has nothing to show yet: its tenant is being read since the account was added. */
static void
show_tenant_slowly (GtkWidget  *window,
                    LkTestDemo *demo)
{
  GtkListBox *accounts = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkWidget *page = lk_tour_find (window, "tenant_page");
  gint64 begun_us;

  lk_test_wait_until (gtk_list_box_get_row_at_index (accounts, 2) != NULL);
  begun_us = g_get_monotonic_time ();
  gtk_list_box_select_row (accounts, gtk_list_box_get_row_at_index (accounts, 2));
  lk_test_wait_until (gtk_widget_get_mapped (page));
  wait_for_spinner (page, begun_us, "a tenant's tokens are read");
  lk_test_wait_until (lk_tenant_get_loaded (lk_tenant_page_get_tenant (LK_TENANT_PAGE (page))));
  lk_test_wait_until (!is_busy (page));
  lk_test_demo_fault (demo, "");
  gtk_list_box_select_row (accounts, gtk_list_box_get_row_at_index (accounts, 0));
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "tokens_page")));
}

static void
press_standard_keys (GtkWidget *window)
{
  GtkWidget *list = lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);

  lk_tour_press ("ctrl+comma");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_PREFERENCES_DIALOG));
  lk_tour_press ("ctrl+w");
  lk_test_wait_until (lk_tour_find_active () == window);
  lk_tour_step ("Ctrl+, opens the preferences, and Ctrl+W closes what is on top alone");

  gtk_widget_grab_focus (list);
  lk_test_wait_until (gtk_widget_is_ancestor (lk_tour_get_focus (), list));
  lk_tour_press ("Down");
  lk_tour_press ("alt+Return");
  lk_test_wait_until (lk_tour_is_focused ("details"));
  lk_tour_press ("alt+Left");
  lk_test_wait_until (gtk_widget_get_mapped (list));
  lk_tour_get_focus ();
  lk_tour_step ("Alt+Return shows the details, and Alt+Left leads back");
}

static void
create_slowly (GtkWidget  *window,
               LkTestDemo *demo)
{
  GtkWidget *dialog, *check;
  gint64 begun_us;

  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.new");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG);
  lk_tour_set_text (dialog, "description_row", LK_TOUR_DESCRIPTION);
  check = lk_tour_find_type (lk_tour_find (lk_tour_find (dialog, "roles_page"), "built_in_group"), GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_test_demo_fault (demo, "create:slow=4000,times=1");
  begun_us = g_get_monotonic_time ();
  lk_tour_activate (dialog, "new-token.create");
  wait_for_spinner (dialog, begun_us, "a token is created");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG)));
  lk_test_wait_until (lk_tour_find_active () == window);
}

static void
go_to (const char *id)
{
  for (guint i = 0; i < MAX_TABS && !lk_tour_is_focused (id); i++)
    {
      lk_tour_press ("Tab");
      lk_tour_get_focus ();
    }
  g_assert_true (lk_tour_is_focused (id));
}

/* A drop-down and its list have Return for themselves, while all is there that creating wants. */
static void
choose_by_return (GtkWidget  *window,
                  GtkWidget  *page,
                  LkTestDemo *demo)
{
  gint64 n_posts = lk_test_demo_count (demo, "posts");
  GtkWidget *dialog;
  gint64 begun_us;

  lk_tour_activate (page, "pulsar.new");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_NEW_PULSAR_DIALOG));
  dialog = lk_tour_find_active ();
  lk_tour_get_focus ();
  go_to ("expires_row");
  lk_tour_press ("Return");
  lk_tour_press ("Down");
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_is_focused ("expires_row"));
  lk_tour_press ("Return");
  lk_tour_press ("Escape");
  g_assert_true (lk_tour_is_active (LK_TYPE_NEW_PULSAR_DIALOG));
  g_assert_cmpint (lk_test_demo_count (demo, "posts"), ==, n_posts);
  lk_tour_step ("Return in a drop-down and in its list creates nothing");

  lk_test_demo_fault (demo, "pulsar-create:slow=4000,times=1\npulsar-create-v2:slow=4000,times=1");
  begun_us = g_get_monotonic_time ();
  lk_tour_activate (dialog, "new-pulsar.create");
  wait_for_spinner (dialog, begun_us, "a Pulsar token is created");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) == NULL);
  lk_test_wait_until (lk_tour_find_active () == window);
  lk_test_demo_fault (demo, "");
}

/* The question has what is safe under Return, whatever had the focus before. */
static void
answer_by_return (GtkWidget  *window,
                  const char *action,
                  const char *id)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (lk_tour_find (window, "tenant_page"), action, "s", id);
  lk_test_wait_until (lk_tour_is_active (ADW_TYPE_MESSAGE_DIALOG));
  dialog = lk_tour_find_active ();
  lk_tour_check_controls (dialog, action);
  lk_tour_get_focus ();
  lk_tour_press ("Return");
  lk_test_wait_until (lk_tour_find_active () == window);
}

static void
keep_by_return (GtkWidget  *window,
                GtkWidget  *page,
                LkTestDemo *demo)
{
  GListModel *tokens = lk_tenant_get_tokens (lk_tenant_page_get_tenant (LK_TENANT_PAGE (page)));
  guint n_tokens = g_list_model_get_n_items (tokens);
  gint64 n_deletes = lk_test_demo_count (demo, "deletes");
  LkPulsarToken *stored = NULL;

  for (guint i = 0; i < n_tokens && stored == NULL; i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      if (lk_pulsar_token_get_stored (token))
        stored = token;
    }
  g_assert_nonnull (stored);

  answer_by_return (window, "pulsar.forget", lk_pulsar_token_get_id (stored));
  answer_by_return (window, "pulsar.delete", lk_pulsar_token_get_id (stored));
  g_assert_true (lk_pulsar_token_get_stored (stored));
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, n_tokens);
  g_assert_cmpint (lk_test_demo_count (demo, "deletes"), ==, n_deletes);
  lk_tour_step ("Return removes no secret and deletes no token");
}

/**
 * lk_tour_walk_checklist:
 * @window: a window that was just opened, in a session with a window manager
 *
 * Presses keys that every application has, and looks at what turns when.
 */
void
lk_tour_walk_checklist (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  gulong hook_id = lk_tour_keys_begin ();
  GtkWidget *page;

  sign_in_slowly (window, demo);
  show_tenant_slowly (window, demo);
  press_standard_keys (window);
  reload_slowly (window, demo);
  create_slowly (window, demo);
  page = lk_tour_show_tenant (window);
  choose_by_return (window, page, demo);
  keep_by_return (window, page, demo);
  lk_tour_press ("ctrl+q");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_APPLICATION_WINDOW) == NULL);
  lk_tour_step ("Ctrl+Q ends it");
  lk_tour_keys_end (hook_id);
}
