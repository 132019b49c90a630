/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-delay.h"

#define DELAY_MS 500

/**
 * LkDelay:
 *
 * Tells when something has lasted for half a second: a spinner for what takes less would only flicker.
 */
struct _LkDelay
{
  GObject  parent_instance;

  guint    timeout_id; /* 0: not waiting */
  gboolean active;
  gboolean elapsed;
};

G_DEFINE_FINAL_TYPE (LkDelay, lk_delay, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ACTIVE,
  PROP_ELAPSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_elapsed (LkDelay  *self,
             gboolean  elapsed)
{
  if (self->elapsed == elapsed)
    return;

  self->elapsed = elapsed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ELAPSED]);
}

static gboolean
timeout_cb (gpointer user_data)
{
  LkDelay *self = user_data;

  self->timeout_id = 0;
  set_elapsed (self, TRUE);

  return G_SOURCE_REMOVE;
}

static void
set_active (LkDelay  *self,
            gboolean  active)
{
  if (self->active == active)
    return;

  self->active = active;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (active)
    self->timeout_id = g_timeout_add (DELAY_MS, timeout_cb, self);
  else
    set_elapsed (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static void
lk_delay_dispose (GObject *object)
{
  LkDelay *self = LK_DELAY (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);

  G_OBJECT_CLASS (lk_delay_parent_class)->dispose (object);
}

static void
lk_delay_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  LkDelay *self = LK_DELAY (object);

  switch (prop_id)
    {
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->active);
      break;
    case PROP_ELAPSED:
      g_value_set_boolean (value, self->elapsed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_delay_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ACTIVE:
      set_active (LK_DELAY (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_delay_class_init (LkDelayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = lk_delay_dispose;
  object_class->get_property = lk_delay_get_property;
  object_class->set_property = lk_delay_set_property;

  /**
   * LkDelay:active:
   *
   * Whether it is under way.
   */
  properties[PROP_ACTIVE] =
    g_param_spec_boolean ("active", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkDelay:elapsed:
   *
   * Whether it has been for half a second.
   */
  properties[PROP_ELAPSED] =
    g_param_spec_boolean ("elapsed", NULL, NULL,
                          FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_delay_init (LkDelay *self)
{
}
