/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-new-token-dialog.h"

#include "lk-error-details.h"
#include "lk-expiry-row.h"
#include "lk-issue.h"
#include "lk-keyring-banner.h"
#include "lk-permissions-view.h"
#include "lk-permissions.h"
#include "lk-roles-page.h"
#include "lk-secret-attributes.h"
#include "lk-settings.h"
#include "lk-spinner.h"
#include "lk-token-created-dialog.h"
#include "lk-unfinished-actions.h"
#include "lk-when.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/**
 * LkNewTokenDialog:
 *
 * Asks for what a new application token needs and has it made by one #LkIssue, which is never repeated. From the moment
 * it is sent the dialog stays until the outcome is known.
 */
struct _LkNewTokenDialog
{
  LkDialog           parent_instance;

  LkInventory       *inventory;
  LkIssue           *issue;       /* NULL: none runs */
  GCancellable      *cancellable; /* for what may end with the dialog */
  GCancellable      *issuing;     /* NULL: none runs */
  GDateTime         *expiry;      /* of @issue; NULL: never */
  gboolean           name_edited;
  gboolean           filling_name;
  gboolean           unlocked;    /* the keyring was unlocked for this token: not asked twice */

  GtkStack          *pages;
  LkKeyringBanner   *keyring_banner;
  AdwWindowTitle    *title;
  GtkWidget         *cancel_button;
  GtkWidget         *create_button;
  GtkWidget         *form;
  AdwEntryRow       *description_row;
  AdwActionRow      *roles_row;
  LkExpiryRow       *expires_row;
  AdwEntryRow       *name_row;
  GtkLabel          *name_label;
  AdwActionRow      *permissions_row;
  GtkLabel          *note_label;
  GtkLabel          *error_label;
  LkErrorDetails    *error_details;
  GtkWidget         *step_box;
  GtkLabel          *step_label;
  LkRolesPage       *roles_page;
  LkPermissionsView *permissions;
};

G_DEFINE_FINAL_TYPE (LkNewTokenDialog, lk_new_token_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static LkKeyring *
get_keyring (LkNewTokenDialog *self)
{
  return lk_office_get_keyring (lk_inventory_get_office (self->inventory));
}

static char *
dup_stripped_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
show_error (LkNewTokenDialog *self,
            const GError     *error)
{
  gtk_label_set_label (self->error_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), error != NULL);
  lk_error_details_set_error (self->error_details, error);
}

static void
update_name (LkNewTokenDialog *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  gboolean wrong = *name != '\0' && !lk_script_name_is_valid (name);

  gtk_label_set_label (self->name_label,
                       wrong ? _("Small letters, digits and dashes, not a dash first, 64 at most")
                             : _("Scripts find the token by this name"));
  if (wrong)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_label), "dim-label");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_label), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "dim-label");
    }
}

static void
update_create (LkNewTokenDialog *self)
{
  g_autofree char *description = dup_stripped_text (self->description_row);
  g_autoptr (GPtrArray) chosen = lk_roles_page_get_chosen (self->roles_page);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  LkIssueStep step = self->issue != NULL ? lk_issue_get_step (self->issue) : LK_ISSUE_READY;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "new-token.create",
                                 self->issue == NULL && lk_keyring_banner_get_usable (self->keyring_banner) &&
                                   *description != '\0' && chosen->len > 0 && lk_script_name_is_valid (name) &&
                                   lk_expiry_row_get_valid (self->expires_row));
  gtk_widget_set_sensitive (self->form, self->issue == NULL);
  gtk_widget_set_sensitive (self->cancel_button, self->issue == NULL || step < LK_ISSUE_SENDING);
  gtk_widget_set_visible (self->step_box, self->issue != NULL);
}

