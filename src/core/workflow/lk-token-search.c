/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-search.h"

#include "lk-app-token-keys.h"
#include "lk-list-diff.h"
#include "lk-token-facts.h"
#include "lk-token-place.h"

#define N_AT_ONCE 500    /* tokens a turn of the main loop; the texts that they are found by may have to be made first */
#define N_NEW_AT_ONCE 20 /* hits that come in one turn: each is a row to be made and measured */

struct _LkTokenHit
{
  GObject        parent_instance;

  LkListedToken *token;
  LkAccount     *account;
  LkTenant      *tenant; /* NULL: an application token */
};

G_DEFINE_FINAL_TYPE (LkTokenHit, lk_token_hit, G_TYPE_OBJECT)

static void
lk_token_hit_finalize (GObject *object)
{
  LkTokenHit *self = LK_TOKEN_HIT (object);

  g_clear_object (&self->token);
  g_clear_object (&self->account);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (lk_token_hit_parent_class)->finalize (object);
}

static void
lk_token_hit_class_init (LkTokenHitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_token_hit_finalize;
}

static void
lk_token_hit_init (LkTokenHit *self)
{
}

/**
 * lk_token_hit_new:
 * @token: a token that was found
 * @account: whose it is
 * @tenant: (nullable): the tenant whose it is, %NULL for an application token
 *
 * Returns: (transfer full): the hit
 */
LkTokenHit *
lk_token_hit_new (LkListedToken *token,
                  LkAccount     *account,
                  LkTenant      *tenant)
{
  LkTokenHit *self = g_object_new (LK_TYPE_TOKEN_HIT, NULL);

  self->token = g_object_ref (token);
  self->account = g_object_ref (account);
  self->tenant = tenant != NULL ? g_object_ref (tenant) : NULL;

  return self;
}

/**
 * lk_token_hit_get_token:
 * @self: a hit
 *
 * Returns: (transfer none): the token
 */
LkListedToken *
lk_token_hit_get_token (LkTokenHit *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_HIT (self), NULL);

  return self->token;
}

/**
 * lk_token_hit_get_account:
 * @self: a hit
 *
 * Returns: (transfer none): the account whose token it is
 */
LkAccount *
lk_token_hit_get_account (LkTokenHit *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_HIT (self), NULL);

  return self->account;
}

/**
 * lk_token_hit_get_tenant:
 * @self: a hit
 *
 * Returns: (transfer none) (nullable): the tenant whose token it is, %NULL for an application token
 */
LkTenant *
lk_token_hit_get_tenant (LkTokenHit *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_HIT (self), NULL);

  return self->tenant;
}

struct _LkTokenSearch
{
  GObject        parent_instance;

  LkInventories *inventories;
  GListStore    *hits;
  LkTokenConcern concern; /* of what is found without words */
  LkAccount     *account; /* whose that is; NULL: without a concern */
  char          *search;
  GStrv          words;
  GPtrArray     *places;   /* of LkTokenPlace, still to be looked at from @position on; NULL: nothing is */
  GPtrArray     *found;    /* of LkTokenHit, so far */
  guint          place;
  guint          position; /* in that place */
  guint          turn_id;  /* 0: not searching */
  gboolean       active;   /* somebody looks */
  gboolean       stale;    /* what was found is of before */
  gboolean       more;     /* than the most was found this time */
  gboolean       truncated;
};

G_DEFINE_FINAL_TYPE (LkTokenSearch, lk_token_search, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SEARCH,
  PROP_SEARCHING,
  PROP_TRUNCATED,
  PROP_N_HITS,
  PROP_CONCERN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The hit that was there stays, so that a row that has the focus does. */
static LkTokenHit *
take_hit (LkTokenSearch      *self,
          const LkTokenPlace *place,
          LkListedToken      *token)
{
  GListModel *model = G_LIST_MODEL (self->hits);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (LkTokenHit) there = g_list_model_get_item (model, i);

      if (there->token == token && there->account == place->account && there->tenant == place->tenant)
        return g_steal_pointer (&there);
    }

  return lk_token_hit_new (token, place->account, place->tenant);
}

