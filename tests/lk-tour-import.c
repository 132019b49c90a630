/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The walk through what comes in: a file, the clipboard, the file of the Astra CLI, and a file that is dropped. What was
 * chosen is in the keyring afterwards, and nothing else; no widget ever has a secret. */

#include "lk-tour.h"
#include "lk-tour-keys.h"

#include "lk-add-account-dialog.h"
#include "lk-import-actions.h"
#include "lk-import-dialog.h"
#include "lk-import-row.h"
#include "lk-import.h"
#include "lk-window.h"

#include <glib/gstdio.h>
#include <string.h>

#define DESCRIPTION "import-tour"
#define FOREIGN_ID "AbCdEfGhIjKlMnOpQrStUvWx"
#define OTHER_ID "ZyXwVuTsRqPoNmLkJiHgFeDc"
#define SUM "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define FOREIGN "AstraCS:" FOREIGN_ID ":" SUM

static char *
look_up (const char *key,
         const char *id,
         const char *field)
{
  return lk_test_run ("secret-tool", "lookup", "application", "latchkey", key, id, "field", field, NULL);
}

static void
assert_stored (const char *key,
               const char *id,
               const char *field,
               const char *value)
{
  g_autofree char *found = look_up (key, id, field);

  g_assert_true (g_str_equal (found, value));
}

/* As other programs do. */
static void
forget (GtkWidget  *window,
        const char *key,
        const char *id)
{
  g_autofree char *output G_GNUC_UNUSED = lk_test_run ("secret-tool", "clear", "application", "latchkey", key, id, NULL);

  assert_stored (key, id, "token", "");
  lk_tour_activate (lk_tour_find (window, "tokens_page"), "tokens.reload");
  lk_test_wait_until (!lk_inventory_get_loading (lk_tour_get_inventory (window)));
}

static GtkWidget *
wait_for_dialog (void)
{
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_IMPORT_DIALOG) != NULL);

  return lk_tour_find_window (LK_TYPE_IMPORT_DIALOG);
}

static GtkWidget *
open_dialog (GtkWidget *window)
{
  lk_tour_activate (window, "win.import");

  return wait_for_dialog ();
}

/* What was read goes with the dialog. */
static void
close_by (GtkWidget  *dialog,
          const char *action)
{
  gpointer plan = lk_import_dialog_get_plan (LK_IMPORT_DIALOG (dialog));

  if (plan != NULL)
    g_object_add_weak_pointer (plan, &plan);
  lk_tour_activate (dialog, action);
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_IMPORT_DIALOG) == NULL);
  lk_test_wait_until (plan == NULL);
}

static void
close_dialog (GtkWidget *dialog)
{
  close_by (dialog, "window.close");
}

static gboolean
is_on (GtkWidget  *dialog,
       const char *page)
{
  if (g_str_equal (page, "list"))
    return gtk_widget_get_mapped (lk_tour_find (dialog, "list"));

  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (lk_tour_find (dialog, "stack"))), page) == 0;
}

static void
wait_for_list (GtkWidget *dialog)
{
  lk_test_wait_until (is_on (dialog, "list"));
  lk_tour_wait_for_frames (dialog, 4);
}

/* Chooses a file as the chooser does. */
static void
choose (GtkWidget  *dialog,
        const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  const char *uris[] = { uri, NULL };

  g_assert_true (gtk_widget_activate_action (dialog, "import.files", "^as", uris));
}

static char *
write_file (const char *folder,
            const char *name,
            const char *content)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));

  return path;
}

static LkImportItem *
get_item (GtkWidget *dialog,
          guint      position)
{
  GListModel *items = lk_import_plan_get_items (lk_import_dialog_get_plan (LK_IMPORT_DIALOG (dialog)));
  g_autoptr (LkImportItem) item = g_list_model_get_item (items, position);

  g_assert_nonnull (item);

  return item;
}

static void
assert_item (GtkWidget     *dialog,
             guint          position,
             LkImportState  state,
             gboolean       chosen)
{
  LkImportItem *item = get_item (dialog, position);

  g_assert_cmpint (lk_import_item_get_state (item), ==, state);
  g_assert_cmpint (lk_import_item_get_chosen (item), ==, chosen);
}

