/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-list.h"

#include "lk-app-token-keys.h"
#include "lk-list-diff.h"

#include <glib/gi18n-lib.h>

#define MAX_RUNS 32

/* A view makes widgets for some 200 rows at once (GTK 4.8), and making one takes over a millisecond: the first rows are
 * handed over in parts, so that the main loop gets its turn in between. */
#define N_AT_ONCE 24
#define N_IN_PARTS 240

/**
 * LkTokenList:
 *
 * What a view shows of a model of tokens: those that are searched for, sorted, and below headings where something
 * needs attention. All is found and sorted at once when something changes: 10,000 tokens take less than two frames. Rows
 * that stay keep their objects, and only what differs is announced.
 */
struct _LkTokenList
{
  GObject         parent_instance;

  GListModel     *source;       /* NULL: none */
  GListStore     *rows;
  GPtrArray      *wanted;       /* what @rows shall be, but for what is still to be handed over */
  guint           filling_id;   /* 0: @rows is that */
  LkTokenHeading *attention;
  LkTokenHeading *rest;
  char           *search;
  GStrv           words;        /* of @search, folded */
  char           *order;
  char           *organization; /* folded; NULL: none */
  char           *role_id;      /* NULL: any */
  char           *role_name;
  GDateTime      *now;          /* NULL: the clock */
  LkTokenShow     show;
  LkTokenConcern  concern;
  guint           n_matching;
};

G_DEFINE_FINAL_TYPE (LkTokenList, lk_token_list, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SOURCE,
  PROP_SEARCH,
  PROP_ORDER,
  PROP_SHOW,
  PROP_CONCERN,
  PROP_ORGANIZATION,
  PROP_ROWS,
  PROP_N_TOKENS,
  PROP_N_MATCHING,
  PROP_NARROWED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
compare_cb (gconstpointer first,
            gconstpointer second,
            gpointer      order)
{
  return lk_token_facts_compare (*(LkListedToken *const *) first, *(LkListedToken *const *) second,
                                 (LkTokenOrder) GPOINTER_TO_INT (order));
}

static gpointer
copy_cb (gconstpointer token,
         gpointer      user_data)
{
  return g_object_ref ((gpointer) token);
}

/* Role and concern are of application tokens alone. */
static gboolean
is_wanted (LkTokenList   *self,
           LkListedToken *token,
           GDateTime     *now)
{
  LkAppToken *app = LK_IS_APP_TOKEN (token) ? LK_APP_TOKEN (token) : NULL;

  return lk_token_facts_is_shown (token, self->show, now)
         && (app == NULL || self->concern == LK_TOKEN_CONCERN_NONE
             || lk_token_concern_is_about (self->concern, LK_LISTED_TOKEN (app), now))
         && (app == NULL || lk_token_facts_has_role (app, self->role_id, self->role_name))
         && lk_token_facts_matches (token, (const char *const *) self->words, self->organization);
}

static gboolean
is_filled (LkTokenList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->rows)) == self->wanted->len;
}

/* The next part of what is wanted. Where much differs all is taken out first, so that a view has its widgets back for
 * what comes in. */
static void
hand_over (LkTokenList *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  guint n;

  for (guint attempt = 0; attempt < 2; attempt++)
    {
      n = n_before < N_IN_PARTS ? MIN (n_before + N_AT_ONCE, self->wanted->len) : self->wanted->len;
      for (guint i = rows->len; i < n; i++)
        g_ptr_array_add (rows, self->wanted->pdata[i]);
      g_ptr_array_set_size (rows, (int) n);
      if (lk_list_diff_splice (self->rows, rows, MAX_RUNS))
        break;

      g_list_store_remove_all (self->rows);
      n_before = 0;
    }
}

static gboolean
fill_cb (gpointer user_data)
{
  LkTokenList *self = user_data;

  hand_over (self);
  if (!is_filled (self))
    return G_SOURCE_CONTINUE;

  self->filling_id = 0;

  return G_SOURCE_REMOVE;
}

/**
 * lk_token_list_update:
 * @self: a list
 *
 * Looks at every token again. It does so by itself when the model or what is asked for changes, but neither time nor
 * what changes within a token announces itself here.
 */
