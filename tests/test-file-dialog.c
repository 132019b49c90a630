/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GTK's own file chooser: a program of its own, since that loses what it has read of a folder (GTK 4.8.3), so that leaks are
 * not looked for here. */

#include "lk-file-dialog.h"
#include "lk-test-window.h"
#include "lk-test.h"

#include <adwaita.h>

#define N_FRAMES 30 /* by then the chooser has read its folder */

static GtkWindow *
create_window (GtkWidget *content)
{
  GtkWindow *window = g_object_new (GTK_TYPE_WINDOW, "child", content, NULL);

  gtk_window_present (window);
  lk_test_wait_until (gtk_widget_get_mapped (content));

  return window;
}

static gboolean
count_frame_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  guint *n_frames = user_data;

  (*n_frames)++;

  return *n_frames < N_FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Whatever ends it, there is one answer, and the chooser is gone. */
static void
test_file_dialog (gconstpointer user_data)
{
  const char *how = user_data;
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = create_window (content);
  g_autofree char *path = g_dir_make_tmp ("latchkey-compat-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GFile) expected = g_file_get_child (folder, "token.json");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWindow *chooser;
  guint n_frames = 0;

  if (g_str_equal (how, "before"))
    g_cancellable_cancel (cancellable);
  lk_file_dialog_save_async (content, "Save to File", "_Save", "token.json", folder, cancellable, lk_test_store_result_cb,
                             &result);
  chooser = lk_test_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  g_assert_true ((chooser == NULL) == g_str_equal (how, "before"));
  if (chooser != NULL)
    {
      lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (chooser)));
      g_assert_true (gtk_window_get_transient_for (chooser) == parent);
      gtk_widget_add_tick_callback (GTK_WIDGET (chooser), count_frame_cb, &n_frames, NULL);
      gtk_widget_queue_draw (GTK_WIDGET (chooser));
      lk_test_wait_until (n_frames >= N_FRAMES);
    }

  if (g_str_equal (how, "cancellable"))
    g_cancellable_cancel (cancellable);
  else if (chooser != NULL)
    gtk_dialog_response (GTK_DIALOG (chooser), g_str_equal (how, "accept") ? GTK_RESPONSE_ACCEPT : GTK_RESPONSE_CANCEL);
  lk_test_wait_until (result != NULL);

  file = lk_file_dialog_save_finish (content, result, &error);
  if (g_str_equal (how, "accept"))
    {
      g_assert_no_error (error);
      g_assert_true (g_file_equal (file, expected));
    }
  else
    {
      g_assert_null (file);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_clear_object (&result);
  lk_test_wait_until (lk_test_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) == NULL);
  gtk_window_destroy (parent);
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

/* The file that is proposed is the one that is chosen. */
static void
test_open (void)
{
  GtkWidget *content = gtk_label_new ("Parent");
  GtkWindow *parent = create_window (content);
  g_autofree char *path = g_dir_make_tmp ("latchkey-compat-XXXXXX", NULL);
  g_autofree char *hidden = g_build_filename (path, ".astrarc", NULL);
  g_autoptr (GFile) expected = g_file_new_for_path (hidden);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWindow *chooser;
  guint n_frames = 0;

  g_assert_true (g_file_set_contents (hidden, "", 0, NULL));
  lk_file_dialog_open_async (content, "Import", "_Open", expected, NULL, lk_test_store_result_cb, &result);
  chooser = lk_test_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  g_assert_nonnull (chooser);
  gtk_widget_add_tick_callback (GTK_WIDGET (chooser), count_frame_cb, &n_frames, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (chooser));
  lk_test_wait_until (n_frames >= N_FRAMES);
  gtk_dialog_response (GTK_DIALOG (chooser), GTK_RESPONSE_ACCEPT);
  lk_test_wait_until (result != NULL);
  file = lk_file_dialog_open_finish (content, result, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_equal (file, expected));
  g_clear_object (&result);
  gtk_window_destroy (parent);
  lk_test_remove_folder (path);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/file-dialog/accept", "accept", test_file_dialog);
  g_test_add_data_func ("/file-dialog/cancel", "cancel", test_file_dialog);
  g_test_add_data_func ("/file-dialog/cancellable", "cancellable", test_file_dialog);
  g_test_add_data_func ("/file-dialog/before", "before", test_file_dialog);
  g_test_add_func ("/file-dialog/open", test_open);

  return g_test_run ();
}
