/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-use-row.h"

#include "lk-token-use.h"

/**
 * LkUseRow:
 *
 * One thing that holds a copy of a token, which can be forgotten and, during a rotation, ticked off.
 */
struct _LkUseRow
{
  AdwActionRow    parent_instance;

  LkTokenUse     *use;
  gboolean        checkable;

  GtkWidget      *check; /* NULL: it cannot be ticked off */
  GtkWidget      *forget_button;
};

G_DEFINE_FINAL_TYPE (LkUseRow, lk_use_row, ADW_TYPE_ACTION_ROW)

enum
{
  PROP_0,
  PROP_USE,
  PROP_CHECKABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A prefix that is hidden would leave its room empty. */
static void
add_check (LkUseRow   *self,
           const char *text)
{
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_bind_property (self->use, "switched", self->check, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->check);
}

static void
lk_use_row_constructed (GObject *object)
{
  LkUseRow *self = LK_USE_ROW (object);
  const char *text = lk_token_use_get_text (self->use);

  G_OBJECT_CLASS (lk_use_row_parent_class)->constructed (object);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->forget_button), "s", text);
  if (self->checkable)
    add_check (self, text);
}

static void
lk_use_row_dispose (GObject *object)
{
  g_clear_object (&LK_USE_ROW (object)->use);

  G_OBJECT_CLASS (lk_use_row_parent_class)->dispose (object);
}

static void
lk_use_row_get_property (GObject    *object,
                         guint       property_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  LkUseRow *self = LK_USE_ROW (object);

  switch (property_id)
    {
    case PROP_USE:
      g_value_set_object (value, self->use);
      break;

    case PROP_CHECKABLE:
      g_value_set_boolean (value, self->checkable);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_use_row_set_property (GObject      *object,
                         guint         property_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  LkUseRow *self = LK_USE_ROW (object);

  switch (property_id)
    {
    case PROP_USE:
      self->use = g_value_dup_object (value);
      break;

    case PROP_CHECKABLE:
      self->checkable = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_use_row_class_init (LkUseRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = lk_use_row_constructed;
  object_class->dispose = lk_use_row_dispose;
  object_class->get_property = lk_use_row_get_property;
  object_class->set_property = lk_use_row_set_property;

  /**
   * LkUseRow:use:
   *
   * What is shown.
   */
  properties[PROP_USE] =
    g_param_spec_object ("use", NULL, NULL, LK_TYPE_TOKEN_USE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * LkUseRow:checkable:
   *
   * Whether it can be ticked off.
   */
  properties[PROP_CHECKABLE] =
    g_param_spec_boolean ("checkable", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-use-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LkUseRow, forget_button);
}

static void
lk_use_row_init (LkUseRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
