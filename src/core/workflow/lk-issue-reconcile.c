/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-issue-private.h"

#include "lk-reconcile.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* What is left to do when an answer was lost: the list is read until it tells, or the schedule ends. */

static void look_later (GTask *task);

static void
tell (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);
  guint n = g_strv_length ((GStrv) lk_intent_get_candidate_ids (self->intent));

  g_clear_error (&self->failure);
  if (n == 0)
    self->failure = g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                                         _("The answer was lost. Astra does not list a new token so far, but one may "
                                           "still appear. Nothing is sent again"));
  else
    self->failure = g_error_new_literal (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                                         n == 1 ? _("A token was created, but its secret did not arrive: delete it, and "
                                                    "create another one")
                                                : _("The answer was lost, and more than one new token may be the one: "
                                                    "look at them in the list"));
  lk_issue_leave_open (task, LK_INTENT_UNKNOWN);
}

/* Nothing was created, as far as is told; but nobody has seen it. */
static void
tell_doubt (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) refusal = g_steal_pointer (&self->failure);

  lk_issue_record (self, FALSE);
  self->failure = g_error_new (LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_OUTCOME,
                               /* Translators: %s is what Astra said, a sentence without a full stop */
                               _("Astra refused (%s), and then did not list its tokens. Whether one was created is looked "
                                 "up again later. Nothing is sent again"),
                               refusal->message);
  lk_issue_leave_open (task, LK_INTENT_UNKNOWN);
}

/* The refusal is believed. */
static void
tell_refusal (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);

  lk_issue_record (self, TRUE);
  lk_issue_close_work (task);
}

/* The tokens whose secret is kept here. */
static GHashTable *
collect_held (LkInventory *inventory)
{
  GListModel *tokens = lk_inventory_get_tokens (inventory);
  GHashTable *held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (LkAppToken) token = g_list_model_get_item (tokens, i);

      if (lk_app_token_get_stored (token))
        g_hash_table_add (held, g_strdup (lk_app_token_get_client_id (token)));
    }

  return held;
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) held = collect_held (self->inventory);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_client_list_tokens_finish (LK_ASTRA_CLIENT (source), result, &error);

  if (tokens == NULL)
    g_debug ("The list could not be read after a lost answer: %s", error->message);
  else
    lk_reconcile (self->intent, tokens, held, self->asked_at);

  if (*lk_intent_get_candidate_ids (self->intent) == NULL)
    {
      if (self->failure != NULL && tokens == NULL)
        tell_doubt (g_steal_pointer (&task));
      else if (self->failure != NULL)
        tell_refusal (g_steal_pointer (&task));
      else
        look_later (g_steal_pointer (&task));
      return;
    }

  if (self->failure != NULL)
    lk_issue_record (self, FALSE);
  tell (g_steal_pointer (&task));
}

static void
look (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);

  g_clear_pointer (&self->asked_at, g_date_time_unref);
  self->asked_at = lk_astra_client_get_server_time (self->client);
  lk_astra_client_list_tokens_async (self->client, NULL, listed_cb, task);
}

static gboolean
look_cb (gpointer user_data)
{
  look (g_object_ref (G_TASK (user_data)));

  return G_SOURCE_REMOVE;
}

static void
look_later (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkIssue *self = g_task_get_source_object (task);
  guint32 seconds;

  if (self->n_looks >= g_variant_n_children (self->schedule))
    {
      tell (g_steal_pointer (&task));
      return;
    }

  g_variant_get_child (self->schedule, self->n_looks, "u", &seconds);
  self->n_looks++;
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, seconds, look_cb, g_steal_pointer (&task), g_object_unref);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_intent_finish (LK_STATE (source), result, &error))
    g_debug ("The journal could not be brought up to date: %s", error->message);

  look_later (g_steal_pointer (&task));
}

/*< private >
 * lk_issue_reconcile:
 * @task: (transfer full): the task of a wish whose answer was lost
 *
 * Finds out by the list what became of the request, without sending it again. A server may need some seconds until it
 * lists what it made; the work stays in the journal, and each later refresh looks again.
 */
void
lk_issue_reconcile (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);

  lk_issue_set_step (self, LK_ISSUE_RECONCILING);
  lk_intent_set_state (self->intent, LK_INTENT_UNKNOWN);
  lk_state_save_intent_async (lk_issue_get_state (self), self->intent, NULL, saved_cb, task);
}

/*< private >
 * lk_issue_see_refusal:
 * @task: (transfer full): the task of a wish that the service has refused in so many words
 *
 * Looks at the list all the same, once: what stands between may have answered in the service's place. Where nothing is
 * new, the refusal is what is told; where the list cannot be read, the work stays in the journal.
 */
void
lk_issue_see_refusal (GTask *task)
{
  lk_issue_set_step (g_task_get_source_object (task), LK_ISSUE_RECONCILING);
  look (task);
}
