/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-place-group.h"

#include "lk-host-question.h"
#include "lk-name-row.h"
#include "lk-streaming-names.h"
#include "lk-token-actions.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* As variables_row lists them. */
static const LkPulsarVariables sets[] = {
  LK_PULSAR_VARIABLES_USUAL,
  LK_PULSAR_VARIABLES_TODAY,
  LK_PULSAR_VARIABLES_ALL,
};

/**
 * LkPulsarPlaceGroup:
 *
 * Asks which environment variables are written, and for the namespace and the topic that they name. Both can be entered; the
 * tenant is asked for a choice once the group is seen, and only where its tokens may go. That it does not answer is no harm,
 * so nothing is said of it.
 */
struct _LkPulsarPlaceGroup
{
  AdwPreferencesGroup  parent_instance;

  LkStreaming         *streaming;    /* NULL: nothing is asked */
  LkPulsarToken       *token;        /* NULL: nothing is asked */
  GCancellable        *cancellable;  /* ends with the group */
  GCancellable        *listing;      /* of the topics; NULL: they are not listed now */
  GError              *unknown_host; /* NULL: the tokens may go there, or nobody knows yet */
  gboolean             asked;        /* for the namespaces */

  AdwComboRow         *variables_row;
  LkNameRow           *namespace_row;
  LkNameRow           *topic_row;
};

G_DEFINE_FINAL_TYPE (LkPulsarPlaceGroup, lk_pulsar_place_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  PROP_0,
  PROP_UNKNOWN_HOST,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A name of the tenant's own as it is, what somebody typed without what surrounds it. */
static char *
dup_text (LkNameRow *row)
{
  g_autofree char *text = g_strdup (lk_name_row_get_text (row));

  if (!lk_name_row_has_name (row, text))
    g_strstrip (text);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static LkPulsarVariables
get_set (guint selected)
{
  return selected < G_N_ELEMENTS (sets) ? sets[selected] : LK_PULSAR_VARIABLES_USUAL;
}

static char *
list_names (LkPulsarPlaceGroup *self,
            guint               selected)
{
  return lk_pulsar_lines_list_names (get_set (selected));
}

/* What all the other programs look for names no namespace and no topic. */
static gboolean
names_topic (LkPulsarPlaceGroup *self,
             guint               selected)
{
  return get_set (selected) != LK_PULSAR_VARIABLES_ALL;
}

static gboolean
can_be_asked (LkPulsarPlaceGroup *self,
              guint               selected,
              const GError       *unknown_host)
{
  return names_topic (self, selected) && unknown_host != NULL;
}

static char *
describe_host (LkPulsarPlaceGroup *self,
               const GError       *unknown_host)
{
  return g_strdup (unknown_host != NULL ? unknown_host->message : "");
}

static void
set_unknown_host (LkPulsarPlaceGroup *self,
                  const GError       *error)
{
  g_clear_error (&self->unknown_host);
  if (error != NULL)
    self->unknown_host = g_error_copy (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNKNOWN_HOST]);
}

static void
topics_listed_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  LkPulsarPlaceGroup *self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = lk_streaming_list_names_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->listing);
  if (names != NULL)
    lk_name_row_set_names (self->topic_row, (const char *const *) names);
  else
    g_debug ("The topics could not be listed: %s", error->message);
}

/* Of a namespace that the tenant told of: what is still being entered is not asked for. */
static void
namespace_changed_cb (LkPulsarPlaceGroup *self)
{
  g_autofree char *name = NULL;

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  lk_name_row_set_names (self->topic_row, NULL);
  name = dup_text (self->namespace_row);
  if (name == NULL || !lk_name_row_has_name (self->namespace_row, name))
    return;

  self->listing = g_cancellable_new ();
  lk_streaming_list_names_async (self->streaming, self->token, LK_STREAMING_TOPICS, name, self->listing,
                                 topics_listed_cb, self);
}

static void
namespaces_listed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  LkPulsarPlaceGroup *self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = lk_streaming_list_names_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_unknown_host (self, g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST) ? error : NULL);
  if (names == NULL)
    {
      g_debug ("The namespaces could not be listed: %s", error->message);
      return;
    }

  lk_name_row_set_names (self->namespace_row, (const char *const *) names);
  namespace_changed_cb (self);
}

static void
list_namespaces (LkPulsarPlaceGroup *self)
{
  lk_streaming_list_names_async (self->streaming, self->token, LK_STREAMING_NAMESPACES, NULL, self->cancellable,
                                 namespaces_listed_cb, self);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (LkPulsarPlaceGroup) self = user_data;
  g_autoptr (GError) error = NULL;

  if (lk_host_question_finish (LK_STREAMING (source), result, &error))
    list_namespaces (self);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    lk_token_actions_show_failure (GTK_WIDGET (self), _("The Tenant Could Not Be Asked"), error);
}

