/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through what is handed out of a Pulsar token: files, environment lines, and what of it is kept. */

#include "lk-tour.h"

#include "lk-account-row.h"
#include "lk-new-pulsar-dialog.h"
#include "lk-pulsar-save-dialog.h"
#include "lk-script-name-dialog.h"
#include "lk-tenant-page.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOTE "orders consumer"
#define SCRIPT_NAME "orders-consumer"

static GtkWidget *
get_page (GtkWidget *window)
{
  return lk_tour_find (window, "tenant_page");
}

static LkTenant *
get_tenant (GtkWidget *window)
{
  return lk_tenant_page_get_tenant (LK_TENANT_PAGE (get_page (window)));
}

static GtkListBoxRow *
find_row (GtkWidget  *window,
          const char *tenant)
{
  GtkListBox *list = GTK_LIST_BOX (lk_tour_find (window, "sidebar_list"));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      LkTenant *there = lk_account_thing_get_tenant (lk_account_row_get_thing (LK_ACCOUNT_ROW (row)));

      if (there != NULL && g_str_equal (lk_tenant_get_name (there), tenant))
        return row;
    }

  return NULL;
}

static void
show_tenant (GtkWidget *window)
{
  GtkListBoxRow *row;

  lk_test_wait_until (find_row (window, "orders") != NULL);
  row = find_row (window, "orders");
  gtk_list_box_select_row (GTK_LIST_BOX (lk_tour_find (window, "sidebar_list")), row);
  gtk_widget_activate (GTK_WIDGET (row));
  lk_test_wait_until (gtk_widget_get_mapped (get_page (window)));
  lk_test_wait_until (lk_tenant_get_loaded (get_tenant (window)) && !lk_tenant_get_loading (get_tenant (window)));
}

/* One that is in the keyring, under a name. */
static LkPulsarToken *
create (GtkWidget *window)
{
  GListModel *tokens = lk_tenant_get_tokens (get_tenant (window));
  GtkWidget *dialog;

  lk_tour_activate (window, "win.new-token");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG);
  lk_tour_set_text (dialog, "note_row", NOTE);
  lk_test_wait_until (gtk_widget_get_sensitive (lk_tour_find (dialog, "create_button")));
  lk_tour_activate (dialog, "new-pulsar.create");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_NEW_PULSAR_DIALOG) == NULL);
  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, i);

      if (g_strcmp0 (lk_pulsar_token_get_script_name (token), SCRIPT_NAME) == 0)
        return g_steal_pointer (&token);
    }

  g_error ("the new token is not listed");
}

static char *
look_up (void)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", SCRIPT_NAME, "field", "token", NULL);
}

static void
act (GtkWidget     *window,
     LkPulsarToken *token,
     const char    *action)
{
  g_assert_true (gtk_widget_activate_action (get_page (window), action, "s", lk_pulsar_token_get_id (token)));
}

static gboolean
offers_choice (GtkWidget *row)
{
  return gtk_widget_get_visible (lk_tour_find (row, "choose_button"));
}

static void
choose (GtkWidget  *row,
        guint       position,
        const char *expected)
{
  lk_test_wait_until (offers_choice (row));
  g_signal_emit_by_name (lk_tour_find_type (row, GTK_TYPE_LIST_VIEW), "activate", position);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, expected);
}

static GtkWidget *
open_save_dialog (GtkWidget     *window,
                  LkPulsarToken *token)
{
  act (window, token, "pulsar.save");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) != NULL);

  return lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG);
}

/* Waits until the file is there, for its user alone. */
static char *
save_to (GtkWidget  *dialog,
         const char *format)
{
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "token", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  char *content;
  GStatBuf status;

  gtk_widget_activate_action (dialog, "save.format", "s", format);
  gtk_widget_activate_action (dialog, "save.to", "s", uri);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) == NULL);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  lk_test_remove_folder (folder);

  return content;
}

/* Namespace and topic are chosen from what the tenant has. */
static void
save_chosen (GtkWidget     *window,
             LkPulsarToken *token)
{
  GtkWidget *dialog = open_save_dialog (window, token);
  GtkWidget *namespace_row = lk_tour_find (dialog, "namespace_row");
  GtkWidget *topic_row = lk_tour_find (dialog, "topic_row");
  g_autofree char *secret = look_up ();
  g_autofree char *expected = NULL;
  g_autofree char *content = NULL;

  g_assert_false (offers_choice (namespace_row));
  gtk_widget_activate_action (dialog, "save.format", "s", "dotenv");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (namespace_row)), ==, "default");
  lk_test_wait_until (offers_choice (namespace_row) && offers_choice (topic_row));
  lk_tour_picture (dialog, "120-save-variables");
  gtk_menu_button_popup (GTK_MENU_BUTTON (lk_tour_find (topic_row, "choose_button")));
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find_type (topic_row, GTK_TYPE_LIST_VIEW)));
  lk_tour_picture (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (lk_tour_find (topic_row, "choose_button")))),
                   "120-topics");
  choose (topic_row, 1, "paid");
  choose (namespace_row, 0, "archive");
  choose (topic_row, 0, "orders 2025");
  content = save_to (dialog, "dotenv");
  expected = g_strdup_printf ("TENANT=orders\nINPUT_TOPIC='orders 2025'\nNAMESPACE=archive\nBEARER_TOKEN=%s\n", secret);
  g_assert_true (g_str_equal (content, expected));
  lk_tour_step ("an environment file names a namespace and a topic that the tenant has");
}