static void
update_choices (LkNewTokenDialog *self)
{
  g_autoptr (GPtrArray) chosen = lk_roles_page_get_chosen (self->roles_page);
  g_autoptr (GPtrArray) actions = lk_permissions_collect_actions (chosen);
  g_autoptr (GString) titles = g_string_new (NULL);
  g_autofree char *count = NULL;
  const char *note = NULL;

  for (guint i = 0; i < chosen->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? "\n" : "", lk_role_get_title (g_ptr_array_index (chosen, i)));
  adw_action_row_set_subtitle (self->roles_row, chosen->len > 0 ? titles->str : _("None chosen"));

  if (chosen->len > 0 && actions->len == 0)
    count = g_strdup (_("Permissions are not known"));
  else
    /* Translators: %u is how many actions the chosen roles allow together */
    count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Allows %u action", "Allows %u actions", actions->len),
                             actions->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->permissions_row), count);
  gtk_widget_set_visible (GTK_WIDGET (self->permissions_row), chosen->len > 0);
  lk_permissions_view_set_roles (self->permissions, chosen, TRUE,
                                 lk_account_get_org_id (lk_inventory_get_account (self->inventory)));

  if (lk_permissions_reach_every_database (chosen))
    note = _("This role reaches every database in the organization");
  else if (lk_expiry_row_get_never (self->expires_row))
    note = _("Tokens that never expire are easily forgotten");
  gtk_label_set_label (self->note_label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), note != NULL);

  update_create (self);
}

static void
description_changed_cb (LkNewTokenDialog *self)
{
  if (!self->name_edited)
    {
      g_autofree char *name = lk_script_name_from_text (gtk_editable_get_text (GTK_EDITABLE (self->description_row)));

      self->filling_name = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
      self->filling_name = FALSE;
    }

  update_create (self);
}

static void
name_changed_cb (LkNewTokenDialog *self)
{
  if (!self->filling_name)
    self->name_edited = *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';

  update_name (self);
  update_create (self);
}

static void
step_changed_cb (LkNewTokenDialog *self)
{
  const char *text = "";

  switch (lk_issue_get_step (self->issue))
    {
    case LK_ISSUE_READY:
    case LK_ISSUE_PREFLIGHT:
    case LK_ISSUE_RESERVING:
    case LK_ISSUE_JOURNALLING:
      text = _("Reserving a place in the keyring…");
      break;
    case LK_ISSUE_SENDING:
    case LK_ISSUE_JUDGING:
      text = _("Asking Astra…");
      break;
    case LK_ISSUE_RECONCILING:
      text = _("The answer was lost. Looking for the token…");
      break;
    case LK_ISSUE_STORING:
    case LK_ISSUE_COMMITTING:
    case LK_ISSUE_DONE:
    default:
      text = _("Storing the secret…");
      break;
    }

  gtk_label_set_label (self->step_label, text);
  update_create (self);
}

static void
finish_with (LkNewTokenDialog *self,
             const GError     *error)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *parent_widget = parent != NULL ? GTK_WIDGET (parent) : NULL;
  g_autoptr (LkIssue) issue = g_steal_pointer (&self->issue);

  g_signal_handlers_disconnect_by_data (issue, self);
  g_clear_object (&self->issuing);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  update_create (self);

  if (error == NULL || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED))
    {
      lk_dialog_present (lk_token_created_dialog_new (issue, self->inventory, self->expiry, error == NULL), parent_widget);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME) ||
           g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_ORPHAN))
    {
      if (parent_widget != NULL)
        lk_unfinished_actions_tell (parent_widget, lk_account_get_id (lk_inventory_get_account (self->inventory)), error);
      gtk_window_destroy (GTK_WINDOW (self));
      /* What is left to decide is told above the list once it has been read again. */
      if (parent_widget != NULL)
        gtk_widget_activate_action (parent_widget, "win.refresh", NULL);
    }
  else if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN) ||
           g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME))
    {
      gtk_label_set_label (self->name_label, error->message);
      gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->name_label), "dim-label");
      gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
    }
  else if (error->domain == LK_KEYRING_ERROR)
    lk_keyring_banner_show_error (self->keyring_banner, error);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
}

static void run (LkNewTokenDialog *self);

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LkNewTokenDialog) self = LK_NEW_TOKEN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;

  lk_keyring_unlock_finish (LK_KEYRING (source), result, &error);
  if (self->issue == NULL)
    return;

  if (error != NULL)
    {
      finish_with (self, error);
      return;
    }

  lk_keyring_banner_show_error (self->keyring_banner, NULL);
  run (self);
}

