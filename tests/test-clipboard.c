/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-clipboard.h"
#include "lk-test.h"

#include <string.h>

#define PLAIN_FAKE "not-a-real-secret"

/* NULL: the clipboard refused. */
static char *
paste (GdkClipboard *clipboard)
{
  g_autoptr (GAsyncResult) result = NULL;

  gdk_clipboard_read_text_async (clipboard, NULL, lk_test_store_result_cb, &result);

  return gdk_clipboard_read_text_finish (clipboard, lk_test_wait_for_result (&result), NULL);
}

static GtkWidget *
open_window (void)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_present (GTK_WINDOW (window));
  lk_test_wait_until (gtk_widget_get_mapped (window));

  return window;
}

/* After its time nobody gets it, with or without the focus; what was left is swept when the focus comes. */
static void
test_time (void)
{
  GtkWidget *window = open_window ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  g_autoptr (SecretValue) value = secret_value_new (PLAIN_FAKE, -1, "text/plain");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *swept = NULL;

  lk_clipboard_copy_secret (window, value, 1);
  before = paste (clipboard);
  g_assert_cmpstr (before, ==, PLAIN_FAKE);

  lk_test_wait_until ((g_free (after), after = paste (clipboard), g_strcmp0 (after, PLAIN_FAKE) != 0));
  lk_clipboard_sweep (gtk_widget_get_display (window));
  swept = paste (clipboard);
  g_assert_cmpstr (swept, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What somebody else put there is not touched, and a secret whose time is not over stays. */
static void
test_sweep_spares (void)
{
  GtkWidget *window = open_window ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  g_autoptr (SecretValue) value = secret_value_new (PLAIN_FAKE, -1, "text/plain");
  g_autofree char *secret = NULL;
  g_autofree char *text = NULL;

  lk_clipboard_copy_secret (window, value, 60);
  lk_clipboard_sweep (gtk_widget_get_display (window));
  secret = paste (clipboard);
  g_assert_cmpstr (secret, ==, PLAIN_FAKE);

  lk_clipboard_copy_text (window, "a command");
  lk_clipboard_sweep (gtk_widget_get_display (window));
  lk_clipboard_clear_secret (gtk_widget_get_display (window));
  text = paste (clipboard);
  g_assert_cmpstr (text, ==, "a command");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* At the end of the program it goes, and histories are asked to leave it out. */
static void
test_end (void)
{
  GtkWidget *window = open_window ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  g_autoptr (SecretValue) value = secret_value_new (PLAIN_FAKE, -1, "text/plain");
  g_autofree char *text = NULL;
  g_autofree char *formats = NULL;

  lk_clipboard_copy_secret (window, value, 0);
  formats = gdk_content_formats_to_string (gdk_clipboard_get_formats (clipboard));
  g_assert_nonnull (strstr (formats, "x-kde-passwordManagerHint"));
  g_assert_false (gdk_content_formats_contain_mime_type (
    gdk_clipboard_get_formats (gdk_display_get_primary_clipboard (gtk_widget_get_display (window))), "text/plain"));

  lk_clipboard_clear_secret (gtk_widget_get_display (window));
  text = paste (clipboard);
  g_assert_cmpstr (text, ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  lk_test_let_pass_known_warnings ();
  gtk_init ();

  g_test_add_func ("/clipboard/time", test_time);
  g_test_add_func ("/clipboard/sweep-spares", test_sweep_spares);
  g_test_add_func ("/clipboard/end", test_end);

  return g_test_run ();
}
