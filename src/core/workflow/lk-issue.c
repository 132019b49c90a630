/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-issue.h"

#include "lk-create-refusal.h"
#include "lk-issue-private.h"
#include "lk-work-close.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* The object itself is in the private header, which the steps before the POST share. */
G_DEFINE_FINAL_TYPE (LkIssue, lk_issue, G_TYPE_OBJECT)

/* When the list is read after an answer was lost, in seconds after each other. */
#define DEFAULT_SCHEDULE { 2, 10 }

enum
{
  PROP_0,
  PROP_SCHEDULE,
  PROP_STEP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

void
lk_issue_set_step (LkIssue     *self,
                   LkIssueStep  step)
{
  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

/* The steps, last first: each is the callback of the one below it. */

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  /* The work itself is done; what stays is closed when the journal is read next. */
  if (!lk_work_close_finish (result, &error))
    g_debug ("A finished piece of work stays in the journal: %s", error->message);
  g_clear_pointer (&self->escrow, lk_escrow_close);

  if (self->failure != NULL)
    {
      lk_issue_set_step (self, LK_ISSUE_READY);
      g_task_return_error (task, g_error_copy (self->failure));
      return;
    }

  lk_issue_set_step (self, LK_ISSUE_DONE);
  g_task_return_boolean (task, TRUE);
}

/*< private >
 * lk_issue_close_work:
 * @task: (transfer full): the task of a wish
 *
 * Nothing is open any more: what the work has left behind goes. Then the task returns, with the failure if there is one.
 */
void
lk_issue_close_work (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);

  lk_work_close_async (lk_inventory_get_office (self->inventory), self->intent, self->escrow, self->stored, closed_cb,
                       task);
}

static void
left_open_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  /* The row is there since before the request, only its state is older than it could be. */
  if (!lk_state_save_intent_finish (LK_STATE (source), result, &error))
    g_debug ("The journal could not be brought up to date: %s", error->message);
  /* Without a secret nothing is held any more, and anybody may take the work up. */
  if (lk_intent_get_state (self->intent) != LK_INTENT_ANSWERED)
    g_clear_pointer (&self->escrow, lk_escrow_close);

  g_task_return_error (task, g_error_copy (self->failure));
}

/*< private >
 * lk_issue_leave_open:
 * @task: (transfer full): the task of a wish that has failed
 * @state: where the work stands
 *
 * Something may exist that is not safe: the row stays and says what is known of it.
 */
void
lk_issue_leave_open (GTask         *task,
                     LkIntentState  state)
{
  LkIssue *self = g_task_get_source_object (task);

  lk_intent_set_state (self->intent, state);
  if (self->answer != NULL && self->answer->client_id != NULL)
    g_object_set (self->intent, "client-id", self->answer->client_id, NULL);
  lk_state_save_intent_async (lk_issue_get_state (self), self->intent, NULL, left_open_cb, task);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;
  const char *data;
  gboolean sent = FALSE;
  gsize length;

  lk_astra_client_create_token_finish (LK_ASTRA_CLIENT (source), result, &sent, &error);
  lk_issue_set_step (self, LK_ISSUE_JUDGING);

  /* What the transport says of success is not asked: the content tells whether the secret is here. */
  data = lk_answer_buffer_get_data (lk_escrow_get_buffer (self->escrow), &length);
  self->answer = lk_create_answer_new (data, length);
  /* Parsed, and so copied, only where there is no secret in it. */
  if (self->answer->verdict == LK_CREATE_NOTHING)
    refusal = lk_create_refusal_new (lk_escrow_get_buffer (self->escrow));
  if (refusal == NULL)
    lk_issue_record (self, !sent);
  switch (self->answer->verdict)
    {
    case LK_CREATE_COMPLETE:
      lk_issue_store (g_steal_pointer (&task));
      return;

    case LK_CREATE_ORPHAN:
      self->failure = g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_ORPHAN,
                                           _("Astra created the token, but its secret never arrived"));
      lk_issue_leave_open (g_steal_pointer (&task), LK_INTENT_ORPHAN);
      return;

    case LK_CREATE_NOTHING:
      break;

    default:
      g_assert_not_reached ();
    }

  if (!sent)
    {
      self->failure = g_steal_pointer (&error);
      lk_issue_close_work (g_steal_pointer (&task));
      return;
    }

  if (refusal != NULL)
    {
      self->failure = g_steal_pointer (&refusal);
      lk_issue_see_refusal (g_steal_pointer (&task));
    }
  else
    {
      lk_issue_reconcile (g_steal_pointer (&task));
    }
}

/*< private >
 * lk_issue_send:
 * @owned_task: (transfer full): the task of a wish whose journal is in order
 *
 * Sends the one request there is; from here on nothing is cancelled and nobody asked.
 */