static void
assert_button (GtkWidget  *dialog,
               const char *label,
               gboolean    sensitive)
{
  GtkWidget *button = lk_tour_find (dialog, "import_button");

  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, label);
  g_assert_cmpint (gtk_widget_get_sensitive (button), ==, sensitive);
}

static void
store (GtkWidget  *window,
       GtkWidget  *dialog,
       const char *toast)
{
  close_by (dialog, "import.store");
  lk_test_wait_until (lk_tour_has_text (window, toast));
}

static void
wait_for_failure (GtkWidget  *dialog,
                  const char *title,
                  const char *picture)
{
  lk_test_wait_until (is_on (dialog, "failed"));
  g_assert_cmpstr (adw_status_page_get_title (ADW_STATUS_PAGE (lk_tour_find (dialog, "failed_page"))), ==, title);
  g_assert_true (gtk_widget_is_focus (lk_tour_find (dialog, "back_button")));
  if (picture != NULL)
    lk_tour_both_pictures (dialog, picture);
  lk_tour_activate (dialog, "import.back");
  g_assert_true (is_on (dialog, "choose"));
}

/* Without an account nothing matches, and nothing is chosen by itself; one can be signed in to with what was found. */
static void
import_astrarc (GtkWidget  *window,
                LkTestDemo *demo)
{
  g_autofree char *text = g_strdup_printf ("[default]\nASTRA_DB_APPLICATION_TOKEN=%s\nASTRA_ENV=DEV\n"
                                           "[other]\nASTRA_DB_APPLICATION_TOKEN=" FOREIGN "\n",
                                           secret_value_get_text (demo->token));
  g_autofree char *path = write_file (g_get_home_dir (), ".astrarc", text);
  GtkWidget *dialog, *button, *account_dialog;

  lk_tour_both_pictures (window, "110-welcome");
  lk_tour_activate (window, "win.add-account");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  lk_tour_activate (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG), "add-account.import");
  dialog = wait_for_dialog ();
  g_assert_null (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG));
  wait_for_list (dialog);
  close_dialog (dialog);
  lk_tour_activate (window, "win.import-astrarc");
  dialog = wait_for_dialog ();
  wait_for_list (dialog);
  assert_item (dialog, 0, LK_IMPORT_UNKNOWN, FALSE);
  assert_item (dialog, 1, LK_IMPORT_UNKNOWN, FALSE);
  assert_button (dialog, "_Import", FALSE);
  g_assert_true (lk_tour_has_text (dialog, "There is no account yet"));
  lk_tour_both_pictures (dialog, "111-import-astrarc");
  lk_tour_step ("without an account what the Astra CLI has is shown, and nothing is chosen by itself");

  button = lk_tour_find (lk_tour_find_type (dialog, LK_TYPE_IMPORT_ROW), "account_button");
  g_assert_true (gtk_widget_get_mapped (button));
  g_signal_emit_by_name (button, "clicked");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) != NULL);
  account_dialog = lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lk_tour_find (account_dialog, "token_row"))), ==, "");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (lk_tour_find (account_dialog, "environment_row"))), ==, 1);
  lk_tour_both_pictures (account_dialog, "111-import-add-account");
  lk_tour_set_text (account_dialog, "api_row", demo->url);
  lk_tour_set_text (account_dialog, "streaming_row", demo->url);
  g_assert_true (gtk_widget_get_sensitive (lk_tour_find (account_dialog, "add_button")));
  lk_tour_activate (account_dialog, "add-account.add");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_ADD_ACCOUNT_DIALOG) == NULL);
  lk_test_wait_until (is_on (dialog, "list") && lk_import_item_get_chosen (get_item (dialog, 0)));
  assert_item (dialog, 0, LK_IMPORT_MATCHES, TRUE);
  assert_item (dialog, 1, LK_IMPORT_UNKNOWN, FALSE);
  close_dialog (dialog);
  lk_test_wait_until (lk_tour_count_tokens (window) > 0);
  assert_stored ("client-id", FOREIGN_ID, "token", "");
  g_unlink (path);
  lk_tour_step ("with one of them an account was added, and then it matches");
}

