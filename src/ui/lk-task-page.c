/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-task-page.h"

#include "lk-answer-view.h"
#include "lk-astra-error.h"
#include "lk-error-details.h"
#include "lk-field-row.h"
#include "lk-host-question.h"
#include "lk-keyring-actions.h"
#include "lk-spinner.h"
#include "lk-streaming-ask.h"
#include "lk-task-consent.h"
#include "lk-task-names.h"
#include "lk-task-page-closures.h"
#include "lk-token-actions.h"
#include "lk-token-task-run.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/**
 * LkTaskPage:
 *
 * One task: the command that does it, with the names of the tenant in it, and what came of running it here. A token goes
 * to a host that is not known only where somebody said yes.
 */
struct _LkTaskPage
{
  AdwBin             parent_instance;

  LkTokenTask       *task;      /* NULL: nothing is shown */
  LkStreaming       *streaming; /* NULL: there is no account */
  LkTenant          *tenant;    /* NULL: none is chosen */
  GCancellable      *running;   /* NULL: it is not run just now */
  gboolean           confirmed; /* the application token may go to the tenant's web service */
  gboolean           fallback;  /* a Pulsar token of the tenant may be used where it takes none */
  LkTokenTaskAnswer *answer;    /* NULL: none yet */
  GError            *error;     /* NULL: nothing went wrong */
  char              *command;   /* NULL: there is none */
  char              *lack;      /* NULL: there is a command */

  LkTaskNames       *names;
  GtkWidget         *back_button;
  GtkScrolledWindow *scroller;
  GtkWidget         *content;
  GtkWidget         *run_box;
};

G_DEFINE_FINAL_TYPE (LkTaskPage, lk_task_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TASK,
  PROP_STREAMING,
  PROP_TENANT,
  PROP_RUNNING,
  PROP_ANSWER,
  PROP_ERROR,
  PROP_COMMAND,
  PROP_LACK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The report can be had with a Pulsar token too, which nobody takes unasked. */
static gboolean
is_fallback_offered (LkTaskPage   *self,
                     const GError *error)
{
  return self->task != NULL && lk_token_task_get_call (self->task) == LK_TOKEN_TASK_USAGE && !self->fallback
         && lk_task_names_get_usable_token (self->names) != NULL
         && (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
             || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN)
             || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND));
}

/* What the command and the call are about. */
static void
get_place (LkTaskPage       *self,
           LkTokenTaskPlace *place)
{
  lk_task_names_fill_place (self->names, place);
  place->confirmed = self->confirmed;
  if (self->fallback)
    place->token = lk_task_names_get_usable_token (self->names);
}

static void
update (LkTaskPage *self)
{
  LkTokenTaskPlace place;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->command, g_free);
  g_clear_pointer (&self->lack, g_free);
  if (self->task != NULL && self->streaming != NULL)
    {
      get_place (self, &place);
      self->command = lk_token_task_dup_command (self->task, self->streaming, &place, LK_SHELL_SH, &error);
      self->lack = error != NULL ? g_strdup (error->message) : NULL;
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "task.run",
                                 self->running == NULL && self->task != NULL && self->streaming != NULL
                                   && lk_token_task_get_runnable (self->task) && lk_task_names_is_complete (self->names));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "task.cancel", self->running != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMMAND]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LACK]);
}

static void
set_outcome (LkTaskPage        *self,
             LkTokenTaskAnswer *answer,
             const GError      *error)
{
  if (g_set_object (&self->answer, answer))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER]);
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

/* The button that was pressed is replaced by the other one, which then has the focus. */
static void
set_running (LkTaskPage *self,
             gboolean    running)
{
  gboolean focused = has_focus (self->run_box);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  self->running = running ? g_cancellable_new () : NULL;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  if (focused)
    gtk_widget_child_focus (self->run_box, GTK_DIR_TAB_FORWARD);
}

static void
laid_out_cb (LkTaskPage    *self,
             GdkFrameClock *clock)
{
  graphene_point_t top;

  g_signal_handlers_disconnect_by_func (clock, laid_out_cb, self);
  if (gtk_widget_compute_point (self->run_box, self->content, &GRAPHENE_POINT_INIT (0, 0), &top))
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), top.y);
}

/* What came of it is below the button that was pressed, maybe below the end of the window. Where that is, is known once it is
 * laid out. */
