/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-activity-row.h"

#include "lk-activity-table.h"
#include "lk-format.h"
#include "lk-large-text.h"

#include <glib/gi18n-lib.h>

/**
 * LkActivityRow:
 *
 * One thing that was done to a token or an account: which, what, where, when, and how it ended.
 */
struct _LkActivityRow
{
  AdwBin      parent_instance;

  LkActivity *activity; /* NULL: not bound */
  gboolean    of_known_token;
};

G_DEFINE_FINAL_TYPE (LkActivityRow, lk_activity_row, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ACTIVITY,
  PROP_OF_KNOWN_TOKEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_done (LkActivity *activity)
{
  return g_strcmp0 (lk_activity_get_outcome (activity), LK_ACTIVITY_DONE) == 0;
}

static char *
get_title (GObject    *object,
           LkActivity *activity,
           gboolean    of_known_token)
{
  const char *title = activity != NULL ? lk_activity_get_description (activity) : "";

  if (activity != NULL && of_known_token)
    return g_strdup (lk_activity_table_describe (activity));
  if (activity != NULL && lk_activity_table_is_about_account (activity))
    return g_strdup (lk_activity_get_account_title (activity));
  if (title == NULL)
    title = lk_activity_get_client_id (activity);

  return g_strdup (title != NULL ? title : _("Untitled Token"));
}

static char *
get_time (LkActivity *activity)
{
  GDateTime *time = lk_activity_get_time (activity);

  return time != NULL ? lk_format_date_and_time (time) : g_strdup (_("at an unknown time"));
}

static char *
get_subtitle (GObject    *object,
              LkActivity *activity)
{
  const char *account = activity != NULL ? lk_activity_get_account_title (activity) : NULL;

  if (activity == NULL)
    return g_strdup ("");

  if (g_strcmp0 (lk_activity_get_operation (activity), LK_ACTIVITY_RENAME_ACCOUNT) == 0
      && lk_activity_get_description (activity) != NULL)
    /* Translators: below an account that was given another name; %s is the former one */
    return g_strdup_printf (_("Account renamed, was “%s”"), lk_activity_get_description (activity));
  if (lk_activity_table_is_about_account (activity))
    return g_strdup (lk_activity_table_describe (activity));

  /* Translators: below a token: %1$s is what was done with it (“Created”), %2$s its account */
  return g_strdup_printf (_("%1$s · %2$s"), lk_activity_table_describe (activity), account != NULL ? account : "");
}

static gboolean
is_not (GObject  *object,
        gboolean  value)
{
  return !value;
}

static char *
get_when (GObject    *object,
          LkActivity *activity)
{
  return activity != NULL ? get_time (activity) : g_strdup ("");
}

static char *
get_outcome (GObject    *object,
             LkActivity *activity)
{
  return g_strdup (activity != NULL ? lk_activity_table_describe_outcome (activity) : "");
}

static char *
get_icon (GObject    *object,
          LkActivity *activity)
{
  if (activity == NULL || is_done (activity))
    return g_strdup ("object-select-symbolic");

  return g_strdup (g_strcmp0 (lk_activity_get_outcome (activity), LK_ACTIVITY_FAILED) == 0 ? "dialog-error-symbolic"
                                                                                          : "dialog-warning-symbolic");
}

static GStrv
get_classes (GObject    *object,
             LkActivity *activity)
{
  const char *const plain[] = { "badge", NULL };
  const char *const failed[] = { "badge", "error", NULL };
  const char *const unsure[] = { "badge", "warning", NULL };

  if (activity == NULL || is_done (activity))
    return g_strdupv ((char **) plain);

  return g_strdupv ((char **) (g_strcmp0 (lk_activity_get_outcome (activity), LK_ACTIVITY_FAILED) == 0 ? failed : unsure));
}

/* GTK reads the item of the list aloud, not what is in it. */
static void
update_name (LkActivityRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *time = NULL;
  g_autofree char *name = NULL;

  if (self->activity == NULL || parent == NULL)
    return;

  title = get_title (NULL, self->activity, FALSE);
  subtitle = get_subtitle (NULL, self->activity);
  time = get_time (self->activity);
  /* Translators: how a screen reader names a record: %1$s is a token, %2$s what was done with it, %3$s when, %4$s how it
   * ended */
  name = g_strdup_printf (_("%1$s, %2$s, %3$s, %4$s"), title, subtitle, time,
                          lk_activity_table_describe_outcome (self->activity));
  gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
lk_activity_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_activity_row_parent_class)->root (widget);

  update_name (LK_ACTIVITY_ROW (widget));
}

static void
lk_activity_row_dispose (GObject *object)
{
  g_clear_object (&LK_ACTIVITY_ROW (object)->activity);
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_ACTIVITY_ROW);

  G_OBJECT_CLASS (lk_activity_row_parent_class)->dispose (object);
}

static void
lk_activity_row_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ACTIVITY:
      g_value_set_object (value, LK_ACTIVITY_ROW (object)->activity);
      break;
    case PROP_OF_KNOWN_TOKEN:
      g_value_set_boolean (value, LK_ACTIVITY_ROW (object)->of_known_token);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_activity_row_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  LkActivityRow *self = LK_ACTIVITY_ROW (object);

  switch (prop_id)
    {
    case PROP_ACTIVITY:
      if (!g_set_object (&self->activity, g_value_get_object (value)))
        break;
      update_name (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_OF_KNOWN_TOKEN:
      self->of_known_token = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_activity_row_class_init (LkActivityRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_activity_row_dispose;
  object_class->get_property = lk_activity_row_get_property;
  object_class->set_property = lk_activity_row_set_property;
  widget_class->root = lk_activity_row_root;

  /**
   * LkActivityRow:activity: (nullable)
   *
   * What was done.
   */
  properties[PROP_ACTIVITY] =
    g_param_spec_object ("activity", NULL, NULL,
                         LK_TYPE_ACTIVITY,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * LkActivityRow:of-known-token:
   *
   * Whether what is around the row says which token it is about: then the row does not.
   */
  properties[PROP_OF_KNOWN_TOKEN] =
    g_param_spec_boolean ("of-known-token", NULL, NULL,
                          FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-activity-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, get_title);
  gtk_widget_class_bind_template_callback (widget_class, get_subtitle);
  gtk_widget_class_bind_template_callback (widget_class, is_not);
  gtk_widget_class_bind_template_callback (widget_class, get_when);
  gtk_widget_class_bind_template_callback (widget_class, get_outcome);
  gtk_widget_class_bind_template_callback (widget_class, get_icon);
  gtk_widget_class_bind_template_callback (widget_class, get_classes);
}

static void
lk_activity_row_init (LkActivityRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  lk_large_text_fit_row (GTK_WIDGET (self));
}
