/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-actions.h"

#include "lk-clipboard.h"
#include "lk-confirm.h"
#include "lk-details-dialog.h"
#include "lk-export.h"
#include "lk-format.h"
#include "lk-keyring-actions.h"
#include "lk-look-up-command.h"
#include "lk-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_CLEAR_S 45

/**
 * lk_token_actions_get_clear_seconds:
 *
 * Gets how long a copied secret stays on the clipboard.
 *
 * Returns: the time in seconds, or 0 for ever
 */
guint
lk_token_actions_get_clear_seconds (void)
{
  return (guint) MAX (0, lk_settings_get_int ("clipboard-clear-seconds", DEFAULT_CLEAR_S));
}

/**
 * lk_token_actions_copy_text:
 * @widget: a widget below one that has the action `win.toast`
 * @text: a text that is no secret
 * @toast: what is said then
 *
 * Copies a text and says so.
 */
void
lk_token_actions_copy_text (GtkWidget  *widget,
                            const char *text,
                            const char *toast)
{
  lk_clipboard_copy_text (widget, text);
  gtk_widget_activate_action (widget, "win.toast", "s", toast);
}

/**
 * lk_token_actions_copy_value:
 * @widget: a widget below one that has the action `win.toast`
 * @value: a secret
 * @field: which one, as in the keyring
 *
 * Copies a secret for as long as the settings say, and says so.
 */
void
lk_token_actions_copy_value (GtkWidget   *widget,
                             SecretValue *value,
                             const char  *field)
{
  guint seconds = lk_token_actions_get_clear_seconds ();
  gboolean is_token = g_str_equal (field, LK_SECRET_FIELD_TOKEN);
  g_autofree char *toast = NULL;

  lk_clipboard_copy_secret (widget, value, seconds);

  if (seconds == 0)
    toast = g_strdup (is_token ? _("Token copied") : _("Client secret copied"));
  else if (is_token)
    /* Translators: %u is how many seconds later the clipboard is cleared */
    toast = g_strdup_printf (_("Token copied — cleared in %u s"), seconds);
  else
    /* Translators: %u is how many seconds later the clipboard is cleared */
    toast = g_strdup_printf (_("Client secret copied — cleared in %u s"), seconds);

  gtk_widget_activate_action (widget, "win.toast", "s", toast);
}

/**
 * lk_token_actions_create_command:
 * @inventory: whose token it is
 * @token: a token whose secret is stored
 * @field: which field of it is looked up
 *
 * Writes the command by which a script reads a field from the keyring. It holds no secret.
 *
 * Returns: (transfer full): the command
 */
char *
lk_token_actions_create_command (LkInventory *inventory,
                                 LkAppToken  *token,
                                 const char  *field)
{
  LkKeyring *keyring = lk_office_get_keyring (lk_inventory_get_office (inventory));

  return lk_look_up_command_new (lk_keyring_get_application (keyring), lk_app_token_get_script_name (token),
                                 lk_app_token_get_client_id (token), field);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  g_debug ("A message was closed: %s", response != NULL ? response : "cancelled");
}

/* A command cannot be written for a token whose client id or name is not plain, which only a strange service gives it. */
static void
copy_look_up (GtkWidget  *widget,
              const char *line,
              const char *toast)
{
  if (line != NULL)
    lk_token_actions_copy_text (widget, line, toast);
  else
    gtk_widget_activate_action (widget, "win.toast", "s", _("This token has no name that a command can have"));
}

/**
 * lk_token_actions_copy_line:
 * @widget: a widget below one that has the action `win.toast`
 * @inventory: whose token it is
 * @token: a token whose secret is stored
 * @shell: who reads the line
 *
 * Copies the line that sets the usual variable to a token by looking it up. It holds no secret.
 */
