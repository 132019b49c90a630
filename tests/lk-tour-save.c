/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through what goes out: lines for scripts, and files. */

#include "lk-tour.h"

#include "lk-issue.h"
#include "lk-save-dialog.h"
#include "lk-token-created-dialog.h"
#include "lk-token-details.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define DESCRIPTION "saved"
#define VARIABLE "ASTRA_DB_APPLICATION_TOKEN"

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* Copies in one of the ways that the token's menu has, and reads the clipboard. */
static char *
copy (GtkWidget  *window,
      LkAppToken *token,
      const char *action)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (window);
  GdkContentProvider *before = gdk_clipboard_get_content (clipboard);
  char *text = NULL;

  gtk_widget_activate_action (lk_tour_find (window, "tokens_page"), action, "s", lk_app_token_get_client_id (token));
  lk_test_wait_until (gdk_clipboard_get_content (clipboard) != before);
  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &text);
  lk_test_wait_until (text != NULL);

  return text;
}

static void
copy_lines (GtkWidget  *window,
            LkAppToken *token,
            LkIssue    *issue)
{
  const char *secret = secret_value_get_text (lk_issue_get_token (issue));
  g_autofree char *command = g_strdup_printf ("secret-tool lookup application latchkey client-id %s field token",
                                              lk_app_token_get_client_id (token));
  g_autofree char *look_up = g_strdup_printf (VARIABLE "=\"$(%s)\" && export " VARIABLE, command);
  g_autofree char *fish_look_up = g_strdup_printf ("set -l found (%s); and set -gx " VARIABLE " $found", command);
  g_autofree char *value = g_strdup_printf ("export " VARIABLE "='%s'", secret);
  g_autofree char *fish_value = g_strdup_printf ("set -gx " VARIABLE " '%s'", secret);
  const struct
  {
    const char *action, *text;
  } cases[] = {
    { "tokens.copy-command", command },
    { "tokens.copy-environment-line", look_up },
    { "tokens.copy-environment-line-fish", fish_look_up },
    { "tokens.copy-value-line", value },
    { "tokens.copy-value-line-fish", fish_value },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = copy (window, token, cases[i].action);

      g_assert_true (g_str_equal (text, cases[i].text));
    }
  lk_tour_step ("copied the line “%s”, and others", look_up);
}

/* The details and the menu of a token whose secret is stored. */
static void
look_at_details (GtkWidget  *window,
                 LkAppToken *token)
{
  GtkWidget *page = lk_tour_find (window, "tokens_page");
  GtkWidget *button;
  guint n = 0;

  lk_tour_show_token (window, n);
  while (lk_token_details_get_token (LK_TOKEN_DETAILS (lk_tour_find (window, "details"))) != token && n < LK_TOUR_N_TOKENS)
    {
      lk_tour_activate (page, "tokens.back");
      lk_tour_show_token (window, ++n);
    }
  g_assert_true (lk_token_details_get_token (LK_TOKEN_DETAILS (lk_tour_find (window, "details"))) == token);
  lk_tour_wait_for_frames (window, 20);
  lk_tour_both_pictures (window, "74-details-stored");
  button = lk_tour_find (lk_tour_find (window, "details"), "more_button");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  lk_test_wait_until (gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)))));
  lk_tour_picture (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), "75-menu-stored");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  lk_tour_activate (page, "tokens.back");
}

static GtkWidget *
ask (GtkWidget  *widget,
     const char *action,
     LkAppToken *token)
{
  if (token != NULL)
    gtk_widget_activate_action (widget, action, "s", lk_app_token_get_client_id (token));
  else
    gtk_widget_activate_action (widget, action, NULL);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_SAVE_DIALOG) != NULL);

  return lk_tour_find_window (LK_TYPE_SAVE_DIALOG);
}