void
lk_issue_send (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkIssue *self = g_task_get_source_object (task);

  lk_issue_set_step (self, LK_ISSUE_SENDING);
  lk_astra_client_create_token_async (self->client, (const char *const *) self->role_ids,
                                      lk_account_get_org_id (lk_inventory_get_account (self->inventory)),
                                      self->description, lk_intent_get_token_expiry (self->intent),
                                      LK_ANSWER_SINK (self->escrow), NULL, created_cb, g_steal_pointer (&task));
}

static void
lk_issue_dispose (GObject *object)
{
  LkIssue *self = LK_ISSUE (object);

  g_clear_object (&self->inventory);
  g_clear_object (&self->client);
  g_clear_object (&self->intent);
  g_clear_pointer (&self->escrow, lk_escrow_close);
  g_clear_object (&self->app_token);
  g_clear_pointer (&self->answer, lk_create_answer_free);

  G_OBJECT_CLASS (lk_issue_parent_class)->dispose (object);
}

static void
lk_issue_finalize (GObject *object)
{
  LkIssue *self = LK_ISSUE (object);

  g_clear_pointer (&self->role_ids, g_strfreev);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->token_expiry, g_date_time_unref);
  g_clear_pointer (&self->script_name, g_free);
  g_clear_pointer (&self->replaces, g_free);
  g_clear_pointer (&self->schedule, g_variant_unref);
  g_clear_pointer (&self->asked_at, g_date_time_unref);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (lk_issue_parent_class)->finalize (object);
}

