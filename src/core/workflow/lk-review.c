/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-review.h"

#include "lk-inventory-private.h"
#include "lk-list-diff.h"

#include <glib/gi18n-lib.h>

struct _LkReviewEntry
{
  GObject    parent_instance;

  LkAccount *account;
  gboolean   pulsar;
  guint      n_tokens;
};

G_DEFINE_FINAL_TYPE (LkReviewEntry, lk_review_entry, G_TYPE_OBJECT)

enum
{
  ENTRY_PROP_0,
  ENTRY_PROP_ACCOUNT,
  ENTRY_PROP_PULSAR,
  ENTRY_PROP_N_TOKENS,
  N_ENTRY_PROPS
};

static GParamSpec *entry_properties[N_ENTRY_PROPS];

static void
lk_review_entry_finalize (GObject *object)
{
  g_clear_object (&LK_REVIEW_ENTRY (object)->account);

  G_OBJECT_CLASS (lk_review_entry_parent_class)->finalize (object);
}

static void
lk_review_entry_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkReviewEntry *self = LK_REVIEW_ENTRY (object);

  switch (property_id)
    {
    case ENTRY_PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case ENTRY_PROP_PULSAR:
      g_value_set_boolean (value, self->pulsar);
      break;

    case ENTRY_PROP_N_TOKENS:
      g_value_set_uint (value, self->n_tokens);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_review_entry_class_init (LkReviewEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = lk_review_entry_finalize;
  object_class->get_property = lk_review_entry_get_property;

  entry_properties[ENTRY_PROP_ACCOUNT] = g_param_spec_object ("account", NULL, NULL, LK_TYPE_ACCOUNT, flags);
  entry_properties[ENTRY_PROP_PULSAR] = g_param_spec_boolean ("pulsar", NULL, NULL, FALSE, flags);
  entry_properties[ENTRY_PROP_N_TOKENS] = g_param_spec_uint ("n-tokens", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_ENTRY_PROPS, entry_properties);
}

static void
lk_review_entry_init (LkReviewEntry *self)
{
}

/**
 * lk_review_entry_get_account:
 * @self: an entry
 *
 * Returns: (transfer none): whose tokens they are
 */
LkAccount *
lk_review_entry_get_account (LkReviewEntry *self)
{
  g_return_val_if_fail (LK_IS_REVIEW_ENTRY (self), NULL);

  return self->account;
}

/**
 * lk_review_entry_get_pulsar:
 * @self: an entry
 *
 * Returns: whether they are Pulsar tokens, of whatever tenants
 */
gboolean
lk_review_entry_get_pulsar (LkReviewEntry *self)
{
  g_return_val_if_fail (LK_IS_REVIEW_ENTRY (self), FALSE);

  return self->pulsar;
}

/**
 * lk_review_entry_get_n_tokens:
 * @self: an entry
 *
 * Returns: how many they are, at least one
 */
guint
lk_review_entry_get_n_tokens (LkReviewEntry *self)
{
  g_return_val_if_fail (LK_IS_REVIEW_ENTRY (self), 0);

  return self->n_tokens;
}

/* How many Pulsar tokens of an account each concern is about, and how many any. */
typedef struct
{
  guint counts[LK_TOKEN_N_CONCERNS];
  guint n;
} PulsarCounts;

struct _LkReview
{
  GObject        parent_instance;

  LkInventories *inventories;
  GListStore    *entries[LK_TOKEN_N_CONCERNS]; /* none for LK_TOKEN_CONCERN_NONE */
  GHashTable    *pulsar; /* LkStreaming → PulsarCounts, as of when it was loaded last */
  GDateTime     *now;    /* NULL: the clock */
  char          *unread;
  guint          update_id; /* 0: it is up to date */
  guint          count;
  gboolean       known;
};

G_DEFINE_FINAL_TYPE (LkReview, lk_review, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_COUNT,
  PROP_UNREAD,
  PROP_KNOWN,
  N_PROPS
};

enum
{
  UPDATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Of a keyring that was never read nobody knows what it does not have. */
static gboolean
is_about (LkInventory    *inventory,
          LkTokenConcern  concern,
          LkListedToken  *token,
          GDateTime      *now)
{
  return (concern != LK_TOKEN_CONCERN_UNSTORED || inventory->described) && lk_token_concern_is_about (concern, token, now);
}

/* Adds to how many tokens each concern is about; returns about how many tokens there is any. */
static guint
count_concerns (LkInventory *inventory,
                GListModel  *tokens,
                GDateTime   *now,
                guint       *counts)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkListedToken) token = g_list_model_get_item (tokens, i);
      gboolean any = FALSE;

      for (guint concern = LK_TOKEN_CONCERN_NONE + 1; concern < LK_TOKEN_N_CONCERNS; concern++)
        if (is_about (inventory, concern, token, now))
          {
            counts[concern]++;
            any = TRUE;
          }
      n += any ? 1 : 0;
    }

  return n;
}

