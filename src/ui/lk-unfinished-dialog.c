/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-unfinished-dialog.h"

#include "lk-confirm.h"
#include "lk-format.h"
#include "lk-new-token-dialog.h"
#include "lk-text.h"
#include "lk-when.h"

#include <glib/gi18n-lib.h>

/**
 * LkUnfinishedDialog:
 *
 * What is left of work on an account's tokens that broke off, for people to decide: a token whose secret was lost can be
 * deleted, and made anew with the same settings; or kept, where it is somebody else's. Nothing is done unasked.
 */
struct _LkUnfinishedDialog
{
  LkDialog            parent_instance;

  LkInventory        *inventory;
  LkJournal          *journal;
  GPtrArray          *groups;      /* of AdwPreferencesGroup, one a piece of work; the page owns them */
  GCancellable       *cancellable;
  gboolean            busy;

  AdwWindowTitle     *title;
  AdwPreferencesPage *page;
  GtkSpinner         *spinner;
  GtkLabel           *message;
};

G_DEFINE_FINAL_TYPE (LkUnfinishedDialog, lk_unfinished_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* One decision, on its way through question, deletion and journal. */
typedef struct
{
  LkUnfinishedDialog *dialog;
  LkIntent           *intent;
  LkAppToken         *token;
  gboolean            again; /* make another one afterwards */
} Decision;

static void
decision_free (Decision *self)
{
  g_clear_object (&self->dialog);
  g_clear_object (&self->intent);
  g_clear_object (&self->token);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Decision, decision_free)

static Decision *
decision_new (LkUnfinishedDialog *dialog,
              LkIntent           *intent)
{
  Decision *self = g_new0 (Decision, 1);

  self->dialog = g_object_ref (dialog);
  self->intent = g_object_ref (intent);

  return self;
}

static void
set_busy (LkUnfinishedDialog *self,
          gboolean            busy)
{
  self->busy = busy;
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unfinished.look", !busy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
say (LkUnfinishedDialog *self,
     const GError       *error)
{
  gtk_label_set_label (self->message, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
}

static gboolean
is_over (LkUnfinishedDialog *self)
{
  return self->inventory == NULL;
}

/* Taking up again, which closes what is gone. */

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkUnfinishedDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  lk_journal_resume_finish (LK_JOURNAL (source), result, NULL, &error);
  if (is_over (self) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  say (self, error);
}

static void
look (LkUnfinishedDialog *self)
{
  set_busy (self, TRUE);
  lk_journal_resume_async (self->journal, self->cancellable, resumed_cb, g_object_ref (self));
}

static void
look_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  look (LK_UNFINISHED_DIALOG (widget));
}

/* Deleting. */

static void
make_again (LkUnfinishedDialog *self,
            LkIntent           *intent)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  LkDialog *dialog = lk_new_token_dialog_new (self->inventory, NULL);
  const char *expiry_text = lk_intent_get_token_expiry (intent);
  g_autoptr (GDateTime) expiry = NULL;
  int days = 0;

  if (expiry_text != NULL)
    expiry = g_date_time_new_from_iso8601 (expiry_text, NULL);
  if (expiry != NULL)
    days = (int) ((g_date_time_difference (expiry, lk_intent_get_since (intent)) + G_TIME_SPAN_DAY / 2)
                  / G_TIME_SPAN_DAY);
  lk_new_token_dialog_fill (LK_NEW_TOKEN_DIALOG (dialog), lk_intent_get_description (intent),
                            lk_intent_get_role_ids (intent), MAX (days, 0), lk_intent_get_script_name (intent));
  lk_dialog_present (dialog, parent != NULL ? GTK_WIDGET (parent) : NULL);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Decision) decision = user_data;
  LkUnfinishedDialog *self = decision->dialog;
  g_autoptr (GError) error = NULL;

  lk_inventory_delete_finish (LK_INVENTORY (source), result, &error);
  if (is_over (self))
    return;

  if (error != NULL)
    {
      set_busy (self, FALSE);
      say (self, error);
      return;
    }

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Token deleted"));
  if (decision->again)
    {
      make_again (self, decision->intent);
      lk_journal_resume_async (self->journal, NULL, resumed_cb, g_object_ref (self));
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  look (self);
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Decision) decision = user_data;
  LkUnfinishedDialog *self = decision->dialog;
  LkAppToken *token = decision->token;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);

  if (is_over (self) || g_strcmp0 (response, "delete") != 0)
    return;

  set_busy (self, TRUE);
  say (self, NULL);
  lk_inventory_delete_async (self->inventory, token, NULL, deleted_cb, g_steal_pointer (&decision));
}