static void
ask_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkPulsarPlaceGroup *self = LK_PULSAR_PLACE_GROUP (widget);
  LkTenant *tenant = self->token != NULL ? lk_streaming_get_tenant_of (self->streaming, self->token) : NULL;

  if (tenant != NULL && self->unknown_host != NULL)
    lk_host_question_async (widget, self->streaming, tenant, self->unknown_host, self->cancellable, answered_cb,
                            g_object_ref (self));
}

static void
ask_once (LkPulsarPlaceGroup *self)
{
  if (self->asked || self->token == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->namespace_row)))
    return;

  self->asked = TRUE;
  list_namespaces (self);
}

static void
lk_pulsar_place_group_dispose (GObject *object)
{
  LkPulsarPlaceGroup *self = LK_PULSAR_PLACE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_object (&self->streaming);
  g_clear_object (&self->token);
  /* Bound children would outlive the group's weak references, and their bindings with them. */
  gtk_widget_dispose_template (GTK_WIDGET (self), LK_TYPE_PULSAR_PLACE_GROUP);

  G_OBJECT_CLASS (lk_pulsar_place_group_parent_class)->dispose (object);
}

static void
lk_pulsar_place_group_finalize (GObject *object)
{
  g_clear_error (&LK_PULSAR_PLACE_GROUP (object)->unknown_host);

  G_OBJECT_CLASS (lk_pulsar_place_group_parent_class)->finalize (object);
}

static void
lk_pulsar_place_group_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_UNKNOWN_HOST:
      g_value_set_boxed (value, LK_PULSAR_PLACE_GROUP (object)->unknown_host);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_pulsar_place_group_class_init (LkPulsarPlaceGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lk_pulsar_place_group_dispose;
  object_class->finalize = lk_pulsar_place_group_finalize;
  object_class->get_property = lk_pulsar_place_group_get_property;

  /**
   * LkPulsarPlaceGroup:unknown-host: (nullable)
   *
   * Why the tenant was not asked: nobody said yes to its host.
   */
  properties[PROP_UNKNOWN_HOST] =
    g_param_spec_boxed ("unknown-host", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "place.ask", NULL, ask_action);

  g_type_ensure (LK_TYPE_NAME_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/latchkey_app/Latchkey/lk-pulsar-place-group.ui");
  gtk_widget_class_bind_template_child (widget_class, LkPulsarPlaceGroup, variables_row);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarPlaceGroup, namespace_row);
  gtk_widget_class_bind_template_child (widget_class, LkPulsarPlaceGroup, topic_row);
  gtk_widget_class_bind_template_callback (widget_class, list_names);
  gtk_widget_class_bind_template_callback (widget_class, names_topic);
  gtk_widget_class_bind_template_callback (widget_class, can_be_asked);
  gtk_widget_class_bind_template_callback (widget_class, describe_host);
  gtk_widget_class_bind_template_callback (widget_class, ask_once);
  gtk_widget_class_bind_template_callback (widget_class, namespace_changed_cb);
}

static void
lk_pulsar_place_group_init (LkPulsarPlaceGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * lk_pulsar_place_group_set_token:
 * @self: a group
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 *
 * Sets whose tenant can be asked, and what it is asked with; once.
 */
void
lk_pulsar_place_group_set_token (LkPulsarPlaceGroup *self,
                                 LkStreaming        *streaming,
                                 LkPulsarToken      *token)
{
  g_return_if_fail (LK_IS_PULSAR_PLACE_GROUP (self));
  g_return_if_fail (LK_IS_STREAMING (streaming));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  g_set_object (&self->streaming, streaming);
  g_set_object (&self->token, token);
  ask_once (self);
}

/**
 * lk_pulsar_place_group_get_variables:
 * @self: a group
 *
 * Returns: which variables are wanted
 */
LkPulsarVariables
lk_pulsar_place_group_get_variables (LkPulsarPlaceGroup *self)
{
  g_return_val_if_fail (LK_IS_PULSAR_PLACE_GROUP (self), LK_PULSAR_VARIABLES_USUAL);

  return get_set (adw_combo_row_get_selected (self->variables_row));
}

/**
 * lk_pulsar_place_group_dup_namespace:
 * @self: a group
 *
 * Returns: (transfer full) (nullable): the namespace that is named
 */
char *
lk_pulsar_place_group_dup_namespace (LkPulsarPlaceGroup *self)
{
  g_return_val_if_fail (LK_IS_PULSAR_PLACE_GROUP (self), NULL);

  return dup_text (self->namespace_row);
}

/**
 * lk_pulsar_place_group_dup_topic:
 * @self: a group
 *
 * Returns: (transfer full) (nullable): the topic that is named
 */
char *
lk_pulsar_place_group_dup_topic (LkPulsarPlaceGroup *self)
{
  g_return_val_if_fail (LK_IS_PULSAR_PLACE_GROUP (self), NULL);

  return dup_text (self->topic_row);
}