/* While its tenants come in one by one, what was counted last stays: thousands of tokens are not counted anew each time. */
static const PulsarCounts *
count_pulsar (LkReview    *self,
              LkInventory *inventory,
              GDateTime   *now)
{
  LkStreaming *streaming = lk_inventories_get_streaming (self->inventories, inventory);
  GListModel *tenants = lk_streaming_get_tenants (streaming);
  PulsarCounts *counts = g_hash_table_lookup (self->pulsar, streaming);

  if (counts != NULL && lk_streaming_get_loading (streaming))
    return counts;

  counts = g_new0 (PulsarCounts, 1);
  g_hash_table_replace (self->pulsar, g_object_ref (streaming), counts);
  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);

      counts->n += count_concerns (inventory, lk_tenant_get_tokens (tenant), now, counts->counts);
    }

  return counts;
}

/* The entry that was there stays, so that a row that has the focus does. */
static LkReviewEntry *
take_entry (GListStore *entries,
            LkAccount  *account,
            gboolean    pulsar,
            guint       n_tokens)
{
  GListModel *model = G_LIST_MODEL (entries);
  LkReviewEntry *entry;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkReviewEntry) there = g_list_model_get_item (model, i);

      if (there->account != account || there->pulsar != pulsar)
        continue;
      if (there->n_tokens != n_tokens)
        {
          there->n_tokens = n_tokens;
          g_object_notify_by_pspec (G_OBJECT (there), entry_properties[ENTRY_PROP_N_TOKENS]);
        }
      return g_steal_pointer (&there);
    }

  entry = g_object_new (LK_TYPE_REVIEW_ENTRY, NULL);
  entry->account = g_object_ref (account);
  entry->pulsar = pulsar;
  entry->n_tokens = n_tokens;

  return entry;
}

static void
take_outcome (LkReview   *self,
              guint       count,
              gboolean    known,
              const char *unread)
{
  if (self->count != count)
    {
      self->count = count;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
    }
  if (self->known != known)
    {
      self->known = known;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KNOWN]);
    }
  if (g_strcmp0 (self->unread, unread) != 0)
    {
      g_free (self->unread);
      self->unread = g_strdup (unread);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNREAD]);
    }
}

/* An account may be gone, and its tenants with it. */
static gboolean
is_gone_cb (gpointer key,
            gpointer value,
            gpointer user_data)
{
  LkReview *self = user_data;
  GListModel *model = G_LIST_MODEL (self->inventories);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);

      if (lk_inventories_get_streaming (self->inventories, inventory) == key)
        return FALSE;
    }

  return TRUE;
}

static void
update (LkReview *self)
{
  GListModel *model = G_LIST_MODEL (self->inventories);
  g_autoptr (GDateTime) now = self->now != NULL ? g_date_time_ref (self->now) : g_date_time_new_now_utc ();
  g_autoptr (GString) unread = g_string_new (NULL);
  GPtrArray *found[LK_TOKEN_N_CONCERNS] = { NULL };
  gboolean known = FALSE;
  guint count = 0;

  for (guint concern = LK_TOKEN_CONCERN_NONE + 1; concern < LK_TOKEN_N_CONCERNS; concern++)
    found[concern] = g_ptr_array_new_with_free_func (g_object_unref);

  g_hash_table_foreach_remove (self->pulsar, is_gone_cb, self);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkInventory) inventory = g_list_model_get_item (model, i);
      LkAccount *account = lk_inventory_get_account (inventory);
      const PulsarCounts *pulsar = count_pulsar (self, inventory, now);
      guint counts[LK_TOKEN_N_CONCERNS] = { 0 };

      if (lk_inventory_get_read_at (inventory) == NULL)
        {
          /* Translators: what stands between the parts of a list */
          g_string_append_printf (unread, "%s%s", unread->len > 0 ? _(", ") : "", lk_account_get_title (account));
        }
      else
        {
          known = TRUE;
          count += count_concerns (inventory, lk_inventory_get_tokens (inventory), now, counts);
        }
      count += pulsar->n;
      for (guint concern = LK_TOKEN_CONCERN_NONE + 1; concern < LK_TOKEN_N_CONCERNS; concern++)
        {
          if (counts[concern] > 0)
            g_ptr_array_add (found[concern], take_entry (self->entries[concern], account, FALSE, counts[concern]));
          if (pulsar->counts[concern] > 0)
            g_ptr_array_add (found[concern], take_entry (self->entries[concern], account, TRUE, pulsar->counts[concern]));
        }
    }

  for (guint concern = LK_TOKEN_CONCERN_NONE + 1; concern < LK_TOKEN_N_CONCERNS; concern++)
    {
      lk_list_diff_splice_middle (self->entries[concern], found[concern]);
      g_ptr_array_unref (found[concern]);
    }
  take_outcome (self, count, known, unread->str);
  g_signal_emit (self, signals[UPDATED], 0);
}

