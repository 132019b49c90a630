/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-unfinished-banner.h"

#include "lk-banner.h"
#include "lk-journal.h"
#include "lk-tokens-state.h"
#include "lk-unfinished-actions.h"
#include "lk-unfinished-dialog.h"

#include <glib/gi18n-lib.h>

#define N_RECOVERED_KEY "lk-n-recovered"

/**
 * LkUnfinishedBanner:
 *
 * Takes up unfinished work at the start, whenever the list of an account was read, and when the keyring is unlocked; and
 * says what is left of it for people to decide. Nothing is seen of it while there is nothing, or something is amiss with
 * the keyring, which comes first. Its window has the action `unfinished.review`.
 */
struct _LkUnfinishedBanner
{
  AdwBin        parent_instance;

  LkInventory  *inventory;   /* NULL: no account is shown */
  LkJournal    *journal;     /* of the office of @inventory; NULL before there was one */
  GCancellable *cancellable;
  GActionGroup *actions;
  guint         n_recovered; /* secrets, so far */
  gboolean      resuming;
  gboolean      again;       /* a list was read while work was taken up */
  gboolean      stale;       /* what is stored is to be read once more when the load that runs is over */

  LkBanner     *banner;      /* not owned: the child */
};

G_DEFINE_FINAL_TYPE (LkUnfinishedBanner, lk_unfinished_banner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_INVENTORY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
judge_pulsar (LkIntent *intent)
{
  return lk_intent_get_state (intent) == LK_INTENT_ANSWERED ? _("A new Pulsar token is not in the keyring yet")
                                                            : _("A Pulsar token may have been created, but the answer was lost");
}

/* A lost secret weighs more than an answer that was lost. */
static const char *
judge (LkUnfinishedBanner *self)
{
  const char *account_id = lk_account_get_id (lk_inventory_get_account (self->inventory));
  const char *title = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->journal)); i++)
    {
      g_autoptr (LkIntent) intent = g_list_model_get_item (G_LIST_MODEL (self->journal), i);

      if (!lk_unfinished_dialog_is_about (intent, account_id))
        continue;
      if (lk_intent_is_pulsar (intent))
        {
          title = title != NULL ? title : judge_pulsar (intent);
          continue;
        }
      if (lk_intent_get_state (intent) == LK_INTENT_ORPHAN
          || g_strv_length ((GStrv) lk_intent_get_candidate_ids (intent)) == 1)
        return _("A token was created but its secret was lost");
      title = _("A token may have been created, but the answer was lost");
    }

  return title;
}

/* Without sign-in or keyring nothing can be decided, and the page says that. */
static gboolean
is_outranked (LkUnfinishedBanner *self)
{
  LkTokensBanner banner = lk_tokens_state_judge (lk_inventory_get_error (self->inventory),
                                                 lk_inventory_get_keyring_error (self->inventory), TRUE);

  return banner == LK_TOKENS_BANNER_SIGN_IN || banner == LK_TOKENS_BANNER_LOCKED
         || banner == LK_TOKENS_BANNER_NO_KEYRING || banner == LK_TOKENS_BANNER_SILENT;
}

static void
update (LkUnfinishedBanner *self)
{
  const char *title = NULL;

  if (self->inventory != NULL && self->journal != NULL && !is_outranked (self))
    title = judge (self);

  if (title != NULL)
    lk_banner_set_title (self->banner, title);
  lk_banner_set_revealed (self->banner, title != NULL);
}

static void resume (LkUnfinishedBanner *self);

/* Shows what is stored by now; quietly, since nobody asked. */
static void
refresh (LkUnfinishedBanner *self)
{
  self->stale = lk_inventory_get_loading (self->inventory);
  if (self->stale)
    return;

  g_object_set_data (G_OBJECT (self->inventory), N_RECOVERED_KEY, GUINT_TO_POINTER (self->n_recovered));
  lk_inventory_load_async (self->inventory, NULL, NULL, NULL);
}

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkUnfinishedBanner *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_stored = 0;

  lk_journal_resume_finish (LK_JOURNAL (source), result, &n_stored, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* The work stays, and is taken up again with the next list. */
  if (error != NULL)
    g_debug ("Not all unfinished work could be taken up: %s", error->message);
  self->resuming = FALSE;
  if (self->again)
    resume (self);
  if (n_stored == 0)
    return;

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       /* Translators: %u is how many tokens */
                                       "The secret of %u token was recovered and is in the keyring",
                                       "The secrets of %u tokens were recovered and are in the keyring",
                                       n_stored),
                          n_stored);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
  self->n_recovered += n_stored;
  if (self->inventory != NULL)
    refresh (self);
}

static void
resume (LkUnfinishedBanner *self)
{
  self->again = self->resuming;
  if (self->resuming)
    return;

  self->resuming = TRUE;
  lk_journal_resume_async (self->journal, self->cancellable, resumed_cb, self);
}

