/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drives the real window as its user would: finds widgets, does their actions, waits for what follows, takes pictures. */

#include "lk-tour.h"

#include "lk-add-account-dialog.h"
#include "lk-tenant-page.h"
#include "lk-token-row.h"
#include "lk-tokens-page.h"

#include <string.h>
#include <time.h>

static guint n_steps;
static LkTestTurn longest;

/* Nothing may wait in the main loop: while something did, the window did not answer. Being at work is not looked at here, of
 * which most is GTK's, for showing a page the first time. */
void
lk_tour_check_waits (void)
{
  LkTestTurn turn = lk_test_take_longest_turn ();

  longest.took_us = MAX (longest.took_us, turn.took_us);
  longest.waited_us = MAX (longest.waited_us, turn.waited_us);
  g_assert_cmpint (turn.waited_us, <, turn.limit_us);
}

void
lk_tour_step (const char *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  n_steps++;
  g_print ("step %u: %s\n", n_steps, text);
  lk_tour_check_waits ();
}

/* Depth first, by the id that the template gave. */
GtkWidget *
lk_tour_find (GtkWidget  *widget,
      const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = lk_tour_find (child, id);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
lk_tour_find_type (GtkWidget *widget,
           GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = lk_tour_find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
lk_tour_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (window))
        return window;
    }

  return NULL;
}

static void
save_picture (GtkWidget  *window,
              const char *name)
{
  const char *folder = g_getenv ("LK_SHOTS_DIR");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (window);
  g_autoptr (GdkPaintable) now = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;
  int width, height;

  if (folder == NULL)
    return;

  now = gdk_paintable_get_current_image (live);
  width = gdk_paintable_get_intrinsic_width (now);
  height = gdk_paintable_get_intrinsic_height (now);
  path = g_build_filename (folder, file, NULL);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (now, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  guint *n = user_data;

  (*n)--;

  return *n > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Lets running animations end: as many frames as the longest takes. */
void
lk_tour_wait_for_frames (GtkWidget *window,
                 guint      n)
{
  guint left = n;

  gtk_widget_add_tick_callback (window, tick_cb, &left, NULL);
  gtk_widget_queue_draw (window);
  lk_test_wait_until (left == 0);
}

void
lk_tour_picture (GtkWidget  *window,
         const char *name)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autofree char *dark = g_strconcat (name, "-dark", NULL);

  lk_tour_wait_for_frames (window, adw_get_enable_animations (window) ? 40 : 6);
  lk_tour_check_names (window, name);
  lk_tour_check_controls (window, name);
  save_picture (window, name);
  if (g_getenv ("ADW_DEBUG_COLOR_SCHEME") != NULL)
    return;

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  lk_tour_wait_for_frames (window, 40);
  save_picture (window, dark);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_tour_wait_for_frames (window, 4);
}

/* Without a compositor a window has a border of 5 px inside its default size. */
void
lk_tour_resize (GtkWidget *window,
        int        width,
        int        height)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width + 10, height + 10);
  lk_tour_wait_for_frames (window, 10);
}

void
lk_tour_both_pictures (GtkWidget  *window,
               const char *name)
{
  g_autofree char *narrow = g_strconcat (name, "-narrow", NULL);

  lk_tour_resize (window, 980, 640);
  lk_tour_picture (window, name);
  lk_tour_resize (window, LK_TOUR_NARROW_WIDTH, 640);
  lk_tour_picture (window, narrow);
  lk_tour_resize (window, 980, 640);
}

void
lk_tour_activate (GtkWidget  *widget,
          const char *action)
{
  if (!gtk_widget_activate_action (widget, action, NULL))
    g_error ("%s cannot be done now", action);
}

