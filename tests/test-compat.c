/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-about.h"
#include "lk-banner.h"
#include "lk-confirm.h"
#include "lk-dialog.h"
#include "lk-split-view.h"
#include "lk-test.h"

#include <adwaita.h>

#define TIMEOUT_S 10

/* Dialogs are templates that derive from LkDialog. */
#define TEST_TYPE_DIALOG (test_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TestDialog, test_dialog, TEST, DIALOG, LkDialog)

struct _TestDialog
{
  LkDialog     parent_instance;

  LkSplitView *split_view;
  LkBanner    *banner;
};

G_DEFINE_FINAL_TYPE (TestDialog, test_dialog, LK_TYPE_DIALOG)

static const char test_dialog_template[] =
  "<interface>"
  "  <template class='TestDialog' parent='LkDialog'>"
  "    <property name='title'>Test</property>"
  "    <property name='default-width'>420</property>"
  "    <child>"
  "      <object class='GtkBox'>"
  "        <property name='orientation'>vertical</property>"
  "        <child><object class='AdwHeaderBar'/></child>"
  "        <child>"
  "          <object class='LkBanner' id='banner'>"
  "            <property name='title'>A &amp;lt;b&amp;gt; banner</property>"
  "            <property name='button-label'>_Do</property>"
  "            <property name='action-name'>window.close</property>"
  "            <property name='revealed'>True</property>"
  "          </object>"
  "        </child>"
  "        <child>"
  "          <object class='LkSplitView' id='split_view'>"
  "            <property name='show-content'>True</property>"
  "            <child type='sidebar'><object class='GtkLabel'><property name='label'>S</property></object></child>"
  "            <child type='content'><object class='GtkEntry'/></child>"
  "          </object>"
  "        </child>"
  "      </object>"
  "    </child>"
  "  </template>"
  "</interface>";

static void
test_dialog_class_init (TestDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_autoptr (GBytes) template = g_bytes_new_static (test_dialog_template, sizeof test_dialog_template - 1);

  g_type_ensure (LK_TYPE_BANNER);
  g_type_ensure (LK_TYPE_SPLIT_VIEW);
  gtk_widget_class_set_template (widget_class, template);
  gtk_widget_class_bind_template_child (widget_class, TestDialog, split_view);
  gtk_widget_class_bind_template_child (widget_class, TestDialog, banner);
}

static void
test_dialog_init (TestDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
timeout_cb (gpointer user_data)
{
  g_error ("Timed out: %s", (const char *) user_data);

  return G_SOURCE_REMOVE;
}

/* Waits for the condition, not for time. */
#define WAIT_UNTIL(condition)                                                            \
  G_STMT_START                                                                           \
    {                                                                                    \
      guint timeout_id = g_timeout_add_seconds (TIMEOUT_S, timeout_cb, (gpointer) #condition); \
      while (!(condition))                                                               \
        g_main_context_iteration (NULL, TRUE);                                           \
      g_source_remove (timeout_id);                                                      \
    }                                                                                    \
  G_STMT_END

static void
count_cb (guint *count)
{
  *count += 1;
}

static gboolean
close_request_cb (guint *count)
{
  *count += 1;

  return FALSE;
}

static GtkWindow *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }

  return NULL;
}

static GtkWidget *
find_widget (GtkWidget  *widget,
             GType       type,
             const char *label)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (label == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Runs what the class bound to a key, as the key would: first at the window, as GTK does on the bubble phase. */
static gboolean
press (GtkWidget *widget,
       guint      keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;

      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
              gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval &&
              gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0 &&
              gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, NULL))
            return TRUE;
        }
    }

  return FALSE;
}

static GtkWindow *
create_window (GtkWidget *content,
               int        width,
               int        height)
{
  GtkWindow *window = g_object_new (GTK_TYPE_WINDOW, "child", content, "decorated", FALSE, NULL);

  gtk_widget_set_size_request (GTK_WIDGET (window), 360, 294);
  gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  WAIT_UNTIL (gtk_widget_get_mapped (content) && gtk_widget_get_width (content) == width);

  return window;
}

