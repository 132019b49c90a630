/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-heading-row.h"

#include "lk-large-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkHeadingRow:
 *
 * A row of a list that says what the tokens below it have in common, and how many they are.
 */
struct _LkHeadingRow
{
  AdwBin          parent_instance;

  LkTokenHeading *heading; /* NULL: not bound */
};

G_DEFINE_FINAL_TYPE (LkHeadingRow, lk_heading_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_HEADING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_heading (GObject    *object,
                  const char *title,
                  guint       count)
{
  /* Translators: %1$s is a heading of a list, %2$u how many rows are below it */
  return title != NULL ? g_strdup_printf (_("%1$s (%2$u)"), title, count) : g_strdup ("");
}

/* GTK reads the item of the list aloud, which may have been that of a token before. */
static void
update_name (LkHeadingRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  guint count;

  if (self->heading == NULL || parent == NULL)
    return;

  g_object_get (self->heading, "title", &title, "count", &count, NULL);
  name = describe_heading (NULL, title, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
lk_heading_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_heading_row_parent_class)->root (widget);

  update_name (LK_HEADING_ROW (widget));
}

static void
lk_heading_row_dispose (GObject *object)
{
  LkHeadingRow *self = LK_HEADING_ROW (object);

  lk_heading_row_set_heading (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_HEADING_ROW);

  G_OBJECT_CLASS (lk_heading_row_parent_class)->dispose (object);
}

static void
lk_heading_row_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  LkHeadingRow *self = LK_HEADING_ROW (object);

  switch (prop_id)
    {
    case PROP_HEADING:
      g_value_set_object (value, self->heading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_heading_row_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_HEADING:
      lk_heading_row_set_heading (LK_HEADING_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_heading_row_class_init (LkHeadingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_heading_row_dispose;
  object_class->get_property = lk_heading_row_get_property;
  object_class->set_property = lk_heading_row_set_property;

  widget_class->root = lk_heading_row_root;

  /**
   * LkHeadingRow:heading: (nullable)
   *
   * The heading that is shown.
   */
  properties[PROP_HEADING] =
    g_param_spec_object ("heading", NULL, NULL,
                         LK_TYPE_TOKEN_HEADING,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-heading-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, describe_heading);
}

static void
lk_heading_row_init (LkHeadingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
}

/**
 * lk_heading_row_new:
 *
 * Creates a row without a heading.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
lk_heading_row_new (void)
{
  return g_object_new (LK_TYPE_HEADING_ROW, NULL);
}

/**
 * lk_heading_row_set_heading:
 * @self: a row
 * @heading: (nullable): a heading
 *
 * Sets the heading that is shown.
 */
void
lk_heading_row_set_heading (LkHeadingRow   *self,
                            LkTokenHeading *heading)
{
  g_return_if_fail (LK_IS_HEADING_ROW (self));

  if (heading == self->heading)
    return;

  if (self->heading != NULL)
    g_signal_handlers_disconnect_by_func (self->heading, update_name, self);
  g_set_object (&self->heading, heading);
  if (heading != NULL)
    g_signal_connect_swapped (heading, "notify::count", G_CALLBACK (update_name), self);
  update_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEADING]);
}