static void
stop (LkTokenSearch *self)
{
  gboolean searching = self->turn_id != 0;

  g_clear_handle_id (&self->turn_id, g_source_remove);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  if (searching)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

/* Those that are there already, and some that are new; in the order in which they were found. */
static GPtrArray *
choose_some (LkTokenSearch *self)
{
  g_autoptr (GHashTable) there = g_hash_table_new (NULL, NULL);
  GPtrArray *some = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *hits = G_LIST_MODEL (self->hits);
  guint n_new = 0;

  for (guint i = 0; i < g_list_model_get_n_items (hits); i++)
    {
      g_autoptr (LkTokenHit) hit = g_list_model_get_item (hits, i);

      g_hash_table_add (there, hit);
    }
  for (guint i = 0; i < self->found->len; i++)
    if (g_hash_table_contains (there, self->found->pdata[i]) || n_new++ < N_NEW_AT_ONCE)
      g_ptr_array_add (some, g_object_ref (self->found->pdata[i]));

  return some;
}

/* Shows more of what was found; returns whether that is all of it. */
static gboolean
publish (LkTokenSearch *self,
         gboolean       truncated)
{
  g_autoptr (GPtrArray) some = choose_some (self);
  gboolean all = some->len == self->found->len;

  lk_list_diff_splice_middle (self->hits, some);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_HITS]);
  if (all && self->truncated != truncated)
    {
      self->truncated = truncated;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRUNCATED]);
    }

  return all;
}

/* Without words, what needs attention is found, or what a concern is about. */
static gboolean
is_found (LkTokenSearch      *self,
          const LkTokenPlace *place,
          LkListedToken      *token,
          const char         *organization,
          GDateTime          *now)
{
  if (self->words[0] == NULL && self->concern != LK_TOKEN_CONCERN_NONE)
    return place->tenant != NULL && place->account == self->account
           && lk_token_concern_is_about (self->concern, token, now);
  if (self->words[0] == NULL)
    return lk_token_facts_needs_attention (token, now);

  return lk_token_facts_matches (token, (const char *const *) self->words, organization);
}

/* Looks at some of a place's tokens; returns how many that were. */
static guint
look_at (LkTokenSearch      *self,
         const LkTokenPlace *place,
         guint               most)
{
  g_autofree char *organization = lk_fold_text (lk_account_get_title (place->account));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  guint n = 0;

  for (; n < most && self->found->len <= LK_TOKEN_SEARCH_MOST; n++)
    {
      g_autoptr (LkListedToken) token = g_list_model_get_item (place->tokens, self->position);

      if (token == NULL)
        break;
      self->position++;
      if (is_found (self, place, token, organization, now))
        g_ptr_array_add (self->found, take_hit (self, place, token));
    }

  return n;
}

static gboolean
turn_cb (gpointer user_data)
{
  LkTokenSearch *self = user_data;
  guint left = N_AT_ONCE;
  gboolean truncated;

  while (left > 0 && !self->more && self->place < self->places->len && self->found->len <= LK_TOKEN_SEARCH_MOST)
    {
      const LkTokenPlace *place = self->places->pdata[self->place];

      left -= look_at (self, place, left);
      if (self->position >= g_list_model_get_n_items (place->tokens))
        {
          self->place++;
          self->position = 0;
        }
    }

  truncated = self->found->len > LK_TOKEN_SEARCH_MOST;
  if (self->place < self->places->len && !truncated && !self->more)
    return G_SOURCE_CONTINUE;

  /* The last one more than the most is what tells that there are more. */
  if (truncated)
    {
      g_ptr_array_set_size (self->found, LK_TOKEN_SEARCH_MOST);
      self->more = TRUE;
    }
  if (!publish (self, self->more))
    return G_SOURCE_CONTINUE;

  stop (self);

  return G_SOURCE_REMOVE;
}