void
lk_token_actions_copy_line (GtkWidget   *widget,
                            LkInventory *inventory,
                            LkAppToken  *token,
                            LkShell      shell)
{
  g_autofree char *command = lk_token_actions_create_command (inventory, token, LK_SECRET_FIELD_TOKEN);
  g_autofree char *line =
    command != NULL ? lk_environment_line_new_look_up (shell, LK_EXPORT_VARIABLE, command) : NULL;

  copy_look_up (widget, line, _("Environment line copied"));
}

/**
 * lk_token_actions_copy_value_line:
 * @widget: a widget below one that has the action `win.toast`
 * @value: a token
 * @shell: who reads the line
 *
 * Copies the line that sets the usual variable to a token and holds it, for as long as the settings say.
 */
void
lk_token_actions_copy_value_line (GtkWidget   *widget,
                                  SecretValue *value,
                                  LkShell      shell)
{
  guint seconds = lk_token_actions_get_clear_seconds ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = lk_environment_line_new_value (shell, LK_EXPORT_VARIABLE, value, &error);
  g_autoptr (SecretValue) line = NULL;
  g_autofree char *toast = NULL;

  if (bytes == NULL)
    {
      gtk_widget_activate_action (widget, "win.toast", "s", error->message);
      return;
    }

  line = secret_value_new (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), "text/plain");
  lk_clipboard_copy_secret (widget, line, seconds);
  if (seconds == 0)
    toast = g_strdup (_("Environment line copied"));
  else
    /* Translators: %u is how many seconds later the clipboard is cleared */
    toast = g_strdup_printf (_("Environment line copied — cleared in %u s"), seconds);
  gtk_widget_activate_action (widget, "win.toast", "s", toast);
}

/**
 * lk_token_actions_show_error:
 * @widget: a widget of the window that the message belongs to
 * @heading: what did not work
 * @body: why
 *
 * Shows a message that needs no decision but must not be missed.
 */
void
lk_token_actions_show_error (GtkWidget  *widget,
                             const char *heading,
                             const char *body)
{
  const LkConfirmResponse responses[] = {
    { "close", _("_Close"), LK_CONFIRM_DEFAULT },
  };

  lk_confirm_async (widget, heading, body, responses, G_N_ELEMENTS (responses), "close", "close", NULL, closed_cb, NULL);
}

static void
failure_closed_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) failure = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "details") == 0)
    lk_details_dialog_ask (GTK_WIDGET (source), failure);
}

/**
 * lk_token_actions_show_failure:
 * @widget: a widget of the window that the message belongs to
 * @heading: what did not work
 * @error: why
 *
 * Shows a message as lk_token_actions_show_error() does, with a way to what Astra answered, if it did.
 */
void
lk_token_actions_show_failure (GtkWidget    *widget,
                               const char   *heading,
                               const GError *error)
{
  const LkConfirmResponse responses[] = {
    { "close", _("_Close"), LK_CONFIRM_DEFAULT },
    { "details", _("_Details"), LK_CONFIRM_DEFAULT },
  };
  gboolean detailed = lk_details_dialog_has_details (error);

  lk_confirm_async (widget, heading, error->message, responses, detailed ? 2 : 1, "close", "close", NULL,
                    failure_closed_cb, g_error_copy (error));
}

/* One wish to copy a secret. */
typedef struct
{
  GtkWidget  *widget; /* not owned: it cancels when it goes */
  LkAppToken *token;
  char       *field;
  gboolean    as_line; /* not the token alone, but a line for @shell */
  LkShell     shell;
} Copy;

