/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-bulk-delete-dialog.h"

#include "lk-deletion-row.h"
#include "lk-format.h"
#include "lk-token-actions.h"

#include <glib/gi18n-lib.h>

/**
 * LkBulkDeleteDialog:
 *
 * Asks whether several tokens shall be deleted, shows how it goes, and then what became of each, all in one list. Where
 * each of them is gone there is nothing to show, and the dialog closes.
 */
struct _LkBulkDeleteDialog
{
  LkDialog          parent_instance;

  LkBulkDelete     *bulk;        /* NULL: the dialog is gone */
  GCancellable     *cancellable; /* ends with the dialog */

  GtkSortListModel *sorted;
  GtkWidget        *list;
  GtkWidget        *cancel_button;
  GtkWidget        *stop_button;
  GtkWidget        *close_button;
};

G_DEFINE_FINAL_TYPE (LkBulkDeleteDialog, lk_bulk_delete_dialog, LK_TYPE_DIALOG)

enum
{
  PROP_0,
  PROP_BULK,
  PROP_READY,
  PROP_BUSY,
  PROP_DONE,
  PROP_CAN_TRY_AGAIN,
  PROP_DELETE_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the template computes. */

static gboolean
is_running (int phase)
{
  return phase == LK_BULK_DELETE_SENDING || phase == LK_BULK_DELETE_CHECKING;
}

static double
get_fraction (GObject *object,
              guint    n_sent,
              guint    n_tokens)
{
  return n_tokens > 0 ? (double) n_sent / n_tokens : 0;
}

static char *
get_heading (LkBulkDeleteDialog *self,
             int                 phase,
             guint               n_tokens)
{
  if (phase == LK_BULK_DELETE_DONE)
    /* Translators: heading of what became of tokens that were to be deleted */
    return g_strdup (_("Result"));
  if (is_running (phase))
    return g_strdup (_("Deleting Tokens"));
  if (n_tokens == 0)
    return g_strdup (_("Nothing to Delete"));

  /* Translators: %u is how many tokens */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Delete %u Token?", "Delete %u Tokens?", n_tokens), n_tokens);
}

static char *
describe_question (const LkBulkDeleteCount *count)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (count->n_tokens > 0)
    g_string_append (text, count->n_tokens == 1
                           ? _("Applications that use this token lose access at once. Astra cannot restore it.")
                           : _("Applications that use these tokens lose access at once. Astra cannot restore them."));
  if (count->n_tokens > 0 && count->n_left_out > 0)
    g_string_append (text, "\n\n");
  if (count->n_left_out > 0)
    g_string_append_printf (text,
                            /* Translators: %u is how many of the chosen tokens are not deleted; it follows other sentences */
                            g_dngettext (GETTEXT_PACKAGE, "%u token is left out: the list says why.",
                                         "%u tokens are left out: the list says why.", count->n_left_out),
                            count->n_left_out);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_progress (const LkBulkDeleteCount *count,
                   LkBulkDeletePhase        phase)
{
  if (phase == LK_BULK_DELETE_CHECKING)
    return g_strdup (_("Looking at the list…"));

  /* Translators: %1$u is how many tokens are deleted, %2$u how many there were to delete */
  return g_strdup_printf (_("%1$u of %2$u deleted"), count->n_sent, count->n_tokens);
}

static char *
describe_result (const LkBulkDeleteCount *count,
                 const GError            *error)
{
  g_autofree char *deleted = NULL;
  g_autofree char *failed = NULL;
  g_autofree char *untried = NULL;
  g_autofree char *left_out = NULL;
  g_autofree char *counts = NULL;

  /* Translators: %u is how many tokens */
  deleted = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u deleted", "%u deleted", count->n_deleted), count->n_deleted);
  /* Translators: %u is how many tokens; it is part of a list like “11 deleted, 2 failed” */
  failed = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u failed", "%u failed", count->n_failed), count->n_failed);
  /* Translators: %u is how many tokens; it is part of a list like “11 deleted, 2 not tried” */
  untried = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u not tried", "%u not tried", count->n_untried),
                             count->n_untried);
  /* Translators: %u is how many tokens; it is part of a list like “11 deleted, 2 left out” */
  left_out = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u left out", "%u left out", count->n_left_out),
                              count->n_left_out);
  counts = lk_format_list (deleted, count->n_failed > 0 ? failed : "", count->n_untried > 0 ? untried : "",
                           count->n_left_out > 0 ? left_out : "", NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strconcat (counts, "\n", _("Stopped: the tokens that had not had their turn stay as they are"), NULL);
  if (error != NULL)
    return g_strconcat (counts, "\n", error->message, NULL);

  return g_steal_pointer (&counts);
}

/* The numbers are asked for, so that the text follows them. */
static char *
get_text (GObject      *object,
          LkBulkDelete *bulk,
          int           phase,
          guint         n_sent,
          guint         n_deleted,
          guint         n_left_out)
{
  LkBulkDeleteCount count;

  if (bulk == NULL)
    return g_strdup ("");

  count = lk_bulk_delete_count (bulk);
  if (phase == LK_BULK_DELETE_READY)
    return describe_question (&count);
  if (is_running (phase))
    return describe_progress (&count, (LkBulkDeletePhase) phase);

  return describe_result (&count, lk_bulk_delete_get_error (bulk));
}

