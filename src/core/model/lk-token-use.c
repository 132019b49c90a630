/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-use.h"

struct _LkTokenUse
{
  GObject   parent_instance;

  char     *text;
  gboolean  switched;
};

G_DEFINE_FINAL_TYPE (LkTokenUse, lk_token_use, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_SWITCHED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_token_use_finalize (GObject *object)
{
  g_free (LK_TOKEN_USE (object)->text);

  G_OBJECT_CLASS (lk_token_use_parent_class)->finalize (object);
}

static void
lk_token_use_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LkTokenUse *self = LK_TOKEN_USE (object);

  switch (property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_SWITCHED:
      g_value_set_boolean (value, self->switched);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_use_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LkTokenUse *self = LK_TOKEN_USE (object);

  switch (property_id)
    {
    case PROP_TEXT:
      self->text = g_value_dup_string (value);
      break;

    case PROP_SWITCHED:
      if (self->switched == g_value_get_boolean (value))
        break;
      self->switched = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_token_use_class_init (LkTokenUseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = lk_token_use_finalize;
  object_class->get_property = lk_token_use_get_property;
  object_class->set_property = lk_token_use_set_property;

  /**
   * LkTokenUse:text:
   *
   * What holds a copy.
   */
  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * LkTokenUse:switched:
   *
   * Whether it has the new token, while one takes the place of another.
   */
  properties[PROP_SWITCHED] =
    g_param_spec_boolean ("switched", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_token_use_init (LkTokenUse *self)
{
}

/**
 * lk_token_use_new:
 * @text: what holds a copy
 * @switched: whether it has the new token
 *
 * Returns: (transfer full): a use
 */
LkTokenUse *
lk_token_use_new (const char *text,
                  gboolean    switched)
{
  return g_object_new (LK_TYPE_TOKEN_USE, "text", text, "switched", switched, NULL);
}

/**
 * lk_token_use_get_text:
 * @self: a use
 *
 * Returns: (transfer none): what holds a copy
 */
const char *
lk_token_use_get_text (LkTokenUse *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_USE (self), NULL);

  return self->text;
}

/**
 * lk_token_use_get_switched:
 * @self: a use
 *
 * Returns: whether it has the new token
 */
gboolean
lk_token_use_get_switched (LkTokenUse *self)
{
  g_return_val_if_fail (LK_IS_TOKEN_USE (self), FALSE);

  return self->switched;
}
