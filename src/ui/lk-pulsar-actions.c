/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-actions.h"

#include "lk-confirm.h"
#include "lk-deletion-review.h"
#include "lk-look-up-command.h"
#include "lk-new-pulsar-dialog.h"
#include "lk-note-dialog.h"
#include "lk-pulsar-save-dialog.h"
#include "lk-rotate-dialog.h"
#include "lk-pulsar-test.h"
#include "lk-script-name-dialog.h"
#include "lk-secret-attributes.h"
#include "lk-token-actions.h"
#include "lk-window.h"
#include "lk-unfinished-actions.h"

#include <glib/gi18n-lib.h>

/* What is done with the Pulsar tokens of a tenant. */

static LkPulsarToken *
find_target (LkTenantPage *page,
             GVariant     *parameter)
{
  LkTenant *tenant = lk_tenant_page_get_tenant (page);

  return tenant != NULL ? lk_tenant_find_token (tenant, g_variant_get_string (parameter, NULL)) : NULL;
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GtkWidget *widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_streaming_look_up_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (value != NULL)
    lk_token_actions_copy_value (widget, value, LK_SECRET_FIELD_TOKEN);
  else
    lk_token_actions_show_failure (widget, _("The Token Could Not Be Copied"), error);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);

  if (token != NULL)
    lk_streaming_look_up_async (lk_tenant_page_get_streaming (page), token, lk_tenant_page_get_cancellable (page),
                                looked_up_cb, page);
}

/**
 * lk_pulsar_actions_create_command:
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 *
 * Writes the command by which a script reads a token from the keyring. It holds no secret.
 *
 * Returns: (transfer full) (nullable): the command; %NULL for a token that is not stored, or has no script name
 */
char *
lk_pulsar_actions_create_command (LkStreaming   *streaming,
                                  LkPulsarToken *token)
{
  LkKeyring *keyring;

  g_return_val_if_fail (LK_IS_STREAMING (streaming), NULL);
  g_return_val_if_fail (LK_IS_PULSAR_TOKEN (token), NULL);

  if (!lk_pulsar_token_get_stored (token) || lk_pulsar_token_get_script_name (token) == NULL)
    return NULL;

  keyring = lk_office_get_keyring (lk_streaming_get_office (streaming));

  return lk_look_up_command_new (lk_keyring_get_application (keyring), lk_pulsar_token_get_script_name (token), NULL,
                                 LK_SECRET_FIELD_TOKEN);
}

static void
copy_command_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);
  g_autofree char *command = NULL;

  if (token == NULL)
    return;

  command = lk_pulsar_actions_create_command (lk_tenant_page_get_streaming (page), token);
  if (command != NULL)
    lk_token_actions_copy_text (widget, command, _("Command copied"));
  else
    gtk_widget_activate_action (widget, "win.toast", "s", _("Only a stored token with a script name has a command"));
}

static void
copy_lines_action (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);

  if (token != NULL)
    lk_pulsar_save_dialog_ask_to_copy (widget, lk_tenant_page_get_streaming (page), token);
}

static void
edit_note_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkPulsarToken *token = find_target (LK_TENANT_PAGE (widget), parameter);

  if (token != NULL)
    lk_note_dialog_edit_pulsar (widget, lk_tenant_page_get_streaming (LK_TENANT_PAGE (widget)), token);
}

static void
edit_script_name_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);

  if (token != NULL && lk_pulsar_token_get_stored (token))
    lk_script_name_dialog_edit_pulsar (widget, lk_tenant_page_get_streaming (page), token);
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);
  GtkWidget *toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (token != NULL && toasts != NULL)
    lk_pulsar_save_dialog_ask (widget, ADW_TOAST_OVERLAY (toasts), lk_tenant_page_get_streaming (page), token);
}

static void
test_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);

  if (token != NULL)
    lk_pulsar_test (widget, lk_tenant_page_get_streaming (page), token, lk_tenant_page_get_cancellable (page));
}