static void
loading_changed_cb (LkUnfinishedBanner *self)
{
  if (lk_inventory_get_loading (self->inventory))
    return;

  update (self);
  if (self->stale)
    refresh (self);
  else if (lk_inventory_get_error (self->inventory) == NULL)
    resume (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  LkUnfinishedBanner *self = user_data;
  g_autoptr (GError) error = NULL;

  lk_journal_read_finish (LK_JOURNAL (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
  else if (self->inventory == NULL || judge (self) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _("Nothing is left to decide"));
  else
    lk_dialog_present (lk_unfinished_dialog_new (self->inventory, self->journal), GTK_WIDGET (self));
}

/* What has come to an end a moment ago is in the journal, but not yet in ours. */
static void
review (LkUnfinishedBanner *self)
{
  if (self->journal != NULL)
    lk_journal_read_async (self->journal, self->cancellable, read_cb, self);
}

static void
review_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  review (LK_UNFINISHED_BANNER (user_data));
}

/* A Pulsar token is in another list than the one below. */
static void
recovered_cb (LkUnfinishedBanner *self,
              LkIntent           *intent)
{
  if (lk_intent_is_pulsar (intent))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.reload-streaming", "s", lk_intent_get_account_id (intent));
}

static void
set_inventory (LkUnfinishedBanner *self,
               LkInventory        *inventory)
{
  if (self->inventory == inventory)
    return;

  if (self->inventory != NULL)
    g_signal_handlers_disconnect_by_func (self->inventory, loading_changed_cb, self);
  g_set_object (&self->inventory, inventory);
  self->stale = FALSE;
  if (inventory != NULL && self->journal == NULL)
    {
      LkOffice *office = lk_inventory_get_office (inventory);

      self->journal = lk_journal_new (office);
      g_signal_connect_object (lk_office_get_keyring (office), "unlocked", G_CALLBACK (resume), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (office, "network-returned", G_CALLBACK (resume), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->journal, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->journal, "recovered", G_CALLBACK (recovered_cb), self, G_CONNECT_SWAPPED);
    }
  if (inventory != NULL)
    {
      g_signal_connect_object (inventory, "notify::loading", G_CALLBACK (loading_changed_cb), self, G_CONNECT_SWAPPED);
      /* Of what was recovered since it was read, some may be its own. */
      self->stale = lk_inventory_get_loaded (inventory)
                    && GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (inventory), N_RECOVERED_KEY)) != self->n_recovered;
      loading_changed_cb (self);
    }

  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVENTORY]);
}

static void
lk_unfinished_banner_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  LkUnfinishedBanner *self = LK_UNFINISHED_BANNER (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      g_value_set_object (value, self->inventory);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_unfinished_banner_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  LkUnfinishedBanner *self = LK_UNFINISHED_BANNER (object);

  switch (prop_id)
    {
    case PROP_INVENTORY:
      set_inventory (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* Dialogs reach the actions of the window below them, and not those within it. */
static void
lk_unfinished_banner_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_unfinished_banner_parent_class)->root (widget);

  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), LK_UNFINISHED_ACTIONS,
                                  LK_UNFINISHED_BANNER (widget)->actions);
}

static void
lk_unfinished_banner_unroot (GtkWidget *widget)
{
  gtk_widget_insert_action_group (GTK_WIDGET (gtk_widget_get_root (widget)), LK_UNFINISHED_ACTIONS, NULL);

  GTK_WIDGET_CLASS (lk_unfinished_banner_parent_class)->unroot (widget);
}

static void
lk_unfinished_banner_dispose (GObject *object)
{
  LkUnfinishedBanner *self = LK_UNFINISHED_BANNER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->inventory);
  g_clear_object (&self->journal);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (lk_unfinished_banner_parent_class)->dispose (object);
}

static void
lk_unfinished_banner_class_init (LkUnfinishedBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_unfinished_banner_dispose;
  object_class->get_property = lk_unfinished_banner_get_property;
  object_class->set_property = lk_unfinished_banner_set_property;
  GTK_WIDGET_CLASS (klass)->root = lk_unfinished_banner_root;
  GTK_WIDGET_CLASS (klass)->unroot = lk_unfinished_banner_unroot;

  /**
   * LkUnfinishedBanner:inventory:
   *
   * The inventory of the account that is shown; %NULL: none is.
   */
  properties[PROP_INVENTORY] =
    g_param_spec_object ("inventory", NULL, NULL, LK_TYPE_INVENTORY,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_unfinished_banner_init (LkUnfinishedBanner *self)
{
  static const GActionEntry entries[] = { { .name = "review", .activate = review_action } };
  GSimpleActionGroup *actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  self->actions = G_ACTION_GROUP (actions);
  self->cancellable = g_cancellable_new ();
  self->banner = LK_BANNER (lk_banner_new (""));
  lk_banner_set_button_label (self->banner, _("Review…"));
  g_signal_connect_swapped (self->banner, "button-clicked", G_CALLBACK (review), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}