static void
issue_ran_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LkNewTokenDialog) self = LK_NEW_TOKEN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;

  lk_issue_run_finish (LK_ISSUE (source), result, &error);
  if (self->issue == NULL)
    return;

  if (!g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED) || self->unlocked)
    {
      finish_with (self, error);
      return;
    }

  /* Nothing was sent: the keyring is asked first. */
  self->unlocked = TRUE;
  gtk_label_set_label (self->step_label, _("Unlocking the keyring…"));
  lk_keyring_unlock_async (get_keyring (self), self->issuing, unlocked_cb, g_object_ref (self));
}

/* Takes what the form says now; it is insensitive until the outcome is known. */
static void
run (LkNewTokenDialog *self)
{
  g_autofree char *description = dup_stripped_text (self->description_row);
  g_autoptr (GPtrArray) chosen = lk_roles_page_get_chosen (self->roles_page);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < chosen->len; i++)
    g_ptr_array_add (ids, (gpointer) lk_role_get_id (g_ptr_array_index (chosen, i)));
  g_ptr_array_add (ids, NULL);

  if (self->issue != NULL)
    g_signal_handlers_disconnect_by_data (self->issue, self);
  g_clear_object (&self->issue);
  self->issue = lk_issue_new (self->inventory, (const char *const *) ids->pdata, description, self->expiry,
                              gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  g_signal_connect_swapped (self->issue, "notify::step", G_CALLBACK (step_changed_cb), self);
  step_changed_cb (self);

  /* Holds the dialog on purpose: an outcome must be told, and the window cannot be closed before it. */
  lk_issue_run_async (self->issue, self->issuing, issue_ran_cb, g_object_ref (self));
}

/* The focus goes along, and back to the row that led away. */
static void
show_page (LkNewTokenDialog *self,
           const char       *name)
{
  GtkWidget *before = gtk_stack_get_visible_child (self->pages);

  gtk_stack_set_visible_child_name (self->pages, name);
  if (g_str_equal (name, "form"))
    gtk_widget_grab_focus (GTK_WIDGET (before == GTK_WIDGET (self->roles_page) ? self->roles_row : self->permissions_row));
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
}

static void
create_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkNewTokenDialog *self = LK_NEW_TOKEN_DIALOG (widget);

  if (self->issue != NULL)
    return;

  show_error (self, NULL);
  g_clear_pointer (&self->expiry, g_date_time_unref);
  self->expiry = lk_expiry_row_dup_expiry (self->expires_row);
  self->issuing = g_cancellable_new ();
  self->unlocked = FALSE;
  run (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkNewTokenDialog *self = LK_NEW_TOKEN_DIALOG (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  if (self->issue == NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), name) != 0)
    show_page (self, name);
}

static gboolean
lk_new_token_dialog_close_request (GtkWindow *window)
{
  LkNewTokenDialog *self = LK_NEW_TOKEN_DIALOG (window);

  if (self->issue != NULL)
    {
      if (lk_issue_get_step (self->issue) < LK_ISSUE_SENDING)
        g_cancellable_cancel (self->issuing);
      return GDK_EVENT_STOP;
    }

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "form") != 0)
    {
      show_page (self, "form");
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (lk_new_token_dialog_parent_class)->close_request (window);
}

static void
lk_new_token_dialog_dispose (GObject *object)
{
  LkNewTokenDialog *self = LK_NEW_TOKEN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->issue != NULL)
    g_signal_handlers_disconnect_by_data (self->issue, self);
  g_clear_object (&self->issue);
  g_clear_object (&self->issuing);
  g_clear_object (&self->inventory);
  g_clear_pointer (&self->expiry, g_date_time_unref);

  G_OBJECT_CLASS (lk_new_token_dialog_parent_class)->dispose (object);
}

