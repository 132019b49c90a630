/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-busy-bar.h"

#include <glib/gi18n-lib.h>

#define PULSE_STEP 0.015 /* of the width, each frame */

/**
 * LkBusyBar:
 *
 * A thin line that moves while something is done, and is not there otherwise. What is done is said elsewhere.
 */
struct _LkBusyBar
{
  AdwBin          parent_instance;

  GtkProgressBar *bar;     /* its child */
  guint           tick_id; /* 0: not moving */
};

G_DEFINE_FINAL_TYPE (LkBusyBar, lk_busy_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  gtk_progress_bar_pulse (LK_BUSY_BAR (widget)->bar);

  return G_SOURCE_CONTINUE;
}

static void
set_busy (LkBusyBar *self,
          gboolean   busy)
{
  if (busy == (self->tick_id != 0))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self), busy);
  if (busy)
    {
      self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
    }
  else
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
lk_busy_bar_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, LK_BUSY_BAR (object)->tick_id != 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_busy_bar_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_BUSY:
      set_busy (LK_BUSY_BAR (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_busy_bar_class_init (LkBusyBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = lk_busy_bar_get_property;
  object_class->set_property = lk_busy_bar_set_property;

  /**
   * LkBusyBar:busy:
   *
   * Whether something is done.
   */
  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_busy_bar_init (LkBusyBar *self)
{
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_progress_bar_set_pulse_step (self->bar, PULSE_STEP);
  gtk_widget_add_css_class (GTK_WIDGET (self->bar), "osd");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Loading"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bar));
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