static void
scroll_to_outcome (LkTaskPage *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (clock == NULL)
    return;

  g_signal_handlers_disconnect_by_func (clock, laid_out_cb, self);
  g_signal_connect_object (clock, "layout", G_CALLBACK (laid_out_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Running. */

static void run (LkTaskPage *self);

static void
host_answered_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  LkTaskPage *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean confirmed = lk_host_question_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (confirmed)
    {
      lk_task_names_list (self->names);
      run (self);
      return;
    }

  set_running (self, FALSE);
  if (error != NULL)
    set_outcome (self, NULL, error);
}

static void
ran_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  LkTaskPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LkTokenTaskAnswer) answer = lk_token_task_run_finish (LK_TOKEN_TASK (source), result, &error);

  /* Cancelled: the page may be gone, or be about another task. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST) && self->tenant != NULL)
    {
      lk_host_question_async (GTK_WIDGET (self), self->streaming, self->tenant, error, self->running, host_answered_cb,
                              self);
      return;
    }

  set_outcome (self, answer, error);
  set_running (self, FALSE);
  scroll_to_outcome (self);
}

static void
run (LkTaskPage *self)
{
  LkTokenTaskPlace place;

  get_place (self, &place);
  lk_token_task_run_async (self->task, self->streaming, &place, self->running, ran_cb, self);
}

static void
consent_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  LkTaskPage *self = user_data;
  g_autoptr (GError) error = NULL;
  LkTaskConsent consent = lk_task_consent_finish (LK_STREAMING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->confirmed = consent == LK_TASK_CONSENT_GIVEN;
  if (consent == LK_TASK_CONSENT_UNKNOWN)
    set_running (self, FALSE);
  else
    run (self);
}

static void
run_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  LkTaskPage *self = LK_TASK_PAGE (widget);

  self->fallback = FALSE;
  set_outcome (self, NULL, NULL);
  set_running (self, TRUE);
  if (!self->confirmed && lk_task_consent_is_needed (self->task, self->streaming, self->tenant))
    lk_task_consent_async (widget, self->streaming, self->tenant, self->running, consent_cb, self);
  else
    run (self);
}

static void
fall_back_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  LkTaskPage *self = LK_TASK_PAGE (widget);
  g_autofree char *origin = NULL;
  g_autoptr (GError) error = NULL;

  self->fallback = TRUE;
  set_outcome (self, NULL, NULL);
  set_running (self, TRUE);
  origin = lk_streaming_check_known_host (self->streaming, self->tenant, &error);
  if (origin == NULL && g_error_matches (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_HOST))
    lk_host_question_async (widget, self->streaming, self->tenant, error, self->running, host_answered_cb, self);
  else
    run (self);
}

static void
cancel_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  set_running (LK_TASK_PAGE (widget), FALSE);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  lk_token_actions_copy_text (widget, g_variant_get_string (parameter, NULL), _("Command copied"));
}

static void
sign_in_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  LkTaskPage *self = LK_TASK_PAGE (widget);

  if (self->streaming != NULL)
    gtk_widget_activate_action (widget, "account.change-sign-in", "s",
                                lk_account_get_id (lk_streaming_get_account (self->streaming)));
}

static void
unlock_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  LkTaskPage *self = LK_TASK_PAGE (widget);

  if (self->streaming != NULL)
    lk_keyring_actions_unlock (widget, lk_office_get_keyring (lk_streaming_get_office (self->streaming)));
}

static void
names_changed_cb (LkTaskPage *self)
{
  update (self);
}

/* What was answered was about something else. */
static void
start_anew (LkTaskPage *self)
{
  self->fallback = FALSE;
  set_outcome (self, NULL, NULL);
  set_running (self, FALSE);
}

static gboolean
lk_task_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LK_TASK_PAGE (widget)->back_button);
}

/* A script name may have been changed meanwhile. */
static void
lk_task_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (lk_task_page_parent_class)->map (widget);
  update (LK_TASK_PAGE (widget));
}

static void
lk_task_page_dispose (GObject *object)
{
  LkTaskPage *self = LK_TASK_PAGE (object);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_object (&self->task);
  g_clear_object (&self->streaming);
  g_clear_object (&self->tenant);
  g_clear_object (&self->answer);

  G_OBJECT_CLASS (lk_task_page_parent_class)->dispose (object);
}

static void
lk_task_page_finalize (GObject *object)
{
  LkTaskPage *self = LK_TASK_PAGE (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->command, g_free);
  g_clear_pointer (&self->lack, g_free);

  G_OBJECT_CLASS (lk_task_page_parent_class)->finalize (object);
}