static void
ask_to_delete (Decision *owned_decision)
{
  g_autoptr (Decision) decision = owned_decision;
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "delete", _("_Delete"), LK_CONFIRM_DESTRUCTIVE },
  };
  LkUnfinishedDialog *self = decision->dialog;
  g_autofree char *heading = NULL;

  /* Translators: %s is a token's description */
  heading = g_strdup_printf (_("Delete “%s”?"), lk_app_token_get_title (decision->token));
  lk_confirm_async (GTK_WIDGET (self), heading,
                    _("If this token is somebody else’s, applications that use it lose access at once. "
                      "Astra cannot restore it."),
                    responses, G_N_ELEMENTS (responses), "cancel", "cancel", self->cancellable, confirmed_cb,
                    g_steal_pointer (&decision));
}

static LkAppToken *
find_token (LkUnfinishedDialog *self,
            const char         *client_id)
{
  return lk_inventory_find (self->inventory, client_id);
}

#define CLIENT_ID_KEY "lk-client-id"
#define AGAIN_KEY "lk-again"

static void
delete_clicked_cb (GtkButton *button,
                   LkIntent  *intent)
{
  LkUnfinishedDialog *self = LK_UNFINISHED_DIALOG (gtk_widget_get_root (GTK_WIDGET (button)));
  LkAppToken *token = find_token (self, g_object_get_data (G_OBJECT (button), CLIENT_ID_KEY));
  Decision *decision;

  if (token == NULL)
    {
      look (self);
      return;
    }

  decision = decision_new (self, intent);
  decision->token = g_object_ref (token);
  decision->again = g_object_get_data (G_OBJECT (button), AGAIN_KEY) != NULL;
  ask_to_delete (decision);
}

/* Keeping. */

static void
dismissed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LkUnfinishedDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  lk_journal_dismiss_finish (LK_JOURNAL (source), result, &error);
  if (is_over (self))
    return;

  set_busy (self, FALSE);
  say (self, error);
}

static void
keep_clicked_cb (GtkButton *button,
                 LkIntent  *intent)
{
  LkUnfinishedDialog *self = LK_UNFINISHED_DIALOG (gtk_widget_get_root (GTK_WIDGET (button)));

  set_busy (self, TRUE);
  lk_journal_dismiss_async (self->journal, intent, dismissed_cb, g_object_ref (self));
}

/* What is shown. */

static GtkWidget *
add_button (GtkWidget  *box,
            const char *label,
            LkIntent   *intent,
            GCallback   callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_object (button, "clicked", callback, intent, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), button);

  return button;
}

static void
add_token (LkUnfinishedDialog  *self,
           AdwPreferencesGroup *group,
           LkIntent            *intent,
           const char          *client_id)
{
  LkAppToken *token = find_token (self, client_id);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), client_id);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (token != NULL && lk_app_token_get_generated_on (token) != NULL)
    {
      g_autofree char *date = lk_format_date (lk_app_token_get_generated_on (token));
      g_autofree char *subtitle = NULL;

      /* Translators: %1$s is a token's role, %2$s a day like “4 March 2026” */
      subtitle = g_strdup_printf (_("%1$s, created %2$s"), lk_app_token_get_role_title (token), date);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
    }

  g_object_set_data_full (G_OBJECT (button), CLIENT_ID_KEY, g_strdup (client_id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_clicked_cb), intent, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Delete…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete…"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (group, row);
}

static const char *
get_sentence (LkIntent *intent)
{
  guint n = g_strv_length ((GStrv) lk_intent_get_candidate_ids (intent));

  if (lk_intent_get_client_id (intent) != NULL)
    return _("Astra created the token, but its secret never arrived.");
  if (n == 1)
    return _("The answer was lost. This token is new since then and looks like the one that was asked for; "
             "its secret never arrived.");
  if (n > 1)
    return _("The answer was lost. These tokens are new since then, and one of them may be the one that was asked for.");

  return _("The answer was lost. Astra lists no such token so far. Nothing is sent again; "
           "after a minute it is certain that none was created.");
}

