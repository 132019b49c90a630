/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-spinner.h"

#include "lk-delay.h"

/**
 * LkSpinner:
 *
 * A spinner that begins to turn once it was shown and set to spin for half a second, and keeps its place until then. Screen
 * readers hear of what it is beside that this is busy.
 */
struct _LkSpinner
{
  AdwBin    parent_instance;

  LkDelay  *delay;
  gboolean  spinning;
};

G_DEFINE_FINAL_TYPE (LkSpinner, lk_spinner, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SPINNING,
  PROP_BUSY_WIDGET,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (LkSpinner *self)
{
  g_object_set (self->delay, "active", self->spinning && gtk_widget_get_mapped (GTK_WIDGET (self)), NULL);
}

static void
lk_spinner_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_spinner_parent_class)->map (widget);

  update (LK_SPINNER (widget));
}

static void
lk_spinner_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_spinner_parent_class)->unmap (widget);

  update (LK_SPINNER (widget));
}

static void
lk_spinner_finalize (GObject *object)
{
  LkSpinner *self = LK_SPINNER (object);

  g_clear_object (&self->delay);

  G_OBJECT_CLASS (lk_spinner_parent_class)->finalize (object);
}

static void
lk_spinner_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LkSpinner *self = LK_SPINNER (object);

  switch (prop_id)
    {
    case PROP_SPINNING:
      g_value_set_boolean (value, self->spinning);
      break;
    case PROP_BUSY_WIDGET:
      g_object_get_property (G_OBJECT (self->delay), "busy-widget", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_spinner_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SPINNING:
      lk_spinner_set_spinning (LK_SPINNER (object), g_value_get_boolean (value));
      break;
    case PROP_BUSY_WIDGET:
      g_object_set_property (G_OBJECT (LK_SPINNER (object)->delay), "busy-widget", value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_spinner_class_init (LkSpinnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = lk_spinner_finalize;
  object_class->get_property = lk_spinner_get_property;
  object_class->set_property = lk_spinner_set_property;
  widget_class->map = lk_spinner_map;
  widget_class->unmap = lk_spinner_unmap;

  /**
   * LkSpinner:spinning:
   *
   * Whether something is under way.
   */
  properties[PROP_SPINNING] =
    g_param_spec_boolean ("spinning", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkSpinner:busy-widget: (nullable)
   *
   * What is busy while it turns: the page, dialog or row that waits. It is not kept alive.
   */
  properties[PROP_BUSY_WIDGET] =
    g_param_spec_object ("busy-widget", NULL, NULL,
                         GTK_TYPE_WIDGET,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
lk_spinner_init (LkSpinner *self)
{
  GtkWidget *spinner = g_object_new (GTK_TYPE_SPINNER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  self->delay = g_object_new (LK_TYPE_DELAY, NULL);
  g_object_bind_property (self->delay, "elapsed", spinner, "spinning", G_BINDING_SYNC_CREATE);
  adw_bin_set_child (ADW_BIN (self), spinner);
}

/**
 * lk_spinner_set_spinning:
 * @self: a spinner
 * @spinning: whether something is under way
 *
 * Lets it turn from half a second on, or stops it at once.
 */
void
lk_spinner_set_spinning (LkSpinner *self,
                         gboolean   spinning)
{
  g_return_if_fail (LK_IS_SPINNER (self));

  if (self->spinning == spinning)
    return;

  self->spinning = spinning;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPINNING]);
}