/* What went wrong stands first. */
static int
compare_cb (gconstpointer first,
            gconstpointer second,
            gpointer      user_data)
{
  static const int ranks[] = {
    [LK_DELETION_FAILED] = -3,
    [LK_DELETION_UNKNOWN] = -2,
    [LK_DELETION_UNTOUCHED] = -1,
    [LK_DELETION_DELETED] = 0,
  };
  int a = ranks[lk_deletion_get_state (LK_DELETION ((gpointer) first))];
  int b = ranks[lk_deletion_get_state (LK_DELETION ((gpointer) second))];

  return a < b ? GTK_ORDERING_SMALLER : a > b ? GTK_ORDERING_LARGER : GTK_ORDERING_EQUAL;
}

static char *
create_delete_label (LkBulkDelete *bulk)
{
  guint n = lk_bulk_delete_count (bulk).n_tokens;

  /* Translators: a button; %u is how many tokens */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Delete %u", "_Delete %u", n), n);
}

static LkBulkDeletePhase
get_phase (LkBulkDeleteDialog *self)
{
  return self->bulk != NULL ? lk_bulk_delete_get_phase (self->bulk) : LK_BULK_DELETE_READY;
}

static gboolean
can_try_again (LkBulkDeleteDialog *self)
{
  LkBulkDeleteCount count = { 0 };

  if (get_phase (self) == LK_BULK_DELETE_DONE)
    count = lk_bulk_delete_count (self->bulk);

  return count.n_failed + count.n_untried > 0;
}

/* What is done. */

static void
update_actions (LkBulkDeleteDialog *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  LkBulkDeletePhase phase = lk_bulk_delete_get_phase (self->bulk);

  gtk_widget_action_set_enabled (widget, "bulk-delete.delete",
                                 phase == LK_BULK_DELETE_READY && lk_bulk_delete_count (self->bulk).n_tokens > 0);
  gtk_widget_action_set_enabled (widget, "bulk-delete.stop", phase == LK_BULK_DELETE_SENDING);
  gtk_widget_action_set_enabled (widget, "bulk-delete.again", phase == LK_BULK_DELETE_DONE);
}

/* A button that has the focus may outlive the dialog for a moment, so that none of them looks the dialog up (GTK 4.8). */
static void
changed_cb (LkBulkDeleteDialog *self)
{
  update_actions (self);
  for (guint i = PROP_READY; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
set_bulk (LkBulkDeleteDialog *self,
          LkBulkDelete       *bulk)
{
  if (self->bulk != NULL)
    g_signal_handlers_disconnect_by_func (self->bulk, changed_cb, self);
  gtk_sort_list_model_set_sorter (self->sorted, NULL);
  g_set_object (&self->bulk, bulk);
  g_signal_connect_object (bulk, "notify::phase", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BULK]);
}

static gboolean
all_gone (LkBulkDelete *bulk)
{
  LkBulkDeleteCount count = lk_bulk_delete_count (bulk);

  if (lk_bulk_delete_get_error (bulk) != NULL || count.n_deleted != count.n_tokens)
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (bulk)); i++)
    {
      g_autoptr (LkDeletion) deletion = g_list_model_get_item (G_LIST_MODEL (bulk), i);

      if (lk_deletion_get_state (deletion) == LK_DELETION_DELETED && lk_deletion_get_error (deletion) != NULL)
        return FALSE;
    }

  return TRUE;
}

/* The window below outlives the dialog, and has room for toasts. */
static void
close_with_toast (LkBulkDeleteDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  guint n = lk_bulk_delete_count (self->bulk).n_deleted;
  g_autofree char *text = NULL;

  /* Translators: %u is how many tokens */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u token deleted", "%u tokens deleted", n), n);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", text);
  gtk_window_close (GTK_WINDOW (self));
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (LkBulkDeleteDialog) self = LK_BULK_DELETE_DIALOG (user_data);
  g_autoptr (GtkSorter) sorter = NULL;
  g_autoptr (GError) error = NULL;

  /* The deletion tells its error itself, and stands here for the dialog that may be gone. */
  lk_bulk_delete_run_finish (LK_BULK_DELETE (source), result, &error);
  if (self->bulk == NULL)
    return;

  if (all_gone (self->bulk))
    {
      close_with_toast (self);
      return;
    }

  sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, NULL, NULL));
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", 0);
  gtk_widget_grab_focus (self->close_button);
}

static void
run (LkBulkDeleteDialog *self)
{
  /* Holds the dialog on purpose: it cannot be closed before the end. */
  lk_bulk_delete_run_async (self->bulk, ran_cb, g_object_ref (self));
  gtk_widget_grab_focus (self->stop_button);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  run (LK_BULK_DELETE_DIALOG (widget));
}

static void
stop_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  lk_bulk_delete_stop (LK_BULK_DELETE_DIALOG (widget)->bulk);
  gtk_widget_action_set_enabled (widget, "bulk-delete.stop", FALSE);
}