/* One that matches, one that no account lists, one that is damaged: the first is chosen, the second when somebody wants it. */
static void
import_file (GtkWidget  *window,
             LkIssue    *issue,
             const char *folder)
{
  const char *token = secret_value_get_text (lk_issue_get_token (issue));
  const char *secret = secret_value_get_text (lk_issue_get_client_secret (issue));
  const char *id = lk_issue_get_client_id (issue);
  g_autofree char *content =
    g_strdup_printf ("[{\"clientId\":\"%s\",\"secret\":\"%s\",\"token\":\"%s\"},\n"
                     " {\"name\":\"<b>billing</b>\",\"token\":\"" FOREIGN "\"},\n"
                     " {\"name\":\"old\",\"token\":\"AstraCS:" OTHER_ID ":0123\"}]",
                     id, secret, token);
  g_autofree char *path = write_file (folder, "tokens.json", content);
  GtkWidget *dialog = open_dialog (window);

  lk_tour_both_pictures (dialog, "112-import");
  choose (dialog, path);
  wait_for_list (dialog);
  assert_item (dialog, 0, LK_IMPORT_MATCHES, TRUE);
  assert_item (dialog, 1, LK_IMPORT_UNKNOWN, FALSE);
  assert_item (dialog, 2, LK_IMPORT_DAMAGED, FALSE);
  assert_button (dialog, "_Import 1", TRUE);
  g_assert_true (lk_tour_has_text (dialog, "tokens.json"));
  g_assert_true (lk_tour_has_text (dialog, DESCRIPTION));
  g_assert_true (lk_tour_has_text (dialog, "<b>billing</b>"));
  g_assert_false (lk_tour_has_text (dialog, token));
  g_assert_false (lk_tour_has_text (dialog, secret));
  g_assert_false (lk_tour_has_text (dialog, SUM));
  lk_tour_both_pictures (dialog, "113-import-found");

  gtk_widget_activate_action (lk_tour_find (dialog, "list"), "list.activate-item", "u", 1);
  gtk_widget_activate_action (lk_tour_find (dialog, "list"), "list.activate-item", "u", 2);
  assert_button (dialog, "_Import 2", TRUE);
  assert_item (dialog, 1, LK_IMPORT_UNKNOWN, TRUE);
  assert_item (dialog, 2, LK_IMPORT_DAMAGED, FALSE);
  store (window, dialog, "2 secrets are now in the keyring");
  assert_stored ("client-id", id, "token", token);
  assert_stored ("client-id", id, "client-secret", secret);
  assert_stored ("client-id", FOREIGN_ID, "token", FOREIGN);
  assert_stored ("client-id", OTHER_ID, "token", "");
  g_assert_true (lk_app_token_get_stored (lk_inventory_find (lk_tour_get_inventory (window), id)));
  lk_tour_both_pictures (window, "114-imported");
  lk_tour_step ("from a file what matches was stored, and what no account lists when it was chosen");
}

/* The same once more, and another one that says that it is this one. */
static void
import_again (GtkWidget  *window,
              LkIssue    *issue,
              const char *folder)
{
  const char *token = secret_value_get_text (lk_issue_get_token (issue));
  const char *id = lk_issue_get_client_id (issue);
  g_autofree char *other = g_strdup_printf ("AstraCS:%s:" SUM "\n", id);
  g_autofree char *same = g_strdup_printf ("%s\n" FOREIGN "\n", token);
  g_autofree char *other_path = write_file (folder, "other.env", other);
  g_autofree char *same_path = write_file (folder, "same.env", same);
  GtkWidget *dialog = open_dialog (window);

  choose (dialog, same_path);
  wait_for_list (dialog);
  assert_item (dialog, 0, LK_IMPORT_STORED, FALSE);
  assert_item (dialog, 1, LK_IMPORT_STORED, FALSE);
  assert_button (dialog, "_Import", FALSE);
  g_assert_true (lk_tour_has_text (dialog, "There is nothing left to import"));
  choose (dialog, other_path);
  lk_test_wait_until (lk_tour_has_text (dialog, "other.env"));
  wait_for_list (dialog);
  assert_item (dialog, 0, LK_IMPORT_CONFLICT, FALSE);
  lk_tour_both_pictures (dialog, "115-import-conflict");
  close_dialog (dialog);
  assert_stored ("client-id", id, "token", token);
  lk_tour_step ("what is stored already is told, and another value leaves it alone");
}

