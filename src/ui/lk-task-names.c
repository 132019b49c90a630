/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-task-names.h"

#include "lk-host-question.h"
#include "lk-name-row.h"
#include "lk-pulsar-actions.h"
#include "lk-spinner.h"
#include "lk-streaming-names.h"
#include "lk-task-names-closures.h"
#include "lk-work-error.h"

/**
 * LkTaskNames:
 *
 * What a task is about, beside its tenant. Names are listed by the tenant itself, with the Pulsar token that is chosen; where
 * it does not answer they are typed.
 */
struct _LkTaskNames
{
  AdwBin              parent_instance;

  LkTokenTask        *task;        /* NULL: none */
  LkStreaming        *streaming;   /* NULL: there is no account */
  LkTenant           *tenant;      /* NULL: none is chosen */
  GCancellable       *listing;     /* NULL: nothing is listed just now */
  GCancellable       *cancellable; /* of a question, ends with the widget */
  GSignalGroup       *token;       /* of the one that is chosen */
  GError             *trouble;     /* NULL: none */
  char               *listed;      /* the namespace whose topics or connectors are there; NULL: none */
  gboolean            asked;       /* for the names of this task and tenant with this token */

  GtkCustomFilter    *filter;
  GtkFilterListModel *usable;
  AdwComboRow        *token_row;
  LkNameRow          *namespace_row;
  LkNameRow          *topic_row;
  LkNameRow          *connector_row;
};

G_DEFINE_FINAL_TYPE (LkTaskNames, lk_task_names, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TASK,
  PROP_STREAMING,
  PROP_TENANT,
  PROP_TOKEN,
  PROP_LISTING,
  PROP_TROUBLE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static LkTokenTaskNeeds
get_needs (LkTaskNames *self)
{
  return self->task != NULL ? lk_token_task_get_needs (self->task) : LK_TOKEN_TASK_NEEDS_NOTHING;
}

static gboolean
needs_pulsar_token (LkTaskNames *self)
{
  return self->task != NULL && lk_token_task_get_kind (self->task) == LK_TOKEN_TASK_PULSAR;
}

static LkPulsarToken *
get_token (LkTaskNames *self)
{
  return needs_pulsar_token (self) ? adw_combo_row_get_selected_item (self->token_row) : NULL;
}

/* An expired one is of no use, and one without an id cannot be fetched. */
static gboolean
is_usable_cb (gpointer item,
              gpointer user_data)
{
  LkPulsarToken *token = item;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return (lk_pulsar_token_get_id (token) != NULL || lk_pulsar_token_get_stored (token))
         && !lk_pulsar_token_is_expired (token, now);
}

static void
set_trouble (LkTaskNames  *self,
             const GError *error)
{
  g_clear_error (&self->trouble);
  self->trouble = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

/* Listing. */

static void
end_listing (LkTaskNames *self)
{
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LISTING]);
}

static LkNameRow *
get_last_row (LkTaskNames      *self,
              LkStreamingNames *what)
{
  LkTokenTaskNeeds needs = get_needs (self);

  if ((needs & LK_TOKEN_TASK_NEEDS_TOPIC) != 0)
    {
      *what = LK_STREAMING_TOPICS;
      return self->topic_row;
    }

  *what = (needs & LK_TOKEN_TASK_NEEDS_SINK) != 0 ? LK_STREAMING_SINKS : LK_STREAMING_SOURCES;

  return (needs & (LK_TOKEN_TASK_NEEDS_SINK | LK_TOKEN_TASK_NEEDS_SOURCE)) != 0 ? self->connector_row : NULL;
}

static void
list (LkTaskNames         *self,
      LkStreamingNames     what,
      const char          *namespace_name,
      GAsyncReadyCallback  callback)
{
  end_listing (self);
  set_trouble (self, NULL);
  self->listing = g_cancellable_new ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LISTING]);
  lk_streaming_list_names_async (self->streaming, get_token (self), what, namespace_name, self->listing, callback, self);
}

