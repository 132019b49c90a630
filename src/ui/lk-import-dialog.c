/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-dialog.h"

#include "lk-add-account-dialog.h"
#include "lk-clipboard.h"
#include "lk-file-dialog.h"
#include "lk-import-actions.h"
#include "lk-import-page.h"
#include "lk-import-source.h"
#include "lk-import.h"
#include "lk-text.h"
#include "lk-window.h"

#include <glib/gi18n-lib.h>

/**
 * LkImportDialog:
 *
 * Asks where secrets are, finds them there, and shows them on a page that stores those that are chosen. What was read is
 * held in memory that is overwritten, and no widget ever has any of it.
 */
struct _LkImportDialog
{
  LkDialog        parent_instance;

  LkInventories  *inventories;
  GCancellable   *cancellable; /* of what is read; ends with the dialog, and with another thing to read */
  char           *source;      /* what was read, for people; NULL: nothing */

  GtkStack       *stack;
  AdwStatusPage  *failed_page;
  LkImportPage   *found_page;
  GtkWidget      *file_row;
  GtkWidget      *back_button;
  GtkWidget      *failed_again_button;
};

G_DEFINE_FINAL_TYPE (LkImportDialog, lk_import_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_INVENTORIES,
  PROP_SOURCE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A status page's description is markup. */
static void
fail (LkImportDialog *self,
      const char     *title,
      const char     *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_title (self->failed_page, title);
  adw_status_page_set_description (self->failed_page, escaped);
  gtk_widget_set_visible (self->failed_again_button, lk_import_page_get_plan (self->found_page) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_grab_focus (self->back_button);
}

static void
survey_failed_cb (LkImportDialog *self,
                  const GError   *error)
{
  g_autofree char *message = NULL;

  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_SERVICE)
      || g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_NO_COLLECTION))
    message = g_strdup (_("There is no keyring that could take anything. Set one up, and try again."));
  else if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    message = g_strdup (_("It stays locked, so nothing can be compared with it. Unlock it, and try again."));
  else
    /* Translators: %s is a sentence that says why the keyring cannot be used */
    message = g_strdup_printf (_("Try again in a moment. What went wrong: %s"), error->message);
  fail (self, _("The Keyring Cannot Be Used"), message);
}

/* Nothing of what was read before is of use any more. */
static void
begin (LkImportDialog *self,
       char           *owned_source)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  lk_import_page_take (self->found_page, NULL);
  g_free (self->source);
  self->source = owned_source;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
  gtk_stack_set_visible_child_name (self->stack, owned_source != NULL ? "found" : "choose");
}

static void
take_content (LkImportDialog *self,
              GBytes         *content)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (LkImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  found = lk_import_read (content, &error);
  if (found == NULL)
    {
      fail (self, _("Not Readable"), error->message);
      return;
    }
  if (found->len == 0)
    {
      fail (self, _("No Token Found"),
            _("There is no token of Astra in it. Choose what the portal or the Astra CLI wrote, or copy the whole token."));
      return;
    }

  plan = lk_import_plan_new (lk_inventories_get_office (self->inventories), found);
  lk_import_page_take (self->found_page, plan);
}

/* The usual reasons without the names that the system has for them. */
static const char *
describe (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return _("The file is not there");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return _("You may not read the file");

  return error->message;
}

/* A callback of what was cancelled must not touch the dialog: it may be gone. */

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = lk_import_source_read_file_finish (G_FILE (source), result, &error);
  g_autofree char *message = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (content != NULL)
    {
      take_content (user_data, content);
      return;
    }

  /* Translators: %s is a sentence that says why something could not be read */
  message = g_strdup_printf (_("%s. Choose another file, or paste the text."), describe (error));
  fail (user_data, _("Not Readable"), message);
}

static void
read_file (LkImportDialog *self,
           GFile          *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);

  begin (self, lk_text_clean (valid));
  lk_import_source_read_file_async (file, self->cancellable, file_read_cb, self);
}