static LkStreaming *
get_streaming (GtkWidget *window)
{
  return lk_inventories_get_streaming (lk_window_get_inventories (LK_WINDOW (window)), lk_tour_get_inventory (window));
}

static LkPulsarToken *
find_pulsar_token (LkStreaming *streaming)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      GListModel *tokens = lk_tenant_get_tokens (tenant);

      for (guint k = 0; k < g_list_model_get_n_items (tokens); k++)
        {
          g_autoptr (LkPulsarToken) token = g_list_model_get_item (tokens, k);

          if (lk_pulsar_token_get_id (token) != NULL)
            return token;
        }
    }

  return NULL;
}

static char *
read_pulsar_token (LkStreaming   *streaming,
                   LkPulsarToken *token)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = NULL;

  lk_streaming_look_up_async (streaming, token, NULL, lk_test_store_result_cb, &result);
  value = lk_streaming_look_up_finish (streaming, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return g_strdup (secret_value_get_text (value));
}

/* With keys alone: pasted, judged twice, since the service does not answer at first, chosen and stored. */
static void
import_pasted (GtkWidget  *window,
               LkTestDemo *demo,
               LkIssue    *issue)
{
  const char *token = secret_value_get_text (lk_issue_get_token (issue));
  LkStreaming *streaming = get_streaming (window);
  LkPulsarToken *pulsar;
  g_autofree char *value = NULL;
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  gulong hook_id = lk_tour_keys_begin ();
  GtkWidget *dialog;

  lk_test_wait_until (find_pulsar_token (streaming) != NULL && !lk_streaming_get_loading (streaming));
  pulsar = find_pulsar_token (streaming);
  id = g_strdup (lk_pulsar_token_get_id (pulsar));
  value = read_pulsar_token (streaming, pulsar);
  text = g_strdup_printf ("Pulsar: %s\nAstra: %s\n", value, token);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), text);
  forget (window, "client-id", lk_issue_get_client_id (issue));

  lk_test_demo_fault (demo, "pulsar-get:status=418");
  dialog = open_dialog (window);
  lk_test_wait_until (lk_tour_is_active (LK_TYPE_IMPORT_DIALOG) && lk_tour_is_focused ("file_row"));
  lk_tour_press ("ctrl+v");
  wait_for_list (dialog);
  assert_item (dialog, 0, LK_IMPORT_UNCHECKED, FALSE);
  assert_item (dialog, 1, LK_IMPORT_MATCHES, TRUE);
  g_assert_false (lk_tour_has_text (dialog, value));
  g_assert_true (gtk_widget_get_mapped (lk_tour_find (dialog, "again_button")));
  lk_tour_both_pictures (dialog, "116-import-unchecked");
  lk_tour_step ("where the service does not answer for one, the other is judged all the same");

  lk_test_demo_fault (demo, "");
  lk_test_wait_until (lk_tour_is_focused ("list"));
  lk_tour_press ("alt+t");
  lk_test_wait_until (is_on (dialog, "list") && lk_import_item_get_chosen (get_item (dialog, 0)));
  assert_button (dialog, "_Import 2", TRUE);
  lk_test_wait_until (lk_tour_is_focused ("list"));
  lk_tour_press ("Down");
  lk_tour_press ("Return");
  lk_test_wait_until (!lk_import_item_get_chosen (get_item (dialog, 1)));
  lk_tour_press ("Tab");
  lk_tour_press ("space");
  lk_test_wait_until (lk_import_item_get_chosen (get_item (dialog, 1)));
  lk_tour_press ("alt+i");
  lk_test_wait_until (lk_tour_find_window (LK_TYPE_IMPORT_DIALOG) == NULL);
  lk_test_wait_until (lk_tour_has_text (window, "2 secrets are now in the keyring"));
  assert_stored ("token-id", id, "token", value);
  assert_stored ("client-id", lk_issue_get_client_id (issue), "token", token);
  g_assert_true (lk_pulsar_token_get_stored (pulsar));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (window), "");
  lk_tour_keys_end (hook_id);
  lk_tour_step ("pasted, chosen and stored with keys alone");
}

