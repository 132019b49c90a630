/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-rotation-notices.h"

#include "lk-notice.h"
#include "lk-wanted.h"

#include <glib/gi18n-lib.h>

/* The clock that timers go by stands still while the machine sleeps: no wait is longer than this. */
#define LONGEST_WAIT_S 3600

struct _LkRotationNotices
{
  GObject        parent_instance;

  GApplication  *application; /* not owned: it owns this */
  LkInventories *inventories;
  GHashTable    *sent;        /* id of a rotation → GCancellable */
  guint          timer_id;    /* 0: none is due */
};

G_DEFINE_FINAL_TYPE (LkRotationNotices, lk_rotation_notices, G_TYPE_OBJECT)

static void
lk_rotation_notices_dispose (GObject *object)
{
  LkRotationNotices *self = LK_ROTATION_NOTICES (object);

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_rotation_notices_parent_class)->dispose (object);
}

static void
lk_rotation_notices_finalize (GObject *object)
{
  g_clear_pointer (&LK_ROTATION_NOTICES (object)->sent, g_hash_table_unref);

  G_OBJECT_CLASS (lk_rotation_notices_parent_class)->finalize (object);
}

static void
lk_rotation_notices_class_init (LkRotationNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_rotation_notices_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_rotation_notices_finalize;
}

static void
lk_rotation_notices_init (LkRotationNotices *self)
{
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static char *
make_id (const char *rotation_id)
{
  return g_strdup_printf ("rotation-%s", rotation_id);
}

static void
send (LkRotationNotices *self,
      LkRotation        *rotation,
      GDateTime         *now)
{
  const char *description = lk_rotation_get_description (rotation);
  guint days = (guint) MAX (0, g_date_time_difference (now, lk_rotation_get_since (rotation)) / G_TIME_SPAN_DAY);
  g_autofree char *id = make_id (lk_rotation_get_id (rotation));
  g_autofree char *body = NULL;
  g_autoptr (GNotification) notification = g_notification_new (_("Old Token Still Active"));
  GCancellable *cancellable = g_cancellable_new ();

  if (description == NULL)
    description = lk_rotation_get_old_id (rotation);
  if (days == 0)
    /* Translators: %s is a token */
    body = g_strdup_printf (_("%s was rotated today"), description);
  else
    /* Translators: %1$s is a token, %2$u a number of days */
    body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s was rotated %2$u day ago",
                                         "%1$s was rotated %2$u days ago", days),
                            description, days);
  g_hash_table_replace (self->sent, g_strdup (lk_rotation_get_id (rotation)), cancellable);
  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app." LK_SHOW_TOKEN_ACTION, LK_SHOW_TOKEN_TYPE,
                                                lk_rotation_get_account_id (rotation),
                                                lk_rotation_is_pulsar (rotation) ? lk_rotation_get_cluster_name (rotation) : "",
                                                lk_rotation_is_pulsar (rotation) ? lk_rotation_get_tenant_name (rotation) : "",
                                                lk_rotation_get_old_id (rotation));
  lk_notice_send (self->application, id, notification, cancellable);
}

static void
withdraw (LkRotationNotices *self,
          const char        *rotation_id,
          GCancellable      *cancellable)
{
  g_autofree char *id = make_id (rotation_id);

  g_cancellable_cancel (cancellable);
  g_application_withdraw_notification (self->application, id);
}

static gboolean
is_due (LkRotation *rotation,
        GDateTime  *now)
{
  GDateTime *when = lk_rotation_get_remind_at (rotation);

  return when != NULL && lk_rotation_get_step (rotation) == LK_ROTATION_MOVED && g_date_time_compare (when, now) <= 0;
}