/* Several files are read one after the other by whoever wants that: each is looked at before anything of it is stored. */
static void
files_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (widget);
  g_autofree const char **uris = g_variant_get_strv (parameter, NULL);
  g_autoptr (GFile) file = NULL;

  if (lk_import_page_get_busy (self->found_page) || uris[0] == NULL)
    return;
  if (uris[1] != NULL)
    {
      begin (self, NULL);
      fail (self, _("More Than One File"), _("Import the files one after the other"));
      return;
    }

  file = g_file_new_for_uri (uris[0]);
  read_file (self, file);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = lk_file_dialog_open_finish (widget, result, &error);
  g_autofree char *uri = NULL;
  const char *uris[] = { NULL, NULL };

  if (file == NULL)
    return;

  uri = g_file_get_uri (file);
  uris[0] = uri;
  gtk_widget_activate_action (widget, "import.files", "^as", uris);
}

static void
ask_for_file (LkImportDialog *self,
              GFile          *proposed)
{
  lk_file_dialog_open_async (GTK_WIDGET (self), _("Import"), _("_Open"), proposed, self->cancellable, chosen_cb, NULL);
}

static void
choose_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  if (!lk_import_page_get_busy (LK_IMPORT_DIALOG (widget)->found_page))
    ask_for_file (LK_IMPORT_DIALOG (widget), NULL);
}

static void
astrarc_found_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (info != NULL)
    read_file (user_data, G_FILE (source));
  else
    ask_for_file (user_data, G_FILE (source));
}

/* In a sandbox it is not seen: there it is asked for. */
static void
astrarc_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (widget);
  g_autofree char *path = g_build_filename (g_get_home_dir (), ".astrarc", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT,
                           self->cancellable, astrarc_found_cb, self);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = lk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (content != NULL)
    take_content (user_data, content);
  else
    fail (user_data, _("No Text in the Clipboard"), _("Copy the token, or the text that has it, and paste again"));
}

static void
paste_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (widget);

  if (lk_import_page_get_busy (self->found_page))
    return;

  begin (self, g_strdup (_("Clipboard")));
  lk_clipboard_read_async (gtk_widget_get_clipboard (widget), self->cancellable, pasted_cb, self);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (widget);

  if (lk_import_page_get_busy (self->found_page))
    return;

  begin (self, NULL);
  gtk_widget_grab_focus (self->file_row);
}

static void
again_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (widget);

  if (lk_import_page_get_plan (self->found_page) == NULL || lk_import_page_get_busy (self->found_page))
    return;

  gtk_stack_set_visible_child_name (self->stack, "found");
  lk_import_page_survey (self->found_page);
}

static void
account_added_cb (LkImportDialog *self,
                  LkAccount      *account)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (LK_IS_WINDOW (parent))
    lk_window_take_account (LK_WINDOW (parent), account);
  gtk_widget_activate_action (GTK_WIDGET (self), "import.again", NULL);
}

/* What the new account lists may be among what was found. */
static void
add_account_action (GtkWidget  *widget,
                    const char *action_name,
                    GVariant   *parameter)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (widget);
  LkImportPlan *plan = lk_import_page_get_plan (self->found_page);
  LkImportItem *item = plan != NULL ? lk_import_plan_find (plan, g_variant_get_string (parameter, NULL)) : NULL;
  const LkFoundSecret *found = item != NULL ? lk_import_item_get_found (item) : NULL;
  LkDialog *dialog;

  if (found == NULL || found->kind != LK_FOUND_APP || found->flaw != LK_FOUND_GOOD)
    return;

  dialog = lk_add_account_dialog_new_with (lk_inventories_get_office (self->inventories), found->token,
                                           found->environment);
  g_signal_connect_object (dialog, "account-added", G_CALLBACK (account_added_cb), self, G_CONNECT_SWAPPED);
  lk_dialog_present (dialog, widget);
}

static void
store_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  lk_import_page_store (LK_IMPORT_DIALOG (widget)->found_page);
}

