/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The widgets that stand for those of newer toolkits: how the split view folds, and what the banner shows. */

#include "lk-banner.h"
#include "lk-split-view.h"
#include "lk-test-window.h"
#include "lk-test.h"

#include <adwaita.h>

static void
count_cb (guint *count)
{
  *count += 1;
}

static void
resize (GtkWindow *window,
        GtkWidget *content,
        int        width)
{
  gtk_window_set_default_size (window, width, 400);
  lk_test_wait_until (gtk_widget_get_width (content) == width);
}

static void
test_split_view_fold (void)
{
  static const struct
  {
    int      width;
    gboolean collapsed;
    int      sidebar_width; /* 0: all of it */
  } steps[] = {
    { 980, FALSE, 260 },
    { 860, FALSE, 260 },
    { 859, FALSE, 220 },
    { 600, FALSE, 220 },
    { 599, TRUE, 0 },
    { 360, TRUE, 0 },
    { 600, FALSE, 220 },
    { 360, TRUE, 0 },
    { 1100, FALSE, 260 },
  };
  GtkWidget *view = lk_split_view_new ();
  GtkWidget *sidebar = gtk_label_new ("A sidebar with a name that is far too long to be shown in 260 pixels");
  GtkWidget *content = gtk_text_view_new ();
  GtkWindow *window;
  guint n_notified = 0;

  gtk_label_set_ellipsize (GTK_LABEL (sidebar), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (sidebar, TRUE);
  g_object_set (view, "sidebar", sidebar, "content", content, NULL);
  g_assert_true (lk_split_view_get_sidebar (LK_SPLIT_VIEW (view)) == sidebar);
  g_assert_true (lk_split_view_get_content (LK_SPLIT_VIEW (view)) == content);
  g_assert_false (lk_split_view_get_collapsed (LK_SPLIT_VIEW (view)));
  g_signal_connect_swapped (view, "notify::collapsed", G_CALLBACK (count_cb), &n_notified);

  window = lk_test_create_window (view, 980, 400);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      resize (window, view, steps[i].width);
      g_test_message ("%d: sidebar %d, content %d", steps[i].width,
                      gtk_widget_get_width (sidebar), gtk_widget_get_width (content));
      lk_test_wait_until (gtk_widget_get_width (sidebar) ==
                          (steps[i].sidebar_width > 0 ? steps[i].sidebar_width : steps[i].width));
      g_assert_cmpint (lk_split_view_get_collapsed (LK_SPLIT_VIEW (view)), ==, steps[i].collapsed);
      if (!steps[i].collapsed)
        lk_test_wait_until (gtk_widget_get_mapped (content) &&
                            gtk_widget_get_width (content) == steps[i].width - steps[i].sidebar_width - 1);
      else
        lk_test_wait_until (!gtk_widget_get_mapped (content));
    }

  g_assert_cmpuint (n_notified, ==, 4);
  gtk_window_destroy (window);
}

/* 360x294 is the smallest window there is, and it opens folded at once. */
static void
test_split_view_minimum (void)
{
  GtkWidget *view = lk_split_view_new ();
  GtkWindow *window;
  int minimum;

  lk_split_view_set_sidebar (LK_SPLIT_VIEW (view), gtk_label_new ("Sidebar"));
  lk_split_view_set_content (LK_SPLIT_VIEW (view), gtk_label_new ("Content"));
  window = lk_test_create_window (view, 360, 294);
  lk_test_wait_until (lk_split_view_get_collapsed (LK_SPLIT_VIEW (view)));
  gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  gtk_window_destroy (window);
}