void
lk_token_list_update (LkTokenList *self)
{
  g_autoptr (GDateTime) now = self->now != NULL ? g_date_time_ref (self->now) : g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) urgent = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  const guint n = self->source != NULL ? g_list_model_get_n_items (self->source) : 0;
  gpointer order;

  g_return_if_fail (LK_IS_TOKEN_LIST (self));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LkListedToken) token = g_list_model_get_item (self->source, i);

      GPtrArray *section = lk_token_facts_needs_attention (token, now) ? urgent : others;

      if (is_wanted (self, token, now))
        g_ptr_array_add (section, g_steal_pointer (&token));
    }

  order = GINT_TO_POINTER (lk_token_order_from_string (self->order));
  g_ptr_array_sort_with_data (urgent, compare_cb, order);
  g_ptr_array_sort_with_data (others, compare_cb, order);

  self->n_matching = urgent->len + others->len;
  if (urgent->len > 0)
    {
      lk_token_heading_set_count (self->attention, urgent->len);
      g_ptr_array_add (rows, g_object_ref (self->attention));
      g_ptr_array_extend (rows, urgent, copy_cb, NULL);
    }
  if (urgent->len > 0 && others->len > 0)
    {
      lk_token_heading_set_count (self->rest, others->len);
      g_ptr_array_add (rows, g_object_ref (self->rest));
    }
  g_ptr_array_extend (rows, others, copy_cb, NULL);

  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  self->wanted = g_steal_pointer (&rows);
  hand_over (self);
  if (is_filled (self))
    g_clear_handle_id (&self->filling_id, g_source_remove);
  else if (self->filling_id == 0)
    self->filling_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, fill_cb, self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TOKENS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHING]);
}

static gboolean
is_narrowed (LkTokenList *self)
{
  return self->show != LK_TOKEN_SHOW_ALL || self->role_id != NULL || self->concern != LK_TOKEN_CONCERN_NONE;
}

static void
narrowed_changed (LkTokenList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROWED]);
  lk_token_list_update (self);
}

static void
set_source (LkTokenList *self,
            GListModel  *source)
{
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_func (self->source, lk_token_list_update, self);
  g_set_object (&self->source, source);
  if (source != NULL)
    g_signal_connect_swapped (source, "items-changed", G_CALLBACK (lk_token_list_update), self);
}

static gboolean
replace_string (char         **field,
                const GValue  *value)
{
  if (g_strcmp0 (*field, g_value_get_string (value)) == 0)
    return FALSE;

  g_free (*field);
  *field = g_value_dup_string (value);

  return TRUE;
}

static void
lk_token_list_dispose (GObject *object)
{
  LkTokenList *self = LK_TOKEN_LIST (object);

  set_source (self, NULL);
  g_clear_handle_id (&self->filling_id, g_source_remove);

  G_OBJECT_CLASS (lk_token_list_parent_class)->dispose (object);
}

static void
lk_token_list_finalize (GObject *object)
{
  LkTokenList *self = LK_TOKEN_LIST (object);

  g_clear_object (&self->rows);
  g_clear_pointer (&self->wanted, g_ptr_array_unref);
  g_clear_object (&self->attention);
  g_clear_object (&self->rest);
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->organization, g_free);
  g_clear_pointer (&self->role_id, g_free);
  g_clear_pointer (&self->role_name, g_free);
  g_clear_pointer (&self->now, g_date_time_unref);

  G_OBJECT_CLASS (lk_token_list_parent_class)->finalize (object);
}

