/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-selection-header.h"

#include <glib/gi18n-lib.h>

/**
 * LkSelectionHeader:
 *
 * What stands above a list while tokens are chosen: how many are, and the way out. Its buttons use the actions of the page
 * around it (`tokens.stop-selecting`, `tokens.select-all`, `tokens.select-none`).
 */
struct _LkSelectionHeader
{
  AdwBin            parent_instance;

  LkTokenSelection *selection; /* NULL: none yet */
};

G_DEFINE_FINAL_TYPE (LkSelectionHeader, lk_selection_header, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SELECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
count_text (GObject *object,
            guint    n_selected)
{
  if (n_selected == 0)
    return g_strdup (_("Select Tokens"));

  /* Translators: %u is how many tokens are chosen */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u selected", "%u selected", n_selected), n_selected);
}

static void
lk_selection_header_dispose (GObject *object)
{
  g_clear_object (&LK_SELECTION_HEADER (object)->selection);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_SELECTION_HEADER);

  G_OBJECT_CLASS (lk_selection_header_parent_class)->dispose (object);
}

static void
lk_selection_header_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  LkSelectionHeader *self = LK_SELECTION_HEADER (object);

  switch (prop_id)
    {
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_selection_header_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  LkSelectionHeader *self = LK_SELECTION_HEADER (object);

  switch (prop_id)
    {
    case PROP_SELECTION:
      if (g_set_object (&self->selection, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_selection_header_class_init (LkSelectionHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_selection_header_dispose;
  object_class->get_property = lk_selection_header_get_property;
  object_class->set_property = lk_selection_header_set_property;

  /**
   * LkSelectionHeader:selection: (nullable)
   *
   * The tokens that are chosen.
   */
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL,
                         LK_TYPE_TOKEN_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-selection-header.ui");
  gtk_widget_class_bind_template_callback (widget_class, count_text);
}

static void
lk_selection_header_init (LkSelectionHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
