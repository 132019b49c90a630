/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-selection-bar.h"

#include <glib/gi18n-lib.h>

/**
 * LkSelectionBar:
 *
 * What can be done with the tokens that are chosen, below their list. Its buttons use the actions of the page around it
 * (`tokens.delete-selected`, `tokens.add-selected-to-calendar`, `tokens.export-selected`).
 */
struct _LkSelectionBar
{
  AdwBin            parent_instance;

  LkTokenSelection *selection; /* NULL: none yet */
  char             *reason;    /* NULL: deleting is possible */
};

G_DEFINE_FINAL_TYPE (LkSelectionBar, lk_selection_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SELECTION,
  PROP_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
hidden_text (GObject *object,
             guint    n_hidden)
{
  /* Translators: %u is how many of the chosen tokens a search or a filter hides */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u selected token is not shown", "%u selected tokens are not shown",
                                       n_hidden),
                          n_hidden);
}

static gboolean
any_hidden (GObject *object,
            guint    n_hidden)
{
  return n_hidden > 0;
}

static void
lk_selection_bar_dispose (GObject *object)
{
  g_clear_object (&LK_SELECTION_BAR (object)->selection);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_SELECTION_BAR);

  G_OBJECT_CLASS (lk_selection_bar_parent_class)->dispose (object);
}

static void
lk_selection_bar_finalize (GObject *object)
{
  g_clear_pointer (&LK_SELECTION_BAR (object)->reason, g_free);

  G_OBJECT_CLASS (lk_selection_bar_parent_class)->finalize (object);
}

static void
lk_selection_bar_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  LkSelectionBar *self = LK_SELECTION_BAR (object);

  switch (prop_id)
    {
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_selection_bar_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  LkSelectionBar *self = LK_SELECTION_BAR (object);

  switch (prop_id)
    {
    case PROP_SELECTION:
      if (g_set_object (&self->selection, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_REASON:
      g_free (self->reason);
      self->reason = g_value_dup_string (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_selection_bar_class_init (LkSelectionBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_selection_bar_dispose;
  object_class->finalize = lk_selection_bar_finalize;
  object_class->get_property = lk_selection_bar_get_property;
  object_class->set_property = lk_selection_bar_set_property;

  /**
   * LkSelectionBar:selection: (nullable)
   *
   * The tokens that are chosen.
   */
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL,
                         LK_TYPE_TOKEN_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkSelectionBar:reason: (nullable)
   *
   * Why nothing can be deleted now.
   */
  properties[PROP_REASON] =
    g_param_spec_string ("reason", NULL, NULL,
                         NULL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-selection-bar.ui");
  gtk_widget_class_bind_template_callback (widget_class, hidden_text);
  gtk_widget_class_bind_template_callback (widget_class, any_hidden);
}

static void
lk_selection_bar_init (LkSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