void
lk_tour_set_text (GtkWidget  *window,
          const char *id,
          const char *text)
{
  GtkWidget *row = lk_tour_find (window, id);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

LkInventory *
lk_tour_get_inventory (GtkWidget *window)
{
  LkInventory *inventory = NULL;

  g_object_get (lk_tour_find (window, "tokens_page"), "inventory", &inventory, NULL);
  if (inventory != NULL)
    g_object_unref (inventory);

  return inventory;
}

guint
lk_tour_count_tokens (GtkWidget *window)
{
  LkInventory *inventory = lk_tour_get_inventory (window);

  return inventory != NULL && lk_inventory_get_loaded (inventory)
           ? g_list_model_get_n_items (lk_inventory_get_tokens (inventory))
           : 0;
}

/* A row that is on the screen, of @token or of any: a list keeps others for later. */
GtkWidget *
lk_tour_find_row (GtkWidget  *widget,
                  LkAppToken *token)
{
  if (LK_IS_TOKEN_ROW (widget) && gtk_widget_get_mapped (widget))
    {
      LkAppToken *shown = lk_token_row_get_token (LK_TOKEN_ROW (widget));

      return shown != NULL && (token == NULL || token == shown) ? widget : NULL;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = lk_tour_find_row (child, token);

      if (row != NULL)
        return row;
    }

  return NULL;
}

/* Shows the details of the token that comes after @n others in the list, as a click on its row does. */
void
lk_tour_show_token (GtkWidget *window,
                    guint      n)
{
  GtkWidget *list = lk_tour_find_type (lk_tour_find (window, "tokens_page"), GTK_TYPE_LIST_VIEW);
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  guint n_found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (rows, i);

      /* Between the tokens there are headings. */
      if (!LK_IS_APP_TOKEN (row) || n_found++ < n)
        continue;

      gtk_widget_activate_action (list, "list.activate-item", "u", i);
      break;
    }

  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, "details")));
}

GtkWidget *
lk_tour_sign_in (GtkWidget  *window,
         LkTestDemo *demo)
{
  GtkWidget *dialog;

  lk_tour_activate (window, "win.add-account");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG);
  lk_tour_set_text (dialog, "token_row", "{ \"token\": \"…\" }");
  lk_tour_picture (dialog, "02-add-account-json");
  lk_tour_step ("pasted JSON is told apart: “%s”", gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "message"))));

  g_object_set (lk_tour_find (dialog, "advanced_row"), "expanded", TRUE, NULL);
  lk_tour_set_text (dialog, "api_row", "http://example.org");
  g_assert_true (gtk_widget_has_css_class (lk_tour_find (dialog, "api_row"), "error"));
  lk_tour_picture (dialog, "02-add-account-address");
  lk_tour_step ("an address that is not safe is refused: “%s”",
                gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "message"))));

  lk_tour_set_text (dialog, "api_row", demo->url);
  lk_tour_set_text (dialog, "streaming_row", demo->url);
  lk_tour_set_text (dialog, "token_row", secret_value_get_text (demo->token));
  lk_tour_picture (dialog, "03-add-account");
  /* As Return in the row does. */
  g_signal_emit_by_name (lk_tour_find (dialog, "token_row"), "entry-activated");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "token_row"))), ==, "");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  lk_tour_step ("signed in to %s, which lists %u tokens",
        lk_account_get_title (lk_inventory_get_account (lk_tour_get_inventory (window))), lk_tour_count_tokens (window));

  return window;
}

static gboolean
has_open_menu (GtkWidget *widget)
{
  GtkWidget *popover = lk_tour_find_type (widget, GTK_TYPE_POPOVER_MENU);

  return popover != NULL && gtk_widget_get_mapped (popover);
}

/* Opens the Main Menu as F10 does, wherever its button is just now, and closes it. */
void
lk_tour_open_menu (GtkWidget *window,
           GtkWidget *menu_button)
{
  lk_tour_activate (window, "win.menu");
  lk_test_wait_until (has_open_menu (menu_button));
  lk_tour_wait_for_frames (window, 20);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (menu_button));
  lk_test_wait_until (!has_open_menu (menu_button));
}

/* The first page while folded: the accounts. */
void
lk_tour_show_sidebar (GtkWidget  *window,
              const char *name)
{
  GtkWidget *menu_button = lk_tour_find (lk_tour_find (window, "split_view"), "menu_button");

  lk_tour_resize (window, LK_TOUR_NARROW_WIDTH, 640);
  lk_tour_open_menu (window, menu_button);
  lk_tour_wait_for_frames (window, 40);
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (window, "sidebar_list")));
  lk_tour_picture (window, name);
  lk_tour_activate (window, "win.toggle-sidebar");
  lk_tour_resize (window, 980, 640);
  lk_tour_open_menu (window, menu_button);
}