static void
again_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  LkBulkDeleteDialog *self = LK_BULK_DELETE_DIALOG (widget);
  g_autoptr (GPtrArray) tokens = lk_bulk_delete_list_again (self->bulk);
  g_autoptr (LkBulkDelete) bulk = lk_bulk_delete_new (lk_bulk_delete_get_inventory (self->bulk), tokens);

  set_bulk (self, bulk);
  run (self);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  LkBulkDeleteDialog *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_bulk_delete_prepare_finish (LK_BULK_DELETE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Running tells the error, too. */
  if (error != NULL)
    g_debug ("It is not known which tokens are left out: %s", error->message);
  changed_cb (self);
}

static gboolean
lk_bulk_delete_dialog_close_request (GtkWindow *window)
{
  if (is_running (get_phase (LK_BULK_DELETE_DIALOG (window))))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (lk_bulk_delete_dialog_parent_class)->close_request (window);
}

static void
lk_bulk_delete_dialog_dispose (GObject *object)
{
  LkBulkDeleteDialog *self = LK_BULK_DELETE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bulk);

  G_OBJECT_CLASS (lk_bulk_delete_dialog_parent_class)->dispose (object);
}

static void
lk_bulk_delete_dialog_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  LkBulkDeleteDialog *self = LK_BULK_DELETE_DIALOG (object);

  switch (property_id)
    {
    case PROP_BULK:
      g_value_set_object (value, self->bulk);
      break;

    case PROP_BUSY:
      g_value_set_boolean (value, is_running (get_phase (self)));
      break;

    case PROP_READY:
      g_value_set_boolean (value, get_phase (self) == LK_BULK_DELETE_READY);
      break;

    case PROP_DONE:
      g_value_set_boolean (value, get_phase (self) == LK_BULK_DELETE_DONE);
      break;

    case PROP_CAN_TRY_AGAIN:
      g_value_set_boolean (value, can_try_again (self));
      break;

    case PROP_DELETE_LABEL:
      g_value_take_string (value, self->bulk != NULL ? create_delete_label (self->bulk) : NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_bulk_delete_dialog_class_init (LkBulkDeleteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_bulk_delete_dialog_dispose;
  object_class->get_property = lk_bulk_delete_dialog_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = lk_bulk_delete_dialog_close_request;

  /**
   * LkBulkDeleteDialog:bulk:
   *
   * The deletion; trying again makes it another one.
   */
  properties[PROP_BULK] = g_param_spec_object ("bulk", NULL, NULL, LK_TYPE_BULK_DELETE, flags);
  /**
   * LkBulkDeleteDialog:busy:
   *
   * Whether tokens are being deleted.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);

  /**
   * LkBulkDeleteDialog:ready:
   *
   * Whether it still asks.
   */
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, TRUE, flags);
  /**
   * LkBulkDeleteDialog:done:
   *
   * Whether it shows what became of them.
   */
  properties[PROP_DONE] = g_param_spec_boolean ("done", NULL, NULL, FALSE, flags);
  /**
   * LkBulkDeleteDialog:can-try-again:
   *
   * Whether some of them are still there, or may be.
   */
  properties[PROP_CAN_TRY_AGAIN] = g_param_spec_boolean ("can-try-again", NULL, NULL, FALSE, flags);
  /**
   * LkBulkDeleteDialog:delete-label: (nullable)
   *
   * What the button says that deletes them.
   */
  properties[PROP_DELETE_LABEL] = g_param_spec_string ("delete-label", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "bulk-delete.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "bulk-delete.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "bulk-delete.again", NULL, again_action);

  g_type_ensure (LK_TYPE_DELETION_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/latchkey_app/Latchkey/lk-bulk-delete-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LkBulkDeleteDialog, sorted);
  gtk_widget_class_bind_template_child (widget_class, LkBulkDeleteDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LkBulkDeleteDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LkBulkDeleteDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, LkBulkDeleteDialog, close_button);
  gtk_widget_class_bind_template_callback (widget_class, get_fraction);
  gtk_widget_class_bind_template_callback (widget_class, get_heading);
  gtk_widget_class_bind_template_callback (widget_class, get_text);
}

static void
lk_bulk_delete_dialog_init (LkBulkDeleteDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_bulk_delete_dialog_new:
 * @bulk: a deletion of which nothing is done yet
 *
 * Creates the dialog. As with every window, GTK owns the first reference until it is destroyed. The focus is on Cancel, and
 * no button is taken by Return alone.
 *
 * Returns: (transfer none): the dialog, for lk_dialog_present()
 */
LkDialog *
lk_bulk_delete_dialog_new (LkBulkDelete *bulk)
{
  LkBulkDeleteDialog *self;

  g_return_val_if_fail (LK_IS_BULK_DELETE (bulk), NULL);

  self = g_object_new (LK_TYPE_BULK_DELETE_DIALOG, NULL);
  set_bulk (self, bulk);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bulk-delete.delete", FALSE);
  lk_bulk_delete_prepare_async (bulk, self->cancellable, prepared_cb, self);
  gtk_window_set_focus (GTK_WINDOW (self), self->cancel_button);

  return LK_DIALOG (self);
}