static void
lk_new_token_dialog_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LkNewTokenDialog *self = LK_NEW_TOKEN_DIALOG (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->issue != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_new_token_dialog_class_init (LkNewTokenDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_new_token_dialog_dispose;
  object_class->get_property = lk_new_token_dialog_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = lk_new_token_dialog_close_request;

  /**
   * LkNewTokenDialog:busy:
   *
   * Whether a token is being made.
   */
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "new-token.create", NULL, create_action);
  gtk_widget_class_install_action (widget_class, "new-token.show", "s", show_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "new-token.show", "s", "form");

  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_EXPIRY_ROW);
  g_type_ensure (LK_TYPE_KEYRING_BANNER);
  g_type_ensure (LK_TYPE_ROLES_PAGE);
  g_type_ensure (LK_TYPE_PERMISSIONS_VIEW);
  g_type_ensure (LK_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-new-token-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, keyring_banner);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, roles_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, expires_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, permissions_row);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, error_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, error_details);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, step_box);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, step_label);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, roles_page);
  gtk_widget_class_bind_template_child (widget_class, LkNewTokenDialog, permissions);
  gtk_widget_class_bind_template_callback (widget_class, description_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_choices);
  gtk_widget_class_bind_template_callback (widget_class, update_create);
}

static void
lk_new_token_dialog_init (LkNewTokenDialog *self)
{
  self->cancellable = g_cancellable_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_new_token_dialog_fill:
 * @self: a dialog that is new
 * @description: (nullable): what the token is for
 * @role_ids: (array zero-terminated=1): ids of roles; one that is gone is passed over
 * @lifetime_days: how long it shall last, 0 for never, -1 for what is usual
 * @script_name: (nullable): the name for scripts; %NULL: one that follows from the description
 *
 * Fills the form in, as for a token that is like another one.
 */
void
lk_new_token_dialog_fill (LkNewTokenDialog  *self,
                          const char        *description,
                          const char *const *role_ids,
                          int                lifetime_days,
                          const char        *script_name)
{
  g_return_if_fail (LK_IS_NEW_TOKEN_DIALOG (self));
  g_return_if_fail (role_ids != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->description_row), description != NULL ? description : "");
  if (script_name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), script_name);
  lk_roles_page_choose (self->roles_page, role_ids);
  if (lifetime_days >= 0)
    lk_expiry_row_set_lifetime (self->expires_row, lifetime_days);
  update_choices (self);
}

/* The same roles for as long as the other token was to last. Its script name is taken, so the next free one is offered:
 * “ci-deploy”, “ci-deploy-2”. */
static void
fill_like (LkNewTokenDialog *self,
           LkAppToken       *token)
{
  GDateTime *generated_on = lk_app_token_get_generated_on (token);
  GDateTime *expiry = lk_app_token_get_token_expiry (token);
  int days = -1;

  if (expiry == NULL)
    days = 0;
  else if (generated_on != NULL)
    days = (int) ((g_date_time_difference (expiry, generated_on) + G_TIME_SPAN_DAY / 2) / G_TIME_SPAN_DAY);

  lk_new_token_dialog_fill (self, lk_app_token_get_description (token), lk_app_token_get_role_ids (token), days, NULL);
  if (lk_app_token_get_script_name (token) != NULL)
    {
      g_autofree char *name = lk_inventory_dup_free_name (self->inventory, lk_app_token_get_script_name (token));

      gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
    }
}

/**
 * lk_new_token_dialog_new:
 * @inventory: the inventory that the token will be in; it has been loaded
 * @like: (nullable): a token whose settings are taken over
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_new_token_dialog_new (LkInventory *inventory,
                         LkAppToken  *like)
{
  LkNewTokenDialog *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);

  self = g_object_new (LK_TYPE_NEW_TOKEN_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  adw_window_title_set_subtitle (self->title, lk_account_get_title (lk_inventory_get_account (inventory)));
  lk_roles_page_set_roles (self->roles_page, lk_inventory_get_roles (inventory));
  lk_expiry_row_set_lifetime (self->expires_row, lk_settings_get_int ("default-lifetime-days", LK_WHEN_DEFAULT_DAYS));
  if (like != NULL)
    fill_like (self, like);
  update_name (self);
  update_choices (self);
  lk_keyring_banner_set_keyring (self->keyring_banner, get_keyring (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->description_row));

  return LK_DIALOG (self);
}