static void
lk_issue_get_property (GObject    *object,
                       guint       property_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  LkIssue *self = LK_ISSUE (object);

  switch (property_id)
    {
    case PROP_STEP:
      g_value_set_int (value, (int) self->step);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_issue_set_property (GObject      *object,
                       guint         property_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  LkIssue *self = LK_ISSUE (object);

  switch (property_id)
    {
    case PROP_SCHEDULE:
      self->schedule = g_value_dup_variant (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
lk_issue_constructed (GObject *object)
{
  static const guint32 looks[] = DEFAULT_SCHEDULE;
  LkIssue *self = LK_ISSUE (object);

  G_OBJECT_CLASS (lk_issue_parent_class)->constructed (object);

  if (self->schedule == NULL)
    self->schedule = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, looks,
                                                                    G_N_ELEMENTS (looks), sizeof looks[0]));
}

static void
lk_issue_class_init (LkIssueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = lk_issue_constructed;
  object_class->dispose = lk_issue_dispose;
  object_class->finalize = lk_issue_finalize;
  object_class->get_property = lk_issue_get_property;
  object_class->set_property = lk_issue_set_property;

  /**
   * LkIssue:schedule:
   *
   * How long to wait before each look at the list after an answer was lost, in seconds: "au". %NULL: 2 and then 10.
   */
  properties[PROP_SCHEDULE] =
    g_param_spec_variant ("schedule", NULL, NULL, G_VARIANT_TYPE ("au"), NULL,
                          G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * LkIssue:step:
   *
   * The #LkIssueStep that is being taken.
   */
  properties[PROP_STEP] =
    g_param_spec_int ("step", NULL, NULL, LK_ISSUE_READY, LK_ISSUE_DONE, LK_ISSUE_READY,
                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
lk_issue_init (LkIssue *self)
{
}

static GStrv
dup_unique (const char *const *strings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; strings[i] != NULL; i++)
    {
      gboolean again = FALSE;

      for (guint j = 0; j < i; j++)
        again = again || g_str_equal (strings[i], strings[j]);
      if (!again)
        g_strv_builder_add (builder, strings[i]);
    }

  return g_strv_builder_end (builder);
}

/**
 * lk_issue_new:
 * @inventory: a loaded inventory; its roles check @role_ids
 * @role_ids: (array zero-terminated=1): ids of roles, never names
 * @description: what the token is for
 * @token_expiry: (nullable): when it shall end, %NULL for never
 * @script_name: (nullable): by which scripts find it
 *
 * Makes a wish for a token. Nothing happens before lk_issue_run_async().
 *
 * Returns: (transfer full): the wish
 */
LkIssue *
lk_issue_new (LkInventory       *inventory,
              const char *const *role_ids,
              const char        *description,
              GDateTime         *token_expiry,
              const char        *script_name)
{
  return lk_issue_new_with_schedule (inventory, role_ids, description, token_expiry, script_name, NULL);
}

/**
 * lk_issue_new_with_schedule:
 * @inventory: as for lk_issue_new()
 * @role_ids: (array zero-terminated=1): as for lk_issue_new()
 * @description: as for lk_issue_new()
 * @token_expiry: (nullable): as for lk_issue_new()
 * @script_name: (nullable): as for lk_issue_new()
 * @schedule: (nullable) (transfer none): #LkIssue:schedule, taken if floating
 *
 * Makes a wish that looks at the list at other times.
 *
 * Returns: (transfer full): the wish
 */
LkIssue *
lk_issue_new_with_schedule (LkInventory       *inventory,
                            const char *const *role_ids,
                            const char        *description,
                            GDateTime         *token_expiry,
                            const char        *script_name,
                            GVariant          *schedule)
{
  LkIssue *self;

  g_return_val_if_fail (LK_IS_INVENTORY (inventory), NULL);
  g_return_val_if_fail (role_ids != NULL, NULL);
  g_return_val_if_fail (description != NULL, NULL);

  self = g_object_new (LK_TYPE_ISSUE, "schedule", schedule, NULL);
  self->inventory = g_object_ref (inventory);
  self->role_ids = dup_unique (role_ids);
  self->description = g_strstrip (g_strdup (description));
  self->token_expiry = token_expiry != NULL ? g_date_time_ref (token_expiry) : NULL;
  self->script_name = script_name != NULL && *script_name != '\0' ? g_strdup (script_name) : NULL;

  return self;
}

/**
 * lk_issue_set_replaces:
 * @self: a wish that has not run, and gives no script name
 * @client_id: the token whose place the new one shall take
 *
 * Makes it the beginning of a rotation: once the new token is stored, the journal has an #LkRotation of both. The name
 * that scripts find the old one by is moved after that.
 */
void
lk_issue_set_replaces (LkIssue    *self,
                       const char *client_id)
{
  g_return_if_fail (LK_IS_ISSUE (self));
  g_return_if_fail (client_id != NULL);
  g_return_if_fail (!self->started && self->script_name == NULL);

  g_free (self->replaces);
  self->replaces = g_strdup (client_id);
}

/**
 * lk_issue_get_step:
 * @self: a wish
 *
 * Returns: the step that is being taken
 */
LkIssueStep
lk_issue_get_step (LkIssue *self)
{
  g_return_val_if_fail (LK_IS_ISSUE (self), LK_ISSUE_READY);

  return self->step;
}

/**
 * lk_issue_run_async:
 * @self: a wish that has not run
 * @cancellable: (nullable): obeyed up to the POST and ignored from then on
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Issues the token.
 */
void
lk_issue_run_async (LkIssue             *self,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_ISSUE (self));
  g_return_if_fail (!self->started);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_issue_run_async);
  g_task_set_check_cancellable (task, FALSE);
  self->started = TRUE;

  lk_issue_set_step (self, LK_ISSUE_PREFLIGHT);
  lk_issue_preflight (g_steal_pointer (&task));
}

/**
 * lk_issue_run_finish:
 * @self: a wish
 * @result: what the callback was given
 * @error: return location for a #LkWorkError, #LkAstraError, #LkKeyringError or #LkStateError
 *
 * With %LK_WORK_ERROR_NOT_STORED the secrets are held here, and lk_issue_store_again_async() tries again; with
 * %LK_WORK_ERROR_UNKNOWN_OUTCOME or %LK_WORK_ERROR_ORPHAN the work is in the journal; with any other nothing was
 * created.
 *
 * Returns: whether the token exists and its secrets are in the keyring, read back and compared
 */
gboolean
lk_issue_run_finish (LkIssue       *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_issue_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * lk_issue_is_in_escrow:
 * @self: a wish that ended with %LK_WORK_ERROR_NOT_STORED
 *
 * Tells whether the secret outlives @self: once the last reference goes, #LkJournal takes the work up.
 *
 * Returns: whether all that arrived is sealed on the disk
 */
gboolean
lk_issue_is_in_escrow (LkIssue *self)
{
  g_return_val_if_fail (LK_IS_ISSUE (self), FALSE);

  return self->escrow != NULL && lk_escrow_get_failure (self->escrow) == NULL;
}

/**
 * lk_issue_get_client_id:
 * @self: a wish
 *
 * Returns: (transfer none) (nullable): the new token's client id, %NULL before it arrived
 */
const char *
lk_issue_get_client_id (LkIssue *self)
{
  g_return_val_if_fail (LK_IS_ISSUE (self), NULL);

  return self->answer != NULL ? self->answer->client_id : NULL;
}

/**
 * lk_issue_get_token:
 * @self: a wish
 *
 * Returns: (transfer none) (nullable): the token, %NULL before it arrived
 */
SecretValue *
lk_issue_get_token (LkIssue *self)
{
  g_return_val_if_fail (LK_IS_ISSUE (self), NULL);

  return self->answer != NULL ? self->answer->token : NULL;
}

/**
 * lk_issue_get_client_secret:
 * @self: a wish
 *
 * Returns: (transfer none) (nullable): the client secret, %NULL before it arrived
 */
SecretValue *
lk_issue_get_client_secret (LkIssue *self)
{
  g_return_val_if_fail (LK_IS_ISSUE (self), NULL);

  return self->answer != NULL ? self->answer->secret : NULL;
}

/**
 * lk_issue_get_app_token:
 * @self: a wish
 *
 * Returns: (transfer none) (nullable): the token as it is listed, %NULL before it is stored
 */
LkAppToken *
lk_issue_get_app_token (LkIssue *self)
{
  g_return_val_if_fail (LK_IS_ISSUE (self), NULL);

  return self->app_token;
}