/* Of two that match the service gives out one no more when it is to be stored, and lists nothing the next time. */
static void
import_partly (GtkWidget  *window,
               LkTestDemo *demo,
               LkIssue    *issue,
               const char *folder)
{
  const char *token = secret_value_get_text (lk_issue_get_token (issue));
  LkStreaming *streaming = get_streaming (window);
  LkPulsarToken *pulsar = find_pulsar_token (streaming);
  g_autofree char *id = g_strdup (lk_pulsar_token_get_id (pulsar));
  g_autofree char *value = read_pulsar_token (streaming, pulsar);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", value, token);
  g_autofree char *path = write_file (folder, "both.env", text);
  GtkWidget *dialog;

  forget (window, "client-id", lk_issue_get_client_id (issue));
  forget (window, "token-id", id);
  dialog = open_dialog (window);
  choose (dialog, path);
  wait_for_list (dialog);
  assert_button (dialog, "_Import 2", TRUE);
  lk_test_demo_fault (demo, "pulsar-get:status=418");
  lk_tour_activate (dialog, "import.store");
  lk_test_wait_until (lk_tour_has_text (dialog, "1 secret is now in the keyring"));
  assert_item (dialog, 0, LK_IMPORT_MATCHES, FALSE);
  assert_item (dialog, 1, LK_IMPORT_STORED, FALSE);
  assert_button (dialog, "_Import", FALSE);
  g_assert_nonnull (lk_import_item_get_error (get_item (dialog, 0)));
  lk_tour_both_pictures (dialog, "116-import-partly");
  close_dialog (dialog);
  assert_stored ("client-id", lk_issue_get_client_id (issue), "token", token);
  assert_stored ("token-id", id, "token", "");

  lk_test_demo_fault (demo, "list:status=418");
  dialog = open_dialog (window);
  choose (dialog, path);
  wait_for_list (dialog);
  g_assert_true (lk_tour_has_text (dialog, "Not all tokens of Acme Production could be listed"));
  lk_tour_both_pictures (dialog, "116-import-unread");
  lk_test_demo_fault (demo, "");
  lk_tour_activate (dialog, "import.again");
  lk_test_wait_until (is_on (dialog, "list") && lk_import_item_get_chosen (get_item (dialog, 0)));
  g_assert_false (lk_tour_has_text (dialog, "Not all tokens"));
  store (window, dialog, "1 secret is now in the keyring");
  assert_stored ("token-id", id, "token", value);
  lk_tour_step ("what could not be stored says why, and is stored the next time");
}

/* Each says what is wrong and what to do, and there is a way back. */
static void
import_nothing (GtkWidget  *window,
                const char *folder)
{
  g_autofree char *large = g_strnfill (LK_IMPORT_MAX_SIZE + 1, 'a');
  g_autofree char *empty_path = write_file (folder, "empty.txt", "");
  g_autofree char *plain_path = write_file (folder, "plain.txt", "Nothing here is a token.\n");
  g_autofree char *large_path = write_file (folder, "large.txt", large);
  g_autofree char *binary_path = g_build_filename (folder, "binary", NULL);
  g_autofree char *missing_path = g_build_filename (folder, "missing", NULL);
  GtkWidget *dialog = open_dialog (window);

  g_assert_true (g_file_set_contents (binary_path, "\x7f" "ELF\0\0\0\1", 8, NULL));
  choose (dialog, empty_path);
  wait_for_failure (dialog, "No Token Found", "117-import-empty");
  choose (dialog, plain_path);
  wait_for_failure (dialog, "No Token Found", NULL);
  choose (dialog, large_path);
  wait_for_failure (dialog, "Not Readable", "118-import-large");
  choose (dialog, binary_path);
  wait_for_failure (dialog, "Not Readable", NULL);
  choose (dialog, missing_path);
  wait_for_failure (dialog, "Not Readable", "119-import-missing");
  choose (dialog, folder);
  wait_for_failure (dialog, "Not Readable", NULL);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (window), NULL);
  lk_tour_activate (dialog, "import.paste");
  wait_for_failure (dialog, "No Text in the Clipboard", NULL);
  close_dialog (dialog);
  lk_tour_step ("a file without a token, one that is too large, none at all, a folder and an empty clipboard say so");
}

