/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-unfinished-dialog.h"

#include "lk-confirm.h"
#include "lk-new-token-dialog.h"
#include "lk-spinner.h"
#include "lk-unfinished-group.h"

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

  LkInventory        *inventory;   /* NULL: the dialog was closed */
  LkJournal          *journal;
  GPtrArray          *groups;      /* of LkUnfinishedGroup; the page owns them */
  GCancellable       *cancellable; /* for what may end with the dialog */
  const char         *done;        /* what was decided last; NULL: nothing was */
  gboolean            busy;

  AdwWindowTitle     *title;
  AdwPreferencesPage *page;
  LkSpinner          *spinner;
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

/* One decision, on its way through list, question, deletion and journal. */
typedef struct
{
  LkUnfinishedDialog *dialog;
  LkIntent           *intent;
  char               *client_id;
  gboolean            again; /* make another one afterwards */
} Decision;

static void
decision_free (Decision *self)
{
  g_clear_object (&self->dialog);
  g_clear_object (&self->intent);
  g_clear_pointer (&self->client_id, g_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Decision, decision_free)

static void
set_working (LkUnfinishedDialog *self,
             gboolean            working)
{
  lk_spinner_set_spinning (self->spinner, working);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !working);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unfinished.look", !working);
}

/* From now on the dialog stays until the outcome is known. */
static void
set_busy (LkUnfinishedDialog *self,
          gboolean            busy)
{
  set_working (self, busy);
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
say (LkUnfinishedDialog *self,
     const GError       *error)
{
  gtk_label_set_label (self->message, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
}

/* The window below outlives the dialog, and has room for toasts. */
static void
toast (LkUnfinishedDialog *self,
       const char         *text)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", text);
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

  set_working (self, FALSE);
  say (self, error);
}

static void
look (LkUnfinishedDialog *self)
{
  set_working (self, TRUE);
  say (self, NULL);
  lk_journal_resume_async (self->journal, self->cancellable, resumed_cb, g_object_ref (self));
}

static void
look_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  look (LK_UNFINISHED_DIALOG (widget));
}

/* Closing what is decided. */

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

/* Of the token that the work is known to have made the list has shown that it is gone, which a list that lags behind could
 * not tell by itself. Of another one it is not certain that it was the one: the list is held against the work again. */
static void
close_deleted (Decision *decision)
{
  LkUnfinishedDialog *self = decision->dialog;
  GCancellable *cancellable = decision->again ? NULL : self->cancellable;

  set_working (self, TRUE);
  if (g_strcmp0 (lk_intent_get_client_id (decision->intent), decision->client_id) == 0)
    lk_journal_dismiss_async (self->journal, decision->intent, dismissed_cb, g_object_ref (self));
  else
    lk_journal_resume_async (self->journal, cancellable, resumed_cb, g_object_ref (self));
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

  set_busy (self, FALSE);
  if (error != NULL)
    {
      say (self, error);
      return;
    }

  self->done = _("Token deleted");
  close_deleted (decision);
  if (decision->again)
    {
      toast (self, self->done);
      make_again (self, decision->intent);
      gtk_window_destroy (GTK_WINDOW (self));
    }
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Decision) decision = user_data;
  LkUnfinishedDialog *self = decision->dialog;
  g_autofree char *response = lk_confirm_finish (GTK_WIDGET (source), result, NULL);
  LkAppToken *token;

  if (is_over (self) || g_strcmp0 (response, "delete") != 0)
    return;

  /* The list may have been read again while the question was open. */
  token = lk_inventory_find (self->inventory, decision->client_id);
  if (token == NULL)
    {
      look (self);
      return;
    }

  set_busy (self, TRUE);
  say (self, NULL);
  lk_inventory_delete_async (self->inventory, token, NULL, deleted_cb, g_steal_pointer (&decision));
}

