/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-delay.h"

#define DELAY_MS 500

/**
 * LkDelay:
 *
 * Tells when something has lasted for half a second: a spinner for what takes less would only flicker. For those who do not
 * see that, a widget says so too.
 */
struct _LkDelay
{
  GObject    parent_instance;

  guint      timeout_id; /* 0: not waiting */
  gboolean   active;
  gboolean   elapsed;
  GtkWidget *widget;     /* not owned; NULL: none, or it is gone */
};

G_DEFINE_FINAL_TYPE (LkDelay, lk_delay, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ACTIVE,
  PROP_ELAPSED,
  PROP_BUSY_WIDGET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
tell (LkDelay  *self,
      gboolean  busy)
{
  if (self->widget != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->widget), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
}

static void
set_elapsed (LkDelay  *self,
             gboolean  elapsed)
{
  if (self->elapsed == elapsed)
    return;

  self->elapsed = elapsed;
  tell (self, elapsed);
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
set_busy_widget (LkDelay   *self,
                 GtkWidget *widget)
{
  if (self->widget == widget)
    return;

  tell (self, FALSE);
  g_set_weak_pointer (&self->widget, widget);
  tell (self, self->elapsed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY_WIDGET]);
}

static void
lk_delay_dispose (GObject *object)
{
  LkDelay *self = LK_DELAY (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_weak_pointer (&self->widget);

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
    case PROP_BUSY_WIDGET:
      g_value_set_object (value, self->widget);
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
    case PROP_BUSY_WIDGET:
      set_busy_widget (LK_DELAY (object), g_value_get_object (value));
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

  /**
   * LkDelay:busy-widget: (nullable)
   *
   * What is said to be busy to screen readers from then on: the page or list that waits. It is not kept alive.
   */
  properties[PROP_BUSY_WIDGET] =
    g_param_spec_object ("busy-widget", NULL, NULL,
                         GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_delay_init (LkDelay *self)
{
}