/* As an import does for which no account listed it. */
static void
store_unlisted (GtkWidget *window,
                LkIssue   *issue)
{
  LkKeyring *keyring = lk_office_get_keyring (lk_inventory_get_office (lk_tour_get_inventory (window)));
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  attributes = lk_secret_attributes_new ("kind", LK_SECRET_KIND_ASTRA_TOKEN,
                                         "org-id", LK_SECRET_UNKNOWN,
                                         "environment", "prod",
                                         "client-id", lk_issue_get_client_id (issue),
                                         "field", LK_SECRET_FIELD_TOKEN,
                                         NULL);
  lk_keyring_store_async (keyring, attributes, "unlisted", lk_issue_get_token (issue), NULL, lk_test_store_result_cb, &result);
  lk_keyring_store_finish (keyring, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
}

static gboolean
drop (GtkWidget  *widget,
      const char *action,
      const char *first,
      const char *second)
{
  g_autoptr (GFile) first_file = g_file_new_for_path (first);
  g_autoptr (GFile) second_file = second != NULL ? g_file_new_for_path (second) : NULL;
  g_autoptr (GSList) files = g_slist_prepend (NULL, first_file);
  g_auto (GValue) value = G_VALUE_INIT;

  if (second_file != NULL)
    files = g_slist_append (files, second_file);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));

  return lk_import_actions_drop (widget, &value, action);
}

static void
import_dropped (GtkWidget  *window,
                LkIssue    *issue,
                const char *folder)
{
  const char *token = secret_value_get_text (lk_issue_get_token (issue));
  g_autofree char *path = write_file (folder, "dropped.txt", token);
  g_autofree char *unlisted = NULL;
  g_auto (GValue) text = G_VALUE_INIT;
  GtkWidget *dialog;

  forget (window, "client-id", lk_issue_get_client_id (issue));
  store_unlisted (window, issue);
  g_value_init (&text, G_TYPE_STRING);
  g_assert_false (lk_import_actions_drop (window, &text, "win.import-files"));
  g_assert_true (drop (window, "win.import-files", path, NULL));
  dialog = wait_for_dialog ();
  wait_for_list (dialog);
  assert_item (dialog, 0, LK_IMPORT_MATCHES, TRUE);
  g_assert_true (drop (dialog, "import.files", path, folder));
  wait_for_failure (dialog, "More Than One File", NULL);
  /* The dialog is what counts while it is there. */
  g_assert_true (drop (window, "win.import-files", path, NULL));
  wait_for_list (dialog);
  store (window, dialog, "1 secret is now in the keyring");
  assert_stored ("client-id", lk_issue_get_client_id (issue), "token", token);
  unlisted = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "org-id", "unknown", "client-id",
                          lk_issue_get_client_id (issue), NULL);
  g_assert_cmpstr (unlisted, ==, "");
  lk_tour_step ("a file that was dropped on the window was imported");
}

static void
look_at (GtkWidget  *window,
               const char *place,
               const char *page,
               const char *text,
               const char *picture)
{
  g_object_set (lk_tour_find (window, "places"), "selected", place, NULL);
  lk_test_wait_until (gtk_widget_get_mapped (lk_tour_find (window, page)));
  lk_test_wait_until (lk_tour_has_text (lk_tour_find (window, page), text));
  lk_tour_both_pictures (window, picture);
}

void
lk_tour_walk_import (GtkWidget *window)
{
  g_autoptr (LkTestDemo) demo = lk_test_demo_new (LK_TOUR_N_TOKENS);
  g_autofree char *folder = g_dir_make_tmp ("latchkey-import-XXXXXX", NULL);
  g_autoptr (LkIssue) issue = NULL;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  /* There are many pictures, and none of what moves. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  import_astrarc (window, demo);
  issue = lk_tour_issue (window, DESCRIPTION);
  forget (window, "client-id", lk_issue_get_client_id (issue));
  import_file (window, issue, folder);
  import_again (window, issue, folder);
  import_pasted (window, demo, issue);
  import_partly (window, demo, issue, folder);
  import_nothing (window, folder);
  import_dropped (window, issue, folder);
  look_at (window, "secrets", "stored_page", "billing", "120-import-stored");
  g_assert_true (lk_tour_has_text (window, "No account"));
  look_at (window, "activity", "activity_page", "billing", "121-import-activity");
  lk_tour_step ("what was imported is listed among the stored secrets, and written down");
  lk_test_remove_folder (folder);
}
