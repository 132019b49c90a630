/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotate-dialog-private.h"

#include "lk-rotate.h"
#include "lk-state-rotations.h"
#include "lk-token-created-dialog.h"
#include "lk-unfinished-actions.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* The steps of the dialog. Each holds it on purpose: an outcome must be told, and the window cannot be closed before it. */

static const char *
get_id (LkRotateDialog *self)
{
  if (lk_rotate_dialog_is_pulsar (self))
    return lk_pulsar_token_get_id (LK_PULSAR_TOKEN (self->token));

  return lk_app_token_get_client_id (LK_APP_TOKEN (self->token));
}

static void
leave (LkRotateDialog *self,
       const char     *toast)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL && toast != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", toast);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
handed_over_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  /* Where another part of the program goes on with it, the page turns when that has done so. */
  lk_rotate_hand_over_finish (result, &error);
  lk_rotate_dialog_end_work (self, g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNFINISHED) ? NULL : error);
}

/*< private >
 * lk_rotate_dialog_hand_over:
 * @self: a dialog in which nothing is under way
 */
void
lk_rotate_dialog_hand_over (LkRotateDialog *self)
{
  lk_rotate_dialog_begin_work (self, _("Giving it the script name…"), FALSE);
  lk_rotate_hand_over_async (self->rotation, lk_rotate_dialog_get_inventory (self), lk_rotate_dialog_get_streaming (self),
                             self->working, handed_over_cb, g_object_ref (self));
}

static void
rotations_read_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  LkInventory *inventory;
  LkRotation *rotation;
  g_autoptr (GError) error = NULL;

  lk_rotations_read_finish (LK_ROTATIONS (source), result, &error);
  if (self->inventories == NULL)
    return;

  inventory = lk_rotate_dialog_get_inventory (self);
  rotation = inventory != NULL ? lk_rotations_find (LK_ROTATIONS (source), lk_inventory_get_account (inventory), get_id (self))
                               : NULL;
  lk_rotate_dialog_set_rotation (self, rotation);
  if (self->rotation == NULL && error == NULL)
    g_set_error_literal (&error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                         _("The new token is stored, but that could not be written down: look for it in the list"));
  if (self->rotation != NULL && error == NULL)
    lk_rotate_dialog_hand_over (self);
  else
    lk_rotate_dialog_end_work (self, error);
}

static void
read_rotations (LkRotateDialog *self)
{
  lk_rotations_read_async (lk_inventories_get_rotations (self->inventories), NULL, rotations_read_cb, g_object_ref (self));
}

/* What nobody knows yet is told, and stays in the journal. */
static void
leave_unfinished (LkRotateDialog *self,
                  const GError   *error)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    {
      lk_unfinished_actions_tell (GTK_WIDGET (parent), self->account_id, error);
      gtk_widget_activate_action (GTK_WIDGET (parent), "win.refresh", NULL);
    }
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
is_unfinished (const GError *error)
{
  return g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME)
         || g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_ORPHAN);
}

static void
issued_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GError) error = NULL;

  g_signal_handlers_disconnect_by_data (source, self);
  if (lk_issue_run_finish (LK_ISSUE (source), result, &error))
    read_rotations (self);
  else if (is_unfinished (error))
    leave_unfinished (self, error);
  else if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_NOT_STORED) && parent != NULL)
    {
      /* It has the secret, and tries again; the rotation begins when that is stored. */
      lk_dialog_present (lk_token_created_dialog_new (LK_ISSUE (source), lk_rotate_dialog_get_inventory (self), NULL, FALSE),
                         GTK_WIDGET (parent));
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else
    lk_rotate_dialog_end_work (self, error);
}

static void
step_changed_cb (LkRotateDialog *self,
                 GParamSpec     *pspec,
                 LkIssue        *issue)
{
  self->may_cancel = lk_issue_get_step (issue) < LK_ISSUE_SENDING;
  lk_rotate_dialog_update (self);
}

static void
issue (LkRotateDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (LkIssue) wish = lk_rotate_issue_new (lk_rotate_dialog_get_inventory (self), LK_APP_TOKEN (self->token), now);

  g_signal_connect_swapped (wish, "notify::step", G_CALLBACK (step_changed_cb), self);
  lk_issue_run_async (wish, self->working, issued_cb, g_object_ref (self));
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkPulsarToken) token = lk_streaming_create_finish (LK_STREAMING (source), result, &store_error, &error);

  if (token != NULL && store_error == NULL)
    read_rotations (self);
  else if (token != NULL && lk_pulsar_token_get_id (token) != NULL)
    leave_unfinished (self, store_error); /* the journal stores it later */
  else if (is_unfinished (error))
    leave_unfinished (self, error);
  else
    lk_rotate_dialog_end_work (self, error != NULL ? error : store_error);
}

