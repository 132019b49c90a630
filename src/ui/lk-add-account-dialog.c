/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-add-account-dialog.h"

#include "lk-announce.h"
#include "lk-spinner.h"
#include "lk-token-format.h"
#include "lk-work-error.h"

#include <glib/gi18n.h>

#define CHANGE_HEIGHT_PX 360 /* there is less to ask than the template has room for */
#define TOKENS_PAGE_URL "https://astra.datastax.com/settings/tokens"

/**
 * LkAddAccountDialog:
 *
 * Asks for a token to sign in with, and has it checked by the service: for a new account, or for one that is there.
 */
struct _LkAddAccountDialog
{
  LkDialog             parent_instance;

  LkOffice            *office;
  LkAccount           *account;  /* whose sign-in is changed; NULL: one is added */
  GCancellable        *checking; /* NULL: nothing is being checked */
  SecretValue         *token;    /* read from the row; kept for another try. NULL: none was read, or it is of no use */
  gboolean             unlocked; /* the keyring was unlocked for this token: not asked twice */
  gboolean             unlisted; /* the token need not be able to list tokens */
  gboolean             refused;  /* it cannot, and it was not said yet that it need not */

  AdwPasswordEntryRow *token_row;
  GtkLabel            *message;
  GtkWidget           *streaming_button;
  AdwPreferencesGroup *token_group;
  GtkWidget           *advanced_group;
  AdwComboRow         *environment_row;
  AdwEntryRow         *api_row;
  AdwEntryRow         *streaming_row;
  GtkWidget           *add_button;
  GtkWidget           *import_button;
  GtkStack            *add_stack;
};

G_DEFINE_FINAL_TYPE (LkAddAccountDialog, lk_add_account_dialog, LK_TYPE_DIALOG)

enum
{
  ACCOUNT_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const environments[] = { "prod", "dev", "test" };

static const char *
get_environment (LkAddAccountDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->environment_row);

  return environments[MIN (selected, G_N_ELEMENTS (environments) - 1)];
}

/* Says something below the token, aloud too if it is not said there yet. */
static void
say (LkAddAccountDialog *self,
     const char         *text,
     const char         *style)
{
  if (*text != '\0' && g_strcmp0 (gtk_label_get_label (self->message), text) != 0)
    lk_announce (GTK_WIDGET (self->message), text);
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), *text != '\0');
  gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->message), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->message), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->message), style);
}

static gboolean
check_address (AdwEntryRow *row,
               GError     **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autofree char *origin = *text != '\0' ? lk_astra_check_address (text, error) : g_strdup ("");

  if (origin == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");

  return origin != NULL;
}

static void
set_checking (LkAddAccountDialog *self,
              gboolean            checking)
{
  g_clear_object (&self->checking);
  if (checking)
    self->checking = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->add_stack, checking ? "checking" : "add");
  gtk_widget_set_sensitive (GTK_WIDGET (self->token_row), !checking);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add-account.add", !checking);
}

/* The way on for a token that may not list tokens is a button of its own, as long as no other one is typed. */
static void
show_refusal (LkAddAccountDialog *self,
              gboolean            shown)
{
  gtk_widget_set_visible (self->streaming_button, shown);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add-account.add-for-streaming", shown);
  if (shown)
    say (self,
         self->account != NULL ? _("This token may not list tokens. It can be used for streaming only.")
                               : _("This token may not list tokens. It can be added for streaming only."),
         "error");
}

static void
changed_cb (LkAddAccountDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->token_row));
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  LkTokenFormat format = lk_token_format_check (text, NULL, &message);
  gboolean can_be_token = format == LK_TOKEN_FORMAT_ASTRA || format == LK_TOKEN_FORMAT_UNUSUAL;
  gboolean good_addresses = check_address (self->api_row, &error)
                            && check_address (self->streaming_row, error == NULL ? &error : NULL);

  if (!good_addresses)
    say (self, error->message, "error");
  else
    say (self, message, format == LK_TOKEN_FORMAT_ASTRA ? "success" : can_be_token ? "dim-label" : "error");
  show_refusal (self, self->refused && format == LK_TOKEN_FORMAT_EMPTY);
  can_be_token = can_be_token || (format == LK_TOKEN_FORMAT_EMPTY && self->token != NULL && !self->refused);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add-account.add",
                                 can_be_token && good_addresses && self->checking == NULL);
}

static void
environment_changed_cb (LkAddAccountDialog *self)
{
  const char *url = lk_astra_api_url_for_environment (get_environment (self));

  gtk_editable_set_text (GTK_EDITABLE (self->api_row), url);
  gtk_editable_set_text (GTK_EDITABLE (self->streaming_row), url);
}