/* Where it does not answer they are entered, and nothing is said. */
static void
save_entered (GtkWidget     *window,
              LkTestDemo    *demo,
              LkPulsarToken *token)
{
  gint64 n_gets = lk_test_demo_count (demo, "gets");
  g_autofree char *secret = look_up ();
  g_autofree char *expected = NULL;
  g_autofree char *content = NULL;
  GtkWidget *dialog;

  lk_test_demo_fault (demo, "admin:status=403,times=1");
  dialog = open_save_dialog (window, token);
  gtk_widget_activate_action (dialog, "save.format", "s", "sh");
  lk_test_wait_until (lk_test_demo_count (demo, "gets") == n_gets + 1);
  lk_tour_set_text (dialog, "namespace_row", " my space ");
  lk_tour_set_text (dialog, "topic_row", "it's");
  lk_tour_wait_for_frames (dialog, 4);
  g_assert_false (offers_choice (lk_tour_find (dialog, "namespace_row")));
  g_assert_false (offers_choice (lk_tour_find (dialog, "topic_row")));
  g_assert_null (lk_tour_find_window (ADW_TYPE_MESSAGE_DIALOG));
  lk_tour_picture (dialog, "121-save-variables-entered");
  content = save_to (dialog, "sh");
  expected = g_strdup_printf ("export TENANT='orders'\nexport INPUT_TOPIC='it'\\''s'\nexport NAMESPACE='my space'\n"
                              "export BEARER_TOKEN='%s'\n",
                              secret);
  g_assert_cmpuint (strlen (content), ==, strlen (expected));
  g_assert_true (g_str_equal (content, expected));
  lk_tour_step ("without an answer they are entered as they are");
}

static char *
read_clipboard (GtkWidget *window)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (window), NULL, lk_test_store_result_cb, &result);
  text = gdk_clipboard_read_text_finish (gtk_widget_get_clipboard (window), lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return text;
}

static GtkWidget *
open_copy_dialog (GtkWidget     *window,
                  LkPulsarToken *token)
{
  act (window, token, "pulsar.copy-lines");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) != NULL);

  return lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG);
}

/* As a shell reads it: what it sets, with the program that it looks the token up by. */
static char *
run_lines (const char *shell,
           const char *lines)
{
  g_autofree char *script = g_strconcat (lines, "\nprintf '%s|%s|%s|%s' \"$TENANT\" \"$NAMESPACE\" \"$INPUT_TOPIC\" "
                                                "\"$BEARER_TOKEN\"\n",
                                         NULL);

  return lk_test_run (shell, "-c", script, NULL);
}

/* Without a secret in them, or with it, for the shell that is chosen. */
static void
copy_lines (GtkWidget     *window,
            LkPulsarToken *token)
{
  g_autofree char *secret = look_up ();
  g_autofree char *expected = g_strconcat ("orders|default|my topic|", secret, NULL);
  g_autofree char *looked_up = NULL;
  g_autofree char *looked_up_by_fish = NULL;
  g_autofree char *valued = NULL;
  g_autofree char *output = NULL;
  g_autofree char *output_of_fish = NULL;
  g_autofree char *output_valued = NULL;
  GtkWidget *dialog = open_copy_dialog (window, token);

  lk_test_wait_until (offers_choice (lk_tour_find (dialog, "namespace_row")));
  lk_tour_set_text (dialog, "topic_row", "my topic");
  g_assert_true (gtk_widget_get_visible (lk_tour_find (dialog, "look_up_group")));
  lk_tour_both_pictures (dialog, "122-copy-lines");
  lk_tour_activate (dialog, "save.copy");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) == NULL);
  looked_up = read_clipboard (window);
  g_assert_null (strstr (looked_up, "eyJ"));
  output = run_lines ("sh", looked_up);
  g_assert_true (g_str_equal (output, expected));

  dialog = open_copy_dialog (window, token);
  gtk_widget_activate_action (dialog, "save.format", "s", "fish");
  lk_tour_set_text (dialog, "topic_row", "my topic");
  lk_tour_activate (dialog, "save.copy");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) == NULL);
  looked_up_by_fish = read_clipboard (window);
  g_assert_null (strstr (looked_up_by_fish, "eyJ"));
  output_of_fish = run_lines ("fish", looked_up_by_fish);
  g_assert_true (g_str_equal (output_of_fish, expected));

  dialog = open_copy_dialog (window, token);
  gtk_switch_set_active (GTK_SWITCH (lk_tour_find (dialog, "look_up_switch")), FALSE);
  lk_tour_set_text (dialog, "topic_row", "my topic");
  lk_tour_activate (dialog, "save.copy");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_PULSAR_SAVE_DIALOG) == NULL);
  valued = read_clipboard (window);
  g_assert_nonnull (strstr (valued, secret));
  output_valued = run_lines ("sh", valued);
  g_assert_true (g_str_equal (output_valued, expected));
  lk_tour_step ("sh and fish read the lines back, with a look-up and with the value");
}

