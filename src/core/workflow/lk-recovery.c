/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-recovery.h"

#include "lk-create-answer.h"
#include "lk-create-refusal.h"
#include "lk-escrow.h"
#include "lk-reconcile.h"
#include "lk-recovery-pulsar.h"
#include "lk-token-choice.h"
#include "lk-token-secrets.h"
#include "lk-work-close.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LkOffice          *office;
  LkIntent          *intent;
  LkAccount         *account; /* NULL: it was removed */
  LkEscrow          *escrow;  /* NULL: there is none */
  LkCreateAnswer    *answer;  /* NULL: nothing was kept */
  GHashTable        *held;    /* client ids of the tokens whose secret is in the keyring */
  GDateTime         *asked_at; /* when the list was asked for, by this computer's clock */
  LkRecoveryOutcome  outcome;
  gboolean           refused; /* in so many words, which the list may say otherwise */
} Recovery;

static void
recovery_free (gpointer data)
{
  Recovery *self = data;

  g_clear_object (&self->office);
  g_clear_object (&self->intent);
  g_clear_object (&self->account);
  g_clear_pointer (&self->escrow, lk_escrow_close);
  g_clear_pointer (&self->answer, lk_create_answer_free);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_clear_pointer (&self->asked_at, g_date_time_unref);
  g_free (self);
}

/* The steps, last first: each is the callback of the one below it. */

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_work_close_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A rotation begins in the moment in which its new token is written down as stored. */
static gboolean
begins_rotation (Recovery *self)
{
  return lk_intent_get_replaces (self->intent) != NULL && lk_intent_get_state (self->intent) != LK_INTENT_STORED;
}