static void
resize (GtkWindow *window,
        GtkWidget *content,
        int        width)
{
  gtk_window_set_default_size (window, width, 400);
  WAIT_UNTIL (gtk_widget_get_width (content) == width);
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

  window = create_window (view, 980, 400);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      resize (window, view, steps[i].width);
      g_test_message ("%d: sidebar %d, content %d", steps[i].width,
                      gtk_widget_get_width (sidebar), gtk_widget_get_width (content));
      WAIT_UNTIL (gtk_widget_get_width (sidebar) ==
                  (steps[i].sidebar_width > 0 ? steps[i].sidebar_width : steps[i].width));
      g_assert_cmpint (lk_split_view_get_collapsed (LK_SPLIT_VIEW (view)), ==, steps[i].collapsed);
      if (!steps[i].collapsed)
        WAIT_UNTIL (gtk_widget_get_mapped (content) &&
                    gtk_widget_get_width (content) == steps[i].width - steps[i].sidebar_width - 1);
      else
        WAIT_UNTIL (!gtk_widget_get_mapped (content));
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
  window = create_window (view, 360, 294);
  WAIT_UNTIL (lk_split_view_get_collapsed (LK_SPLIT_VIEW (view)));
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
  window = create_window (view, 400, 400);

  g_assert_false (lk_split_view_get_show_content (LK_SPLIT_VIEW (view)));
  WAIT_UNTIL (gtk_widget_get_mapped (sidebar) && !gtk_widget_get_mapped (content));

  g_object_set (view, "show-content", TRUE, NULL);
  g_object_set (view, "show-content", TRUE, NULL);
  g_assert_cmpuint (n_notified, ==, 1);
  WAIT_UNTIL (!gtk_widget_get_mapped (sidebar) && gtk_widget_get_mapped (content));

  /* It stays while there is room for both. */
  resize (window, view, 900);
  WAIT_UNTIL (gtk_widget_get_mapped (sidebar) && gtk_widget_get_mapped (content));
  g_assert_true (lk_split_view_get_show_content (LK_SPLIT_VIEW (view)));
  resize (window, view, 400);
  WAIT_UNTIL (!gtk_widget_get_mapped (sidebar) && gtk_widget_get_mapped (content));

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
  window = create_window (box, 360, 294);

  g_assert_false (lk_banner_get_revealed (LK_BANNER (banner)));
  g_assert_null (lk_banner_get_button_label (LK_BANNER (banner)));
  g_assert_cmpint (gtk_widget_get_height (banner), ==, 0);

  button = find_widget (banner, GTK_TYPE_BUTTON, NULL);
  g_assert_false (gtk_widget_get_visible (button));
  lk_banner_set_button_label (LK_BANNER (banner), "_Sign In Again…");
  g_assert_true (gtk_widget_get_visible (button));

  lk_banner_set_revealed (LK_BANNER (banner), TRUE);
  lk_banner_set_revealed (LK_BANNER (banner), TRUE);
  g_assert_cmpuint (n_notified, ==, 1);
  WAIT_UNTIL (gtk_widget_get_height (banner) > 40);
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
  WAIT_UNTIL (gtk_widget_get_height (banner) == 0);

  gtk_window_destroy (window);
}

