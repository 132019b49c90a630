/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F1: the page that fits opens in the desktop's viewer, which is a script here; and without a viewer that is told. */

#include "lk-tour.h"

#include "lk-add-account-dialog.h"
#include "lk-new-token-dialog.h"
#include "lk-tour-keys.h"

#include <glib/gstdio.h>
#include <string.h>

#define SCHEME "x-scheme-handler/help"
#define VIEWER "latchkey-test-viewer.desktop"
#define HELP "help:io.github.latchkey_app.Latchkey/"

typedef struct
{
  char         *folder;
  char         *entry;  /* the viewer's desktop file */
  char         *opened; /* what it was asked to open last */
  GFileMonitor *monitor;
} Viewer;

static void
write_file (const char *path,
            const char *format,
            ...) G_GNUC_PRINTF (2, 3);

static void
write_file (const char *path,
            const char *format,
            ...)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static gboolean
has_viewer (void)
{
  g_autoptr (GAppInfo) info = g_app_info_get_default_for_uri_scheme ("help");

  return info != NULL;
}

/* Other viewers of this machine count for nothing. */
static void
set_up (Viewer *self)
{
  g_autofree char *applications = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *list = g_build_filename (applications, "mimeapps.list", NULL);
  g_autofree char *script = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = lk_test_make_folder ();
  self->entry = g_build_filename (applications, VIEWER, NULL);
  self->opened = g_build_filename (self->folder, "opened", NULL);
  script = g_build_filename (self->folder, "viewer", NULL);
  g_assert_cmpint (g_mkdir_with_parents (applications, 0700), ==, 0);
  write_file (script, "#!/bin/sh\nprintf %%s \"$1\" > '%s.new' && mv '%s.new' '%s'\n", self->opened, self->opened, self->opened);
  g_assert_cmpint (g_chmod (script, 0700), ==, 0);
  write_file (self->entry, "[Desktop Entry]\nType=Application\nName=Viewer\nExec=%s %%u\nMimeType=" SCHEME ";\n", script);
  write_file (list,
              "[Default Applications]\n" SCHEME "=" VIEWER ";\n"
              "[Removed Associations]\n" SCHEME "=yelp.desktop;org.gnome.Yelp.desktop;org.kde.khelpcenter.desktop;\n");

  folder = g_file_new_for_path (self->folder);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  g_assert_no_error (error);
  lk_test_wait_until (has_viewer ());
}

static void
tear_down (Viewer *self)
{
  g_clear_object (&self->monitor);
  lk_test_remove_folder (self->folder);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->entry, g_free);
  g_clear_pointer (&self->opened, g_free);
}

static void
press_for (Viewer     *viewer,
           const char *page)
{
  g_autofree char *opened = NULL;
  g_autofree char *expected = g_strconcat (HELP, page, NULL);
  g_autoptr (GError) error = NULL;

  lk_tour_press ("F1");
  lk_test_wait_until (g_file_test (viewer->opened, G_FILE_TEST_EXISTS));
  g_file_get_contents (viewer->opened, &opened, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (opened, ==, expected);
  g_assert_cmpint (g_unlink (viewer->opened), ==, 0);
  lk_tour_step ("F1 opens “%s”", opened);
}

static void
press_in_dialogs (GtkWidget *window,
                  Viewer    *viewer)
{
  lk_tour_activate (window, "win.add-account");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_ADD_ACCOUNT_DIALOG));
  press_for (viewer, "add-account");
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG)));
  lk_test_wait_until (lk_tour_find_active () == window);

  lk_tour_activate (window, "win.new-token");
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_NEW_TOKEN_DIALOG));
  press_for (viewer, "create-application");
  gtk_window_close (GTK_WINDOW (lk_tour_find_window (LK_TYPE_NEW_TOKEN_DIALOG)));
  lk_test_wait_until (lk_tour_find_active () == window);
}

static void
press_on_pages (GtkWidget *window,
                Viewer    *viewer)
{
  lk_tour_show_token (window, 0);
  lk_tour_wait_for_frames (window, 20);
  press_for (viewer, "scripts");
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.back");
  lk_test_wait_until (!gtk_widget_get_mapped (lk_tour_find (window, "details")));
  press_for (viewer, "index");

  /* Whatever has the focus at the side. */
  g_object_set (lk_tour_find (window, "places"), "selected", "review", NULL);
  lk_test_wait_until (!gtk_widget_get_mapped (lk_tour_find (window, "tokens_page")));
  press_for (viewer, "review");
}

static void
press_without_viewer (GtkWidget *window,
                      Viewer    *viewer)
{
  AdwMessageDialog *dialog;

  g_assert_cmpint (g_unlink (viewer->entry), ==, 0);
  lk_test_wait_until (!has_viewer ());
  lk_tour_press ("F1");
  lk_test_wait_until (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = ADW_MESSAGE_DIALOG (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "The Help Could Not Be Opened");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "Install Yelp"));
  lk_tour_picture (GTK_WIDGET (dialog), "help-no-viewer");
  lk_tour_step ("without a viewer: “%s”", adw_message_dialog_get_body (dialog));
  lk_tour_answer ("close");
}

void
lk_tour_walk_help (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  const gulong keys = lk_tour_keys_begin ();
  Viewer viewer = { NULL };

  set_up (&viewer);
  press_for (&viewer, "index");
  lk_tour_sign_in (window, demo);
  lk_test_wait_until (lk_tour_find_active () == window);
  press_in_dialogs (window, &viewer);
  press_on_pages (window, &viewer);
  press_without_viewer (window, &viewer);
  tear_down (&viewer);
  lk_tour_keys_end (keys);
}