static gboolean
update_cb (gpointer user_data)
{
  LkReview *self = user_data;

  self->update_id = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

/* In a turn of its own: others look at all tokens too when they have changed. */
static void
update_soon (LkReview *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (update_cb, self);
}

static void
lk_review_dispose (GObject *object)
{
  LkReview *self = LK_REVIEW (object);

  if (self->inventories != NULL)
    g_signal_handlers_disconnect_by_func (self->inventories, update_soon, self);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->inventories);

  G_OBJECT_CLASS (lk_review_parent_class)->dispose (object);
}

static void
lk_review_finalize (GObject *object)
{
  LkReview *self = LK_REVIEW (object);

  for (guint i = 0; i < LK_TOKEN_N_CONCERNS; i++)
    g_clear_object (&self->entries[i]);
  g_clear_pointer (&self->pulsar, g_hash_table_unref);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_clear_pointer (&self->unread, g_free);

  G_OBJECT_CLASS (lk_review_parent_class)->finalize (object);
}

static void
lk_review_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LkReview *self = LK_REVIEW (object);

  switch (property_id)
    {
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;

    case PROP_UNREAD:
      g_value_set_string (value, self->unread);
      break;

    case PROP_KNOWN:
      g_value_set_boolean (value, self->known);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_review_class_init (LkReviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_review_dispose;
  object_class->finalize = lk_review_finalize;
  object_class->get_property = lk_review_get_property;

  /**
   * LkReview:count:
   *
   * How many tokens any concern is about.
   */
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * LkReview:unread:
   *
   * The titles of the accounts whose list was never read, for people; empty if there is none.
   */
  properties[PROP_UNREAD] = g_param_spec_string ("unread", NULL, NULL, "", flags);
  /**
   * LkReview:known:
   *
   * Whether the list of any account was read.
   */
  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkReview::updated:
   * @self: a review
   *
   * All tokens were counted anew, soon after any of them has changed.
   */
  signals[UPDATED] = g_signal_new ("updated", LK_TYPE_REVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
lk_review_init (LkReview *self)
{
  self->unread = g_strdup ("");
  self->pulsar = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  for (guint i = LK_TOKEN_CONCERN_NONE + 1; i < LK_TOKEN_N_CONCERNS; i++)
    self->entries[i] = g_list_store_new (LK_TYPE_REVIEW_ENTRY);
}

/**
 * lk_review_new:
 * @inventories: the tokens of all accounts
 *
 * Returns: (transfer full): what should be looked at of them
 */
LkReview *
lk_review_new (LkInventories *inventories)
{
  LkReview *self;

  g_return_val_if_fail (LK_IS_INVENTORIES (inventories), NULL);

  self = g_object_new (LK_TYPE_REVIEW, NULL);
  self->inventories = g_object_ref (inventories);
  g_signal_connect_swapped (inventories, "changed", G_CALLBACK (update_soon), self);
  update (self);

  return self;
}

/**
 * lk_review_get_inventories:
 * @self: a review
 *
 * Returns: (transfer none): the tokens that it is about
 */
LkInventories *
lk_review_get_inventories (LkReview *self)
{
  g_return_val_if_fail (LK_IS_REVIEW (self), NULL);

  return self->inventories;
}

/**
 * lk_review_get_entries:
 * @self: a review
 * @concern: a concern, not %LK_TOKEN_CONCERN_NONE
 *
 * Returns: (transfer none): a list model of #LkReviewEntry, one for each account with such tokens, the same for as long as
 *   @self lives
 */
GListModel *
lk_review_get_entries (LkReview       *self,
                       LkTokenConcern  concern)
{
  g_return_val_if_fail (LK_IS_REVIEW (self), NULL);
  g_return_val_if_fail (concern > LK_TOKEN_CONCERN_NONE && concern < LK_TOKEN_N_CONCERNS, NULL);

  return G_LIST_MODEL (self->entries[concern]);
}

/**
 * lk_review_get_count:
 * @self: a review
 *
 * Returns: see #LkReview:count
 */
guint
lk_review_get_count (LkReview *self)
{
  g_return_val_if_fail (LK_IS_REVIEW (self), 0);

  return self->count;
}

/**
 * lk_review_get_unread:
 * @self: a review
 *
 * Returns: (transfer none): see #LkReview:unread
 */
const char *
lk_review_get_unread (LkReview *self)
{
  g_return_val_if_fail (LK_IS_REVIEW (self), NULL);

  return self->unread;
}

/**
 * lk_review_get_known:
 * @self: a review
 *
 * Returns: see #LkReview:known
 */
gboolean
lk_review_get_known (LkReview *self)
{
  g_return_val_if_fail (LK_IS_REVIEW (self), FALSE);

  return self->known;
}

/**
 * lk_review_set_now:
 * @self: a review
 * @now: (nullable): the time that tokens are compared with, %NULL for the clock
 *
 * Lets a test say what time it is.
 */
void
lk_review_set_now (LkReview  *self,
                   GDateTime *now)
{
  g_return_if_fail (LK_IS_REVIEW (self));

  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = now != NULL ? g_date_time_ref (now) : NULL;
  update (self);
}
