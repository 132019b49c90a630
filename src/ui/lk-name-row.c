/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-name-row.h"

/**
 * LkNameRow:
 *
 * A name that somebody types. Where it is known which names there are a button shows them, and the first is there from the
 * start.
 */
struct _LkNameRow
{
  AdwEntryRow     parent_instance;

  char           *choose_name;
  gboolean        optional;

  GtkMenuButton  *choose_button;
  GtkStringList  *names;
};

G_DEFINE_FINAL_TYPE (LkNameRow, lk_name_row, ADW_TYPE_ENTRY_ROW)

enum
{
  PROP_0,
  PROP_CHOOSE_NAME,
  PROP_OPTIONAL,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
is_any (GObject *object,
        guint    n_items)
{
  return n_items > 0;
}

static void
activated_cb (LkNameRow   *self,
              guint        position,
              GtkListView *list)
{
  const char *name = gtk_string_list_get_string (self->names, position);

  if (name == NULL)
    return;

  gtk_menu_button_popdown (self->choose_button);
  gtk_editable_set_text (GTK_EDITABLE (self), name);
  gtk_widget_grab_focus (GTK_WIDGET (self->choose_button));
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
entry_activated_cb (LkNameRow *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* libadwaita 1.2 does not say that the title names the text that takes the focus. */
static void
title_changed_cb (LkNameRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), -1);
}

static void
lk_name_row_finalize (GObject *object)
{
  g_clear_pointer (&LK_NAME_ROW (object)->choose_name, g_free);

  G_OBJECT_CLASS (lk_name_row_parent_class)->finalize (object);
}

static void
lk_name_row_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOOSE_NAME:
      g_value_set_string (value, LK_NAME_ROW (object)->choose_name);
      break;
    case PROP_OPTIONAL:
      g_value_set_boolean (value, LK_NAME_ROW (object)->optional);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_name_row_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  LkNameRow *self = LK_NAME_ROW (object);

  switch (prop_id)
    {
    case PROP_CHOOSE_NAME:
      g_free (self->choose_name);
      self->choose_name = g_value_dup_string (value);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->choose_button), self->choose_name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->choose_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      self->choose_name != NULL ? self->choose_name : "", -1);
      break;
    case PROP_OPTIONAL:
      self->optional = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_name_row_class_init (LkNameRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = lk_name_row_finalize;
  object_class->get_property = lk_name_row_get_property;
  object_class->set_property = lk_name_row_set_property;

  /**
   * LkNameRow:choose-name: (nullable)
   *
   * What the button says that it does, to those who point at it and to screen readers.
   */
  properties[PROP_CHOOSE_NAME] =
    g_param_spec_string ("choose-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * LkNameRow:optional:
   *
   * Whether there need not be a name: the first is not taken unasked.
   */
  properties[PROP_OPTIONAL] =
    g_param_spec_boolean ("optional", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkNameRow::chosen:
   * @self: the row
   *
   * A name was taken from the list, or Return pressed.
   */
  signals[CHOSEN] = g_signal_new ("chosen", LK_TYPE_NAME_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-name-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkNameRow, choose_button);
  gtk_widget_class_bind_template_child (widget_class, LkNameRow, names);
  gtk_widget_class_bind_template_callback (widget_class, is_any);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, title_changed_cb);
}

static void
lk_name_row_init (LkNameRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_name_row_set_names:
 * @self: a row
 * @names: (nullable): which there are; %NULL: that is not known
 *
 * Sets which names there are to choose from. Where nothing was typed yet the first of them is taken,
 * if there has to be one.
 */
void
lk_name_row_set_names (LkNameRow         *self,
                       const char *const *names)
{
  g_return_if_fail (LK_IS_NAME_ROW (self));

  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)), names);
  if (!self->optional && names != NULL && names[0] != NULL && *lk_name_row_get_text (self) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self), names[0]);
}

/**
 * lk_name_row_get_text:
 * @self: a row
 *
 * Returns: the name, empty if there is none
 */
const char *
lk_name_row_get_text (LkNameRow *self)
{
  g_return_val_if_fail (LK_IS_NAME_ROW (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self));
}

/**
 * lk_name_row_has_name:
 * @self: a row
 * @name: a name
 *
 * Returns: whether it is one of those to choose from
 */
gboolean
lk_name_row_has_name (LkNameRow  *self,
                      const char *name)
{
  g_return_val_if_fail (LK_IS_NAME_ROW (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->names)); i++)
    if (g_strcmp0 (gtk_string_list_get_string (self->names, i), name) == 0)
      return TRUE;

  return FALSE;
}