static void
test_dialog_escape (void)
{
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = create_window (content, 800, 500);
  TestDialog *dialog = g_object_new (TEST_TYPE_DIALOG, NULL);
  GtkWindow *window = GTK_WINDOW (dialog);
  guint n_asked = 0;
  int width;
  int height;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_signal_connect_swapped (dialog, "close-request", G_CALLBACK (close_request_cb), &n_asked);
  lk_dialog_present (LK_DIALOG (dialog), content);
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (window)));

  g_assert_true (gtk_window_get_modal (window));
  g_assert_true (gtk_window_get_destroy_with_parent (window));
  g_assert_true (gtk_window_get_transient_for (window) == parent);
  gtk_window_get_default_size (window, &width, &height);
  g_test_message ("default width %d", width);
  g_assert_cmpint (width, <=, 420);
  g_assert_cmpint (width, >=, 400); /* without a window manager GTK takes the shadow off */
  g_assert_true (lk_split_view_get_show_content (dialog->split_view));
  g_assert_nonnull (lk_split_view_get_sidebar (dialog->split_view));
  g_assert_true (GTK_IS_ENTRY (lk_split_view_get_content (dialog->split_view)));
  g_assert_cmpstr (lk_banner_get_title (dialog->banner), ==, "A &lt;b&gt; banner");
  WAIT_UNTIL (lk_split_view_get_collapsed (dialog->split_view));

  g_assert_true (press (GTK_WIDGET (window), GDK_KEY_Escape));
  WAIT_UNTIL (dialog == NULL);
  g_assert_cmpuint (n_asked, ==, 1);

  gtk_window_destroy (parent);
}

static void
test_dialog_narrow (void)
{
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = create_window (content, 360, 294);
  LkDialog *dialog = lk_dialog_new ();
  int width;
  int height;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_window_set_content (ADW_WINDOW (dialog), adw_header_bar_new ());
  gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
  g_assert_cmpint (width, ==, 480);

  lk_dialog_present (dialog, content);
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (dialog)) && gtk_widget_get_width (GTK_WIDGET (dialog)) > 0);
  gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
  g_assert_cmpint (width, <=, 360);
  g_assert_cmpint (height, <=, 294);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), <=, 360);

  gtk_window_destroy (parent);
  WAIT_UNTIL (dialog == NULL);
}

static const LkConfirmResponse delete_responses[] = {
  { "cancel", "_Cancel", LK_CONFIRM_DEFAULT },
  { "rotate", "_Rotate", LK_CONFIRM_SUGGESTED },
  { "delete", "_Delete", LK_CONFIRM_DESTRUCTIVE },
};

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **store = user_data;

  g_assert_null (*store);
  *store = g_object_ref (result);
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static void
confirm_answer (const char *answer) /* a button's label, "escape", "cancellable" or "destroy" */
{
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = create_window (content, 700, 500);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *response = NULL;
  AdwMessageDialog *dialog;

  lk_confirm_async (content, "Delete <i>ci & deploy</i>?", "It is <b>gone</b> & away.",
                    delete_responses, G_N_ELEMENTS (delete_responses), NULL, "cancel",
                    cancellable, store_result_cb, &result);
  dialog = ADW_MESSAGE_DIALOG (find_window (ADW_TYPE_MESSAGE_DIALOG));
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);

  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (dialog)) == parent);
  g_assert_cmpstr (adw_message_dialog_get_body (dialog), ==, "It is <b>gone</b> & away.");
  g_assert_false (adw_message_dialog_get_body_use_markup (dialog));
  g_assert_false (adw_message_dialog_get_heading_use_markup (dialog));
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  g_assert_cmpstr (adw_message_dialog_get_close_response (dialog), ==, "cancel");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (gtk_window_get_focus (GTK_WINDOW (dialog)))), ==, "_Cancel");
  g_assert_cmpint (adw_message_dialog_get_response_appearance (dialog, "delete"), ==, ADW_RESPONSE_DESTRUCTIVE);
  g_assert_cmpint (adw_message_dialog_get_response_appearance (dialog, "rotate"), ==, ADW_RESPONSE_SUGGESTED);
  g_assert_null (result);

  if (g_str_equal (answer, "escape"))
    g_assert_true (press (GTK_WIDGET (dialog), GDK_KEY_Escape));
  else if (g_str_equal (answer, "cancellable"))
    g_cancellable_cancel (cancellable);
  else if (g_str_equal (answer, "destroy"))
    gtk_window_destroy (parent);
  else
    g_signal_emit_by_name (find_widget (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, answer), "clicked");

  WAIT_UNTIL (result != NULL && dialog == NULL);
  response = lk_confirm_finish (content, result, &error);

  if (g_str_equal (answer, "cancellable") || g_str_equal (answer, "destroy"))
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (response);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpstr (response, ==,
                       g_str_equal (answer, "_Delete") ? "delete" : g_str_equal (answer, "_Rotate") ? "rotate" : "cancel");
    }

  if (!g_str_equal (answer, "destroy"))
    gtk_window_destroy (parent);

  g_clear_object (&result);
}