static void
close_work (GTask             *task,
            LkRecoveryOutcome  outcome)
{
  Recovery *self = g_task_get_task_data (task);
  gboolean stored = outcome == LK_RECOVERY_STORED || (outcome == LK_RECOVERY_KEPT && begins_rotation (self));

  self->outcome = outcome;
  lk_work_close_async (self->office, self->intent, self->escrow, stored, closed_cb, task);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_state_save_intent_finish (LK_STATE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
leave_open (GTask             *task,
            LkIntentState      state,
            LkRecoveryOutcome  outcome)
{
  Recovery *self = g_task_get_task_data (task);

  self->outcome = outcome;
  lk_intent_set_state (self->intent, state);
  lk_state_save_intent_async (lk_office_get_state (self->office), self->intent, NULL, saved_cb, task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Recovery *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_client_list_tokens_finish (LK_ASTRA_CLIENT (source), result, &error);
  g_autoptr (GDateTime) server_now = lk_astra_client_get_server_time (LK_ASTRA_CLIENT (source));
  g_autoptr (GDateTime) asked_at = lk_reconcile_dup_time (self->asked_at, server_now);

  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  switch (lk_reconcile (self->intent, tokens, self->held, asked_at))
    {
    case LK_RECONCILE_NOTHING:
      close_work (g_steal_pointer (&task), LK_RECOVERY_NOTHING);
      break;

    case LK_RECONCILE_ORPHAN:
      leave_open (g_steal_pointer (&task), LK_INTENT_ORPHAN, LK_RECOVERY_ORPHAN);
      break;

    case LK_RECONCILE_UNKNOWN:
      if (self->refused && *lk_intent_get_candidate_ids (self->intent) == NULL)
        close_work (g_steal_pointer (&task), LK_RECOVERY_NOTHING);
      else
        leave_open (g_steal_pointer (&task), LK_INTENT_UNKNOWN, LK_RECOVERY_UNKNOWN);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Recovery *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (LkAstraClient) client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);

  if (client == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->asked_at = g_date_time_new_now_utc ();
  lk_astra_client_list_tokens_async (client, cancellable, listed_cb, g_steal_pointer (&task));
}

/* What is held is known to be somebody's, and not what was lost. */
static void
held_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Recovery *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < infos->len; i++)
    {
      LkSecretInfo *info = infos->pdata[i];
      const char *client_id = g_hash_table_lookup (info->attributes, "client-id");

      if (client_id != NULL)
        g_hash_table_add (self->held, g_strdup (client_id));
    }
  lk_office_get_client_async (self->office, self->account, cancellable, client_cb, g_steal_pointer (&task));
}

/* The secret is not here: the list tells what is. */
static void
ask_list (GTask *task)
{
  Recovery *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = lk_token_secrets_attributes (self->account, NULL, NULL, NULL);

  lk_keyring_list_async (lk_office_get_keyring (self->office), attributes, g_task_get_cancellable (task), held_cb, task);
}

static void see_again (GTask *task);

/* The answer did not bring the secret. Where the token is known, it may have been stored all the same. */
static void
go_on (GTask *task)
{
  Recovery *self = g_task_get_task_data (task);

  if (lk_intent_get_client_id (self->intent) != NULL)
    see_again (task);
  else
    ask_list (task);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_token_secrets_store_finish (LK_KEYRING (source), result, &error))
    close_work (g_steal_pointer (&task), LK_RECOVERY_STORED);
  else
    g_task_return_error (task, error);
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Recovery *self = g_task_get_task_data (task);

  lk_token_choice_finish (LK_OFFICE (source), result);
  lk_token_secrets_store_async (lk_office_get_keyring (self->office), self->account, self->answer,
                                lk_intent_get_description (self->intent), lk_intent_get_script_name (self->intent),
                                stored_cb, g_steal_pointer (&task));
}

static void
judge (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Recovery *self = g_task_get_task_data (task);
  LkAnswerBuffer *buffer = lk_escrow_get_buffer (self->escrow);
  g_autoptr (GError) refusal = NULL;
  gsize length;
  const char *data = lk_answer_buffer_get_data (buffer, &length);

  self->answer = lk_create_answer_new (data, length);
  switch (self->answer->verdict)
    {
    case LK_CREATE_COMPLETE:
      g_object_set (self->intent, "client-id", self->answer->client_id, NULL);
      lk_token_choice_async (self->office, self->account, self->answer, chosen_cb, g_steal_pointer (&task));
      return;

    case LK_CREATE_ORPHAN:
      g_object_set (self->intent, "client-id", self->answer->client_id, NULL);
      go_on (g_steal_pointer (&task));
      return;

    case LK_CREATE_NOTHING:
      break;

    default:
      g_assert_not_reached ();
    }

  refusal = lk_create_refusal_new (buffer);
  self->refused = refusal != NULL;
  go_on (g_steal_pointer (&task));
}

static void
replayed_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (lk_escrow_replay_finish (LK_ESCROW (source), result, &error))
    judge (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Recovery *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (SecretValue) key = lk_keyring_look_up_reserved_finish (LK_KEYRING (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (key == NULL)
    go_on (g_steal_pointer (&task));
  else
    lk_escrow_replay_async (self->escrow, key, cancellable, replayed_cb, g_steal_pointer (&task));
}

/* What was stored is looked at once more. The token alone is asked for: it was stored last. */
static void
seen_again_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_keyring_look_up_finish (LK_KEYRING (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (value != NULL)
    close_work (g_steal_pointer (&task), LK_RECOVERY_KEPT);
  else
    ask_list (g_steal_pointer (&task));
}

static void
see_again (GTask *task)
{
  Recovery *self = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;

  attributes = lk_token_secrets_attributes (self->account, lk_intent_get_client_id (self->intent),
                                            LK_SECRET_FIELD_TOKEN, NULL);
  lk_keyring_look_up_async (lk_office_get_keyring (self->office), attributes, g_task_get_cancellable (task),
                            seen_again_cb, task);
}

static void
pulsar_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  LkRecoveryOutcome outcome;

  if (!lk_recovery_pulsar_finish (result, &outcome, &error))
    g_task_return_error (task, error);
  else if (outcome == LK_RECOVERY_UNKNOWN)
    leave_open (g_steal_pointer (&task), LK_INTENT_UNKNOWN, outcome);
  else
    close_work (g_steal_pointer (&task), outcome);
}

static void
take_up (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Recovery *self = g_task_get_task_data (task);
  LkIntentState state = lk_intent_get_state (self->intent);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (state == LK_INTENT_PLANNED)
    close_work (g_steal_pointer (&task), LK_RECOVERY_NOTHING);
  else if (self->account == NULL)
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NO_SIGN_IN,
                             _("The account that this was done for was removed: add it again"));
  else if (lk_intent_is_pulsar (self->intent))
    lk_recovery_pulsar_async (self->office, self->account, self->intent, cancellable, pulsar_cb,
                              g_steal_pointer (&task));
  else if (self->escrow != NULL)
    lk_keyring_look_up_reserved_async (lk_office_get_keyring (self->office), lk_intent_get_id (self->intent),
                                       cancellable, key_cb, g_steal_pointer (&task));
  else
    go_on (g_steal_pointer (&task));
}

/* Read again now that it is ours: its owner may have gone on, or finished, until a moment ago. */
static void
read_again_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Recovery *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) intents = lk_state_list_intents_finish (LK_STATE (source), result, &error);

  if (intents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  for (guint i = 0; i < intents->len; i++)
    {
      LkIntent *intent = g_ptr_array_index (intents, i);

      if (g_str_equal (lk_intent_get_id (intent), lk_intent_get_id (self->intent)))
        {
          g_set_object (&self->intent, intent);
          take_up (g_steal_pointer (&task));
          return;
        }
    }

  self->outcome = LK_RECOVERY_NOTHING;
  g_task_return_boolean (task, TRUE);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Recovery *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->escrow = lk_escrow_open_finish (result, &error);
  if (g_error_matches (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_IN_USE))
    {
      self->outcome = LK_RECOVERY_IN_PROGRESS;
      g_task_return_boolean (task, TRUE);
    }
  else if (error != NULL && !g_error_matches (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_NOT_FOUND))
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else
    {
      lk_state_list_intents_async (lk_office_get_state (self->office), NULL, read_again_cb, g_steal_pointer (&task));
    }
}

/**
 * lk_recovery_run_async:
 * @office: the office, loaded
 * @intent: a create that somebody has left in the journal
 * @cancellable: (nullable): cancels it where nothing is written
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Takes up a piece of unfinished work and brings it as far as it goes without asking anybody: what was kept of the
 * answer is judged again, a secret in it stored, and where there is none the list is read. It never sends a request that
 * changes anything, and leaves work alone whose owner lives. May be repeated at any time.
 */
void
lk_recovery_run_async (LkOffice            *office,
                       LkIntent            *intent,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Recovery *self;

  g_return_if_fail (LK_IS_OFFICE (office));
  g_return_if_fail (LK_IS_INTENT (intent));
  g_return_if_fail (g_str_equal (lk_intent_get_operation (intent), "create"));

  self = g_new0 (Recovery, 1);
  self->office = g_object_ref (office);
  self->intent = g_object_ref (intent);
  self->account = lk_office_find_account (office, lk_intent_get_account_id (intent));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_recovery_run_async);
  g_task_set_task_data (task, self, recovery_free);
  lk_escrow_open_async (lk_state_get_directory (lk_office_get_state (office)), lk_intent_get_id (intent), cancellable,
                        opened_cb, g_steal_pointer (&task));
}

/**
 * lk_recovery_run_finish:
 * @result: what the callback was given
 * @outcome: (out): where the work stands now
 * @error: return location for an error of the keyring, the network, or the disk: the work stays as it was
 *
 * Returns: whether it could be taken up
 */
gboolean
lk_recovery_run_finish (GAsyncResult       *result,
                        LkRecoveryOutcome  *outcome,
                        GError            **error)
{
  Recovery *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, lk_recovery_run_async), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *outcome = self->outcome;

  return g_task_propagate_boolean (G_TASK (result), error);
}
