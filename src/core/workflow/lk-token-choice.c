/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-choice.h"

#include "lk-astra-error.h"
#include "lk-token-check.h"

/* The secret waits in the escrow meanwhile. */
#define CHOICE_MAX_S 20

typedef struct
{
  LkAccount      *account;
  LkCreateAnswer *answer; /* the caller's */
  GCancellable   *inner;  /* cancelled when it takes too long */
  guint           deadline_id;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_clear_handle_id (&choice->deadline_id, g_source_remove);
  g_clear_object (&choice->account);
  g_clear_object (&choice->inner);
  g_free (choice);
}

static gboolean
deadline_cb (gpointer user_data)
{
  Choice *choice = user_data;

  choice->deadline_id = 0;
  g_cancellable_cancel (choice->inner);

  return G_SOURCE_REMOVE;
}

/* A token that may not do what was asked of it is one all the same. */
static gboolean
is_token (const GError *error)
{
  return error == NULL || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN);
}

static void
derived_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Choice *choice = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  lk_token_check_finish (result, &error);
  if (is_token (error))
    lk_create_answer_take_derived (choice->answer);

  g_task_return_boolean (task, TRUE);
}

/* Only a plain no is one: a service that cannot be asked says nothing of the token. */
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
  if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED))
    lk_token_check_async (office, choice->account, choice->answer->derived, FALSE, choice->inner, derived_cb,
                          g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * lk_token_choice_async:
 * @office: the office of @account
 * @account: the account that the new token belongs to
 * @answer: the answer of a create call, complete; it is the caller's, and stays while this runs
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Settles which token goes with a secret, where the answer's own is not the one that follows from it. Each is tried by one
 * harmless call, the one that was sent first; the other takes its place if the service knows that one alone. It does
 * not wait for long, and where nothing can be told, what was sent stays: with the client secret the other one can be
 * made at any time. Nothing is asked where the two are the same, which is what the API reference says.
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
  choice->deadline_id = g_timeout_add_seconds (CHOICE_MAX_S, deadline_cb, choice);
  g_task_set_task_data (task, choice, choice_free);
  lk_token_check_async (office, account, answer->token, FALSE, choice->inner, sent_cb, g_steal_pointer (&task));
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