static void
create_pulsar (LkRotateDialog *self,
               guint           days)
{
  LkPulsarToken *old = LK_PULSAR_TOKEN (self->token);
  LkStreaming *streaming = lk_rotate_dialog_get_streaming (self);
  const LkPulsarWish wish = {
    .days = days, .note = lk_pulsar_token_get_note (old), .store = TRUE, .replaces = lk_pulsar_token_get_id (old),
  };

  lk_streaming_create_async (streaming, lk_streaming_get_tenant_of (streaming, old), &wish, self->working, created_cb,
                             g_object_ref (self));
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_streaming_look_up_finish (LK_STREAMING (source), result, &error);
  guint days;

  if (value != NULL && !lk_rotate_get_days (LK_PULSAR_TOKEN (self->token), &days))
    g_set_error_literal (&error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                         _("It is not known how long this token lasts: create another, and delete this one"));
  if (error == NULL && self->inventories != NULL)
    create_pulsar (self, days);
  else
    lk_rotate_dialog_end_work (self, error);
}

static void make (LkRotateDialog *self);

/* Somebody may have begun to rotate it elsewhere: no token is created for it twice. */
static void
seen_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  LkInventory *inventory = self->inventories != NULL ? lk_rotate_dialog_get_inventory (self) : NULL;
  g_autoptr (GError) error = NULL;

  lk_rotations_read_finish (LK_ROTATIONS (source), result, &error);
  if (inventory == NULL)
    return;

  if (error == NULL)
    lk_rotate_dialog_set_rotation (self, lk_rotations_find (LK_ROTATIONS (source), lk_inventory_get_account (inventory),
                                                            get_id (self)));
  if (error != NULL || self->rotation != NULL || g_cancellable_is_cancelled (self->working))
    lk_rotate_dialog_end_work (self, error);
  else
    make (self);
}

/*< private >
 * lk_rotate_dialog_create:
 * @self: a dialog in which nothing is under way
 */
void
lk_rotate_dialog_create (LkRotateDialog *self)
{
  lk_rotate_dialog_begin_work (self, _("Creating the new token…"), TRUE);
  lk_rotations_read_async (lk_inventories_get_rotations (self->inventories), NULL, seen_cb, g_object_ref (self));
}

static void
make (LkRotateDialog *self)
{
  guint days;

  if (!lk_rotate_dialog_is_pulsar (self))
    issue (self);
  else if (lk_rotate_get_days (LK_PULSAR_TOKEN (self->token), &days))
    create_pulsar (self, days);
  else
    lk_streaming_look_up_async (lk_rotate_dialog_get_streaming (self), LK_PULSAR_TOKEN (self->token), self->working, looked_up_cb,
                                g_object_ref (self));
}

static void
retired_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ended = lk_rotate_end_finish (result, &error);

  if (self->inventories == NULL)
    return;

  if (ended)
    {
      lk_rotations_read_async (lk_inventories_get_rotations (self->inventories), NULL, NULL, NULL);
      leave (self, lk_rotation_get_step (self->rotation) == LK_ROTATION_CANCELLING ? _("Rotation cancelled")
                                                                                   : _("Token rotated"));
    }
  else
    lk_rotate_dialog_end_work (self, error);
}

/*< private >
 * lk_rotate_dialog_end:
 * @self: a dialog in which nothing is under way
 * @cancel: whether the new token goes, not the old one
 */
void
lk_rotate_dialog_end (LkRotateDialog *self,
                      gboolean        cancel)
{
  lk_rotate_dialog_begin_work (self, cancel ? _("Deleting the new token…") : _("Deleting the old token…"), FALSE);
  lk_rotate_end_async (self->rotation, cancel, lk_rotate_dialog_get_inventory (self), lk_rotate_dialog_get_streaming (self),
                       self->working, retired_cb, g_object_ref (self));
}

static void
reminder_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (LkRotateDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_rotation_finish (LK_STATE (source), result, &error))
    lk_rotate_dialog_end_work (self, error);
  else if (self->inventories != NULL)
    {
      /* One that was being read then knows nothing of it. */
      lk_rotations_read_async (lk_inventories_get_rotations (self->inventories), NULL, NULL, NULL);
      leave (self, _("You will be reminded of the old token"));
    }
}

/*< private >
 * lk_rotate_dialog_remind:
 * @self: a dialog in which nothing is under way
 * @days: after how many days the old token is spoken of
 */
void
lk_rotate_dialog_remind (LkRotateDialog *self,
                         int             days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) when = g_date_time_add_days (now, days);

  lk_rotate_dialog_begin_work (self, "", FALSE);
  lk_rotation_set_remind_at (self->rotation, when);
  /* Also where deleting was tried and came to nothing: it is not to be tried again now. */
  lk_rotation_set_step (self->rotation, LK_ROTATION_MOVED);
  lk_state_save_rotation_async (lk_office_get_state (lk_inventories_get_office (self->inventories)), self->rotation, NULL,
                                reminder_saved_cb, g_object_ref (self));
}
