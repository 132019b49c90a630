/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-answer-view.h"

#include "lk-field-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a person reads; the rest is there to be copied by the command. */
#define MAX_FIGURES 300
#define MAX_RAW_LENGTH (64 * 1024) /* bytes */

/**
 * LkAnswerView:
 *
 * What a task's call told: the figures first, in groups, and behind them the answer as it came.
 */
struct _LkAnswerView
{
  AdwBin             parent_instance;

  LkTokenTaskAnswer *answer; /* NULL: nothing is shown */

  GtkBox            *groups_box;
  AdwExpanderRow    *raw_row;
  GtkTextBuffer     *raw_buffer;
};

G_DEFINE_FINAL_TYPE (LkAnswerView, lk_answer_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ANSWER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
describe_origin (LkAnswerView *self,
                 const char   *origin)
{
  if (origin == NULL || *origin == '\0')
    return g_strdup ("");

  /* Translators: %s is an address */
  return g_strdup_printf (_("Answered by %s"), origin);
}

static GtkWidget *
create_concern_image (void)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (image, "warning");
  gtk_widget_set_tooltip_text (image, C_ ("answer", "Needs Attention"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("answer", "Needs Attention"), -1);

  return image;
}

static GtkWidget *
create_row (LkFigure *figure)
{
  GtkWidget *row = g_object_new (LK_TYPE_FIELD_ROW, "title", lk_figure_get_label (figure), "text",
                                 lk_figure_get_value (figure), NULL);

  if (lk_figure_get_concern (figure))
    g_object_set (row, "suffix", create_concern_image (), NULL);

  return row;
}

static AdwPreferencesGroup *
add_group (LkAnswerView *self,
           const char   *title)
{
  g_autofree char *escaped = title != NULL ? g_markup_escape_text (title, -1) : NULL;
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped != NULL ? escaped : "");
  gtk_box_append (self->groups_box, group);

  return ADW_PREFERENCES_GROUP (group);
}

static void
show_figures (LkAnswerView *self,
              GListModel   *figures)
{
  guint n = g_list_model_get_n_items (figures);
  AdwPreferencesGroup *group = NULL;
  const char *title = NULL;

  for (guint i = 0; i < MIN (n, MAX_FIGURES); i++)
    {
      g_autoptr (LkFigure) figure = g_list_model_get_item (figures, i);

      if (group == NULL || g_strcmp0 (title, lk_figure_get_group (figure)) != 0)
        group = add_group (self, lk_figure_get_group (figure));
      title = lk_figure_get_group (figure);
      adw_preferences_group_add (group, create_row (figure));
    }

  if (n > MAX_FIGURES)
    adw_preferences_group_set_description (add_group (self, NULL), _("There is more: the command prints all of it"));
}

static void
show_raw (LkAnswerView *self,
          const char   *json)
{
  gsize length = strlen (json);
  gboolean shortened = length > MAX_RAW_LENGTH;
  const char *end = shortened ? g_utf8_find_prev_char (json, json + MAX_RAW_LENGTH) : json + length;

  gtk_text_buffer_set_text (self->raw_buffer, json, (int) (end - json));
  adw_expander_row_set_subtitle (self->raw_row, shortened ? _("Only the beginning: the command prints all of it") : "");
  adw_expander_row_set_expanded (self->raw_row, FALSE);
}

static void
set_answer (LkAnswerView      *self,
            LkTokenTaskAnswer *answer)
{
  GtkWidget *child;

  if (!g_set_object (&self->answer, answer))
    return;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups_box))) != NULL)
    gtk_box_remove (self->groups_box, child);
  if (answer != NULL)
    show_figures (self, lk_token_task_answer_get_figures (answer));
  show_raw (self, answer != NULL ? lk_token_task_answer_get_json (answer) : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER]);
}

static void
lk_answer_view_dispose (GObject *object)
{
  g_clear_object (&LK_ANSWER_VIEW (object)->answer);

  G_OBJECT_CLASS (lk_answer_view_parent_class)->dispose (object);
}

static void
lk_answer_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ANSWER:
      g_value_set_object (value, LK_ANSWER_VIEW (object)->answer);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_answer_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ANSWER:
      set_answer (LK_ANSWER_VIEW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_answer_view_class_init (LkAnswerViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_answer_view_dispose;
  object_class->get_property = lk_answer_view_get_property;
  object_class->set_property = lk_answer_view_set_property;

  /**
   * LkAnswerView:answer: (nullable)
   *
   * What is shown.
   */
  properties[PROP_ANSWER] =
    g_param_spec_object ("answer", NULL, NULL,
                         LK_TYPE_TOKEN_TASK_ANSWER,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-answer-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LkAnswerView, groups_box);
  gtk_widget_class_bind_template_child (widget_class, LkAnswerView, raw_row);
  gtk_widget_class_bind_template_child (widget_class, LkAnswerView, raw_buffer);
  gtk_widget_class_bind_template_callback (widget_class, describe_origin);
}

static void
lk_answer_view_init (LkAnswerView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