GtkWidget *
lk_tour_show_tenant (GtkWidget *window)
{
  GtkListBox *accounts = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkWidget *page = lk_tour_find (window, "tenant_page");
  LkTenant *tenant;

  lk_test_wait_until (gtk_list_box_get_row_at_index (accounts, 2) != NULL);
  gtk_list_box_select_row (accounts, gtk_list_box_get_row_at_index (accounts, 2));
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (accounts, 2)));
  lk_test_wait_until (gtk_widget_get_mapped (page));
  tenant = lk_tenant_page_get_tenant (LK_TENANT_PAGE (page));
  lk_test_wait_until (lk_tenant_get_loaded (tenant) && !lk_tenant_get_loading (tenant));

  return page;
}

/* Sees each turn of the main loop, from one poll to the next. */
typedef struct
{
  GSource       source;

  LkTourTurns  *turns;
} TurnsSource;

static gint64
get_used_us (void)
{
  struct timespec used;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used), ==, 0);

  return used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

static gboolean
turns_prepare (GSource *source,
               int     *timeout)
{
  LkTourTurns *self = ((TurnsSource *) source)->turns;

  *timeout = -1;
  if (self->begun_us > 0)
    self->longest_us = MAX (self->longest_us, get_used_us () - self->begun_us);
  self->begun_us = 0;

  return FALSE;
}

static gboolean
turns_check (GSource *source)
{
  ((TurnsSource *) source)->turns->begun_us = get_used_us ();

  return FALSE;
}

void
lk_tour_turns_start (LkTourTurns *self)
{
  static GSourceFuncs functions = { turns_prepare, turns_check, NULL, NULL, NULL, NULL };
  g_autoptr (GSource) source = g_source_new (&functions, sizeof (TurnsSource));

  *self = (LkTourTurns) { 0, 0, 0 };
  ((TurnsSource *) source)->turns = self;
  g_source_set_priority (source, G_MININT);
  self->source_id = g_source_attach (source, NULL);
}

/* The longest turn, in milliseconds. */
int
lk_tour_turns_stop (LkTourTurns *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);

  return (int) (self->longest_us / 1000);
}

/* The longest turn that showing other rows takes on this machine, whatever their number: of all tokens those that are found
 * by @search are shown, which are far fewer, and scrolled to their end and back. Leaves the search empty. */
int
lk_tour_measure_turn (GtkWidget  *window,
                      const char *search)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *list = lk_tour_find_type (page, GTK_TYPE_LIST_VIEW);
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  guint n_all = g_list_model_get_n_items (rows);
  LkTourTurns turns;

  lk_tour_set_text (page, "search_entry", search);
  lk_test_wait_until (g_list_model_get_n_items (rows) > 0 && g_list_model_get_n_items (rows) < n_all / 5);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_turns_start (&turns);
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", g_list_model_get_n_items (rows) - 1);
  lk_tour_wait_for_frames (window, 20);
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", 0);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_set_text (page, "search_entry", "");
  lk_test_wait_until (g_list_model_get_n_items (rows) == n_all);
  lk_tour_wait_for_frames (window, 20);

  return lk_tour_turns_stop (&turns);
}

/* A frame can be late, but not by much; where the machine is so slow that GTK alone takes that long to show other rows, more
 * tokens must not make it longer. */
void
lk_tour_check_turn (int longest_ms,
                    int reference_ms)
{
  if (longest_ms >= LK_TEST_LONGEST_MS)
    {
      g_print ("a turn took %d ms, and %d ms where far fewer rows were shown\n", longest_ms, reference_ms);
      g_assert_cmpint (longest_ms, <, reference_ms * 3);
    }
}

/* Whether a text is to be seen on the window, say in a toast. */
gboolean
lk_tour_has_text (GtkWidget  *widget,
                  const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (lk_tour_has_text (child, text))
        return TRUE;
    }

  return FALSE;
}

void
lk_tour_end (void)
{
  lk_tour_check_waits ();
  g_print ("%u steps, all as they should be; in the main loop, the longest wait took %.1f ms, the longest turn %.1f ms\n",
           n_steps, (double) longest.waited_us / 1000, (double) longest.took_us / 1000);
}

/* The button with that label below a widget; NULL: there is none. */
GtkWidget *
lk_tour_find_button (GtkWidget  *widget,
                     const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = lk_tour_find_button (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}
