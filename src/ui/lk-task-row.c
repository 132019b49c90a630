/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-task-row.h"

#include <glib/gi18n-lib.h>

/**
 * LkTaskRow:
 *
 * One row of the table of tasks: what is done, which token it takes, and which names.
 */
struct _LkTaskRow
{
  AdwPreferencesRow  parent_instance;

  LkTokenTask       *task;
  gboolean           narrow;
};

G_DEFINE_FINAL_TYPE (LkTaskRow, lk_task_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_TASK,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_needs (GObject *object,
                guint    needs)
{
  if ((needs & LK_TOKEN_TASK_NEEDS_TOPIC) != 0)
    return g_strdup (_("For a topic of a tenant"));
  if ((needs & (LK_TOKEN_TASK_NEEDS_SINK | LK_TOKEN_TASK_NEEDS_SOURCE)) != 0)
    return g_strdup (_("For a connector of a tenant"));
  if ((needs & LK_TOKEN_TASK_NEEDS_NAMESPACE) != 0)
    return g_strdup (_("For a namespace of a tenant"));
  if ((needs & LK_TOKEN_TASK_NEEDS_TENANT) != 0)
    return g_strdup (_("For a tenant"));

  return g_strdup (_("For the organization"));
}

static GtkOrientation
get_orientation (GObject  *object,
                 gboolean  narrow)
{
  return narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
}

static GtkAlign
get_badge_align (GObject  *object,
                 gboolean  narrow)
{
  return narrow ? GTK_ALIGN_START : GTK_ALIGN_CENTER;
}

static void
lk_task_row_dispose (GObject *object)
{
  g_clear_object (&LK_TASK_ROW (object)->task);

  G_OBJECT_CLASS (lk_task_row_parent_class)->dispose (object);
}

static void
lk_task_row_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TASK:
      g_value_set_object (value, LK_TASK_ROW (object)->task);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, LK_TASK_ROW (object)->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_task_row_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LkTaskRow *self = LK_TASK_ROW (object);

  switch (prop_id)
    {
    case PROP_TASK:
      self->task = g_value_dup_object (value);
      break;
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_task_row_class_init (LkTaskRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_task_row_dispose;
  object_class->get_property = lk_task_row_get_property;
  object_class->set_property = lk_task_row_set_property;

  /**
   * LkTaskRow:task:
   *
   * The task.
   */
  properties[PROP_TASK] = g_param_spec_object ("task", NULL, NULL, LK_TYPE_TOKEN_TASK,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * LkTaskRow:narrow:
   *
   * Whether the token stands below the text, and not beside it.
   */
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-task-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, describe_needs);
  gtk_widget_class_bind_template_callback (widget_class, get_orientation);
  gtk_widget_class_bind_template_callback (widget_class, get_badge_align);
}

static void
lk_task_row_init (LkTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_task_row_get_task:
 * @self: a row
 *
 * Returns: (transfer none): its task
 */
LkTokenTask *
lk_task_row_get_task (LkTaskRow *self)
{
  g_return_val_if_fail (LK_IS_TASK_ROW (self), NULL);

  return self->task;
}