static void
test_confirm (gconstpointer user_data)
{
  confirm_answer (user_data);
}

/* A destructive default is our own mistake, and nothing is asked. */
static void
test_confirm_destructive_default (void)
{
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*is_destructive*");
  lk_confirm_async (NULL, "Delete?", NULL, delete_responses, G_N_ELEMENTS (delete_responses),
                    "delete", "cancel", NULL, NULL, NULL);
  g_test_assert_expected_messages ();
  g_assert_null (find_window (ADW_TYPE_MESSAGE_DIALOG));
}

static void
test_confirm_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  lk_confirm_async (NULL, "Delete?", NULL, delete_responses, G_N_ELEMENTS (delete_responses),
                    "rotate", "cancel", cancellable, store_result_cb, &result);
  g_assert_null (find_window (ADW_TYPE_MESSAGE_DIALOG));
  WAIT_UNTIL (result != NULL);
  g_assert_null (lk_confirm_finish (NULL, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_about (void)
{
  static const LkAbout about = {
    .application_name = "Latchkey",
    .application_icon = "io.github.latchkey_app.Latchkey",
    .version = "0.1.0",
    .developer_name = "Somebody",
    .website = "https://example.org/",
    .issue_url = "https://example.org/issues",
    .comments = "Tokens <&> secrets",
  };
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = create_window (content, 700, 500);
  GtkWindow *window;

  lk_about_present (content, &about);
  window = find_window (ADW_TYPE_ABOUT_WINDOW);
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (window)));
  g_assert_true (gtk_window_get_transient_for (window) == parent);
  g_assert_cmpstr (adw_about_window_get_comments (ADW_ABOUT_WINDOW (window)), ==, "Tokens &lt;&amp;&gt; secrets");
  g_assert_cmpint (adw_about_window_get_license_type (ADW_ABOUT_WINDOW (window)), ==, GTK_LICENSE_GPL_3_0);

  gtk_window_destroy (parent);
  WAIT_UNTIL (find_window (ADW_TYPE_ABOUT_WINDOW) == NULL);
}

G_GNUC_END_IGNORE_DEPRECATIONS

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
  g_test_add_func ("/compat/dialog/escape", test_dialog_escape);
  g_test_add_func ("/compat/dialog/narrow", test_dialog_narrow);
  g_test_add_data_func ("/compat/confirm/escape", "escape", test_confirm);
  g_test_add_data_func ("/compat/confirm/cancel", "_Cancel", test_confirm);
  g_test_add_data_func ("/compat/confirm/rotate", "_Rotate", test_confirm);
  g_test_add_data_func ("/compat/confirm/delete", "_Delete", test_confirm);
  g_test_add_data_func ("/compat/confirm/cancellable", "cancellable", test_confirm);
  g_test_add_data_func ("/compat/confirm/destroy", "destroy", test_confirm);
  g_test_add_func ("/compat/confirm/destructive-default", test_confirm_destructive_default);
  g_test_add_func ("/compat/confirm/cancelled-before", test_confirm_cancelled_before);
  g_test_add_func ("/compat/about", test_about);

  return g_test_run ();
}