static void
lk_task_page_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  LkTaskPage *self = LK_TASK_PAGE (object);

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
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running != NULL);
      break;
    case PROP_ANSWER:
      g_value_set_object (value, self->answer);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_COMMAND:
      g_value_set_string (value, self->command);
      break;
    case PROP_LACK:
      g_value_set_string (value, self->lack);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lk_task_page_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  LkTaskPage *self = LK_TASK_PAGE (object);

  switch (prop_id)
    {
    case PROP_TASK:
      if (!g_set_object (&self->task, g_value_get_object (value)))
        return;
      break;
    case PROP_STREAMING:
      if (!g_set_object (&self->streaming, g_value_get_object (value)))
        return;
      break;
    case PROP_TENANT:
      if (!g_set_object (&self->tenant, g_value_get_object (value)))
        return;
      self->confirmed = FALSE;
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  g_object_notify_by_pspec (object, pspec);
  start_anew (self);
}

static void
lk_task_page_class_init (LkTaskPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = lk_task_page_dispose;
  object_class->finalize = lk_task_page_finalize;
  object_class->get_property = lk_task_page_get_property;
  object_class->set_property = lk_task_page_set_property;
  widget_class->grab_focus = lk_task_page_grab_focus;
  widget_class->map = lk_task_page_map;

  /**
   * LkTaskPage:task: (nullable)
   *
   * The task. Another one forgets what was answered, and ends what is run.
   */
  properties[PROP_TASK] = g_param_spec_object ("task", NULL, NULL, LK_TYPE_TOKEN_TASK, both);
  /**
   * LkTaskPage:streaming: (nullable)
   *
   * The streaming half of the account that it is done for; to be set before the tenant.
   */
  properties[PROP_STREAMING] = g_param_spec_object ("streaming", NULL, NULL, LK_TYPE_STREAMING, both);
  /**
   * LkTaskPage:tenant: (nullable)
   *
   * The tenant that it is about.
   */
  properties[PROP_TENANT] = g_param_spec_object ("tenant", NULL, NULL, LK_TYPE_TENANT, both);
  /**
   * LkTaskPage:running:
   *
   * Whether the call is being made.
   */
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, derived);
  /**
   * LkTaskPage:answer: (nullable)
   *
   * What the call told.
   */
  properties[PROP_ANSWER] = g_param_spec_object ("answer", NULL, NULL, LK_TYPE_TOKEN_TASK_ANSWER, derived);
  /**
   * LkTaskPage:error: (nullable)
   *
   * Why it told nothing.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, derived);
  /**
   * LkTaskPage:command: (nullable)
   *
   * The command that does the task. It holds no secret.
   */
  properties[PROP_COMMAND] = g_param_spec_string ("command", NULL, NULL, NULL, derived);
  /**
   * LkTaskPage:lack: (nullable)
   *
   * A sentence that says why there is no command.
   */
  properties[PROP_LACK] = g_param_spec_string ("lack", NULL, NULL, NULL, derived);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "task.copy", "s", copy_action);
  gtk_widget_class_install_action (widget_class, "task.run", NULL, run_action);
  gtk_widget_class_install_action (widget_class, "task.run-with-pulsar-token", NULL, fall_back_action);
  gtk_widget_class_install_action (widget_class, "task.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "task.change-sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "task.unlock", NULL, unlock_action);

  g_type_ensure (LK_TYPE_ANSWER_VIEW);
  g_type_ensure (LK_TYPE_ERROR_DETAILS);
  g_type_ensure (LK_TYPE_FIELD_ROW);
  g_type_ensure (LK_TYPE_TASK_NAMES);
  g_type_ensure (LK_TYPE_SPINNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey_app/Latchkey/lk-task-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LkTaskPage, names);
  gtk_widget_class_bind_template_child (widget_class, LkTaskPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, LkTaskPage, run_box);
  gtk_widget_class_bind_template_child (widget_class, LkTaskPage, content);
  gtk_widget_class_bind_template_child_full (widget_class, "task_scroller", FALSE, G_STRUCT_OFFSET (LkTaskPage, scroller));
  lk_task_page_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, is_fallback_offered);
  gtk_widget_class_bind_template_callback (widget_class, names_changed_cb);
}

static void
lk_task_page_init (LkTaskPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}