static void
can_store_changed_cb (LkImportDialog *self)
{
  gboolean can_store;

  g_object_get (self->found_page, "can-store", &can_store, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.store", can_store);
}

/* The window below outlives the dialog, and has room for toasts. */
static void
stored_cb (LkImportDialog *self,
           guint           n)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *text = NULL;

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u secret is now in the keyring",
                                       "%u secrets are now in the keyring", n),
                          n);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", text);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
lk_import_dialog_close_request (GtkWindow *window)
{
  if (lk_import_page_get_busy (LK_IMPORT_DIALOG (window)->found_page))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (lk_import_dialog_parent_class)->close_request (window);
}

static void
lk_import_dialog_dispose (GObject *object)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_import_dialog_parent_class)->dispose (object);
}

static void
lk_import_dialog_finalize (GObject *object)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (object);

  g_clear_pointer (&self->source, g_free);

  G_OBJECT_CLASS (lk_import_dialog_parent_class)->finalize (object);
}

static void
lk_import_dialog_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkImportDialog *self = LK_IMPORT_DIALOG (object);

  switch (property_id)
    {
    case PROP_INVENTORIES:
      g_value_set_object (value, self->inventories);
      break;

    case PROP_SOURCE:
      g_value_set_string (value, self->source != NULL ? self->source : "");
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_dialog_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_INVENTORIES:
      g_set_object (&LK_IMPORT_DIALOG (object)->inventories, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_import_dialog_class_init (LkImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_import_dialog_dispose;
  object_class->finalize = lk_import_dialog_finalize;
  object_class->get_property = lk_import_dialog_get_property;
  object_class->set_property = lk_import_dialog_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = lk_import_dialog_close_request;

  /**
   * LkImportDialog:inventories:
   *
   * The accounts, with what is known of their tokens.
   */
  properties[PROP_INVENTORIES] =
    g_param_spec_object ("inventories", NULL, NULL, LK_TYPE_INVENTORIES,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * LkImportDialog:source:
   *
   * What was read, for people; empty before anything was.
   */
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, "",
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "import.files", "as", files_action);
  gtk_widget_class_install_action (widget_class, "import.astrarc", NULL, astrarc_action);
  gtk_widget_class_install_action (widget_class, "import.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "import.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "import.again", NULL, again_action);
  gtk_widget_class_install_action (widget_class, "import.add-account", "s", add_account_action);
  gtk_widget_class_install_action (widget_class, "import.store", NULL, store_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "import.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "import.choose", NULL);

  g_type_ensure (LK_TYPE_IMPORT_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, LkImportDialog, failed_page);
  gtk_widget_class_bind_template_child (widget_class, LkImportDialog, found_page);
  gtk_widget_class_bind_template_child (widget_class, LkImportDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, LkImportDialog, back_button);
  gtk_widget_class_bind_template_child (widget_class, LkImportDialog, failed_again_button);
  gtk_widget_class_bind_template_callback (widget_class, survey_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stored_cb);
  gtk_widget_class_bind_template_callback (widget_class, can_store_changed_cb);
}

static void
lk_import_dialog_init (LkImportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.store", FALSE);
  lk_import_actions_take_drops (GTK_WIDGET (self), "import.files");
  gtk_widget_grab_focus (self->file_row);
}

/**
 * lk_import_dialog_new:
 * @inventories: the accounts, with what is known of their tokens
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed. Its action `import.files` is
 * given the addresses of files, of which it reads one, and `import.astrarc` looks for what the Astra CLI has.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_import_dialog_new (LkInventories *inventories)
{
  g_return_val_if_fail (LK_IS_INVENTORIES (inventories), NULL);

  return g_object_new (LK_TYPE_IMPORT_DIALOG, "inventories", inventories, NULL);
}

/**
 * lk_import_dialog_get_plan:
 * @self: a dialog
 *
 * Returns: (transfer none) (nullable): what was found; %NULL before that
 */
LkImportPlan *
lk_import_dialog_get_plan (LkImportDialog *self)
{
  g_return_val_if_fail (LK_IS_IMPORT_DIALOG (self), NULL);

  return lk_import_page_get_plan (self->found_page);
}
