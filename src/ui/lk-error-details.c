/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-error-details.h"

#include "lk-details-dialog.h"

/**
 * LkErrorDetails:
 *
 * A button below an error of Astra that shows what was answered. Nothing is seen of it where nothing was answered.
 */
struct _LkErrorDetails
{
  AdwBin  parent_instance;

  GError *error; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (LkErrorDetails, lk_error_details, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  lk_details_dialog_ask (widget, LK_ERROR_DETAILS (widget)->error);
}

static void
lk_error_details_finalize (GObject *object)
{
  g_clear_error (&LK_ERROR_DETAILS (object)->error);

  G_OBJECT_CLASS (lk_error_details_parent_class)->finalize (object);
}

static void
lk_error_details_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_ERROR:
      g_value_set_boxed (value, LK_ERROR_DETAILS (object)->error);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_error_details_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_ERROR:
      lk_error_details_set_error (LK_ERROR_DETAILS (object), g_value_get_boxed (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_error_details_class_init (LkErrorDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = lk_error_details_finalize;
  object_class->get_property = lk_error_details_get_property;
  object_class->set_property = lk_error_details_set_property;

  /**
   * LkErrorDetails:error: (nullable)
   *
   * What went wrong.
   */
  properties[PROP_ERROR] =
    g_param_spec_boxed ("error", NULL, NULL,
                        G_TYPE_ERROR,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "details.show", NULL, show_action);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-error-details.ui");
}

static void
lk_error_details_init (LkErrorDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_error_details_set_error:
 * @self: details
 * @error: (nullable): what went wrong, %NULL: nothing
 *
 * Sets the error that the details are of.
 */
void
lk_error_details_set_error (LkErrorDetails *self,
                            const GError   *error)
{
  g_return_if_fail (LK_IS_ERROR_DETAILS (self));

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), lk_details_dialog_has_details (error));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}