static void check (LkAddAccountDialog *self);

/* A token may have been shown to its user only once: it is given up only when it is the token that was refused. */
static gboolean
is_useless (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
         || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
         || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_OTHER_ORGANIZATION);
}

static void
fail (LkAddAccountDialog *self,
      const GError       *error)
{
  g_autofree char *text = NULL;

  if (is_useless (error))
    g_clear_pointer (&self->token, secret_value_unref);

  set_checking (self, FALSE);
  if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NO_PERMISSION))
    {
      self->refused = TRUE;
      changed_cb (self);
      gtk_widget_grab_focus (self->streaming_button);
      return;
    }
  if (self->token != NULL)
    /* Translators: %s is a sentence that says what went wrong */
    text = g_strdup_printf (self->account != NULL ? _("%s — Change tries the same token again")
                                                  /* Translators: %s is what went wrong; Add is the label of a button */
                                                  : _("%s — Add tries the same token again"),
                            error->message);
  say (self, text != NULL ? text : error->message, "error");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add-account.add", self->token != NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkAddAccountDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = lk_keyring_unlock_finish (LK_KEYRING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (unlocked)
    check (self);
  else
    fail (self, error);
}

static void
take_outcome (LkAddAccountDialog *self,
              LkAccount          *account,
              const GError       *error)
{
  if (account != NULL)
    {
      set_checking (self, FALSE);
      g_signal_emit (self, signals[ACCOUNT_ADDED], 0, account);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED) && !self->unlocked)
    {
      self->unlocked = TRUE;
      lk_keyring_unlock_async (lk_office_get_keyring (self->office), self->checking, unlocked_cb, self);
      return;
    }

  fail (self, error);
}

/* Cancelled: the dialog is gone, so it must not be touched. */

static void
added_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkAccount) account = lk_office_add_account_finish (LK_OFFICE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_outcome (user_data, account, error);
}

static void
changed_sign_in_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LkAccount) account = lk_office_change_sign_in_finish (LK_OFFICE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_outcome (user_data, account, error);
}

static void
check (LkAddAccountDialog *self)
{
  LkSignIn sign_in = {
    .environment = get_environment (self),
    .api_url = gtk_editable_get_text (GTK_EDITABLE (self->api_row)),
    .streaming_url = gtk_editable_get_text (GTK_EDITABLE (self->streaming_row)),
    .allow_unkept = TRUE,
    .allow_unlisted = self->unlisted,
  };

  say (self, _("Checking with Astra…"), "dim-label");
  if (self->account != NULL)
    lk_office_change_sign_in_async (self->office, self->account, self->token, self->unlisted, self->checking,
                                    changed_sign_in_cb, self);
  else
    lk_office_add_account_async (self->office, self->token, &sign_in, self->checking, added_cb, self);
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkAddAccountDialog *self = LK_ADD_ACCOUNT_DIALOG (widget);
  g_autoptr (SecretValue) token = NULL;

  if (lk_token_format_check (gtk_editable_get_text (GTK_EDITABLE (self->token_row)), &token, NULL)
      == LK_TOKEN_FORMAT_EMPTY && self->token != NULL && !self->refused)
    token = secret_value_ref (self->token);
  if (token == NULL)
    return;

  self->refused = FALSE;
  /* On this toolkit's accessibility bus the text of a password row can be read: it is emptied at once. */
  gtk_editable_set_text (GTK_EDITABLE (self->token_row), "");
  set_checking (self, TRUE);
  g_clear_pointer (&self->token, secret_value_unref);
  self->token = g_steal_pointer (&token);
  self->unlocked = FALSE;
  self->unlisted = FALSE;
  check (self);
}

static void
add_for_streaming_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  LkAddAccountDialog *self = LK_ADD_ACCOUNT_DIALOG (widget);

  if (!self->refused)
    return;

  self->refused = FALSE;
  show_refusal (self, FALSE);
  set_checking (self, TRUE);
  self->unlocked = FALSE;
  self->unlisted = TRUE;
  check (self);
}

static void
open_portal_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  g_app_info_launch_default_for_uri_async (TOKENS_PAGE_URL, NULL, NULL, NULL, NULL);
}

/* The import shows what is there, and comes back here with the token that is chosen. */
static void
import_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  gtk_window_close (GTK_WINDOW (widget));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.import-astrarc", NULL);
}

static void
lk_add_account_dialog_dispose (GObject *object)
{
  LkAddAccountDialog *self = LK_ADD_ACCOUNT_DIALOG (object);

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->token, secret_value_unref);
  g_clear_object (&self->office);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (lk_add_account_dialog_parent_class)->dispose (object);
}