static void
lk_token_list_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkTokenList *self = LK_TOKEN_LIST (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;

    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;

    case PROP_ORDER:
      g_value_set_string (value, self->order);
      break;

    case PROP_SHOW:
      g_value_set_uint (value, self->show);
      break;

    case PROP_CONCERN:
      g_value_set_string (value, lk_token_concern_to_string (self->concern));
      break;

    case PROP_ORGANIZATION:
      g_value_set_string (value, self->organization);
      break;

    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;

    case PROP_N_TOKENS:
      g_value_set_uint (value, self->source != NULL ? g_list_model_get_n_items (self->source) : 0);
      break;

    case PROP_N_MATCHING:
      g_value_set_uint (value, self->n_matching);
      break;

    case PROP_NARROWED:
      g_value_set_boolean (value, is_narrowed (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_list_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkTokenList *self = LK_TOKEN_LIST (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      if (self->source == g_value_get_object (value))
        return;
      set_source (self, g_value_get_object (value));
      break;

    case PROP_SEARCH:
      if (!replace_string (&self->search, value))
        return;
      g_strfreev (self->words);
      self->words = lk_fold_words (self->search);
      break;

    case PROP_ORDER:
      if (!replace_string (&self->order, value))
        return;
      break;

    case PROP_SHOW:
      if (self->show == g_value_get_uint (value))
        return;
      self->show = g_value_get_uint (value);
      g_object_notify_by_pspec (object, properties[PROP_NARROWED]);
      break;

    case PROP_CONCERN:
      if (self->concern == lk_token_concern_from_string (g_value_get_string (value)))
        return;
      self->concern = lk_token_concern_from_string (g_value_get_string (value));
      g_object_notify_by_pspec (object, properties[PROP_NARROWED]);
      break;

    case PROP_ORGANIZATION:
      g_free (self->organization);
      self->organization = g_value_get_string (value) != NULL ? lk_fold_text (g_value_get_string (value)) : NULL;
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }

  g_object_notify_by_pspec (object, pspec);
  lk_token_list_update (self);
}

static void
lk_token_list_class_init (LkTokenListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_token_list_dispose;
  object_class->finalize = lk_token_list_finalize;
  object_class->get_property = lk_token_list_get_property;
  object_class->set_property = lk_token_list_set_property;

  /**
   * LkTokenList:source: (nullable)
   *
   * The tokens: #LkListedToken.
   */
  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, G_TYPE_LIST_MODEL, both);
  /**
   * LkTokenList:search: (nullable)
   *
   * The words of which each has to be found, in any case.
   */
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, both);
  /**
   * LkTokenList:order: (nullable)
   *
   * How tokens are sorted, as lk_token_order_from_string() reads it.
   */
  properties[PROP_ORDER] = g_param_spec_string ("order", NULL, NULL, NULL, both);
  /**
   * LkTokenList:show:
   *
   * What is shown: #LkTokenShow flags.
   */
  properties[PROP_SHOW] = g_param_spec_uint ("show", NULL, NULL, 0, G_MAXUINT, 0, both);
  /**
   * LkTokenList:concern:
   *
   * Shows only the tokens that should be looked at for one reason: the word for a #LkTokenConcern, empty for all tokens.
   */
  properties[PROP_CONCERN] = g_param_spec_string ("concern", NULL, NULL, "", both);
  /**
   * LkTokenList:organization: (nullable)
   *
   * A text that every token is found by, too. It is given back case folded.
   */
  properties[PROP_ORGANIZATION] = g_param_spec_string ("organization", NULL, NULL, NULL, both);
  /**
   * LkTokenList:rows:
   *
   * #LkTokenHeading and #LkListedToken, in one list model that stays the same.
   */
  properties[PROP_ROWS] = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, derived);
  /**
   * LkTokenList:n-tokens:
   *
   * How many tokens the source has.
   */
  properties[PROP_N_TOKENS] = g_param_spec_uint ("n-tokens", NULL, NULL, 0, G_MAXUINT, 0, derived);
  /**
   * LkTokenList:n-matching:
   *
   * How many of them are among the rows.
   */
  properties[PROP_N_MATCHING] = g_param_spec_uint ("n-matching", NULL, NULL, 0, G_MAXUINT, 0, derived);
  /**
   * LkTokenList:narrowed:
   *
   * Whether not all of them would be shown without a search.
   */
  properties[PROP_NARROWED] = g_param_spec_boolean ("narrowed", NULL, NULL, FALSE, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_token_list_init (LkTokenList *self)
{
  self->rows = g_list_store_new (G_TYPE_OBJECT);
  self->words = g_new0 (char *, 1);
  /* Translators: heading of the tokens that have expired or soon will; their number follows */
  self->attention = lk_token_heading_new (C_ ("tokens", "Needs Attention"));
  /* Translators: heading of the tokens that do not need attention; their number follows */
  self->rest = lk_token_heading_new (_("All Tokens"));
}

/**
 * lk_token_list_new:
 *
 * Returns: (transfer full): a list without a source
 */
LkTokenList *
lk_token_list_new (void)
{
  return g_object_new (LK_TYPE_TOKEN_LIST, NULL);
}

/**
 * lk_token_list_get_rows:
 * @self: a list
 *
 * Returns: (transfer none): a list model of #LkTokenHeading and #LkListedToken, the same for as long as @self lives
 */
GListModel *
lk_token_list_get_rows (LkTokenList *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_LIST (self), NULL);

  return G_LIST_MODEL (self->rows);
}

/**
 * lk_token_list_set_role:
 * @self: a list
 * @role_id: (nullable): a role's id, %NULL for any role
 * @role_name: (nullable): its name
 *
 * Shows the tokens with one role only.
 */
void
lk_token_list_set_role (LkTokenList *self,
                        const char  *role_id,
                        const char  *role_name)
{
  g_return_if_fail (LK_IS_TOKEN_LIST (self));

  if (g_strcmp0 (self->role_id, role_id) == 0)
    return;

  g_free (self->role_id);
  g_free (self->role_name);
  self->role_id = g_strdup (role_id);
  self->role_name = g_strdup (role_name);
  narrowed_changed (self);
}

/**
 * lk_token_list_set_now:
 * @self: a list
 * @now: (nullable): the time that tokens are compared with, %NULL for the clock
 *
 * Lets a test say what time it is.
 */
void
lk_token_list_set_now (LkTokenList *self,
                       GDateTime   *now)
{
  g_return_if_fail (LK_IS_TOKEN_LIST (self));

  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = now != NULL ? g_date_time_ref (now) : NULL;
  lk_token_list_update (self);
}