static gboolean
take_names (LkTaskNames  *self,
            LkNameRow    *row,
            GStrv         names,
            const GError *error)
{
  end_listing (self);
  if (error != NULL)
    set_trouble (self, error);
  else
    lk_name_row_set_names (row, (const char *const *) names);

  return error == NULL;
}

static void
last_listed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  LkTaskNames *self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = lk_streaming_list_names_finish (LK_STREAMING (source), result, &error);
  LkStreamingNames what;

  /* Cancelled: the widget is gone, or something else is asked. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  take_names (self, get_last_row (self, &what), names, error);
}

/* The topics or connectors of the namespace. */
static void
list_last (LkTaskNames *self)
{
  LkStreamingNames what;
  LkNameRow *row = get_last_row (self, &what);
  const char *namespace_name = lk_name_row_get_text (self->namespace_row);

  if (row == NULL || *namespace_name == '\0' || get_token (self) == NULL || self->streaming == NULL)
    return;

  if (g_strcmp0 (self->listed, namespace_name) != 0)
    {
      lk_name_row_set_names (row, NULL);
      gtk_editable_set_text (GTK_EDITABLE (row), "");
      g_free (self->listed);
      self->listed = g_strdup (namespace_name);
    }
  list (self, what, namespace_name, last_listed_cb);
}

static void
namespaces_listed_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  LkTaskNames *self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = lk_streaming_list_names_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (take_names (self, self->namespace_row, names, error))
    list_last (self);
}

/**
 * lk_task_names_list:
 * @self: names
 *
 * Asks the tenant which names there are, if the task needs any.
 */
void
lk_task_names_list (LkTaskNames *self)
{
  g_return_if_fail (LK_IS_TASK_NAMES (self));

  self->asked = TRUE;
  if ((get_needs (self) & LK_TOKEN_TASK_NEEDS_NAMESPACE) != 0 && get_token (self) != NULL && self->streaming != NULL)
    list (self, LK_STREAMING_NAMESPACES, NULL, namespaces_listed_cb);
  else
    end_listing (self);
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  LkTaskNames *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean confirmed = lk_host_question_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (confirmed)
    lk_task_names_list (self);
  else if (error != NULL)
    set_trouble (self, error);
}

static void
list_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  LkTaskNames *self = LK_TASK_NAMES (widget);

  if (g_error_matches (self->trouble, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST) && self->tenant != NULL)
    lk_host_question_async (widget, self->streaming, self->tenant, self->trouble, self->cancellable, confirmed_cb, self);
  else
    lk_task_names_list (self);
}

static void
new_token_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkTaskNames *self = LK_TASK_NAMES (widget);

  if (self->streaming != NULL && self->tenant != NULL)
    lk_pulsar_actions_create (widget, self->streaming, self->tenant);
}

/* Changes. */

static void
changed_cb (LkTaskNames *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* What is known of it, such as its script name, comes after it. */
static void
token_selected_cb (LkTaskNames *self)
{
  g_signal_group_set_target (self->token, adw_combo_row_get_selected_item (self->token_row));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
  self->asked = FALSE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    lk_task_names_list (self);
  changed_cb (self);
}

static void
forget_names (LkTaskNames *self,
              gboolean     namespace_too)
{
  LkNameRow *rows[] = { self->topic_row, self->connector_row, namespace_too ? self->namespace_row : NULL };

  end_listing (self);
  set_trouble (self, NULL);
  self->asked = FALSE;
  g_clear_pointer (&self->listed, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (rows) && rows[i] != NULL; i++)
    {
      lk_name_row_set_names (rows[i], NULL);
      gtk_editable_set_text (GTK_EDITABLE (rows[i]), "");
    }
}

static void
lk_task_names_map (GtkWidget *widget)
{
  LkTaskNames *self = LK_TASK_NAMES (widget);

  GTK_WIDGET_CLASS (lk_task_names_parent_class)->map (widget);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (!self->asked)
    lk_task_names_list (self);
}

static void
lk_task_names_dispose (GObject *object)
{
  LkTaskNames *self = LK_TASK_NAMES (object);

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->token);
  g_clear_object (&self->task);
  g_clear_object (&self->streaming);
  g_clear_object (&self->tenant);

  G_OBJECT_CLASS (lk_task_names_parent_class)->dispose (object);
}

