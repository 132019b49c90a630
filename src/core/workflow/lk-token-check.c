/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-check.h"

#include "lk-astra-client.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* A new token takes some seconds until every server knows it, a minute at most. */
static const guint waits_s[] = { 1, 2, 4, 8, 15, 30 };

typedef struct
{
  LkAstraClient *client;
  char          *org_id;
  guint          n_waits; /* that are behind us, or are not wanted */
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_clear_object (&check->client);
  g_free (check->org_id);
  g_free (check);
}

static void ask (GTask *task);

static gboolean
ask_again_cb (gpointer user_data)
{
  ask (g_object_ref (G_TASK (user_data)));

  return G_SOURCE_REMOVE;
}

/* It may be too early for no to mean no. */
static gboolean
wait_if_refused (GTask        *task,
                 const GError *error)
{
  Check *check = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) source = NULL;

  if (!g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNAUTHORIZED)
      && !g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_FORBIDDEN))
    return FALSE;
  if (check->n_waits >= G_N_ELEMENTS (waits_s))
    return FALSE;

  source = g_timeout_source_new_seconds (waits_s[check->n_waits]);
  check->n_waits++;
  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_task_attach_source (task, source, ask_again_cb);

  return TRUE;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Check *check = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *org_id = lk_astra_client_get_org_finish (LK_ASTRA_CLIENT (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (org_id != NULL && g_ascii_strcasecmp (org_id, check->org_id) == 0)
    g_task_return_boolean (task, TRUE);
  else if (org_id != NULL)
    g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                             _("Astra says that the token is of another organization"));
  else if (!wait_if_refused (task, error))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
ask (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Check *check = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!g_task_return_error_if_cancelled (task))
    lk_astra_client_get_org_async (check->client, cancellable, answered_cb, g_steal_pointer (&task));
}

/**
 * lk_token_check_async:
 * @office: the office of @account
 * @account: the account that the token belongs to
 * @token: an application token
 * @is_new: whether it was made a moment ago; a refusal is then asked again for a minute
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Asks Astra one harmless thing, the token's organization, signed in with @token itself.
 */
void
lk_token_check_async (LkOffice            *office,
                      LkAccount           *account,
                      SecretValue         *token,
                      gboolean             is_new,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Check *check = g_new0 (Check, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, lk_token_check_async);
  g_task_set_task_data (task, check, check_free);
  check->org_id = g_strdup (lk_account_get_org_id (account));
  check->n_waits = is_new ? 0 : G_N_ELEMENTS (waits_s);
  check->client = lk_office_create_client (office, lk_account_get_api_url (account), token, &error);
  if (check->client == NULL)
    g_task_return_error (task, error);
  else
    ask (g_steal_pointer (&task));
}

/**
 * lk_token_check_finish:
 * @result: what the callback was given
 * @error: return location for a #LkAstraError, or %LK_WORK_ERROR_INVALID for a token of another organization
 *
 * Returns: whether Astra accepts the token
 */
gboolean
lk_token_check_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_check_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
