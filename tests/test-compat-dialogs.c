/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialogs that stand for those of newer toolkits: how they fit their window, what closes them, and what was answered. */

#include "lk-about.h"
#include "lk-banner.h"
#include "lk-confirm.h"
#include "lk-dialog.h"
#include "lk-split-view.h"
#include "lk-test-window.h"
#include "lk-test.h"

#include <adwaita.h>

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
close_request_cb (guint *count)
{
  *count += 1;

  return FALSE;
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

static void
test_dialog_escape (void)
{
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = lk_test_create_window (content, 800, 500);
  TestDialog *dialog = g_object_new (TEST_TYPE_DIALOG, NULL);
  GtkWindow *window = GTK_WINDOW (dialog);
  guint n_asked = 0;
  int width;
  int height;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_signal_connect_swapped (dialog, "close-request", G_CALLBACK (close_request_cb), &n_asked);
  lk_dialog_present (LK_DIALOG (dialog), content);
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)));

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
  lk_test_wait_until (lk_split_view_get_collapsed (dialog->split_view));

  g_assert_true (press (GTK_WIDGET (window), GDK_KEY_Escape));
  lk_test_wait_until (dialog == NULL);
  g_assert_cmpuint (n_asked, ==, 1);

  gtk_window_destroy (parent);
}

static void
test_dialog_narrow (void)
{
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = lk_test_create_window (content, 360, 294);
  LkDialog *dialog = lk_dialog_new ();
  int width;
  int height;

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  adw_window_set_content (ADW_WINDOW (dialog), adw_header_bar_new ());
  gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
  g_assert_cmpint (width, ==, 480);

  lk_dialog_present (dialog, content);
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)) && gtk_widget_get_width (GTK_WIDGET (dialog)) > 0);
  gtk_window_get_default_size (GTK_WINDOW (dialog), &width, &height);
  g_assert_cmpint (width, <=, 360);
  g_assert_cmpint (height, <=, 294);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), <=, 360);

  gtk_window_destroy (parent);
  lk_test_wait_until (dialog == NULL);
}

static const LkConfirmResponse delete_responses[] = {
  { "cancel", "_Cancel", LK_CONFIRM_DEFAULT },
  { "rotate", "_Rotate", LK_CONFIRM_SUGGESTED },
  { "delete", "_Delete", LK_CONFIRM_DESTRUCTIVE },
};

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static void
confirm_answer (const char *answer) /* a button's label, "escape", "cancellable" or "destroy" */
{
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = lk_test_create_window (content, 700, 500);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *response = NULL;
  AdwMessageDialog *dialog;

  lk_confirm_async (content, "Delete <i>ci & deploy</i>?", "It is <b>gone</b> & away.",
                    delete_responses, G_N_ELEMENTS (delete_responses), NULL, "cancel",
                    cancellable, lk_test_store_result_cb, &result);
  dialog = ADW_MESSAGE_DIALOG (lk_test_find_window (ADW_TYPE_MESSAGE_DIALOG));
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
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
    g_signal_emit_by_name (lk_test_find_widget (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, answer), "clicked");

  lk_test_wait_until (result != NULL && dialog == NULL);
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
  g_assert_null (lk_test_find_window (ADW_TYPE_MESSAGE_DIALOG));
}

static void
test_confirm_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  lk_confirm_async (NULL, "Delete?", NULL, delete_responses, G_N_ELEMENTS (delete_responses),
                    "rotate", "cancel", cancellable, lk_test_store_result_cb, &result);
  g_assert_null (lk_test_find_window (ADW_TYPE_MESSAGE_DIALOG));
  lk_test_wait_until (result != NULL);
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
  GtkWindow *parent = lk_test_create_window (content, 700, 500);
  GtkWindow *window;

  lk_about_present (content, &about);
  window = lk_test_find_window (ADW_TYPE_ABOUT_WINDOW);
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)));
  g_assert_true (gtk_window_get_transient_for (window) == parent);
  g_assert_cmpstr (adw_about_window_get_comments (ADW_ABOUT_WINDOW (window)), ==, "Tokens &lt;&amp;&gt; secrets");
  g_assert_cmpint (adw_about_window_get_license_type (ADW_ABOUT_WINDOW (window)), ==, GTK_LICENSE_GPL_3_0);

  gtk_window_destroy (parent);
  lk_test_wait_until (lk_test_find_window (ADW_TYPE_ABOUT_WINDOW) == NULL);
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

  g_test_add_func ("/compat-dialogs/dialog/escape", test_dialog_escape);
  g_test_add_func ("/compat-dialogs/dialog/narrow", test_dialog_narrow);
  g_test_add_data_func ("/compat-dialogs/confirm/escape", "escape", test_confirm);
  g_test_add_data_func ("/compat-dialogs/confirm/cancel", "_Cancel", test_confirm);
  g_test_add_data_func ("/compat-dialogs/confirm/rotate", "_Rotate", test_confirm);
  g_test_add_data_func ("/compat-dialogs/confirm/delete", "_Delete", test_confirm);
  g_test_add_data_func ("/compat-dialogs/confirm/cancellable", "cancellable", test_confirm);
  g_test_add_data_func ("/compat-dialogs/confirm/destroy", "destroy", test_confirm);
  g_test_add_func ("/compat-dialogs/confirm/destructive-default", test_confirm_destructive_default);
  g_test_add_func ("/compat-dialogs/confirm/cancelled-before", test_confirm_cancelled_before);
  g_test_add_func ("/compat-dialogs/about", test_about);

  return g_test_run ();
}