static void
ask_to_delete (Decision   *owned_decision,
               LkAppToken *token)
{
  g_autoptr (Decision) decision = owned_decision;
  const LkConfirmResponse responses[] = {
    { "cancel", _("_Cancel"), LK_CONFIRM_DEFAULT },
    { "delete", _("_Delete"), LK_CONFIRM_DESTRUCTIVE },
  };
  LkUnfinishedDialog *self = decision->dialog;
  gboolean known = lk_intent_get_client_id (decision->intent) != NULL;
  g_autofree char *heading = NULL;

  /* Translators: %s is a token's description */
  heading = g_strdup_printf (_("Delete “%s”?"), lk_app_token_get_title (token));
  lk_confirm_async (GTK_WIDGET (self), heading,
                    known ? _("Its secret never arrived, so nothing can use it. Astra cannot restore it.")
                          : _("If this token is somebody else’s, applications that use it lose access at once. "
                              "Astra cannot restore it."),
                    responses, G_N_ELEMENTS (responses), "cancel", "cancel", self->cancellable, confirmed_cb,
                    g_steal_pointer (&decision));
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Decision) decision = user_data;
  LkUnfinishedDialog *self = decision->dialog;
  g_autoptr (GError) error = NULL;
  LkAppToken *token;

  lk_inventory_load_finish (LK_INVENTORY (source), result, &error);
  if (is_over (self) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_working (self, FALSE);
  say (self, error);
  token = lk_inventory_find (self->inventory, decision->client_id);
  if (token != NULL)
    ask_to_delete (g_steal_pointer (&decision), token);
  else if (error == NULL)
    look (self);
}

static void
delete_cb (LkUnfinishedDialog *self,
           const char         *client_id,
           gboolean            again,
           LkUnfinishedGroup  *group)
{
  LkAppToken *token = lk_inventory_find (self->inventory, client_id);
  g_autoptr (Decision) decision = g_new0 (Decision, 1);

  decision->dialog = g_object_ref (self);
  decision->intent = g_object_ref (lk_unfinished_group_get_intent (group));
  decision->client_id = g_strdup (client_id);
  decision->again = again;
  if (token != NULL)
    {
      ask_to_delete (g_steal_pointer (&decision), token);
      return;
    }

  /* It appeared since the list that is shown was read. */
  set_working (self, TRUE);
  lk_inventory_load_async (self->inventory, self->cancellable, loaded_cb, g_steal_pointer (&decision));
}

/* Keeping. */

static void
keep_cb (LkUnfinishedDialog *self,
         LkUnfinishedGroup  *group)
{
  LkIntent *intent = lk_unfinished_group_get_intent (group);
  gboolean any = lk_intent_get_client_id (intent) != NULL || *lk_intent_get_candidate_ids (intent) != NULL;

  self->done = any ? _("Token kept") : _("Forgotten");
  set_busy (self, TRUE);
  lk_journal_dismiss_async (self->journal, intent, dismissed_cb, g_object_ref (self));
}

/* What is shown. */

static void
add_work (LkUnfinishedDialog *self,
          LkIntent           *intent)
{
  GtkWidget *group = lk_unfinished_group_new (self->inventory, intent);

  g_signal_connect_object (group, "delete", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "keep", G_CALLBACK (keep_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "look", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
  g_ptr_array_add (self->groups, group);
}

static void
fill (LkUnfinishedDialog *self)
{
  const char *account_id = lk_account_get_id (lk_inventory_get_account (self->inventory));

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->journal)); i++)
    {
      g_autoptr (LkIntent) intent = g_list_model_get_item (G_LIST_MODEL (self->journal), i);

      if (lk_unfinished_dialog_is_about (intent, account_id))
        add_work (self, intent);
    }

  if (self->groups->len > 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  toast (self, self->done != NULL ? self->done : _("Nothing is left to decide"));
  set_busy (self, FALSE);
  gtk_window_close (GTK_WINDOW (self));
}

static void
recovered_cb (LkUnfinishedDialog *self)
{
  self->done = _("The secret was recovered and is in the keyring");
}

static gboolean
lk_unfinished_dialog_close_request (GtkWindow *window)
{
  if (LK_UNFINISHED_DIALOG (window)->busy)
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (lk_unfinished_dialog_parent_class)->close_request (window);
}

static void
lk_unfinished_dialog_dispose (GObject *object)
{
  LkUnfinishedDialog *self = LK_UNFINISHED_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_data (self->journal, self);
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
  GTK_WINDOW_CLASS (klass)->close_request = lk_unfinished_dialog_close_request;

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

  g_type_ensure (LK_TYPE_SPINNER);
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
 * @journal: the unfinished work, read, with some of that account in it
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
  g_signal_connect_object (journal, "recovered", G_CALLBACK (recovered_cb), self, G_CONNECT_SWAPPED);
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
         && (state == LK_INTENT_ORPHAN || state == LK_INTENT_UNKNOWN
             || (state == LK_INTENT_ANSWERED && lk_intent_is_pulsar (intent)));
}