/* client.conf as Pulsar's own tools read it. */
static void
save_client_conf (GtkWidget     *window,
                  LkPulsarToken *token)
{
  GtkWidget *dialog = open_save_dialog (window, token);
  g_autofree char *secret = look_up ();
  g_autofree char *line = g_strdup_printf ("\nauthParams=token:%s\n", secret);
  g_autofree char *content = save_to (dialog, "client-conf");

  g_assert_nonnull (strstr (content, line));
  g_assert_nonnull (strstr (content, "authPlugin=org.apache.pulsar.client.impl.auth.AuthenticationToken\n"));
  lk_tour_step ("client.conf has the token, and the plug-in for it");
}

static const char *
get_subtitle (GtkWidget *row)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
}

/* What the details offer: a test, the secret for a moment, and the keyring. */
static void
use_details (GtkWidget     *window,
             LkPulsarToken *token)
{
  GtkWidget *details, *test_row, *secret_row;
  gboolean revealed = FALSE;

  act (window, token, "pulsar.details");
  details = lk_tour_find (get_page (window), "details");
  lk_test_wait_until (gtk_widget_get_mapped (details));
  test_row = lk_tour_find (details, "test_row");
  secret_row = lk_tour_find (details, "secret_row");
  g_assert_cmpstr (get_subtitle (test_row), ==, "Not tested yet");
  lk_tour_activate (test_row, "test.run");
  lk_test_wait_until (g_str_has_prefix (get_subtitle (test_row), "Works: Astra accepted it at "));
  lk_tour_both_pictures (window, "123-pulsar-details");
  lk_tour_step ("the details test a token: “%s”", get_subtitle (test_row));

  lk_test_wait_until (gtk_window_is_active (GTK_WINDOW (window)));
  lk_tour_activate (secret_row, "secret.toggle");
  lk_test_wait_until ((g_object_get (secret_row, "revealed", &revealed, NULL), revealed));
  lk_tour_activate (secret_row, "secret.toggle");
  g_object_get (secret_row, "revealed", &revealed, NULL);
  g_assert_false (revealed);
  lk_tour_step ("and show it for a moment");

  act (window, token, "pulsar.forget");
  lk_tour_answer ("cancel");
  g_assert_true (lk_pulsar_token_get_stored (token));
  act (window, token, "pulsar.forget");
  lk_tour_answer ("remove");
  lk_test_wait_until (!lk_pulsar_token_get_stored (token));
  g_assert_true (gtk_widget_get_visible (lk_tour_find (details, "store_button")));
  lk_tour_picture (window, "124-pulsar-not-stored");
  act (window, token, "pulsar.store");
  lk_test_wait_until (lk_pulsar_token_get_stored (token));
  g_assert_null (lk_pulsar_token_get_script_name (token));
  lk_tour_step ("it goes out of the keyring, and back into it from Astra");
}

/* What scripts find it by is proposed, checked, changed, and taken back. */
static void
name (GtkWidget     *window,
      LkPulsarToken *token)
{
  g_autofree char *secret = NULL;
  g_autofree char *gone = NULL;
  GtkWidget *dialog;

  act (window, token, "pulsar.edit-script-name");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_SCRIPT_NAME_DIALOG) != NULL);
  dialog = lk_tour_find_window (LK_TYPE_SCRIPT_NAME_DIALOG);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (dialog, "name_row"))), ==, SCRIPT_NAME);
  lk_tour_set_text (dialog, "name_row", "No Name");
  lk_tour_activate (dialog, "script-name.save");
  lk_test_wait_until (lk_tour_has_text (dialog, "is no script name"));
  lk_tour_both_pictures (dialog, "125-script-name");
  lk_tour_set_text (dialog, "name_row", SCRIPT_NAME);
  lk_tour_activate (dialog, "script-name.save");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_SCRIPT_NAME_DIALOG) == NULL);
  g_assert_cmpstr (lk_pulsar_token_get_script_name (token), ==, SCRIPT_NAME);
  secret = look_up ();
  g_assert_true (g_str_has_prefix (secret, "eyJ"));
  lk_tour_activate (window, "win.undo");
  lk_test_wait_until (lk_pulsar_token_get_script_name (token) == NULL);
  gone = look_up ();
  g_assert_cmpstr (gone, ==, "");
  lk_tour_step ("its script name is proposed, checked and changed, and that is taken back");
}

void
lk_tour_walk_hand_out (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (4);
  g_autoptr (LkPulsarToken) token = NULL;

  lk_tour_sign_in (window, demo);
  show_tenant (window);
  token = create (window);
  save_chosen (window, token);
  save_entered (window, demo, token);
  save_client_conf (window, token);
  copy_lines (window, token);
  use_details (window, token);
  name (window, token);
}