/* Storing. */

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_streaming_store_finish (LK_STREAMING (source), result, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", _("Token stored in the keyring"));
  else if (gtk_widget_get_root (widget) != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_token_actions_show_failure (widget, _("The Token Could Not Be Stored"), error);
}

static void
store_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);

  if (token != NULL)
    lk_streaming_store_async (lk_tenant_page_get_streaming (page), token, lk_tenant_page_get_cancellable (page), stored_cb,
                              g_object_ref (page));
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_streaming_forget_finish (LK_STREAMING (source), result, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", _("Secret removed from keyring"));
  else if (gtk_widget_get_root (widget) != NULL)
    lk_token_actions_show_failure (widget, _("The Secret Could Not Be Removed"), error);
}

static void
forget_answered_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  LkTenantPage *page = LK_TENANT_PAGE (source);
  g_autoptr (LkPulsarToken) token = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (g_strcmp0 (response, "remove") == 0)
    lk_streaming_forget_async (lk_tenant_page_get_streaming (page), token, NULL, forgotten_cb, g_object_ref (page));
}

static void
forget_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "remove", _("_Remove"), LK_CONFIRM_DESTRUCTIVE },
  };
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);
  const char *name = token != NULL ? lk_pulsar_token_get_script_name (token) : NULL;
  g_autofree char *body = NULL;

  if (token == NULL)
    return;

  if (name != NULL)
    /* Translators: %s is a script name */
    body = g_strdup_printf (_("Scripts that look up “%s” no longer find it. The token itself keeps working, and can be "
                              "copied from Astra at any time."),
                            name);
  lk_confirm_async (widget, _("Remove the Stored Secret?"),
                    body != NULL ? body : _("The token itself keeps working, and can be copied from Astra at any time"),
                    responses, G_N_ELEMENTS (responses), "cancel", "cancel", lk_tenant_page_get_cancellable (page),
                    forget_answered_cb, g_object_ref (token));
}

/* Making. */

static void
created_cb (GtkWidget     *widget,
            LkPulsarToken *token,
            const GError  *store_error)
{
  const char *id = lk_pulsar_token_get_id (token);

  if (store_error == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", _("Pulsar token created"));
  else
    lk_token_actions_show_failure (widget, _("The New Token Is Not in the Keyring"), store_error);
  if (id != NULL)
    gtk_widget_activate_action (widget, "pulsar.details", "s", id);
}

static void
lost_cb (GtkWidget    *widget,
         const char   *account_id,
         const GError *error)
{
  lk_unfinished_actions_tell (widget, account_id, error);
}

/**
 * lk_pulsar_actions_create:
 * @widget: a widget below one that has the action `win.toast`; where there is an action `pulsar.details` too it is done
 * @streaming: the streaming half of an account
 * @tenant: one of its tenants
 *
 * Asks for a new Pulsar token, makes it, and says what came of it.
 */
void
lk_pulsar_actions_create (GtkWidget   *widget,
                          LkStreaming *streaming,
                          LkTenant    *tenant)
{
  LkDialog *dialog;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_TENANT (tenant));

  dialog = lk_new_pulsar_dialog_new (streaming, tenant);
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "lost", G_CALLBACK (lost_cb), widget, G_CONNECT_SWAPPED);
  lk_dialog_present (dialog, widget);
}

static void
new_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkTenant *tenant = lk_tenant_page_get_tenant (page);

  if (tenant != NULL)
    lk_pulsar_actions_create (widget, lk_tenant_page_get_streaming (page), tenant);
}

/* Deleting. */

typedef struct
{
  LkTenantPage  *page;
  LkStreaming   *streaming;
  LkPulsarToken *token;
} Deletion;

