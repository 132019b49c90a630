/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-expiry-notices.h"

#include "lk-notice.h"
#include "lk-settings.h"
#include "lk-wanted.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *key;
  LkRemind    remind;
  gboolean    fallback;
} keys[] = {
  { "remind-30-days", LK_REMIND_30_DAYS, FALSE },
  { "remind-7-days", LK_REMIND_7_DAYS, TRUE },
  { "remind-1-day", LK_REMIND_1_DAY, TRUE },
};

struct _LkExpiryNotices
{
  GObject        parent_instance;

  GApplication  *application; /* not owned: it owns this */
  LkExpiryWatch *watch;
  GSettings     *settings;    /* NULL: there are none */
  GHashTable    *ids;         /* of what was sent, a set */
  GHashTable    *on_their_way; /* of what is being sent: its id → GCancellable */
};

G_DEFINE_FINAL_TYPE (LkExpiryNotices, lk_expiry_notices, G_TYPE_OBJECT)

/* One for an account, so that the next takes its place. */
static char *
make_id (const char *account_id)
{
  return g_strdup_printf ("expiry-%s", account_id);
}

/* A single token is opened itself, several are where the first of them is listed. */
static GVariant *
make_target (LkAccount *account,
             GPtrArray *due)
{
  const LkReminder *first = due->pdata[0];

  return g_variant_new (LK_SHOW_TOKEN_TYPE, lk_account_get_id (account), first->cluster, first->tenant,
                        due->len == 1 ? first->id : "");
}

/* Whoever takes notifications may answer late, and an old one must not take the place of a newer one, or of none. */
static void
stop_delivery (LkExpiryNotices *self,
               const char      *id)
{
  GCancellable *cancellable = g_hash_table_lookup (self->on_their_way, id);

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  g_hash_table_remove (self->on_their_way, id);
}

static void
due_cb (LkExpiryNotices *self,
        LkAccount       *account,
        GPtrArray       *due,
        GDateTime       *now)
{
  g_autofree char *title = lk_expiry_plan_make_title (due, now);
  g_autofree char *body = lk_expiry_plan_make_body (due, lk_account_get_title (account));
  g_autofree char *id = make_id (lk_account_get_id (account));
  g_autoptr (GNotification) notification = g_notification_new (title);
  GCancellable *cancellable = g_cancellable_new ();

  stop_delivery (self, id);
  g_hash_table_replace (self->on_their_way, g_strdup (id), cancellable);
  g_hash_table_add (self->ids, g_strdup (id));
  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target_value (notification, "app." LK_SHOW_TOKEN_ACTION, make_target (account, due));
  if (due->len == 1)
    g_notification_add_button_with_target_value (notification, _("Rotate…"), "app." LK_ROTATE_TOKEN_ACTION,
                                                 make_target (account, due));
  lk_notice_send (self->application, id, notification, cancellable);
}

static void
handled_cb (LkExpiryNotices *self,
            const char      *account_id)
{
  g_autofree char *id = make_id (account_id);

  stop_delivery (self, id);
  g_application_withdraw_notification (self->application, id);
}

static LkRemind
read_remind (GSettings *settings)
{
  LkRemind remind = LK_REMIND_NEVER;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (settings != NULL ? g_settings_get_boolean (settings, keys[i].key) : keys[i].fallback)
      remind |= keys[i].remind;

  return remind;
}

static void
settings_changed_cb (LkExpiryNotices *self)
{
  lk_expiry_watch_set_remind (self->watch, read_remind (self->settings));
}

static void
cancel_cb (gpointer key,
           gpointer value,
           gpointer user_data)
{
  g_cancellable_cancel (value);
}

static void
lk_expiry_notices_dispose (GObject *object)
{
  LkExpiryNotices *self = LK_EXPIRY_NOTICES (object);

  g_hash_table_foreach (self->on_their_way, cancel_cb, NULL);
  g_clear_object (&self->settings);
  g_clear_object (&self->watch);

  G_OBJECT_CLASS (lk_expiry_notices_parent_class)->dispose (object);
}

static void
lk_expiry_notices_finalize (GObject *object)
{
  g_clear_pointer (&LK_EXPIRY_NOTICES (object)->ids, g_hash_table_unref);
  g_clear_pointer (&LK_EXPIRY_NOTICES (object)->on_their_way, g_hash_table_unref);

  G_OBJECT_CLASS (lk_expiry_notices_parent_class)->finalize (object);
}

static void
lk_expiry_notices_class_init (LkExpiryNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_expiry_notices_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_expiry_notices_finalize;
}

static void
lk_expiry_notices_init (LkExpiryNotices *self)
{
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->on_their_way = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * lk_expiry_notices_new:
 * @application: the application, which has the actions of #LkWanted and outlives it
 * @inventories: the tokens of all accounts
 *
 * Begins to tell of tokens that expire, as the settings have it.
 *
 * Returns: (transfer full): what does so
 */
LkExpiryNotices *
lk_expiry_notices_new (GApplication  *application,
                       LkInventories *inventories)
{
  LkExpiryNotices *self;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (LK_IS_INVENTORIES (inventories), NULL);

  self = g_object_new (LK_TYPE_EXPIRY_NOTICES, NULL);
  self->application = application;
  self->settings = lk_settings_new ();
  self->watch = lk_expiry_watch_new (inventories, read_remind (self->settings));
  g_signal_connect_object (self->watch, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watch, "handled", G_CALLBACK (handled_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; self->settings != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *detail = g_strdup_printf ("changed::%s", keys[i].key);

      g_signal_connect_object (self->settings, detail, G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
    }
  lk_expiry_watch_start (self->watch);

  return self;
}

/**
 * lk_expiry_notices_withdraw:
 * @self: what tells of tokens that expire
 *
 * Takes back what was sent in this run.
 */
void
lk_expiry_notices_withdraw (LkExpiryNotices *self)
{
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (LK_IS_EXPIRY_NOTICES (self));

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_application_withdraw_notification (self->application, id);
}

/**
 * lk_expiry_notices_get_watch:
 * @self: what tells of tokens that expire
 *
 * Returns: (transfer none): what sees that they do
 */
LkExpiryWatch *
lk_expiry_notices_get_watch (LkExpiryNotices *self)
{
  g_return_val_if_fail (LK_IS_EXPIRY_NOTICES (self), NULL);

  return self->watch;
}