static void
lk_add_account_dialog_class_init (LkAddAccountDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_add_account_dialog_dispose;

  /**
   * LkAddAccountDialog::account-added:
   * @self: the dialog
   * @account: the account
   *
   * The service accepted the token, and the account is in the list; the dialog closes after this.
   */
  signals[ACCOUNT_ADDED] = g_signal_new ("account-added", LK_TYPE_ADD_ACCOUNT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, LK_TYPE_ACCOUNT);

  g_type_ensure (LK_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/latchkey_app/Latchkey/lk-add-account-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, token_row);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, message);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, streaming_button);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, token_group);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, advanced_group);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, environment_row);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, api_row);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, streaming_row);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, add_button);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, LkAddAccountDialog, add_stack);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, environment_changed_cb);

  gtk_widget_class_install_action (widget_class, "add-account.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "add-account.add-for-streaming", NULL, add_for_streaming_action);
  gtk_widget_class_install_action (widget_class, "add-account.open-portal", NULL, open_portal_action);
  gtk_widget_class_install_action (widget_class, "add-account.import", NULL, import_action);
}

static void
activated_cb (LkAddAccountDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "add-account.add", NULL);
}

static void
lk_add_account_dialog_init (LkAddAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_swapped (self->token_row, "entry-activated", G_CALLBACK (activated_cb), self);
  environment_changed_cb (self);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->token_row));
}

/**
 * lk_add_account_dialog_new:
 * @office: where the account goes
 *
 * Makes the dialog.
 *
 * Returns: (transfer none): the dialog, owned by GTK
 */
LkDialog *
lk_add_account_dialog_new (LkOffice *office)
{
  LkAddAccountDialog *self = g_object_new (LK_TYPE_ADD_ACCOUNT_DIALOG, NULL);

  self->office = g_object_ref (office);

  return LK_DIALOG (self);
}

/**
 * lk_add_account_dialog_new_with:
 * @office: where the account goes
 * @token: the token that it signs in with, unless another one is pasted; its memory is shared
 * @environment: (nullable): "prod", "dev" or "test", where that is known
 *
 * Makes the dialog for a token that was found.
 *
 * Returns: (transfer none): the dialog, owned by GTK
 */
LkDialog *
lk_add_account_dialog_new_with (LkOffice    *office,
                                SecretValue *token,
                                const char  *environment)
{
  LkAddAccountDialog *self;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);
  g_return_val_if_fail (token != NULL, NULL);

  self = LK_ADD_ACCOUNT_DIALOG (lk_add_account_dialog_new (office));
  self->token = secret_value_ref (token);
  adw_preferences_group_set_description (self->token_group,
                                         _("The account signs in with the token that was found. It has to be one that may "
                                           "manage tokens; paste another one here if it may not."));
  for (guint i = 0; i < G_N_ELEMENTS (environments); i++)
    if (g_strcmp0 (environment, environments[i]) == 0)
      adw_combo_row_set_selected (self->environment_row, i);
  gtk_widget_set_visible (self->import_button, FALSE);
  changed_cb (self);
  gtk_widget_grab_focus (self->add_button);

  return LK_DIALOG (self);
}

/**
 * lk_add_account_dialog_new_for:
 * @office: an office
 * @account: one of its accounts
 *
 * Makes the dialog for another token that @account is to sign in with.
 *
 * Returns: (transfer none): the dialog, owned by GTK
 */
LkDialog *
lk_add_account_dialog_new_for (LkOffice  *office,
                               LkAccount *account)
{
  LkAddAccountDialog *self;
  g_autofree char *text = NULL;
  int width, height;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);
  g_return_val_if_fail (LK_IS_ACCOUNT (account), NULL);

  self = LK_ADD_ACCOUNT_DIALOG (lk_add_account_dialog_new (office));
  self->account = g_object_ref (account);
  gtk_window_set_title (GTK_WINDOW (self), _("Change Sign-In"));
  text = g_markup_printf_escaped (
    /* Translators: %s is an account */
    _("Paste another application token of %s, which signs in with it from then on. The former one leaves the keyring and "
      "stays valid until it is deleted."),
    lk_account_get_title (account));
  adw_preferences_group_set_description (self->token_group, text);
  gtk_button_set_label (GTK_BUTTON (self->add_button), _("_Change"));
  gtk_button_set_label (GTK_BUTTON (self->streaming_button), _("Use for _Streaming"));
  gtk_widget_set_visible (self->advanced_group, FALSE);
  gtk_widget_set_visible (self->import_button, FALSE);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, CHANGE_HEIGHT_PX);

  return LK_DIALOG (self);
}
