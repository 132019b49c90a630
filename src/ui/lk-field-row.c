/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-field-row.h"

/**
 * LkFieldRow:
 *
 * One thing that is known of a token: what it is, which is the row's title, and below it a text that can be selected, with
 * a button that copies it, or another one, at the end. Never for a secret.
 */
struct _LkFieldRow
{
  AdwPreferencesRow  parent_instance;

  char              *text;
  char              *copy_action; /* NULL: there is no such button */
  char              *copy_target; /* NULL: the text itself */
  char              *copy_name;
  GtkWidget         *suffix;      /* NULL: there is none */
  gboolean           verbatim;

  GtkWidget         *copy_button;
};

G_DEFINE_FINAL_TYPE (LkFieldRow, lk_field_row, ADW_TYPE_PREFERENCES_ROW)

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_VERBATIM,
  PROP_COPY_ACTION,
  PROP_COPY_TARGET,
  PROP_COPY_NAME,
  PROP_SUFFIX,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GVariant *
get_target (LkFieldRow *self,
            const char *target,
            const char *text)
{
  const char *copied = target != NULL ? target : text;

  return g_variant_ref_sink (g_variant_new_string (copied != NULL ? copied : ""));
}

static gboolean
is_set (LkFieldRow *self,
        const char *text)
{
  return text != NULL;
}

static gboolean
is_there (LkFieldRow *self,
          GObject    *object)
{
  return object != NULL;
}

static GStrv
get_classes (LkFieldRow *self,
             gboolean    verbatim)
{
  const char *const plain[] = { NULL };
  const char *const exact[] = { "token", NULL };

  return g_strdupv ((char **) (verbatim ? exact : plain));
}

/* A line never ends behind the dashes that an option begins with: what follows would look like a word of its own. */
static PangoAttrList *
get_attributes (LkFieldRow *self,
                const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  for (const char *dash = text != NULL ? strchr (text, '-') : NULL; dash != NULL; dash = strchr (dash, '-'))
    {
      const char *end = dash + strspn (dash, "-");

      if (dash == text || g_ascii_isspace (dash[-1]))
        {
          PangoAttribute *whole = pango_attr_allow_breaks_new (FALSE);

          whole->start_index = dash - text;
          whole->end_index = end - text + (*end != '\0' ? 1 : 0);
          pango_attr_list_insert (attributes, whole);
        }
      dash = end;
    }

  return attributes;
}

static void
update_copy_name (LkFieldRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->copy_name != NULL ? self->copy_name : "", -1);
}

static char **
get_text_field (LkFieldRow *self,
                guint       prop_id)
{
  switch (prop_id)
    {
    case PROP_TEXT:
      return &self->text;
    case PROP_COPY_ACTION:
      return &self->copy_action;
    case PROP_COPY_TARGET:
      return &self->copy_target;
    case PROP_COPY_NAME:
      return &self->copy_name;
    default:
      return NULL;
    }
}

static void
lk_field_row_dispose (GObject *object)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  g_clear_object (&self->suffix);

  G_OBJECT_CLASS (lk_field_row_parent_class)->dispose (object);
}

static void
lk_field_row_finalize (GObject *object)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->copy_action, g_free);
  g_clear_pointer (&self->copy_target, g_free);
  g_clear_pointer (&self->copy_name, g_free);

  G_OBJECT_CLASS (lk_field_row_parent_class)->finalize (object);
}

static void
lk_field_row_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LkFieldRow *self = LK_FIELD_ROW (object);

  switch (prop_id)
    {
    case PROP_TEXT:
    case PROP_COPY_ACTION:
    case PROP_COPY_TARGET:
    case PROP_COPY_NAME:
      g_value_set_string (value, *get_text_field (self, prop_id));
      break;
    case PROP_VERBATIM:
      g_value_set_boolean (value, self->verbatim);
      break;
    case PROP_SUFFIX:
      g_value_set_object (value, self->suffix);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_field_row_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LkFieldRow *self = LK_FIELD_ROW (object);
  char **field;

  switch (prop_id)
    {
    case PROP_TEXT:
    case PROP_COPY_ACTION:
    case PROP_COPY_TARGET:
    case PROP_COPY_NAME:
      field = get_text_field (self, prop_id);
      if (g_strcmp0 (*field, g_value_get_string (value)) == 0)
        return;
      g_free (*field);
      *field = g_value_dup_string (value);
      if (prop_id == PROP_COPY_NAME)
        update_copy_name (self);
      break;
    case PROP_VERBATIM:
      self->verbatim = g_value_get_boolean (value);
      break;
    case PROP_SUFFIX:
      g_set_object (&self->suffix, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
}

static void
lk_field_row_class_init (LkFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_field_row_dispose;
  object_class->finalize = lk_field_row_finalize;
  object_class->get_property = lk_field_row_get_property;
  object_class->set_property = lk_field_row_set_property;

  /**
   * LkFieldRow:text: (nullable)
   *
   * What is known, as plain text.
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, both);
  /**
   * LkFieldRow:verbatim:
   *
   * Whether each letter of the text counts, as in an id or a command.
   */
  properties[PROP_VERBATIM] = g_param_spec_boolean ("verbatim", NULL, NULL, FALSE, both);
  /**
   * LkFieldRow:copy-action: (nullable)
   *
   * The action of the button that copies; it takes a text. Without one there is no such button.
   */
  properties[PROP_COPY_ACTION] = g_param_spec_string ("copy-action", NULL, NULL, NULL, both);
  /**
   * LkFieldRow:copy-target: (nullable)
   *
   * The text that the action is given; %NULL for that of the row.
   */
  properties[PROP_COPY_TARGET] = g_param_spec_string ("copy-target", NULL, NULL, NULL, both);
  /**
   * LkFieldRow:copy-name: (nullable)
   *
   * What the button says that it does, to those who point at it and to screen readers.
   */
  properties[PROP_COPY_NAME] = g_param_spec_string ("copy-name", NULL, NULL, NULL, both);
  /**
   * LkFieldRow:suffix: (nullable)
   *
   * Another button for the end of the row.
   */
  properties[PROP_SUFFIX] = g_param_spec_object ("suffix", NULL, NULL, GTK_TYPE_WIDGET, both);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkFieldRow, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, get_target);
  gtk_widget_class_bind_template_callback (widget_class, is_set);
  gtk_widget_class_bind_template_callback (widget_class, is_there);
  gtk_widget_class_bind_template_callback (widget_class, get_classes);
  gtk_widget_class_bind_template_callback (widget_class, get_attributes);
}

static void
lk_field_row_init (LkFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
