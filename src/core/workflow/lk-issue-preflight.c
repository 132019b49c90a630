/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-issue-private.h"

#include "lk-text.h"
#include "lk-when.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

/* The steps before the POST, last first: each is the callback of the one below it. */

static void
journalled_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_intent_finish (LK_STATE (source), result, &error))
    {
      self->failure = g_steal_pointer (&error);
      lk_issue_close_work (g_steal_pointer (&task));
      return;
    }
  /* The last moment to turn back. */
  if (g_cancellable_set_error_if_cancelled (cancellable, &self->failure))
    {
      lk_issue_close_work (g_steal_pointer (&task));
      return;
    }

  lk_issue_send (g_steal_pointer (&task));
}

static void
armed_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GDateTime) now = NULL;

  if (!lk_escrow_arm_finish (LK_ESCROW (source), result, &self->failure))
    {
      lk_issue_close_work (g_steal_pointer (&task));
      return;
    }

  now = lk_astra_client_get_server_time (self->client);
  lk_issue_set_step (self, LK_ISSUE_JOURNALLING);
  g_object_set (self->intent, "state", LK_INTENT_SENDING, "sent-at", now, NULL);
  lk_state_save_intent_async (lk_issue_get_state (self), self->intent, NULL, journalled_cb, g_steal_pointer (&task));
}

/* The key comes by the way by which a later process would get it. */
static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (SecretValue) key = lk_keyring_look_up_reserved_finish (LK_KEYRING (source), result, &self->failure);

  if (key == NULL && self->failure == NULL)
    self->failure = g_error_new_literal (LK_KEYRING_ERROR, LK_KEYRING_ERROR_REFUSED,
                                         _("The keyring did not take the secret"));
  if (self->failure != NULL)
    {
      lk_issue_close_work (g_steal_pointer (&task));
      return;
    }

  lk_escrow_arm_async (self->escrow, key, NULL, armed_cb, g_steal_pointer (&task));
}

static void
reserved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_reserve_finish (LK_KEYRING (source), result, &error))
    {
      self->failure = g_steal_pointer (&error);
      lk_issue_close_work (g_steal_pointer (&task));
      return;
    }

  lk_keyring_look_up_reserved_async (LK_KEYRING (source), lk_intent_get_id (self->intent), NULL, key_cb,
                                     g_steal_pointer (&task));
}

static void
planned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!lk_state_save_intent_finish (LK_STATE (source), result, &error))
    {
      self->failure = g_steal_pointer (&error);
      lk_issue_close_work (g_steal_pointer (&task));
      return;
    }

  lk_issue_set_step (self, LK_ISSUE_RESERVING);
  lk_keyring_reserve_async (lk_issue_get_keyring (self), lk_intent_get_id (self->intent), NULL, reserved_cb,
                            g_steal_pointer (&task));
}

/* Before the row: work in the journal whose escrow is not taken has no owner. */
static void
escrow_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->escrow = lk_escrow_create_finish (result, &error);
  if (self->escrow == NULL)
    {
      /* Translators: %s is a sentence that says why */
      lk_text_reword (error, _("Nothing was sent, since the answer could not be kept safe: %s"), error->message);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_state_save_intent_async (lk_issue_get_state (self), self->intent, NULL, planned_cb, g_steal_pointer (&task));
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GStrvBuilder) known = g_strv_builder_new ();
  g_auto (GStrv) known_ids = NULL;
  g_autofree char *expiry = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tokens = lk_astra_client_list_tokens_finish (LK_ASTRA_CLIENT (source), result, &error);

  if (tokens == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < tokens->len; i++)
    g_strv_builder_add (known, lk_app_token_get_client_id (g_ptr_array_index (tokens, i)));
  known_ids = g_strv_builder_end (known);
  expiry = self->token_expiry != NULL ? lk_when_to_iso (self->token_expiry) : NULL;
  id = g_uuid_string_random ();
  now = g_date_time_new_now_utc ();
  self->intent = g_object_new (LK_TYPE_INTENT,
                               "id", id,
                               "operation", "create",
                               "account-id", lk_account_get_id (lk_inventory_get_account (self->inventory)),
                               "state", LK_INTENT_PLANNED,
                               "description", self->description,
                               "role-ids", self->role_ids,
                               "token-expiry", expiry,
                               "script-name", self->script_name,
                               "replaces", self->replaces,
                               "known-ids", known_ids,
                               "since", now,
                               NULL);
  lk_escrow_create_async (lk_state_get_directory (lk_issue_get_state (self)), id, NULL, escrow_cb,
                          g_steal_pointer (&task));
}

static void
client_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->client = lk_office_get_client_finish (LK_OFFICE (source), result, &error);
  if (self->client == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_astra_client_list_tokens_async (self->client, cancellable, listed_cb, g_steal_pointer (&task));
}

static void
get_client (GTask *task)
{
  LkIssue *self = g_task_get_source_object (task);

  lk_office_get_client_async (lk_inventory_get_office (self->inventory), lk_inventory_get_account (self->inventory),
                              g_task_get_cancellable (task), client_cb, task);
}

static void
name_seen_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = lk_keyring_list_finish (LK_KEYRING (source), result, &error);

  if (infos == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (infos->len > 0)
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN,
                               /* Translators: %s is a script name */
                               _("The script name “%s” belongs to another token: choose another one"),
                               self->script_name);
      return;
    }

  get_client (g_steal_pointer (&task));
}

static void
keyring_checked_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) error = NULL;

  if (!lk_keyring_check_finish (LK_KEYRING (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (self->script_name == NULL)
    {
      get_client (g_steal_pointer (&task));
      return;
    }

  attributes = lk_secret_attributes_new ("name", self->script_name, NULL);
  lk_keyring_list_async (LK_KEYRING (source), attributes, cancellable, name_seen_cb,
                         g_steal_pointer (&task));
}

/* A role's name where an id belongs is taken by the service, and makes a token that can do nothing. */
static gboolean
check_request (LkIssue  *self,
               GError  **error)
{
  if (*self->description == '\0')
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("The token needs a description"));
      return FALSE;
    }
  if (self->role_ids[0] == NULL)
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_INVALID, _("The token needs a role"));
      return FALSE;
    }
  for (guint i = 0; self->role_ids[i] != NULL; i++)
    {
      LkRole *role = lk_inventory_find_role (self->inventory, self->role_ids[i]);

      if (!g_uuid_string_is_valid (self->role_ids[i]) || role == NULL
          || !g_str_equal (lk_role_get_id (role), self->role_ids[i]))
        {
          g_set_error (error, LK_WORK_ERROR, LK_WORK_ERROR_UNKNOWN_ROLE,
                       /* Translators: %s is what somebody gave for a role */
                       _("The organization has no role “%s”"), self->role_ids[i]);
          return FALSE;
        }
    }
  if (self->script_name != NULL && !lk_script_name_is_valid (self->script_name))
    {
      g_set_error (error, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME,
                   /* Translators: %s is what somebody entered */
                   _("“%s” is no script name: small letters, digits and dashes, 64 at most, not a dash first"),
                   self->script_name);
      return FALSE;
    }

  return TRUE;
}

/*< private >
 * lk_issue_preflight:
 * @owned_task: (transfer full): the task of a wish
 *
 * Does everything that can fail, ask or wait before the request is sent: the wish itself, the keyring, the script
 * name, the list as it was before, a reserved slot, the journal. Goes on with lk_issue_send().
 */
void
lk_issue_preflight (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkIssue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!check_request (self, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  lk_keyring_check_async (lk_issue_get_keyring (self), cancellable, keyring_checked_cb, g_steal_pointer (&task));
}
