/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-setup-row.h"

#include "lk-spinner.h"

#include <glib/gi18n-lib.h>

/**
 * LkSetupRow:
 *
 * What one check of the setup found, and what to do about it.
 */
struct _LkSetupRow
{
  AdwPreferencesRow parent_instance;

  LkSetupFinding   *finding; /* NULL: none yet */
};

G_DEFINE_FINAL_TYPE (LkSetupRow, lk_setup_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_FINDING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_looking (LkSetupRow *self,
            int         state)
{
  return state == LK_SETUP_LOOKING;
}

static char *
get_sign (LkSetupRow *self,
          int         state)
{
  return g_strdup (state == LK_SETUP_LOOKING ? "looking" : "found");
}

static char *
get_icon_name (LkSetupRow *self,
               int         state)
{
  switch (state)
    {
    case LK_SETUP_GOOD:
      return g_strdup ("emblem-ok-symbolic");

    case LK_SETUP_NOTE:
      return g_strdup ("dialog-information-symbolic");

    case LK_SETUP_BAD:
      return g_strdup ("dialog-warning-symbolic");

    case LK_SETUP_LOOKING:
    default:
      return NULL;
    }
}

static char **
get_css_classes (LkSetupRow *self,
                 int         state)
{
  const char *classes[] = { NULL, NULL };

  if (state == LK_SETUP_GOOD)
    classes[0] = "success";
  else if (state == LK_SETUP_BAD)
    classes[0] = "error";

  return g_strdupv ((char **) classes);
}

static char *
get_text (LkSetupRow *self,
          const char *text)
{
  return g_strdup (text != NULL ? text : _("Looking…"));
}

static gboolean
is_there (LkSetupRow *self,
          const char *text)
{
  return text != NULL;
}

/* Whoever does not see the sign hears it. */
static void
update_name (LkSetupRow *self)
{
  const char *text = lk_setup_finding_get_text (self->finding);
  const char *advice = lk_setup_finding_get_advice (self->finding);
  LkSetupState state = lk_setup_finding_get_state (self->finding);
  const char *title = lk_setup_finding_get_title (self->finding);
  g_autofree char *found = NULL;
  g_autofree char *name = NULL;

  if (state == LK_SETUP_BAD && text != NULL)
    /* Translators: %1$s is what was looked at, %2$s a sentence that says what was found */
    found = g_strdup_printf (_("%1$s: %2$s, this has to be mended"), title, text);
  else
    /* Translators: %1$s is what was looked at, %2$s a sentence that says what was found */
    found = g_strdup_printf (_("%1$s: %2$s"), title, text != NULL ? text : _("Looking…"));
  if (advice != NULL)
    /* Translators: %1$s is a sentence that says what was found, %2$s another one that says what to do */
    name = g_strdup_printf (_("%1$s. %2$s"), found, advice);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : found, -1);
}

static void
lk_setup_row_dispose (GObject *object)
{
  g_clear_object (&LK_SETUP_ROW (object)->finding);

  G_OBJECT_CLASS (lk_setup_row_parent_class)->dispose (object);
}

static void
lk_setup_row_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_FINDING:
      g_value_set_object (value, LK_SETUP_ROW (object)->finding);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_setup_row_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_FINDING:
      LK_SETUP_ROW (object)->finding = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_setup_row_class_init (LkSetupRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_setup_row_dispose;
  object_class->get_property = lk_setup_row_get_property;
  object_class->set_property = lk_setup_row_set_property;

  /**
   * LkSetupRow:finding: (nullable)
   *
   * What the row shows.
   */
  properties[PROP_FINDING] =
    g_param_spec_object ("finding", NULL, NULL,
                         LK_TYPE_SETUP_FINDING,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LK_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-setup-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, is_looking);
  gtk_widget_class_bind_template_callback (widget_class, get_sign);
  gtk_widget_class_bind_template_callback (widget_class, get_icon_name);
  gtk_widget_class_bind_template_callback (widget_class, get_css_classes);
  gtk_widget_class_bind_template_callback (widget_class, get_text);
  gtk_widget_class_bind_template_callback (widget_class, is_there);
}

static void
lk_setup_row_init (LkSetupRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_setup_row_new:
 * @finding: what it shows
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
lk_setup_row_new (LkSetupFinding *finding)
{
  LkSetupRow *self = g_object_new (LK_TYPE_SETUP_ROW, "finding", finding, NULL);

  g_signal_connect_object (finding, "notify::state", G_CALLBACK (update_name), self, G_CONNECT_SWAPPED);
  update_name (self);

  return GTK_WIDGET (self);
}