static void
test_split_view_show_content (void)
{
  GtkWidget *view = lk_split_view_new ();
  GtkWidget *sidebar = gtk_button_new_with_label ("Sidebar");
  GtkWidget *content = gtk_button_new_with_label ("Content");
  GtkWindow *window;
  guint n_notified = 0;

  lk_split_view_set_sidebar (LK_SPLIT_VIEW (view), sidebar);
  lk_split_view_set_content (LK_SPLIT_VIEW (view), content);
  g_signal_connect_swapped (view, "notify::show-content", G_CALLBACK (count_cb), &n_notified);
  window = lk_test_create_window (view, 400, 400);

  g_assert_false (lk_split_view_get_show_content (LK_SPLIT_VIEW (view)));
  lk_test_wait_until (gtk_widget_get_mapped (sidebar) && !gtk_widget_get_mapped (content));

  g_object_set (view, "show-content", TRUE, NULL);
  g_object_set (view, "show-content", TRUE, NULL);
  g_assert_cmpuint (n_notified, ==, 1);
  lk_test_wait_until (!gtk_widget_get_mapped (sidebar) && gtk_widget_get_mapped (content));

  /* It stays while there is room for both. */
  resize (window, view, 900);
  lk_test_wait_until (gtk_widget_get_mapped (sidebar) && gtk_widget_get_mapped (content));
  g_assert_true (lk_split_view_get_show_content (LK_SPLIT_VIEW (view)));
  resize (window, view, 400);
  lk_test_wait_until (!gtk_widget_get_mapped (sidebar) && gtk_widget_get_mapped (content));

  /* What a swipe or the mouse's Back button does. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  g_assert_true (adw_leaflet_get_can_navigate_back (ADW_LEAFLET (gtk_widget_get_first_child (view))));
  g_assert_true (adw_leaflet_navigate (ADW_LEAFLET (gtk_widget_get_first_child (view)),
                                       ADW_NAVIGATION_DIRECTION_BACK));
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_assert_false (lk_split_view_get_show_content (LK_SPLIT_VIEW (view)));
  g_assert_cmpuint (n_notified, ==, 2);

  lk_split_view_set_content (LK_SPLIT_VIEW (view), NULL);
  g_assert_null (lk_split_view_get_content (LK_SPLIT_VIEW (view)));
  gtk_window_destroy (window);
}

static void
act_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  guint *count = user_data;

  *count += 1;
}

static void
test_banner (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *banner = lk_banner_new ("<b>Not</b> markup & long enough to need more than one line of a window "
                                     "that is no wider than a telephone");
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("act", NULL);
  g_autofree char *action_name = NULL;
  GtkWindow *window;
  GtkWidget *button;
  guint n_clicked = 0;
  guint n_acted = 0;
  guint n_notified = 0;
  int minimum;

  gtk_box_append (GTK_BOX (box), banner);
  g_signal_connect (action, "activate", G_CALLBACK (act_cb), &n_acted);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (box, "test", G_ACTION_GROUP (group));
  g_signal_connect_swapped (banner, "button-clicked", G_CALLBACK (count_cb), &n_clicked);
  g_signal_connect_swapped (banner, "notify::revealed", G_CALLBACK (count_cb), &n_notified);
  window = lk_test_create_window (box, 360, 294);

  g_assert_false (lk_banner_get_revealed (LK_BANNER (banner)));
  g_assert_null (lk_banner_get_button_label (LK_BANNER (banner)));
  g_assert_cmpint (gtk_widget_get_height (banner), ==, 0);

  button = lk_test_find_widget (banner, GTK_TYPE_BUTTON, NULL);
  g_assert_false (gtk_widget_get_visible (button));
  lk_banner_set_button_label (LK_BANNER (banner), "_Sign In Again…");
  g_assert_true (gtk_widget_get_visible (button));

  lk_banner_set_revealed (LK_BANNER (banner), TRUE);
  lk_banner_set_revealed (LK_BANNER (banner), TRUE);
  g_assert_cmpuint (n_notified, ==, 1);
  lk_test_wait_until (gtk_widget_get_height (banner) > 40);
  gtk_widget_measure (banner, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_cmpint (gtk_widget_get_width (banner), ==, 360);

  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_clicked, ==, 1);

  g_object_set (banner, "action-name", "test.act", NULL);
  g_object_get (banner, "action-name", &action_name, NULL);
  g_assert_cmpstr (action_name, ==, "test.act");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (n_clicked, ==, 2);
  g_assert_cmpuint (n_acted, ==, 1);
  g_simple_action_set_enabled (action, FALSE);
  g_assert_false (gtk_widget_get_sensitive (button));

  lk_banner_set_title (LK_BANNER (banner), "a < b & c");
  g_assert_cmpstr (lk_banner_get_title (LK_BANNER (banner)), ==, "a < b & c");
  g_object_set (banner, "button-label", NULL, NULL);
  g_assert_false (gtk_widget_get_visible (button));

  lk_banner_set_revealed (LK_BANNER (banner), FALSE);
  lk_test_wait_until (gtk_widget_get_height (banner) == 0);

  gtk_window_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lk_test_let_pass_known_warnings ();
  gtk_init ();
  adw_init ();

  g_test_add_func ("/compat/split-view/fold", test_split_view_fold);
  g_test_add_func ("/compat/split-view/minimum", test_split_view_minimum);
  g_test_add_func ("/compat/split-view/show-content", test_split_view_show_content);
  g_test_add_func ("/compat/banner", test_banner);

  return g_test_run ();
}