static void
lk_task_names_finalize (GObject *object)
{
  g_clear_error (&LK_TASK_NAMES (object)->trouble);
  g_clear_pointer (&LK_TASK_NAMES (object)->listed, g_free);

  G_OBJECT_CLASS (lk_task_names_parent_class)->finalize (object);
}

static void
lk_task_names_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LkTaskNames *self = LK_TASK_NAMES (object);

  switch (prop_id)
    {
    case PROP_TASK:
      g_value_set_object (value, self->task);
      break;
    case PROP_STREAMING:
      g_value_set_object (value, self->streaming);
      break;
    case PROP_TENANT:
      g_value_set_object (value, self->tenant);
      break;
    case PROP_TOKEN:
      g_value_take_object (value, self->token != NULL ? g_signal_group_dup_target (self->token) : NULL);
      break;
    case PROP_LISTING:
      g_value_set_boolean (value, self->listing != NULL);
      break;
    case PROP_TROUBLE:
      g_value_set_boxed (value, self->trouble);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_task_names_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LkTaskNames *self = LK_TASK_NAMES (object);

  switch (prop_id)
    {
    case PROP_TASK:
      if (!g_set_object (&self->task, g_value_get_object (value)))
        return;
      forget_names (self, FALSE);
      break;
    case PROP_STREAMING:
      if (!g_set_object (&self->streaming, g_value_get_object (value)))
        return;
      break;
    case PROP_TENANT:
      if (!g_set_object (&self->tenant, g_value_get_object (value)))
        return;
      forget_names (self, TRUE);
      gtk_filter_list_model_set_model (self->usable, self->tenant != NULL ? lk_tenant_get_tokens (self->tenant) : NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
  changed_cb (self);
}

static void
lk_task_names_class_init (LkTaskNamesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_task_names_dispose;
  object_class->finalize = lk_task_names_finalize;
  object_class->get_property = lk_task_names_get_property;
  object_class->set_property = lk_task_names_set_property;
  widget_class->map = lk_task_names_map;

  /**
   * LkTaskNames:task: (nullable)
   *
   * What the names are for. Another one forgets the topic or the connector.
   */
  properties[PROP_TASK] = g_param_spec_object ("task", NULL, NULL, LK_TYPE_TOKEN_TASK, both);
  /**
   * LkTaskNames:streaming: (nullable)
   *
   * Whose tenant it is; to be set before the tenant.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING, both);
  /**
   * LkTaskNames:tenant: (nullable)
   *
   * Whose names they are. Another one forgets them.
   */
  properties[PROP_TENANT] = g_param_spec_object ("tenant", NULL, NULL, LK_TYPE_TENANT, both);
  /**
   * LkTaskNames:token: (nullable)
   *
   * The Pulsar token of the tenant that is chosen, also where the task takes none.
   */
  properties[PROP_TOKEN] = g_param_spec_object ("token", NULL, NULL, LK_TYPE_PULSAR_TOKEN, derived);
  /**
   * LkTaskNames:listing:
   *
   * Whether the tenant is being asked which names there are.
   */
  properties[PROP_LISTING] = g_param_spec_boolean ("listing", NULL, NULL, FALSE, derived);
  /**
   * LkTaskNames:trouble: (nullable)
   *
   * Why the names could not be listed.
   */
  properties[PROP_TROUBLE] = g_param_spec_boxed ("trouble", NULL, NULL, G_TYPE_ERROR, derived);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * LkTaskNames::changed:
   * @self: the names
   *
   * What lk_task_names_fill_place() tells is not the same any more.
   */
  signals[CHANGED] =
    g_signal_new ("changed", LK_TYPE_TASK_NAMES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "names.list", NULL, list_action);
  gtk_widget_class_install_action (widget_class, "names.new-token", NULL, new_token_action);

  g_type_ensure (LK_TYPE_NAME_ROW);
  g_type_ensure (LK_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-task-names.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTaskNames, filter);
  gtk_widget_class_bind_template_child (widget_class, LkTaskNames, usable);
  gtk_widget_class_bind_template_child (widget_class, LkTaskNames, token_row);
  gtk_widget_class_bind_template_child (widget_class, LkTaskNames, namespace_row);
  gtk_widget_class_bind_template_child (widget_class, LkTaskNames, topic_row);
  gtk_widget_class_bind_template_child (widget_class, LkTaskNames, connector_row);
  lk_task_names_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, list_last);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, token_selected_cb);
}

