/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-token-export.h"

#include "lk-astrarc.h"
#include "lk-file-writer.h"

#include <glib/gi18n-lib.h>

/* What is written, as it was when it was asked for: the file is written in another thread. */
typedef struct
{
  LkInventory    *inventory;
  LkAppToken     *token;
  LkExportFormat  format;
  GFile          *file;          /* NULL: the content is handed out */
  SecretValue    *secret;        /* NULL before it was read */
  SecretValue    *client_secret; /* NULL before it was read, or if it is not needed or not stored */

  char           *client_id;
  char           *description;
  char          **role_names;
  char           *organization;
  char           *environment;
  char           *script_name;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_object (&self->inventory);
  g_clear_object (&self->token);
  g_clear_object (&self->file);
  g_clear_pointer (&self->secret, secret_value_unref);
  g_clear_pointer (&self->client_secret, secret_value_unref);
  g_free (self->client_id);
  g_free (self->description);
  g_strfreev (self->role_names);
  g_free (self->organization);
  g_free (self->environment);
  g_free (self->script_name);
  g_free (self);
}

static Work *
work_new (LkInventory    *inventory,
          LkAppToken     *token,
          LkExportFormat  format)
{
  LkAccount *account = lk_inventory_get_account (inventory);
  Work *self = g_new0 (Work, 1);

  self->inventory = g_object_ref (inventory);
  self->token = g_object_ref (token);
  self->format = format;
  self->client_id = g_strdup (lk_app_token_get_client_id (token));
  self->description = g_strdup (lk_app_token_get_description (token));
  self->role_names = g_strdupv ((char **) lk_app_token_get_role_names (token));
  self->organization = g_strdup (lk_account_get_title (account));
  self->environment = g_strdup (lk_account_get_environment (account));
  self->script_name = g_strdup (lk_app_token_get_script_name (token));

  return self;
}

static LkExportToken
work_describe (Work *self)
{
  return (LkExportToken){
    .client_id = self->client_id,
    .client_secret = self->client_secret,
    .token = self->secret,
    .description = self->description,
    .role_names = (const char *const *) self->role_names,
    .organization = self->organization,
    .environment = self->environment,
    .script_name = self->script_name,
  };
}

static GBytes *
edit_astrarc (GBytes    *before,
              gpointer   user_data,
              GError   **error)
{
  LkExportToken token = work_describe (user_data);

  return lk_astrarc_merge (before, &token, error);
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
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (lk_file_writer_finish (G_FILE (source), result, &error))
    lk_office_record_async (lk_inventory_get_office (work->inventory), lk_inventory_get_account (work->inventory),
                            LK_ACTIVITY_SAVE, work->client_id, work->description, LK_ACTIVITY_DONE, recorded_cb,
                            g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
write_down (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Work *work = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LkExportToken token = work_describe (work);
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) error = NULL;

  /* The task keeps its data until the writer is done. */
  if (work->file != NULL && work->format == LK_EXPORT_ASTRARC)
    {
      lk_file_writer_edit_async (work->file, edit_astrarc, work, NULL, cancellable, saved_cb, g_steal_pointer (&task));
      return;
    }

  content = lk_export_write (&token, work->format, &error);
  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (work->file == NULL)
    g_task_return_pointer (task, g_steal_pointer (&content), (GDestroyNotify) g_bytes_unref);
  else
    lk_file_writer_replace_async (work->file, content, cancellable, saved_cb, g_steal_pointer (&task));
}

static void
client_secret_read_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  work->client_secret = lk_inventory_look_up_finish (LK_INVENTORY (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    write_down (g_steal_pointer (&task));
}

static void
secret_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Work *work = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;

  work->secret = lk_inventory_look_up_finish (LK_INVENTORY (source), result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (work->secret == NULL)
    g_task_return_new_error (task, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE, "%s",
                             _("The secret of this token is not in the keyring"));
  else if (lk_export_format_has_secret (work->format))
    lk_inventory_look_up_async (work->inventory, work->token, LK_SECRET_FIELD_CLIENT_SECRET, cancellable,
                                client_secret_read_cb, g_steal_pointer (&task));
  else
    write_down (g_steal_pointer (&task));
}

static void
start (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Work *work = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (work->secret != NULL)
    write_down (g_steal_pointer (&task));
  else
    lk_inventory_look_up_async (work->inventory, work->token, LK_SECRET_FIELD_TOKEN, cancellable, secret_read_cb,
                                g_steal_pointer (&task));
}

/**
 * lk_token_export_read_async:
 * @inventory: whose token it is
 * @token: a token whose secret is stored
 * @format: how it is written down
 * @cancellable: (nullable): a cancellable
 * @callback: what is called with the content
 * @user_data: for @callback
 *
 * Writes a token down.
 */
void
lk_token_export_read_async (LkInventory         *inventory,
                            LkAppToken          *token,
                            LkExportFormat       format,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LK_IS_INVENTORY (inventory));
  g_return_if_fail (LK_IS_APP_TOKEN (token));

  task = g_task_new (inventory, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_token_export_read_async);
  g_task_set_task_data (task, work_new (inventory, token, format), work_free);
  start (g_steal_pointer (&task));
}

/**
 * lk_token_export_read_finish:
 * @inventory: the inventory
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError, a #LkExchangeError or %G_IO_ERROR_CANCELLED
 *
 * Takes the content.
 *
 * Returns: (transfer full): the content, in memory that is overwritten with its last reference; %NULL with @error set
 */
GBytes *
lk_token_export_read_finish (LkInventory   *inventory,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, inventory), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_export_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_token_export_save_async:
 * @inventory: whose token it is
 * @token: a token
 * @secret: (nullable): its secret, if it is at hand; with %NULL both are read from the keyring
 * @client_secret: (nullable): its client secret
 * @format: how it is written down
 * @file: where
 * @cancellable: (nullable): a cancellable; it has no effect on a file that is being written
 * @callback: what is called when the file is there
 * @user_data: for @callback
 *
 * Writes a token into a file that its user alone can read. A profile is added to what the file holds, anything else
 * replaces it.
 */
void
lk_token_export_save_async (LkInventory         *inventory,
                            LkAppToken          *token,
                            SecretValue         *secret,
                            SecretValue         *client_secret,
                            LkExportFormat       format,
                            GFile               *file,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (LK_IS_INVENTORY (inventory));
  g_return_if_fail (LK_IS_APP_TOKEN (token));
  g_return_if_fail (G_IS_FILE (file));

  work = work_new (inventory, token, format);
  work->file = g_object_ref (file);
  work->secret = secret != NULL ? secret_value_ref (secret) : NULL;
  work->client_secret = client_secret != NULL ? secret_value_ref (client_secret) : NULL;
  task = g_task_new (inventory, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_token_export_save_async);
  g_task_set_task_data (task, work, work_free);
  start (g_steal_pointer (&task));
}

/**
 * lk_token_export_save_finish:
 * @inventory: the inventory
 * @result: what the callback was given
 * @error: return location for a #LkKeyringError, a #LkExchangeError or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the file is there
 */
gboolean
lk_token_export_save_finish (LkInventory   *inventory,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, inventory), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_token_export_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
