/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-create-private.h"

#include "lk-pulsar-likeness.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* What is left to do when the answer to the POST was lost. It is not sent again. The list is read until it tells, or the
 * schedule ends; and as a Pulsar token can be fetched at any time, a new one is asked itself when it was made and how long
 * it is to last: the one that was made while the request was under way, and lasts as long as what was asked for, is what
 * was made, and nothing is lost. One that says neither could be somebody else's, and is nobody's until a person looks. */

static void look_later (GTask *owned_task);

static void
tell (GTask *owned_task)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);
  const char *reason = creation->doubt->message;
  GError *failure;

  if (creation->n_like > 1)
    failure = g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                           /* Translators: %s is the reason, a sentence */
                           _("Astra’s answer was lost, and more than one new token may be the one: look at them in the "
                             "list: %s"),
                           reason);
  else if (creation->unsure)
    failure = g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                           /* Translators: %s is the reason, a sentence */
                           _("Astra’s answer was lost, but a new token is listed, which can be copied or deleted: %s"),
                           reason);
  else if (!creation->list_read)
    failure = g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                           /* Translators: %s is the reason, a sentence */
                           _("Astra’s answer was lost, and the list cannot be read: there may be a new token, so look at the "
                             "list before you try again: %s"),
                           reason);
  else
    failure = g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                           /* Translators: %s is the reason, a sentence */
                           _("Astra’s answer was lost, and nothing new is listed yet; refresh before you try again: %s"),
                           reason);

  g_clear_pointer (&creation->id, g_free);
  g_clear_pointer (&creation->value, secret_value_unref);
  lk_pulsar_creation_end (owned_task, LK_ACTIVITY_UNKNOWN, failure);
}

static void read_next (GTask *owned_task);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = lk_astra_streaming_fetch_token_finish (LK_ASTRA_STREAMING (source), result, &error);
  g_autofree char *id = g_ptr_array_steal_index_fast (creation->unread, creation->unread->len - 1);
  LkPulsarLikeness likeness = LK_PULSAR_LIKENESS_UNKNOWN;

  if (value != NULL)
    likeness = lk_pulsar_likeness_judge (creation->intent, value);
  else if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND))
    likeness = LK_PULSAR_LIKENESS_NO;
  else
    g_debug ("A new token could not be looked at: %s", error->message);

  if (likeness == LK_PULSAR_LIKENESS_UNKNOWN)
    creation->unsure = TRUE;
  if (likeness == LK_PULSAR_LIKENESS_UNKNOWN || likeness == LK_PULSAR_LIKENESS_YES)
    g_ptr_array_add (creation->candidates, g_strdup (id));
  if (likeness == LK_PULSAR_LIKENESS_YES && ++creation->n_like == 1)
    {
      creation->id = g_steal_pointer (&id);
      creation->value = g_steal_pointer (&value);
    }
  read_next (task);
}

static void
adopt (GTask *owned_task)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);

  g_debug ("The answer was lost, and the token found: %s", creation->doubt->message);
  g_clear_error (&creation->doubt);
  lk_pulsar_creation_settle (owned_task);
}

static void
read_next (GTask *owned_task)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);
  GPtrArray *unread = creation->unread;

  if (unread->len > 0)
    lk_astra_streaming_fetch_token_async (creation->client, creation->tenant, unread->pdata[unread->len - 1], NULL, read_cb,
                                          owned_task);
  else if (creation->n_like == 1 && !creation->unsure)
    adopt (owned_task);
  else if (creation->n_like > 1)
    tell (owned_task);
  else
    look_later (owned_task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_streaming_list_tokens_finish (LK_ASTRA_STREAMING (source), result, &error);

  if (tokens == NULL)
    {
      g_debug ("The list could not be read after a lost answer: %s", error->message);
      look_later (task);
      return;
    }

  lk_pulsar_creation_take_list (task, tokens);
  g_clear_pointer (&creation->id, g_free);
  g_clear_pointer (&creation->value, secret_value_unref);
  g_clear_pointer (&creation->unread, g_ptr_array_unref);
  creation->unread = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (creation->candidates, 0);
  creation->n_like = 0;
  creation->unsure = FALSE;
  creation->list_read = TRUE;
  for (guint i = 0; i < tokens->len; i++)
    {
      const char *id = lk_pulsar_token_get_id (tokens->pdata[i]);

      if (id != NULL && !g_hash_table_contains (creation->ids_before, id))
        g_ptr_array_add (creation->unread, g_strdup (id));
    }
  read_next (task);
}

static gboolean
look_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  LkPulsarCreation *creation = g_task_get_task_data (task);

  lk_astra_streaming_list_tokens_async (creation->client, creation->tenant, NULL, listed_cb, g_object_ref (task));

  return G_SOURCE_REMOVE;
}

static void
look_later (GTask *owned_task)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);
  guint32 seconds;

  if (creation->n_looks >= g_variant_n_children (creation->schedule))
    {
      tell (owned_task);
      return;
    }

  g_variant_get_child (creation->schedule, creation->n_looks, "u", &seconds);
  creation->n_looks++;
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, seconds, look_cb, owned_task, g_object_unref);
}

/*< private >
 * lk_pulsar_creation_take_list:
 * @task: the task
 * @tokens: (element-type LkPulsarToken): what is listed now
 *
 * Shows what the tenant has now.
 */
void
lk_pulsar_creation_take_list (GTask     *task,
                              GPtrArray *tokens)
{
  LkStreaming *self = g_task_get_source_object (task);
  LkPulsarCreation *creation = g_task_get_task_data (task);
  LkTenant *tenant = lk_streaming_find_tenant (self, lk_tenant_get_cluster (creation->tenant),
                                               lk_tenant_get_name (creation->tenant));

  lk_streaming_take_tokens (self, tenant != NULL ? tenant : creation->tenant, tokens);
}

/*< private >
 * lk_pulsar_creation_reconcile:
 * @owned_task: (transfer full): the task; it is in doubt
 *
 * Finds out what became of the request, without sending it again: of the same tenant, new since the list before, and as
 * long-lived as asked for. Where just one is, it goes on as if the answer had brought it.
 */
void
lk_pulsar_creation_reconcile (GTask *owned_task)
{
  LkPulsarCreation *creation = g_task_get_task_data (owned_task);
  g_autoptr (GDateTime) lost_at = lk_astra_streaming_get_server_time (creation->client);

  g_object_set (creation->intent, "lost-at", lost_at, NULL);
  look_later (owned_task);
}