/* Chooses a file as the chooser does. */
static void
save_to (GtkWidget  *dialog,
         const char *format,
         const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  g_assert_true (gtk_widget_activate_action (dialog, "save.format", "s", format));
  g_assert_true (gtk_widget_activate_action (dialog, "save.to", "s", uri));
}

static void
check_file (const char *path,
            const char *content)
{
  g_autofree char *found = NULL;
  struct stat now;

  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_true (g_str_equal (found, content));
  g_assert_cmpint (stat (path, &now), ==, 0);
  g_assert_cmpint (now.st_mode & ALLPERMS, ==, 0600);
}

/* From the list: what the keyring holds is written; what cannot be written says why, and the dialog stays. */
static void
save_stored (GtkWidget  *window,
             LkAppToken *token,
             LkIssue    *issue,
             const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "saved.env", NULL);
  g_autofree char *content =
    g_strdup_printf ("# " DESCRIPTION ", %s\nASTRA_DB_APPLICATION_TOKEN=%s\n",
                     lk_account_get_title (lk_inventory_get_account (lk_tour_get_inventory (window))),
                     secret_value_get_text (lk_issue_get_token (issue)));
  GtkWidget *dialog = ask (lk_tour_find (window, "tokens_page"), "tokens.save-to-file", token);

  lk_tour_both_pictures (dialog, "70-save-to-file");
  save_to (dialog, "dotenv", folder);
  lk_test_wait_until (gtk_widget_get_visible (lk_tour_find (dialog, "message")));
  g_assert_true (lk_tour_find_window (LK_TYPE_SAVE_DIALOG) == dialog);
  lk_tour_both_pictures (dialog, "71-save-failed");
  lk_tour_step ("what cannot be saved says why: “%s”",
                gtk_label_get_label (GTK_LABEL (lk_tour_find (dialog, "message"))));

  save_to (dialog, "dotenv", path);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_SAVE_DIALOG) == NULL);
  check_file (path, content);
  lk_test_wait_until (lk_tour_has_text (window, "File saved"));
  lk_tour_both_pictures (window, "72-saved");
  lk_tour_step ("saved the token into a file that its user alone can read");
}

/* From the dialog that has the only copy: the file is the way out where the keyring took nothing. */
static void
save_unstored (GtkWidget  *window,
               LkIssue    *issue,
               const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "saved.json", NULL);
  g_autofree char *content =
    g_strdup_printf ("{\n  \"clientId\": \"%s\",\n  \"secret\": \"%s\",\n  \"token\": \"%s\"\n}\n",
                     lk_issue_get_client_id (issue), secret_value_get_text (lk_issue_get_client_secret (issue)),
                     secret_value_get_text (lk_issue_get_token (issue)));
  GtkWidget *created;

  lk_dialog_present (lk_token_created_dialog_new (issue, lk_tour_get_inventory (window), NULL, TRUE), window);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG) != NULL);
  created = lk_tour_find_window (LK_TYPE_TOKEN_CREATED_DIALOG);
  save_to (ask (created, "created.save", NULL), "portal-json", path);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_SAVE_DIALOG) == NULL);
  check_file (path, content);
  lk_test_wait_until (lk_tour_has_text (created, "File saved"));
  lk_tour_both_pictures (created, "73-created-saved");
  gtk_window_destroy (GTK_WINDOW (created));
  lk_tour_step ("saved a new token as JSON");
}

void
lk_tour_walk_save (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autofree char *folder = g_dir_make_tmp ("latchkey-save-XXXXXX", NULL);
  g_autoptr (LkIssue) issue = NULL;
  LkAppToken *token;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  lk_tour_sign_in (window, demo);
  issue = lk_tour_issue (window, DESCRIPTION);
  token = lk_issue_get_app_token (issue);
  g_assert_true (lk_app_token_get_stored (token));
  copy_lines (window, token, issue);
  look_at_details (window, token);
  save_stored (window, token, issue, folder);
  save_unstored (window, issue, folder);
  lk_test_remove_folder (folder);
}
