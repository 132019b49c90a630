/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-choice.h"

#include "lk-astra-error.h"
#include "lk-token-check.h"

/* The secret is on the disk meanwhile. A new token takes some seconds until every server knows it. */
#define CHOICE_MAX_S 10
#define WAIT_S 2

typedef struct
{
  LkAccount      *account;
  LkCreateAnswer *answer;       /* the caller's */
  GCancellable   *inner;        /* cancelled when it takes too long */
  guint           deadline_id;
  guint           wait_id;
  gboolean        derived_works;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_clear_object (&choice->account);
  g_clear_object (&choice->inner);
  g_free (choice);
}

/* The one that was sent cannot be made again, and so is only let go for one that works in its place. */
static void
settle (GTask    *task,
        gboolean  derived)
{
  Choice *choice = g_task_get_task_data (task);

  g_clear_handle_id (&choice->deadline_id, g_source_remove);
  g_clear_handle_id (&choice->wait_id, g_source_remove);
  if (derived)
    lk_create_answer_take_derived (choice->answer);
  else
    lk_create_answer_drop_derived (choice->answer);
  g_task_return_boolean (task, TRUE);
}

static void ask_sent (GTask *task);

static gboolean
wait_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Choice *choice = g_task_get_task_data (task);

  choice->wait_id = 0;
  ask_sent (g_object_ref (task));

  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Choice *choice = g_task_get_task_data (task);

  choice->deadline_id = 0;
  g_cancellable_cancel (choice->inner);
  if (choice->wait_id != 0)
    settle (task, FALSE);

  return G_SOURCE_REMOVE;
}

static gboolean
is_refused (const GError *error)
{
  return g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED);
}

static void
derived_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Choice *choice = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  choice->derived_works = lk_token_check_finish (result, &error);
  if (choice->derived_works)
    ask_sent (g_steal_pointer (&task));
  else if (!is_refused (error) || g_cancellable_is_cancelled (choice->inner))
    settle (task, FALSE);
  else
    choice->wait_id = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, WAIT_S, wait_cb, g_object_ref (task), g_object_unref);
}

/* Only a plain no is one, and only when the other one is known already: a service that cannot be asked says nothing of the
 * token, nor does one that does not know it yet. */
static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkOffice *office = g_task_get_source_object (task);
  Choice *choice = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  lk_token_check_finish (result, &error);
  if (!is_refused (error))
    settle (task, FALSE);
  else if (choice->derived_works)
    settle (task, TRUE);
  else
    lk_token_check_async (office, choice->account, choice->answer->derived, FALSE, choice->inner, derived_cb,
                          g_steal_pointer (&task));
}

static void
ask_sent (GTask *task)
{
  Choice *choice = g_task_get_task_data (task);

  lk_token_check_async (g_task_get_source_object (task), choice->account, choice->answer->token, FALSE, choice->inner,
                        sent_cb, task);
}

/**
 * lk_token_choice_async:
 * @office: the office of @account
 * @account: the account that the new token belongs to
 * @answer: the answer of a create call, complete; it is the caller's, and stays while this runs
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Settles, once, which token goes with a secret, where the answer's own is not the one that follows from it. Each is tried
 * by a harmless call, the one that was sent first; the other takes its place if that works and the one that was sent is
 * still refused after it. Where the service knows neither, both are asked again for 10 s. In all other cases what was sent
 * stays: the other one can be made of the client secret at any time. Nothing is asked where the two are the same, which is
 * what the API reference says.
 */
void
lk_token_choice_async (LkOffice            *office,
                       LkAccount           *account,
                       LkCreateAnswer      *answer,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Choice *choice;

  g_return_if_fail (LK_IS_OFFICE (office));
  g_return_if_fail (LK_IS_ACCOUNT (account));
  g_return_if_fail (answer->verdict == LK_CREATE_COMPLETE);

  task = g_task_new (office, NULL, callback, user_data);
  g_task_set_source_tag (task, lk_token_choice_async);
  if (answer->derived == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  choice = g_new0 (Choice, 1);
  choice->account = g_object_ref (account);
  choice->answer = answer;
  choice->inner = g_cancellable_new ();
  g_task_set_task_data (task, choice, choice_free);
  choice->deadline_id = g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, CHOICE_MAX_S, deadline_cb, g_object_ref (task),
                                                    g_object_unref);
  ask_sent (g_steal_pointer (&task));
}

/**
 * lk_token_choice_finish:
 * @office: the office
 * @result: what the callback was given
 *
 * Ends it; the answer's token is now the one to store.
 */
void
lk_token_choice_finish (LkOffice     *office,
                        GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, office));
  g_return_if_fail (g_async_result_is_tagged (result, lk_token_choice_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