static void
lk_task_names_init (LkTaskNames *self)
{
  self->cancellable = g_cancellable_new ();
  self->token = g_signal_group_new (LK_TYPE_PULSAR_TOKEN);
  g_signal_group_connect_swapped (self->token, "notify", G_CALLBACK (changed_cb), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, is_usable_cb, NULL, NULL);
}

/**
 * lk_task_names_fill_place:
 * @self: names
 * @place: (out caller-allocates): what the task is about; its fields are owned by @self, until it changes
 *
 * Tells what was chosen and typed. A name that was not is %NULL.
 */
void
lk_task_names_fill_place (LkTaskNames      *self,
                          LkTokenTaskPlace *place)
{
  const char *namespace_name, *topic, *connector;

  g_return_if_fail (LK_IS_TASK_NAMES (self));
  g_return_if_fail (place != NULL);

  namespace_name = lk_name_row_get_text (self->namespace_row);
  topic = lk_name_row_get_text (self->topic_row);
  connector = lk_name_row_get_text (self->connector_row);
  *place = (LkTokenTaskPlace) {
    .tenant = self->tenant,
    .token = get_token (self),
    .namespace_name = *namespace_name != '\0' ? namespace_name : NULL,
    .topic = *topic != '\0' ? topic : NULL,
    .connector = *connector != '\0' ? connector : NULL,
  };
}

/**
 * lk_task_names_is_complete:
 * @self: names
 *
 * Returns: whether there is everything that the task needs
 */
gboolean
lk_task_names_is_complete (LkTaskNames *self)
{
  LkTokenTaskNeeds needs;
  LkTokenTaskPlace place;

  g_return_val_if_fail (LK_IS_TASK_NAMES (self), FALSE);

  needs = get_needs (self);
  lk_task_names_fill_place (self, &place);

  return (place.tenant != NULL || (needs & LK_TOKEN_TASK_NEEDS_TENANT) == 0)
         && (place.token != NULL || !needs_pulsar_token (self))
         && (place.namespace_name != NULL || (needs & LK_TOKEN_TASK_NEEDS_NAMESPACE) == 0)
         && (place.topic != NULL || (needs & LK_TOKEN_TASK_NEEDS_TOPIC) == 0)
         && (place.connector != NULL || (needs & (LK_TOKEN_TASK_NEEDS_SINK | LK_TOKEN_TASK_NEEDS_SOURCE)) == 0);
}

/**
 * lk_task_names_get_usable_token:
 * @self: names
 *
 * Returns: (transfer none) (nullable): a Pulsar token of the tenant, also where the task takes none
 */
LkPulsarToken *
lk_task_names_get_usable_token (LkTaskNames *self)
{
  g_return_val_if_fail (LK_IS_TASK_NAMES (self), NULL);

  return adw_combo_row_get_selected_item (self->token_row);
}
