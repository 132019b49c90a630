/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-create-private.h"

#include "lk-text.h"
#include "lk-work-close.h"

#include <glib/gi18n-lib.h>

/* What the journal knows of a Pulsar token that is created. The escrow keeps no answer here, since the token can be
 * fetched again: whoever holds it owns the work. */

static void
told (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkPulsarCreation *creation = g_task_get_task_data (task);

  if (creation->doubt != NULL)
    g_task_return_error (task, g_steal_pointer (&creation->doubt));
  else
    g_task_return_pointer (task, g_object_ref (creation->token), g_object_unref);
}

static void
left_open_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The row is there since before the request, only its state is older than it could be. */
  if (!lk_state_save_intent_finish (LK_STATE (source), result, &error))
    g_debug ("The journal could not be brought up to date: %s", error->message);
  g_clear_pointer (&creation->escrow, lk_escrow_close);
  told (task);
}

static void
leave_open (GTask         *owned_task,
            LkIntentState  state)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  g_ptr_array_add (creation->candidates, NULL);
  g_object_set (creation->intent, "state", state, "candidate-ids", creation->candidates->pdata, NULL);
  lk_state_save_intent_async (lk_office_get_state (self->office), creation->intent, NULL, left_open_cb, owned_task);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* The work itself is done; what stays is closed when the journal is read next. */
  if (!lk_work_close_finish (result, &error))
    g_debug ("A finished piece of work stays in the journal: %s", error->message);
  g_clear_pointer (&creation->escrow, lk_escrow_close);
  told (task);
}

/*< private >
 * lk_pulsar_creation_close_work:
 * @owned_task: (transfer full): the task, whose end is known
 * @unknown: whether it is not known what became of the request
 *
 * Brings the journal up to date, then returns the token or the error. What nobody can tell yet stays in it, and so does
 * a token that could not be stored though it should: it can be fetched, and is stored when the work is taken up.
 */
void
lk_pulsar_creation_close_work (GTask    *owned_task,
                               gboolean  unknown)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);
  gboolean stored = creation->store && creation->token != NULL && creation->store_error == NULL;

  if (creation->intent == NULL)
    {
      told (owned_task);
      return;
    }

  g_object_set (creation->intent, "client-id", creation->id, NULL);
  if (unknown)
    leave_open (owned_task, LK_INTENT_UNKNOWN);
  else if (creation->store_error != NULL && creation->id != NULL)
    leave_open (owned_task, LK_INTENT_ANSWERED);
  else
    lk_work_close_async (self->office, creation->intent, creation->escrow, stored, closed_cb, owned_task);
}

static void
known_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_intent_finish (LK_STATE (source), result, &error))
    g_debug ("The journal could not be brought up to date: %s", error->message);
  lk_pulsar_creation_store (G_TASK (user_data));
}

/*< private >
 * lk_pulsar_creation_know:
 * @owned_task: (transfer full): the task; the new token's id is known
 *
 * Writes down which token it is, then goes on with lk_pulsar_creation_store(): so that what is stored is never taken for
 * somebody else's.
 */
void
lk_pulsar_creation_know (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  g_object_set (creation->intent, "state", LK_INTENT_ANSWERED, "client-id", creation->id, NULL);
  lk_state_save_intent_async (lk_office_get_state (self->office), creation->intent, NULL, known_cb, owned_task);
}

/* Nothing was sent: what is returned is why. */
static void
turn_back (GTask  *owned_task,
           GError *failure)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  creation->doubt = failure;
  lk_pulsar_creation_close_work (owned_task, FALSE);
}

static void
journalled_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  GError *error = NULL;

  /* The last moment to turn back. */
  if (lk_state_save_intent_finish (LK_STATE (source), result, &error)
      && !g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    lk_pulsar_creation_send (task);
  else
    turn_back (task, error);
}

static LkIntent *
make_intent (LkStreaming      *self,
             LkPulsarCreation *creation,
             const char       *id)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) sent_at = lk_astra_streaming_get_server_time (creation->client);
  g_autofree const char **known_ids = (const char **) g_hash_table_get_keys_as_array (creation->ids_before, NULL);

  return g_object_new (LK_TYPE_INTENT,
                       "id", id,
                       "account-id", lk_account_get_id (self->account),
                       "tenant-name", lk_tenant_get_name (creation->tenant),
                       "cluster-name", lk_tenant_get_cluster (creation->tenant),
                       "lifetime-days", creation->days,
                       "keep", creation->store,
                       "description", creation->note,
                       "script-name", creation->script_name,
                       "replaces", creation->replaces,
                       "known-ids", known_ids,
                       "since", now,
                       "sent-at", sent_at,
                       "state", LK_INTENT_SENDING,
                       NULL);
}

/* Before the row: work in the journal whose escrow is not taken has no owner. */
static void
escrow_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkStreaming *self = g_task_get_source_object (task);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  LkIntent *intent;
  GError *error = NULL;

  creation->escrow = lk_escrow_create_finish (result, &error);
  if (creation->escrow == NULL)
    {
      /* Translators: %s is a sentence that says why */
      lk_text_reword (error, _("Nothing was sent, since the journal could not be kept: %s"), error->message);
      g_task_return_error (task, error);
      return;
    }

  intent = creation->intent = make_intent (self, creation, creation->work);
  lk_state_save_intent_async (lk_office_get_state (self->office), intent, NULL, journalled_cb, g_steal_pointer (&task));
}

/*< private >
 * lk_pulsar_creation_journal:
 * @owned_task: (transfer full): the task; what was listed before is known
 *
 * Writes down what is about to be sent, then goes on with lk_pulsar_creation_send().
 */
void
lk_pulsar_creation_journal (GTask *owned_task)
{
  LkStreaming *self = g_task_get_source_object (owned_task);
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  creation->work = g_uuid_string_random ();
  lk_escrow_create_async (lk_state_get_directory (lk_office_get_state (self->office)), creation->work, NULL, escrow_cb,
                          owned_task);
}
