/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-office.h"

#include "lk-office-private.h"
#include "lk-text.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LkAccount *account;
  char      *name; /* NULL: none, so that it is called as its organization */
} Renaming;

static void
renaming_free (gpointer data)
{
  Renaming *self = data;

  g_clear_object (&self->account);
  g_clear_pointer (&self->name, g_free);
  g_free (self);
}

static void
recorded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  lk_office_record_finish (LK_OFFICE (source), result);
  g_task_return_boolean (task, TRUE);
}

static void
rename_account (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkOffice *self = g_task_get_source_object (task);
  Renaming *renaming = g_task_get_task_data (task);
  LkAccount *account = renaming->account;
  g_autofree char *former = g_strdup (lk_account_get_title (account));

  g_object_set (account, "name", renaming->name, NULL);
  if (g_strcmp0 (former, lk_account_get_title (account)) == 0)
    g_task_return_boolean (task, TRUE);
  else
    {
      lk_office_relabel (self, account, former);
      lk_office_record_async (self, account, LK_ACTIVITY_RENAME_ACCOUNT, NULL, former, LK_ACTIVITY_DONE, recorded_cb,
                              g_steal_pointer (&task));
    }
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!lk_state_save_account_finish (LK_STATE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  rename_account (g_steal_pointer (&task));
}

static LkAccount *
copy_renamed (LkAccount  *account,
              const char *name)
{
  return g_object_new (LK_TYPE_ACCOUNT,
                       "id", lk_account_get_id (account),
                       "name", name,
                       "org-id", lk_account_get_org_id (account),
                       "org-name", lk_account_get_org_name (account),
                       "client-id", lk_account_get_client_id (account),
                       "api-url", lk_account_get_api_url (account),
                       "streaming-url", lk_account_get_streaming_url (account),
                       "environment", lk_account_get_environment (account),
                       NULL);
}

static gboolean
is_taken (LkOffice   *self,
          LkAccount  *account,
          const char *name)
{
  GListModel *accounts = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LkAccount) other = g_list_model_get_item (accounts, i);

      if (other != account
          && (g_strcmp0 (lk_account_get_title (other), name) == 0 || g_strcmp0 (lk_account_get_org_id (other), name) == 0))
        return TRUE;
    }

  return FALSE;
}

/* Lines and columns are made of it, also those of other programs. */
static gboolean
is_one_line (const char *name)
{
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (at));

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
        return FALSE;
    }

  return TRUE;
}

/*
 * lk_office_check_name:
 * @self: an office
 * @account: (nullable): the account that is to have the name; %NULL: a new one
 * @name: what somebody wants to call it, UTF-8
 * @error: return location for %LK_WORK_ERROR_BAD_NAME or %LK_WORK_ERROR_NAME_TAKEN
 *
 * Tells whether an account may be called so. What others are found by is taken, be it a name or an organization's id.
 *
 * Returns: whether it may
 */
gboolean
lk_office_check_name (LkOffice    *self,
                      LkAccount   *account,
                      const char  *name,
                      GError     **error)
{
  if (!is_one_line (name))
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME, _("An account’s name is one line of text"));
      return FALSE;
    }
  if (g_utf8_strlen (name, -1) > LK_TEXT_MAX_LENGTH)
    {
      g_set_error_literal (error, LK_WORK_ERROR, LK_WORK_ERROR_BAD_NAME, _("That name is too long for an account"));
      return FALSE;
    }
  if (is_taken (self, account, name))
    {
      g_set_error (error, LK_WORK_ERROR, LK_WORK_ERROR_NAME_TAKEN,
                   /* Translators: %s is an account */
                   _("Another account is called “%s”"), name);
      return FALSE;
    }

  return TRUE;
}

/**
 * lk_office_rename_account_async:
 * @self: an office
 * @account: one of its accounts
 * @name: what to call it; without a character that shows, it is called as its organization again
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Calls an account something else, here alone. A name that another account has is refused, since accounts are told
 * apart by it; so is one that looks like a token, or that has more than one line. The labels of its items in the keyring
 * follow later, without a word: see lk_office_is_relabeling().
 */
void
lk_office_rename_account_async (LkOffice            *self,
                                LkAccount           *account,
                                const char          *name,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (LkAccount) renamed = NULL;
  g_autofree char *stripped = g_strstrip (g_strdup (name));
  g_autoptr (GError) error = NULL;
  Renaming *renaming;

  g_return_if_fail (LK_IS_OFFICE (self));
  g_return_if_fail (LK_IS_ACCOUNT (account));
  g_return_if_fail (name != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_office_rename_account_async);
  renaming = g_new0 (Renaming, 1);
  renaming->account = g_object_ref (account);
  renaming->name = *stripped != '\0' ? g_strdup (stripped) : NULL;
  g_task_set_task_data (task, renaming, renaming_free);

  if (renaming->name != NULL && !lk_office_check_name (self, account, renaming->name, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!lk_office_is_kept (self, account))
    {
      rename_account (g_steal_pointer (&task));
      return;
    }

  renamed = copy_renamed (account, renaming->name);
  lk_state_save_account_async (self->state, renamed, cancellable, saved_cb, g_steal_pointer (&task));
}

/**
 * lk_office_rename_account_finish:
 * @self: an office
 * @result: what the callback was given
 * @error: return location for %LK_WORK_ERROR_NAME_TAKEN, %LK_WORK_ERROR_BAD_NAME or a #LkStateError
 *
 * Returns: whether it has the name now
 */
gboolean
lk_office_rename_account_finish (LkOffice      *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_office_rename_account_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
