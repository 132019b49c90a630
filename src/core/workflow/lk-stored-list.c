/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-stored-list.h"

#include "lk-app-token-keys.h"
#include "lk-list-diff.h"
#include "lk-token-heading.h"

#include <glib/gi18n-lib.h>

struct _LkStoredList
{
  GObject          parent_instance;

  LkStoredSecrets *source;   /* NULL: none */
  GListStore      *rows;
  LkTokenHeading  *headings[LK_STORED_SECRET_N_GROUPS];
  char            *search;
  GStrv            words;    /* of @search, folded */
  guint            n_matching;
};

G_DEFINE_FINAL_TYPE (LkStoredList, lk_stored_list, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SOURCE,
  PROP_SEARCH,
  PROP_ROWS,
  PROP_N_MATCHING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The source is sorted by group. */
static void
update (LkStoredList *self)
{
  GListModel *source = G_LIST_MODEL (self->source);
  const guint n = source != NULL ? g_list_model_get_n_items (source) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint counts[LK_STORED_SECRET_N_GROUPS] = { 0 };

  self->n_matching = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LkStoredSecret) secret = g_list_model_get_item (source, i);
      LkStoredSecretGroup group = lk_stored_secret_get_group (secret);

      if (!lk_stored_secret_matches (secret, (const char *const *) self->words))
        continue;
      if (counts[group]++ == 0)
        g_ptr_array_add (rows, g_object_ref (self->headings[group]));
      g_ptr_array_add (rows, g_steal_pointer (&secret));
      self->n_matching++;
    }

  for (guint i = 0; i < LK_STORED_SECRET_N_GROUPS; i++)
    lk_token_heading_set_count (self->headings[i], counts[i]);
  lk_list_diff_splice_middle (self->rows, rows);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHING]);
}

static void
set_source (LkStoredList    *self,
            LkStoredSecrets *source)
{
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_func (self->source, update, self);
  g_set_object (&self->source, source);
  if (source != NULL)
    g_signal_connect_swapped (source, "items-changed", G_CALLBACK (update), self);
}

static void
lk_stored_list_dispose (GObject *object)
{
  set_source (LK_STORED_LIST (object), NULL);

  G_OBJECT_CLASS (lk_stored_list_parent_class)->dispose (object);
}

static void
lk_stored_list_finalize (GObject *object)
{
  LkStoredList *self = LK_STORED_LIST (object);

  for (guint i = 0; i < LK_STORED_SECRET_N_GROUPS; i++)
    g_clear_object (&self->headings[i]);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (lk_stored_list_parent_class)->finalize (object);
}

static void
lk_stored_list_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkStoredList *self = LK_STORED_LIST (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      g_value_set_object (value, self->source);
      break;

    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;

    case PROP_ROWS:
      g_value_set_object (value, self->rows);
      break;

    case PROP_N_MATCHING:
      g_value_set_uint (value, self->n_matching);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_stored_list_set_property (GObject      *object,
                             guint         property_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  LkStoredList *self = LK_STORED_LIST (object);

  switch (property_id)
    {
    case PROP_SOURCE:
      set_source (self, g_value_get_object (value));
      break;

    case PROP_SEARCH:
      g_free (self->search);
      self->search = g_value_dup_string (value);
      g_strfreev (self->words);
      self->words = lk_fold_words (self->search);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
  update (self);
}

static void
lk_stored_list_class_init (LkStoredListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_stored_list_dispose;
  object_class->finalize = lk_stored_list_finalize;
  object_class->get_property = lk_stored_list_get_property;
  object_class->set_property = lk_stored_list_set_property;

  /**
   * LkStoredList:source: (nullable)
   *
   * What is stored.
   */
  properties[PROP_SOURCE] = g_param_spec_object ("source", NULL, NULL, LK_TYPE_STORED_SECRETS, both);
  /**
   * LkStoredList:search: (nullable)
   *
   * The words of which each has to be found, in any case.
   */
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, both);
  /**
   * LkStoredList:rows:
   *
   * #LkTokenHeading and #LkStoredSecret, in one list model that stays the same.
   */
  properties[PROP_ROWS] = g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL, derived);
  /**
   * LkStoredList:n-matching:
   *
   * How much of what is stored is among the rows.
   */
  properties[PROP_N_MATCHING] = g_param_spec_uint ("n-matching", NULL, NULL, 0, G_MAXUINT, 0, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_stored_list_init (LkStoredList *self)
{
  self->rows = g_list_store_new (G_TYPE_OBJECT);
  self->words = g_new0 (char *, 1);
  /* Translators: headings of what the keyring has; its number follows */
  self->headings[LK_STORED_SECRET_IN_USE] = lk_token_heading_new (_("In Use"));
  self->headings[LK_STORED_SECRET_GONE] = lk_token_heading_new (_("No Longer on the Server"));
  /* Translators: heading of secrets whose tokens were replaced by others; their number follows */
  self->headings[LK_STORED_SECRET_SUPERSEDED] = lk_token_heading_new (_("Superseded"));
  /* Translators: heading of secrets of which nobody knows now whether their tokens still work; their number follows */
  self->headings[LK_STORED_SECRET_UNKNOWN] = lk_token_heading_new (_("Not Checked"));
}