static void
add_work (LkUnfinishedDialog *self,
          LkIntent           *intent)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  const char *const *candidates = lk_intent_get_candidate_ids (intent);
  const char *client_id = lk_intent_get_client_id (intent);
  const char *description = lk_intent_get_description (intent);
  g_autofree char *shown = lk_text_show (description != NULL ? description : _("Untitled Token"));
  g_autofree char *title = g_markup_escape_text (shown, -1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *only = client_id;

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, get_sentence (intent));
  if (client_id != NULL)
    add_token (self, group, intent, client_id);
  for (guint i = 0; client_id == NULL && candidates[i] != NULL; i++)
    add_token (self, group, intent, candidates[i]);
  if (client_id == NULL && candidates[0] != NULL && candidates[1] == NULL)
    only = candidates[0];

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  add_button (box, only != NULL || candidates[0] != NULL ? _("_Keep") : _("_Forget"), intent,
              G_CALLBACK (keep_clicked_cb));
  if (only != NULL)
    {
      GtkWidget *button = add_button (box, _("Delete It and Try _Again"), intent, G_CALLBACK (delete_clicked_cb));

      g_object_set_data_full (G_OBJECT (button), CLIENT_ID_KEY, g_strdup (only), g_free);
      g_object_set_data (G_OBJECT (button), AGAIN_KEY, button);
    }
  adw_preferences_group_add (group, box);

  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
}

static void
fill (LkUnfinishedDialog *self)
{
  LkAccount *account = lk_inventory_get_account (self->inventory);

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->journal)); i++)
    {
      g_autoptr (LkIntent) intent = g_list_model_get_item (G_LIST_MODEL (self->journal), i);

      if (lk_unfinished_dialog_is_about (intent, lk_account_get_id (account)))
        add_work (self, intent);
    }

  if (self->groups->len == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static void
lk_unfinished_dialog_dispose (GObject *object)
{
  LkUnfinishedDialog *self = LK_UNFINISHED_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->inventory);
  g_clear_object (&self->journal);

  G_OBJECT_CLASS (lk_unfinished_dialog_parent_class)->dispose (object);
}

static void
lk_unfinished_dialog_finalize (GObject *object)
{
  LkUnfinishedDialog *self = LK_UNFINISHED_DIALOG (object);

  g_clear_pointer (&self->groups, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_unfinished_dialog_parent_class)->finalize (object);
}

static void
lk_unfinished_dialog_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LkUnfinishedDialog *self = LK_UNFINISHED_DIALOG (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_unfinished_dialog_class_init (LkUnfinishedDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_unfinished_dialog_dispose;
  object_class->finalize = lk_unfinished_dialog_finalize;
  object_class->get_property = lk_unfinished_dialog_get_property;

  /**
   * LkUnfinishedDialog:busy:
   *
   * Whether something is being done that was decided here.
   */
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "unfinished.look", NULL, look_action);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/latchkey_app/Latchkey/lk-unfinished-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkUnfinishedDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LkUnfinishedDialog, page);
  gtk_widget_class_bind_template_child (widget_class, LkUnfinishedDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, LkUnfinishedDialog, message);
}

static void
lk_unfinished_dialog_init (LkUnfinishedDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->groups = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_unfinished_dialog_new:
 * @inventory: the inventory of the account
 * @journal: the unfinished work, read
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed. It closes by itself once
 * nothing is left to decide.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_unfinished_dialog_new (LkInventory *inventory,
                          LkJournal   *journal)
{
  LkUnfinishedDialog *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (LK_IS_JOURNAL (journal), NULL);

  self = g_object_new (LK_TYPE_UNFINISHED_DIALOG, NULL);
  self->inventory = g_object_ref (inventory);
  self->journal = g_object_ref (journal);
  adw_window_title_set_subtitle (self->title, lk_account_get_title (lk_inventory_get_account (inventory)));
  g_signal_connect_object (journal, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);

  return LK_DIALOG (self);
}

/**
 * lk_unfinished_dialog_is_about:
 * @intent: a piece of work
 * @account_id: the id of an account
 *
 * Returns: whether people have to decide about @intent, and it is of that account
 */
gboolean
lk_unfinished_dialog_is_about (LkIntent   *intent,
                               const char *account_id)
{
  LkIntentState state = lk_intent_get_state (intent);

  return g_strcmp0 (lk_intent_get_account_id (intent), account_id) == 0
         && (state == LK_INTENT_ORPHAN || state == LK_INTENT_UNKNOWN);
}
