/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-selection.h"

struct _LkTokenSelection
{
  GObject     parent_instance;

  GListModel *source;     /* NULL: none */
  GListModel *rows;       /* NULL: none */
  GHashTable *client_ids; /* of the tokens that are chosen */
  guint       n_hidden;
  gboolean    active;
};

G_DEFINE_FINAL_TYPE (LkTokenSelection, lk_token_selection, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SOURCE,
  PROP_ROWS,
  PROP_ACTIVE,
  PROP_N_SELECTED,
  PROP_N_HIDDEN,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static guint
count_hidden (LkTokenSelection *self)
{
  const guint n = self->rows != NULL ? g_list_model_get_n_items (self->rows) : 0;
  guint n_hidden = g_hash_table_size (self->client_ids);

  for (guint i = 0; i < n && n_hidden > 0; i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (self->rows, i);

      if (LK_IS_APP_TOKEN (row) && lk_token_selection_contains (self, LK_APP_TOKEN (row)))
        n_hidden--;
    }

  return n_hidden;
}

static void
update_hidden (LkTokenSelection *self)
{
  guint n_hidden = count_hidden (self);

  if (self->n_hidden == n_hidden)
    return;

  self->n_hidden = n_hidden;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_HIDDEN]);
}

static void
changed (LkTokenSelection *self)
{
  update_hidden (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is gone cannot be chosen; when all that was chosen is gone, there is nothing left to do with it. */
static void
source_changed_cb (LkTokenSelection *self)
{
  g_autoptr (GHashTable) before = NULL;

  if (g_hash_table_size (self->client_ids) == 0)
    return;

  before = g_steal_pointer (&self->client_ids);
  self->client_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; self->source != NULL && i < g_list_model_get_n_items (self->source); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (self->source, i);
      const char *client_id = lk_app_token_get_client_id (token);

      if (g_hash_table_contains (before, client_id))
        g_hash_table_add (self->client_ids, g_strdup (client_id));
    }

  if (g_hash_table_size (before) == g_hash_table_size (self->client_ids))
    return;

  changed (self);
  if (g_hash_table_size (self->client_ids) == 0)
    lk_token_selection_set_active (self, FALSE);
}

static void
set_model (LkTokenSelection  *self,
           GListModel       **field,
           GListModel        *model,
           GCallback          callback)
{
  if (*field != NULL)
    g_signal_handlers_disconnect_by_func (*field, callback, self);
  g_set_object (field, model);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", callback, self);
}

static void
lk_token_selection_dispose (GObject *object)
{
  LkTokenSelection *self = LK_TOKEN_SELECTION (object);

  set_model (self, &self->source, NULL, G_CALLBACK (source_changed_cb));
  set_model (self, &self->rows, NULL, G_CALLBACK (update_hidden));

  G_OBJECT_CLASS (lk_token_selection_parent_class)->dispose (object);
}

static void
lk_token_selection_finalize (GObject *object)
{
  g_clear_pointer (&LK_TOKEN_SELECTION (object)->client_ids, g_hash_table_unref);

  G_OBJECT_CLASS (lk_token_selection_parent_class)->finalize (object);
}

static void
lk_token_selection_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  LkTokenSelection *self = LK_TOKEN_SELECTION (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;

    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;

    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;

    case PROP_N_SELECTED:
      g_value_set_uint (value, g_hash_table_size (self->client_ids));
      break;

    case PROP_N_HIDDEN:
      g_value_set_uint (value, self->n_hidden);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_selection_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  LkTokenSelection *self = LK_TOKEN_SELECTION (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      if (self->source == g_value_get_object (value))
        break;
      lk_token_selection_set_active (self, FALSE);
      set_model (self, &self->source, g_value_get_object (value), G_CALLBACK (source_changed_cb));
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_ROWS:
      if (self->rows == g_value_get_object (value))
        break;
      set_model (self, &self->rows, g_value_get_object (value), G_CALLBACK (update_hidden));
      update_hidden (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_ACTIVE:
      lk_token_selection_set_active (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_selection_class_init (LkTokenSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_token_selection_dispose;
  object_class->finalize = lk_token_selection_finalize;
  object_class->get_property = lk_token_selection_get_property;
  object_class->set_property = lk_token_selection_set_property;

  /**
   * LkTokenSelection:source: (nullable)
   *
   * The tokens there are. Another list than before ends the selection.
   */
  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, G_TYPE_LIST_MODEL, both);
  /**
   * LkTokenSelection:rows: (nullable)
   *
   * What is shown of them; other things may be among it.
   */
  properties[PROP_ROWS] = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, both);
  /**
   * LkTokenSelection:active:
   *
   * Whether tokens can be chosen. None is once this ends, and it ends by itself when all that were chosen are gone.
   */
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, both);
  /**
   * LkTokenSelection:n-selected:
   *
   * How many are chosen.
   */
  properties[PROP_N_SELECTED] = g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0, derived);
  /**
   * LkTokenSelection:n-hidden:
   *
   * How many of those are not among the rows.
   */
  properties[PROP_N_HIDDEN] = g_param_spec_uint ("n-hidden", NULL, NULL, 0, G_MAXUINT, 0, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkTokenSelection::changed:
   * @self: a selection
   *
   * Others are chosen than before.
   */
  signals[CHANGED] = g_signal_new ("changed", LK_TYPE_TOKEN_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
lk_token_selection_init (LkTokenSelection *self)
{
  self->client_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * lk_token_selection_new:
 *
 * Returns: (transfer full): a selection that is not active
 */
LkTokenSelection *
lk_token_selection_new (void)
{
  return g_object_new (LK_TYPE_TOKEN_SELECTION, NULL);
}

/**
 * lk_token_selection_get_active:
 * @self: a selection
 *
 * Returns: whether tokens can be chosen
 */
gboolean
lk_token_selection_get_active (LkTokenSelection *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_SELECTION (self), FALSE);

  return self->active;
}

/**
 * lk_token_selection_set_active:
 * @self: a selection
 * @active: whether tokens can be chosen
 *
 * Begins or ends choosing.
 */
void
lk_token_selection_set_active (LkTokenSelection *self,
                               gboolean          active)
{
  g_return_if_fail (LK_IS_TOKEN_SELECTION (self));

  if (self->active == active)
    return;

  if (!active)
    lk_token_selection_select_none (self);
  self->active = active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

/**
 * lk_token_selection_get_n_selected:
 * @self: a selection
 *
 * Returns: how many tokens are chosen
 */
guint
lk_token_selection_get_n_selected (LkTokenSelection *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_SELECTION (self), 0);

  return g_hash_table_size (self->client_ids);
}

/**
 * lk_token_selection_contains:
 * @self: a selection
 * @token: a token
 *
 * Returns: whether @token is chosen
 */
gboolean
lk_token_selection_contains (LkTokenSelection *self,
                             LkAppToken       *token)
{
  g_return_val_if_fail (LK_IS_TOKEN_SELECTION (self), FALSE);
  g_return_val_if_fail (LK_IS_APP_TOKEN (token), FALSE);

  return g_hash_table_contains (self->client_ids, lk_app_token_get_client_id (token));
}

/**
 * lk_token_selection_toggle:
 * @self: a selection
 * @token: one of the tokens
 *
 * Chooses @token, or no longer does. It makes the selection active.
 */
void
lk_token_selection_toggle (LkTokenSelection *self,
                           LkAppToken       *token)
{
  const char *client_id;

  g_return_if_fail (LK_IS_TOKEN_SELECTION (self));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  client_id = lk_app_token_get_client_id (token);
  if (!g_hash_table_remove (self->client_ids, client_id))
    g_hash_table_add (self->client_ids, g_strdup (client_id));
  lk_token_selection_set_active (self, TRUE);
  changed (self);
}

/**
 * lk_token_selection_select_all:
 * @self: a selection
 *
 * Chooses all tokens that are shown, beside those that are chosen and hidden. It makes the selection active.
 */
void
lk_token_selection_select_all (LkTokenSelection *self)
{
  g_return_if_fail (LK_IS_TOKEN_SELECTION (self));

  for (guint i = 0; self->rows != NULL && i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr (GObject) row = g_list_model_get_item (self->rows, i);

      if (LK_IS_APP_TOKEN (row))
        g_hash_table_add (self->client_ids, g_strdup (lk_app_token_get_client_id (LK_APP_TOKEN (row))));
    }
  lk_token_selection_set_active (self, TRUE);
  changed (self);
}

/**
 * lk_token_selection_select_none:
 * @self: a selection
 *
 * Chooses none, not even those that are hidden.
 */
void
lk_token_selection_select_none (LkTokenSelection *self)
{
  g_return_if_fail (LK_IS_TOKEN_SELECTION (self));

  if (g_hash_table_size (self->client_ids) == 0)
    return;

  g_hash_table_remove_all (self->client_ids);
  changed (self);
}

/**
 * lk_token_selection_list:
 * @self: a selection
 *
 * Returns: (transfer full) (element-type LkAppToken): the tokens that are chosen, in the order of the source
 */
GPtrArray *
lk_token_selection_list (LkTokenSelection *self)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (LK_IS_TOKEN_SELECTION (self), NULL);

  for (guint i = 0; self->source != NULL && i < g_list_model_get_n_items (self->source); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (self->source, i);

      if (lk_token_selection_contains (self, token))
        g_ptr_array_add (tokens, g_steal_pointer (&token));
    }

  return g_steal_pointer (&tokens);
}
