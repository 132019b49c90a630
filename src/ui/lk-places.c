/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-places.h"

#include "lk-large-text.h"
#include "lk-names.h"

#include <glib/gi18n-lib.h>

/**
 * LkPlaces:
 *
 * The rows of the sidebar below the accounts: the pages that are about all of them.
 */
struct _LkPlaces
{
  AdwBin      parent_instance;

  guint       review_count;
  guint       secrets_count;

  GtkListBox *list;
  GtkWidget  *review_row;
  GtkWidget  *secrets_row;
  GtkWidget  *activity_row;
  GtkWidget  *guide_row;
};

G_DEFINE_FINAL_TYPE (LkPlaces, lk_places, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SELECTED,
  PROP_REVIEW_COUNT,
  PROP_SECRETS_COUNT,
  N_PROPS
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const names[] = { "review", "secrets", "activity", "guide" };

static char *
count_text (LkPlaces *self,
            guint     count)
{
  return count > 0 ? g_strdup_printf ("%u", count) : g_strdup ("");
}

static void
name_row (GtkWidget  *row,
          const char *title,
          guint       count)
{
  g_autofree char *name = NULL;

  if (count > 0)
    /* Translators: the name of a row for screen readers: %1$s is a page (“Stored Secrets”), %2$u how many it lists */
    name = g_strdup_printf (_("%1$s, %2$u"), title, count);
  lk_names_set_row (row, name != NULL ? name : title);
}

static const char *
get_selected (LkPlaces *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? names[gtk_list_box_row_get_index (row)] : "";
}

static void
set_selected (LkPlaces   *self,
              const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      {
        gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
        return;
      }

  gtk_list_box_unselect_all (self->list);
}

static void
row_selected_cb (LkPlaces *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
row_activated_cb (LkPlaces *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
lk_places_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  LkPlaces *self = LK_PLACES (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      g_value_set_static_string (value, get_selected (self));
      break;
    case PROP_REVIEW_COUNT:
      g_value_set_uint (value, self->review_count);
      break;
    case PROP_SECRETS_COUNT:
      g_value_set_uint (value, self->secrets_count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_places_set_property (GObject      *object,
                        guint         prop_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  LkPlaces *self = LK_PLACES (object);

  switch (prop_id)
    {
    case PROP_SELECTED:
      set_selected (self, g_value_get_string (value));
      return;
    case PROP_REVIEW_COUNT:
      self->review_count = g_value_get_uint (value);
      name_row (self->review_row, _("Review"), self->review_count);
      break;
    case PROP_SECRETS_COUNT:
      self->secrets_count = g_value_get_uint (value);
      name_row (self->secrets_row, _("Stored Secrets"), self->secrets_count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static void
lk_places_class_init (LkPlacesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = lk_places_get_property;
  object_class->set_property = lk_places_set_property;

  /**
   * LkPlaces:selected:
   *
   * The page that is chosen: "review", "secrets", "activity" or "guide"; empty for none.
   */
  properties[PROP_SELECTED] = g_param_spec_string ("selected", NULL, NULL, "", both);
  /**
   * LkPlaces:review-count:
   *
   * How many tokens should be looked at.
   */
  properties[PROP_REVIEW_COUNT] = g_param_spec_uint ("review-count", NULL, NULL, 0, G_MAXUINT, 0, both);
  /**
   * LkPlaces:secrets-count:
   *
   * Of how many things the keyring has a secret.
   */
  properties[PROP_SECRETS_COUNT] = g_param_spec_uint ("secrets-count", NULL, NULL, 0, G_MAXUINT, 0, both);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkPlaces::activated:
   * @self: the rows
   *
   * A row was clicked, or Return pressed on it: its page is wanted on top.
   */
  signals[ACTIVATED] =
    g_signal_new ("activated", LK_TYPE_PLACES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-places.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPlaces, list);
  gtk_widget_class_bind_template_child (widget_class, LkPlaces, review_row);
  gtk_widget_class_bind_template_child (widget_class, LkPlaces, secrets_row);
  gtk_widget_class_bind_template_child (widget_class, LkPlaces, activity_row);
  gtk_widget_class_bind_template_child (widget_class, LkPlaces, guide_row);
  gtk_widget_class_bind_template_callback (widget_class, count_text);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
lk_places_init (LkPlaces *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
  name_row (self->review_row, _("Review"), 0);
  name_row (self->secrets_row, _("Stored Secrets"), 0);
  name_row (self->activity_row, _("Activity"), 0);
  name_row (self->guide_row, _("Which Token?"), 0);
}
