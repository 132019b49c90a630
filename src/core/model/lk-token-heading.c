/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-heading.h"

/**
 * LkTokenHeading:
 *
 * A row that says what the tokens below it have in common.
 */
struct _LkTokenHeading
{
  GObject     parent_instance;

  const char *title;
  guint       count;
};

G_DEFINE_FINAL_TYPE (LkTokenHeading, lk_token_heading, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
lk_token_heading_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkTokenHeading *self = LK_TOKEN_HEADING (object);

  if (property_id == PROP_TITLE)
    g_value_set_static_string (value, self->title);
  else
    g_value_set_uint (value, self->count);
}

static void
lk_token_heading_class_init (LkTokenHeadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = lk_token_heading_get_property;

  /**
   * LkTokenHeading:title:
   *
   * What the tokens have in common.
   */
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  /**
   * LkTokenHeading:count:
   *
   * How many there are.
   */
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_token_heading_init (LkTokenHeading *self)
{
}

/**
 * lk_token_heading_new:
 * @title: what the tokens have in common, translated; it has to stay
 *
 * Returns: (transfer full): a heading of no tokens
 */
LkTokenHeading *
lk_token_heading_new (const char *title)
{
  LkTokenHeading *self = g_object_new (LK_TYPE_TOKEN_HEADING, NULL);

  self->title = title;

  return self;
}

/**
 * lk_token_heading_set_count:
 * @self: a heading
 * @count: how many tokens are below it
 */
void
lk_token_heading_set_count (LkTokenHeading *self,
                            guint           count)
{
  g_return_if_fail (LK_IS_TOKEN_HEADING (self));

  if (self->count == count)
    return;

  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}