/* What was found before is shown until all has been looked at again. */
static void
start (LkTokenSearch *self)
{
  stop (self);
  self->stale = !self->active;
  if (self->stale)
    return;

  self->more = FALSE;
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->places = lk_token_places_collect (self->inventories);
  self->place = 0;
  self->position = 0;
  self->turn_id = g_idle_add (turn_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static void
lk_token_search_dispose (GObject *object)
{
  LkTokenSearch *self = LK_TOKEN_SEARCH (object);

  g_clear_handle_id (&self->turn_id, g_source_remove);
  if (self->inventories != NULL)
    g_signal_handlers_disconnect_by_func (self->inventories, start, self);
  g_clear_object (&self->inventories);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (lk_token_search_parent_class)->dispose (object);
}

static void
lk_token_search_finalize (GObject *object)
{
  LkTokenSearch *self = LK_TOKEN_SEARCH (object);

  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_object (&self->hits);
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (lk_token_search_parent_class)->finalize (object);
}

static void
lk_token_search_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  LkTokenSearch *self = LK_TOKEN_SEARCH (object);

  switch (property_id)
    {
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;

    case PROP_SEARCHING:
      g_value_set_boolean (value, self->turn_id != 0);
      break;

    case PROP_TRUNCATED:
      g_value_set_boolean (value, self->truncated);
      break;

    case PROP_N_HITS:
      g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->hits)));
      break;

    case PROP_CONCERN:
      g_value_set_string (value, lk_token_concern_to_string (self->concern));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_search_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LkTokenSearch *self = LK_TOKEN_SEARCH (object);

  switch (property_id)
    {
    case PROP_SEARCH:
      if (g_strcmp0 (self->search, g_value_get_string (value)) == 0)
        break;
      g_free (self->search);
      self->search = g_value_dup_string (value);
      g_strfreev (self->words);
      self->words = lk_fold_words (self->search);
      start (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_search_class_init (LkTokenSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_token_search_dispose;
  object_class->finalize = lk_token_search_finalize;
  object_class->get_property = lk_token_search_get_property;
  object_class->set_property = lk_token_search_set_property;

  /**
   * LkTokenSearch:search: (nullable)
   *
   * The words of which each has to be found. Without one it is what needs attention: has expired, or soon will.
   */
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * LkTokenSearch:searching:
   *
   * Whether not all tokens were looked at yet.
   */
  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, derived);
  /**
   * LkTokenSearch:truncated:
   *
   * Whether there is more than what was found.
   */
  properties[PROP_TRUNCATED] = g_param_spec_boolean ("truncated", NULL, NULL, FALSE, derived);
  /**
   * LkTokenSearch:n-hits:
   *
   * How many tokens were found, at most %LK_TOKEN_SEARCH_MOST.
   */
  properties[PROP_N_HITS] = g_param_spec_uint ("n-hits", NULL, NULL, 0, G_MAXUINT, 0, derived);
  /**
   * LkTokenSearch:concern:
   *
   * The word for the #LkTokenConcern whose Pulsar tokens are found without words.
   */
  properties[PROP_CONCERN] = g_param_spec_string ("concern", NULL, NULL, "", derived);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_token_search_init (LkTokenSearch *self)
{
  self->hits = g_list_store_new (LK_TYPE_TOKEN_HIT);
  self->words = g_new0 (char *, 1);
  self->active = TRUE;
}

/**
 * lk_token_search_new:
 * @inventories: the tokens of all accounts
 *
 * Returns: (transfer full): a search for what needs attention
 */
LkTokenSearch *
lk_token_search_new (LkInventories *inventories)
{
  LkTokenSearch *self;

  g_return_val_if_fail (LK_IS_INVENTORIES (inventories), NULL);

  self = g_object_new (LK_TYPE_TOKEN_SEARCH, NULL);
  self->inventories = g_object_ref (inventories);
  g_signal_connect_swapped (inventories, "changed", G_CALLBACK (start), self);
  start (self);

  return self;
}

/**
 * lk_token_search_set_active:
 * @self: a search
 * @active: whether somebody looks at what it finds, as it is at first
 *
 * As long as nobody does, nothing is searched; what has changed meanwhile is found afterwards.
 */
void
lk_token_search_set_active (LkTokenSearch *self,
                            gboolean       active)
{
  g_return_if_fail (LK_IS_TOKEN_SEARCH (self));

  self->active = active;
  if (active && self->stale)
    start (self);
}

/**
 * lk_token_search_set_concern:
 * @self: a search
 * @concern: what is found as long as there are no words; none: what needs attention
 * @account: (nullable): whose Pulsar tokens are looked at for it
 *
 * Finds what a review has counted.
 */
void
lk_token_search_set_concern (LkTokenSearch  *self,
                             LkTokenConcern  concern,
                             LkAccount      *account)
{
  g_return_if_fail (LK_IS_TOKEN_SEARCH (self));
  g_return_if_fail (concern == LK_TOKEN_CONCERN_NONE || LK_IS_ACCOUNT (account));

  if (self->concern == concern && self->account == account)
    return;

  self->concern = concern;
  g_set_object (&self->account, account);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONCERN]);
  start (self);
}

/**
 * lk_token_search_get_hits:
 * @self: a search
 *
 * Returns: (transfer none): what was found, the same model for as long as @self lives
 */
GListModel *
lk_token_search_get_hits (LkTokenSearch *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_SEARCH (self), NULL);

  return G_LIST_MODEL (self->hits);
}