static void
copy_free (Copy *self)
{
  g_clear_object (&self->token);
  g_clear_pointer (&self->field, g_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Copy) copy = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_inventory_unlock_and_look_up_finish (LK_INVENTORY (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    lk_keyring_actions_show_error (copy->widget, _("The Secret Could Not Be Read"), error);
  else if (value != NULL && copy->as_line)
    lk_token_actions_copy_value_line (copy->widget, value, copy->shell);
  else if (value != NULL)
    lk_token_actions_copy_value (copy->widget, value, copy->field);
  else if (lk_app_token_get_stored (copy->token))
    lk_token_actions_show_error (copy->widget, _("The Secret Could Not Be Read"), _("It is not in the keyring"));
  else
    gtk_widget_activate_action (copy->widget, "win.toast", "s", _("The secret is not stored here"));
}

/* Reads a field from the keyring and copies it; says what went wrong if it fails. */
static void
copy_secret (GtkWidget    *widget,
             LkInventory  *inventory,
             LkAppToken   *token,
             const char   *field,
             const char   *action_name,
             GCancellable *cancellable)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->as_line = strstr (action_name, "-line") != NULL;
  copy->shell = g_str_has_suffix (action_name, "-fish") ? LK_SHELL_FISH : LK_SHELL_SH;

  copy->widget = widget;
  copy->token = g_object_ref (token);
  copy->field = g_strdup (field);
  lk_inventory_unlock_and_look_up_async (inventory, token, field, cancellable, looked_up_cb, copy);
}

/**
 * lk_token_actions_copy:
 * @widget: a widget below one that has the action `win.toast`; it cancels @cancellable when it goes
 * @inventory: whose token it is
 * @token: a token
 * @action_name: what is copied: `tokens.copy-token`, `tokens.copy-client-secret`, `tokens.copy-client-id`,
 *   `tokens.copy-command`, a line that looks the token up (`tokens.copy-environment-line`, and the same with `-fish`) or one
 *   that holds it (`tokens.copy-value-line`, and the same with `-fish`)
 * @cancellable: a cancellable
 *
 * Does what the copying actions of #LkTokensPage are for.
 */
void
lk_token_actions_copy (GtkWidget    *widget,
                       LkInventory  *inventory,
                       LkAppToken   *token,
                       const char   *action_name,
                       GCancellable *cancellable)
{
  g_autofree char *command = NULL;

  if (g_str_equal (action_name, "tokens.copy-client-id"))
    lk_token_actions_copy_text (widget, lk_app_token_get_client_id (token), _("Client ID copied"));
  else if (!lk_app_token_get_stored (token) && !lk_app_token_get_maybe_stored (token))
    gtk_widget_activate_action (widget, "win.toast", "s", _("The secret is not stored here"));
  else if (g_str_equal (action_name, "tokens.copy-token"))
    copy_secret (widget, inventory, token, LK_SECRET_FIELD_TOKEN, action_name, cancellable);
  else if (g_str_equal (action_name, "tokens.copy-client-secret"))
    copy_secret (widget, inventory, token, LK_SECRET_FIELD_CLIENT_SECRET, action_name, cancellable);
  else if (g_str_has_prefix (action_name, "tokens.copy-value-line"))
    copy_secret (widget, inventory, token, LK_SECRET_FIELD_TOKEN, action_name, cancellable);
  else if (g_str_equal (action_name, "tokens.copy-environment-line"))
    lk_token_actions_copy_line (widget, inventory, token, LK_SHELL_SH);
  else if (g_str_equal (action_name, "tokens.copy-environment-line-fish"))
    lk_token_actions_copy_line (widget, inventory, token, LK_SHELL_FISH);
  else
    {
      command = lk_token_actions_create_command (inventory, token, LK_SECRET_FIELD_TOKEN);
      copy_look_up (widget, command, _("Command copied"));
    }
}

/* What the other ways on are about. */
typedef struct
{
  char *account_id;
  char *client_id;
} Other;

static void
other_free (gpointer data)
{
  Other *other = data;

  g_free (other->account_id);
  g_free (other->client_id);
  g_free (other);
}

static void
delete_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, &error);
  Other *other = g_task_get_task_data (task);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_boolean (task, g_strcmp0 (response, "delete") == 0);
  if (g_strcmp0 (response, "sign-in") == 0)
    gtk_widget_activate_action (GTK_WIDGET (source), "account.change-sign-in", "s", other->account_id);
  else if (g_strcmp0 (response, "rotate") == 0)
    gtk_widget_activate_action (GTK_WIDGET (source), "tokens.rotate", "s", other->client_id);
}

