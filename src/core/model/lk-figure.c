/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-figure.h"

struct _LkFigure
{
  GObject   parent_instance;

  char     *group; /* NULL: of the whole answer */
  char     *label;
  char     *value;
  gboolean  concern;
};

G_DEFINE_FINAL_TYPE (LkFigure, lk_figure, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_GROUP,
  PROP_LABEL,
  PROP_VALUE,
  PROP_CONCERN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_figure_finalize (GObject *object)
{
  LkFigure *self = LK_FIGURE (object);

  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->value, g_free);

  G_OBJECT_CLASS (lk_figure_parent_class)->finalize (object);
}

static void
lk_figure_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LkFigure *self = LK_FIGURE (object);

  switch (property_id)
    {
    case PROP_GROUP:
      g_value_set_string (value, self->group);
      break;

    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;

    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;

    case PROP_CONCERN:
      g_value_set_boolean (value, self->concern);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_figure_class_init (LkFigureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = lk_figure_finalize;
  object_class->get_property = lk_figure_get_property;

  properties[PROP_GROUP] = g_param_spec_string ("group", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  properties[PROP_CONCERN] = g_param_spec_boolean ("concern", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_figure_init (LkFigure *self)
{
}

/**
 * lk_figure_new:
 * @group: (nullable): what it is about, %NULL for the whole answer
 * @label: what is told
 * @value: what it is, in words and with its unit
 * @concern: whether it is not as it should be
 *
 * Returns: (transfer full): a figure
 */
LkFigure *
lk_figure_new (const char *group,
               const char *label,
               const char *value,
               gboolean    concern)
{
  LkFigure *self;

  g_return_val_if_fail (label != NULL && value != NULL, NULL);

  self = g_object_new (LK_TYPE_FIGURE, NULL);
  self->group = g_strdup (group);
  self->label = g_strdup (label);
  self->value = g_strdup (value);
  self->concern = concern;

  return self;
}

/**
 * lk_figure_get_group:
 * @self: a figure
 *
 * Returns: (nullable): what it is about, %NULL for the whole answer
 */
const char *
lk_figure_get_group (LkFigure *self)
{
  g_return_val_if_fail (LK_IS_FIGURE (self), NULL);

  return self->group;
}

/**
 * lk_figure_get_label:
 * @self: a figure
 *
 * Returns: what is told
 */
const char *
lk_figure_get_label (LkFigure *self)
{
  g_return_val_if_fail (LK_IS_FIGURE (self), NULL);

  return self->label;
}

/**
 * lk_figure_get_value:
 * @self: a figure
 *
 * Returns: what it is, in words
 */
const char *
lk_figure_get_value (LkFigure *self)
{
  g_return_val_if_fail (LK_IS_FIGURE (self), NULL);

  return self->value;
}

/**
 * lk_figure_get_concern:
 * @self: a figure
 *
 * Returns: whether it is not as it should be
 */
gboolean
lk_figure_get_concern (LkFigure *self)
{
  g_return_val_if_fail (LK_IS_FIGURE (self), FALSE);

  return self->concern;
}