static void
deletion_free (Deletion *deletion)
{
  lk_tenant_page_end_work (deletion->page);
  g_clear_object (&deletion->page);
  g_clear_object (&deletion->streaming);
  g_clear_object (&deletion->token);
  g_free (deletion);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Deletion, deletion_free)

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Deletion) deletion = user_data;
  GtkWidget *widget = GTK_WIDGET (deletion->page);
  g_autoptr (GError) error = NULL;
  gboolean deleted = lk_streaming_delete_finish (LK_STREAMING (source), result, &error);

  if (gtk_widget_get_root (widget) == NULL)
    return;

  if (!deleted)
    {
      lk_token_actions_show_failure (widget, _("The Token Could Not Be Deleted"), error);
      return;
    }

  gtk_widget_activate_action (widget, "win.toast", "s", _("Token deleted"));
  lk_tenant_page_leave (deletion->page, deletion->token);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkTenantPage *page = LK_TENANT_PAGE (source);
  g_autoptr (LkPulsarToken) token = user_data;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);
  Deletion *deletion;

  if (g_strcmp0 (response, "rotate") == 0)
    gtk_widget_activate_action (GTK_WIDGET (page), "pulsar.rotate", "s", lk_pulsar_token_get_id (token));
  if (g_strcmp0 (response, "delete") != 0)
    return;

  deletion = g_new0 (Deletion, 1);
  deletion->page = g_object_ref (page);
  deletion->streaming = g_object_ref (lk_tenant_page_get_streaming (page));
  deletion->token = g_steal_pointer (&token);
  lk_tenant_page_begin_work (page);
  /* Holds the page on purpose: the outcome must be told, and it is not taken back when the page goes. */
  lk_streaming_delete_async (deletion->streaming, deletion->token, NULL, deleted_cb, deletion);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "rotate", _("_Rotate Instead…"), LK_CONFIRM_DEFAULT },
    { "delete", _("_Delete"), LK_CONFIRM_DESTRUCTIVE },
  };
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  if (token == NULL)
    return;

  /* Translators: %s is a token's description */
  heading = g_strdup_printf (_("Delete “%s”?"), lk_pulsar_token_get_title (token));
  /* Translators: %s is a streaming tenant */
  body = g_strdup_printf (_("Applications that use this token lose access to %s at once. Astra cannot restore it. Give "
                            "them a new token first."),
                          lk_tenant_get_name (lk_tenant_page_get_tenant (page)));
  if (lk_pulsar_token_get_stored (token))
    {
      /* Translators: it follows other sentences */
      g_autofree char *longer = g_strconcat (body, "\n\n", _("Its stored secret is removed too."), NULL);

      g_free (g_steal_pointer (&body));
      body = g_steal_pointer (&longer);
    }
  lk_confirm_async (widget, heading, body, responses, G_N_ELEMENTS (responses), "cancel", "cancel",
                    lk_tenant_page_get_cancellable (page), answered_cb, g_object_ref (token));
}

static void
rotate_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);

  if (token != NULL)
    lk_rotate_dialog_ask (widget, lk_window_get_inventories (LK_WINDOW (gtk_widget_get_root (widget))),
                          lk_streaming_get_account (lk_tenant_page_get_streaming (page)), token);
}

static void
review_deletion_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  LkTenantPage *page = LK_TENANT_PAGE (widget);
  LkPulsarToken *token = find_target (page, parameter);

  if (token != NULL)
    lk_deletion_review_ask (widget, lk_window_get_inventories (LK_WINDOW (gtk_widget_get_root (widget))),
                            lk_streaming_get_account (lk_tenant_page_get_streaming (page)), LK_LISTED_TOKEN (token));
}

/**
 * lk_pulsar_actions_install:
 * @widget_class: the class of #LkTenantPage
 *
 * Installs the actions that create a Pulsar token, and those that copy, test, annotate, save, store, forget, rotate or
 * delete one,
 * with its id as target.
 */
void
lk_pulsar_actions_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "pulsar.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "pulsar.copy", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "pulsar.copy-command", "s", copy_command_action);
  gtk_widget_class_install_action (widget_class, "pulsar.copy-lines", "s", copy_lines_action);
  gtk_widget_class_install_action (widget_class, "pulsar.store", "s", store_action);
  gtk_widget_class_install_action (widget_class, "pulsar.forget", "s", forget_action);
  gtk_widget_class_install_action (widget_class, "pulsar.edit-note", "s", edit_note_action);
  gtk_widget_class_install_action (widget_class, "pulsar.edit-script-name", "s", edit_script_name_action);
  gtk_widget_class_install_action (widget_class, "pulsar.test", "s", test_action);
  gtk_widget_class_install_action (widget_class, "pulsar.save", "s", save_action);
  gtk_widget_class_install_action (widget_class, "pulsar.rotate", "s", rotate_action);
  gtk_widget_class_install_action (widget_class, "pulsar.delete", "s", delete_action);
  gtk_widget_class_install_action (widget_class, "pulsar.review-deletion", "s", review_deletion_action);
}