static char *
describe_deletion (LkAppToken *token)
{
  g_autoptr (GString) body = g_string_new (_("Applications that use this token lose access at once. "
                                             "Astra cannot restore it."));
  GDateTime *generated_on = lk_app_token_get_generated_on (token);
  const char *role = lk_app_token_get_role_title (token);
  g_autofree char *created = generated_on != NULL ? lk_format_date (generated_on) : NULL;

  if (lk_app_token_get_stored (token))
    g_string_append_printf (body, "\n\n%s", _("Its stored secret is removed too."));

  g_string_append (body, "\n\n");
  if (created != NULL)
    /* Translators: %1$s is a token's role, %2$s a day like “4 March 2026” */
    g_string_append_printf (body, _("%1$s, created %2$s"), role, created);
  else
    g_string_append (body, role != NULL ? role : "");

  return g_string_free (g_steal_pointer (&body), FALSE);
}

/**
 * lk_token_actions_confirm_delete_async:
 * @widget: a widget of the window that the question belongs to
 * @inventory: whose token it is
 * @token: the token
 * @cancellable: (nullable): a cancellable
 * @callback: what is called with the answer
 * @user_data: for @callback
 *
 * Asks whether a token shall be deleted. The one the account signs in with cannot be: that is told instead,
 * with ways to give the account another one.
 */
void
lk_token_actions_confirm_delete_async (GtkWidget           *widget,
                                       LkInventory         *inventory,
                                       LkAppToken          *token,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  const LkConfirmResponse deletion[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "rotate", _("_Rotate Instead…"), LK_CONFIRM_DEFAULT },
    { "delete", _("_Delete"), LK_CONFIRM_DESTRUCTIVE },
  };
  const LkConfirmResponse refusal[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "sign-in", _("Change _Sign-In…"), LK_CONFIRM_DEFAULT },
    { "rotate", _("_Rotate Instead…"), LK_CONFIRM_DEFAULT },
  };
  gboolean signs_in = lk_app_token_get_signs_in (token);
  g_autoptr (GTask) task = g_task_new (widget, cancellable, callback, user_data);
  Other *other = g_new0 (Other, 1);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  g_task_set_source_tag (task, lk_token_actions_confirm_delete_async);
  other->account_id = g_strdup (lk_account_get_id (lk_inventory_get_account (inventory)));
  other->client_id = g_strdup (lk_app_token_get_client_id (token));
  g_task_set_task_data (task, other, other_free);

  if (signs_in)
    {
      heading = g_strdup (_("This Token Cannot Be Deleted Here"));
      /* Translators: %s is an account's name */
      body = g_strdup_printf (_("The account %s signs in with it. Give the account another token first."),
                              lk_account_get_title (lk_inventory_get_account (inventory)));
    }
  else
    {
      /* Translators: %s is a token's description */
      heading = g_strdup_printf (_("Delete “%s”?"), lk_app_token_get_title (token));
      body = describe_deletion (token);
    }

  lk_confirm_async (widget, heading, body, signs_in ? refusal : deletion,
                    signs_in ? G_N_ELEMENTS (refusal) : G_N_ELEMENTS (deletion), "cancel", "cancel", cancellable,
                    delete_answered_cb, g_steal_pointer (&task));
}

/**
 * lk_token_actions_confirm_delete_finish:
 * @widget: the widget
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Takes the answer to lk_token_actions_confirm_delete_async().
 *
 * Returns: whether the token shall be deleted; %FALSE without @error means no
 */
gboolean
lk_token_actions_confirm_delete_finish (GtkWidget     *widget,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, widget), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