/* What was ended, or put off, is not spoken of any more. */
static void
withdraw_settled (LkRotationNotices *self,
                  GListModel        *rotations,
                  GDateTime         *now)
{
  GHashTableIter iter;
  gpointer id, cancellable;

  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, &cancellable))
    {
      gboolean due = FALSE;

      for (guint i = 0; i < g_list_model_get_n_items (rotations); i++)
        {
          g_autoptr (LkRotation) rotation = g_list_model_get_item (rotations, i);

          due = due || (g_str_equal (lk_rotation_get_id (rotation), id) && is_due (rotation, now));
        }
      if (due)
        continue;
      withdraw (self, id, cancellable);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
timer_cb (gpointer user_data)
{
  LkRotationNotices *self = user_data;

  self->timer_id = 0;
  lk_rotation_notices_check (self);

  return G_SOURCE_REMOVE;
}

/**
 * lk_rotation_notices_check:
 * @self: what reminds
 *
 * Tells what is due, and looks again when the next is.
 */
void
lk_rotation_notices_check (LkRotationNotices *self)
{
  GListModel *rotations;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  gint64 wait = G_MAXINT64;

  g_return_if_fail (LK_IS_ROTATION_NOTICES (self));

  rotations = G_LIST_MODEL (lk_inventories_get_rotations (self->inventories));
  withdraw_settled (self, rotations, now);
  for (guint i = 0; i < g_list_model_get_n_items (rotations); i++)
    {
      g_autoptr (LkRotation) rotation = g_list_model_get_item (rotations, i);
      GDateTime *when = lk_rotation_get_remind_at (rotation);

      if (lk_rotation_get_step (rotation) != LK_ROTATION_MOVED)
        continue;
      if (!is_due (rotation, now))
        wait = when != NULL ? MIN (wait, g_date_time_difference (when, now) / G_TIME_SPAN_SECOND + 1) : wait;
      else if (!g_hash_table_contains (self->sent, lk_rotation_get_id (rotation)))
        send (self, rotation, now);
    }

  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (wait != G_MAXINT64)
    self->timer_id = g_timeout_add_seconds ((guint) CLAMP (wait, 1, LONGEST_WAIT_S), timer_cb, self);
}

/* What was left open is told once, when the application has started. */
static void
first_read_cb (LkRotationNotices *self,
               LkRotations       *rotations)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (rotations));
  g_autofree char *text = NULL;

  g_signal_handlers_disconnect_by_func (rotations, first_read_cb, self);
  if (n == 0)
    return;

  /* Translators: %u is how many tokens are being rotated */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u rotation is waiting to be finished",
                                       "%u rotations are waiting to be finished", n),
                          n);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self->application)); l != NULL; l = l->next)
    if (LK_IS_WINDOW (l->data))
      gtk_widget_activate_action (l->data, "win.toast", "s", text);
}

/**
 * lk_rotation_notices_new:
 * @application: the application, which has the actions of #LkWanted and outlives it
 * @inventories: the accounts, with their rotations
 *
 * Returns: (transfer full): what reminds from now on
 */
LkRotationNotices *
lk_rotation_notices_new (GApplication  *application,
                         LkInventories *inventories)
{
  LkRotationNotices *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (LK_IS_INVENTORIES (inventories), NULL);

  self = g_object_new (LK_TYPE_ROTATION_NOTICES, NULL);
  self->application = application;
  self->inventories = g_object_ref (inventories);
  g_signal_connect_object (lk_inventories_get_rotations (inventories), "changed", G_CALLBACK (lk_rotation_notices_check), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lk_inventories_get_rotations (inventories), "changed", G_CALLBACK (first_read_cb), self,
                           G_CONNECT_SWAPPED);
  lk_rotation_notices_check (self);

  return self;
}

/**
 * lk_rotation_notices_withdraw:
 * @self: what reminds
 *
 * Takes back what was sent in this run.
 */
void
lk_rotation_notices_withdraw (LkRotationNotices *self)
{
  GHashTableIter iter;
  gpointer id, cancellable;

  g_return_if_fail (LK_IS_ROTATION_NOTICES (self));

  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, &cancellable))
    withdraw (self, id, cancellable);
}
