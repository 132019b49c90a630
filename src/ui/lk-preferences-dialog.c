/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-preferences-dialog.h"

#include "lk-activity-actions.h"
#include "lk-large-text.h"
#include "lk-settings.h"

#include <glib/gi18n-lib.h>

/* Each in the order of the template's list. */
static const int clear_seconds[] = { 15, 45, 120, 0 };
static const int lifetime_days[] = { 7, 30, 60, 90, 365, 0 };
static const int keep_days[] = { 30, 365, 0 };

/**
 * LkPreferencesDialog:
 *
 * Where secrets are kept, how long they stay on the clipboard, when somebody is reminded of
 * tokens that expire, what a new one is proposed, through which proxies
 * requests go, and how long it is remembered what was done. What is changed counts at once.
 */
struct _LkPreferencesDialog
{
  LkDialog      parent_instance;

  LkOffice     *office;
  GSettings    *settings;    /* NULL: there are none, say in a build folder */
  GCancellable *cancellable;

  AdwActionRow *keyring_row;
  GtkWidget    *unlock_button;
  GtkWidget    *try_button;
  GtkWidget    *ask_row;
  GtkWidget    *ask_switch;
  GtkWidget    *clipboard_group;
  GtkWidget    *expiry_group;
  AdwComboRow  *clear_row;
  GtkWidget    *network_group;
  GtkWidget    *remind_30_switch;
  GtkWidget    *remind_7_switch;
  GtkWidget    *remind_1_switch;
  AdwComboRow  *lifetime_row;
  AdwComboRow  *proxy_row;
  AdwComboRow  *keep_row;
};

G_DEFINE_FINAL_TYPE (LkPreferencesDialog, lk_preferences_dialog, LK_TYPE_DIALOG)

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkPreferencesDialog *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean locked;

  lk_keyring_check_finish (LK_KEYRING (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  locked = g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED);
  adw_action_row_set_subtitle (self->keyring_row,
                               error == NULL ? _("The default one of this session, unlocked") : error->message);
  gtk_widget_set_visible (self->unlock_button, locked);
  gtk_widget_set_visible (self->try_button, error != NULL && !locked);
}

static void
check (LkPreferencesDialog *self)
{
  lk_keyring_check_async (lk_office_get_keyring (self->office), self->cancellable, checked_cb, self);
}

static void
unlocked_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkPreferencesDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_keyring_unlock_finish (LK_KEYRING (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    check (self);
}

static void
unlock_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkPreferencesDialog *self = LK_PREFERENCES_DIALOG (widget);

  lk_keyring_unlock_async (lk_office_get_keyring (self->office), self->cancellable, unlocked_cb, self);
}

static void
check_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  check (LK_PREFERENCES_DIALOG (widget));
}

static void
clear_activity_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  lk_activity_actions_clear (widget, LK_PREFERENCES_DIALOG (widget)->office);
}

/* Said in the window below, which stays. */
static void
toast_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  if (parent != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), action_name, parameter);
}

typedef struct
{
  const int *values;
  guint      n_values;
} Choice;

static const Choice clear_choice = { clear_seconds, G_N_ELEMENTS (clear_seconds) };
static const Choice lifetime_choice = { lifetime_days, G_N_ELEMENTS (lifetime_days) };
static const Choice keep_choice = { keep_days, G_N_ELEMENTS (keep_days) };

/* A value that the list lacks, set by another program, is shown as none of them. */
static gboolean
value_to_position (GValue   *value,
                   GVariant *variant,
                   gpointer  user_data)
{
  const Choice *choice = user_data;
  guint position = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < choice->n_values; i++)
    if (choice->values[i] == g_variant_get_int32 (variant))
      position = i;
  g_value_set_uint (value, position);

  return TRUE;
}

static GVariant *
position_to_value (const GValue       *value,
                   const GVariantType *type,
                   gpointer            user_data)
{
  const Choice *choice = user_data;
  guint position = g_value_get_uint (value);

  return position < choice->n_values ? g_variant_new_int32 (choice->values[position]) : NULL;
}

static void
bind (LkPreferencesDialog *self,
      const char          *key,
      AdwComboRow         *row,
      const Choice        *choice)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, value_to_position,
                                position_to_value, (gpointer) choice, NULL);
}

/* The first of the list is yes. */
static gboolean
yes_to_position (GValue   *value,
                 GVariant *variant,
                 gpointer  user_data)
{
  g_value_set_uint (value, g_variant_get_boolean (variant) ? 0 : 1);

  return TRUE;
}

static GVariant *
position_to_yes (const GValue       *value,
                 const GVariantType *type,
                 gpointer            user_data)
{
  return g_variant_new_boolean (g_value_get_uint (value) == 0);
}

static void
lk_preferences_dialog_dispose (GObject *object)
{
  LkPreferencesDialog *self = LK_PREFERENCES_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->office);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (lk_preferences_dialog_parent_class)->dispose (object);
}

static void
lk_preferences_dialog_class_init (LkPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_preferences_dialog_dispose;

  gtk_widget_class_install_action (widget_class, "preferences.unlock", NULL, unlock_action);
  gtk_widget_class_install_action (widget_class, "preferences.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "preferences.clear-activity", NULL, clear_activity_action);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/latchkey_app/Latchkey/lk-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, try_button);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, ask_row);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, ask_switch);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, clipboard_group);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, expiry_group);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, clear_row);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, network_group);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, remind_30_switch);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, remind_7_switch);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, remind_1_switch);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, lifetime_row);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, proxy_row);
  gtk_widget_class_bind_template_child (widget_class, LkPreferencesDialog, keep_row);
}

static void
lk_preferences_dialog_init (LkPreferencesDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->settings = lk_settings_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_widget_set_sensitive (self->ask_row, self->settings != NULL);
  gtk_widget_set_sensitive (self->clipboard_group, self->settings != NULL);
  gtk_widget_set_sensitive (self->expiry_group, self->settings != NULL);
  gtk_widget_set_sensitive (self->network_group, self->settings != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->keep_row), self->settings != NULL);
  if (self->settings == NULL)
    return;

  g_settings_bind (self->settings, "ask-before-revealing", self->ask_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "remind-30-days", self->remind_30_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "remind-7-days", self->remind_7_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "remind-1-day", self->remind_1_switch, "active", G_SETTINGS_BIND_DEFAULT);
  bind (self, "clipboard-clear-seconds", self->clear_row, &clear_choice);
  bind (self, "default-lifetime-days", self->lifetime_row, &lifetime_choice);
  /* What is chosen is of more use than the word about it, where there is no room for both. */
  if (lk_large_text_is_on (gtk_widget_get_display (GTK_WIDGET (self))))
    adw_combo_row_set_use_subtitle (self->lifetime_row, TRUE);
  bind (self, "keep-activity-days", self->keep_row, &keep_choice);
  g_settings_bind_with_mapping (self->settings, "use-system-proxy", self->proxy_row, "selected", G_SETTINGS_BIND_DEFAULT,
                                yes_to_position, position_to_yes, NULL, NULL);
}

/**
 * lk_preferences_dialog_new:
 * @office: with the keyring that secrets are kept in
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_preferences_dialog_new (LkOffice *office)
{
  LkPreferencesDialog *self;

  g_return_val_if_fail (LK_IS_OFFICE (office), NULL);

  self = g_object_new (LK_TYPE_PREFERENCES_DIALOG, NULL);
  self->office = g_object_ref (office);
  check (self);

  return LK_DIALOG (self);
}
