/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-export.h"

#include "lk-file-writer.h"
#include "lk-streaming-private.h"
#include "lk-work-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  LkPulsarToken     *token;
  LkTenant          *tenant;
  LkExportFormat     format;
  LkPulsarVariables  variables;
  char              *namespace_name;
  char              *topic;
  GFile             *file; /* NULL: the content is handed out */
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->token);
  g_object_unref (export->tenant);
  g_free (export->namespace_name);
  g_free (export->topic);
  g_clear_object (&export->file);
  g_free (export);
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
  LkStreaming *self = g_task_get_source_object (task);
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (lk_file_writer_finish (G_FILE (source), result, &error))
    lk_streaming_record_token_async (self, LK_ACTIVITY_SAVE, export->token, LK_ACTIVITY_DONE, recorded_cb,
                                     g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static GBytes *
write_down (Export       *export,
            SecretValue  *value,
            GError      **error)
{
  const LkPulsarExport content = {
    .token = value,
    .place = {
      .tenant = lk_tenant_get_name (export->tenant),
      .namespace_name = export->namespace_name,
      .topic = export->topic,
      .web_service_url = lk_tenant_get_web_service_url (export->tenant),
      .broker_service_url = lk_tenant_get (export->tenant, LK_TENANT_BROKER_SERVICE_URL),
    },
    .variables = export->variables,
    .script_name = lk_pulsar_token_get_script_name (export->token),
  };

  return lk_pulsar_export_write (&content, export->format, error);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Export *export = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (SecretValue) value = lk_streaming_look_up_finish (LK_STREAMING (source), result, &error);
  g_autoptr (GBytes) content = NULL;

  if (value != NULL)
    content = write_down (export, value, &error);
  if (content == NULL)
    g_task_return_error (task, error);
  else if (export->file == NULL)
    g_task_return_pointer (task, g_steal_pointer (&content), (GDestroyNotify) g_bytes_unref);
  else
    lk_file_writer_replace_async (export->file, content, cancellable, saved_cb, g_steal_pointer (&task));
}

static void
begin (LkStreaming         *self,
       LkPulsarToken       *token,
       const LkPulsarForm  *form,
       GFile               *file,
       gpointer             tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  LkTenant *tenant = lk_streaming_get_tenant_of (self, token);
  Export *export;

  g_task_set_source_tag (task, tag);
  if (tenant == NULL || !lk_pulsar_export_suits (form->format))
    {
      g_task_return_new_error (task, LK_WORK_ERROR, LK_WORK_ERROR_INVALID,
                               tenant == NULL ? _("The tenant of this token is not listed any more: refresh")
                                              : _("A Pulsar token cannot be written down like that: it is client-conf, "
                                                  "dotenv, sh or fish"));
      return;
    }

  export = g_new0 (Export, 1);
  export->token = g_object_ref (token);
  export->tenant = g_object_ref (tenant);
  export->format = form->format;
  export->variables = form->variables;
  export->namespace_name = g_strdup (form->namespace_name);
  export->topic = g_strdup (form->topic);
  export->file = file != NULL ? g_object_ref (file) : NULL;
  g_task_set_task_data (task, export, export_free);
  lk_streaming_look_up_async (self, token, cancellable, looked_up_cb, g_steal_pointer (&task));
}

/**
 * lk_streaming_export_read_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @form: how it is written down; copied
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes a Pulsar token down.
 */
void
lk_streaming_export_read_async (LkStreaming         *self,
                                LkPulsarToken       *token,
                                const LkPulsarForm  *form,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));

  begin (self, token, form, NULL, lk_streaming_export_read_async, cancellable, callback, user_data);
}

/**
 * lk_streaming_export_read_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for what lk_streaming_look_up_finish() gives or a #LkExchangeError
 *
 * Returns: (transfer full): the content, in memory that is overwritten with its last reference; %NULL with @error set
 */
GBytes *
lk_streaming_export_read_finish (LkStreaming   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_export_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * lk_streaming_export_save_async:
 * @self: the streaming half of an account
 * @token: one of its tokens
 * @form: how it is written down; copied
 * @file: where; what is there is replaced
 * @cancellable: (nullable): cancels it; it has no effect on a file that is being written
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Writes a Pulsar token into a file that its user alone can read.
 */
void
lk_streaming_export_save_async (LkStreaming         *self,
                                LkPulsarToken       *token,
                                const LkPulsarForm  *form,
                                GFile               *file,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (LK_IS_STREAMING (self));
  g_return_if_fail (LK_IS_PULSAR_TOKEN (token));
  g_return_if_fail (G_IS_FILE (file));

  begin (self, token, form, file, lk_streaming_export_save_async, cancellable, callback, user_data);
}

/**
 * lk_streaming_export_save_finish:
 * @self: the streaming half of an account
 * @result: what the callback was given
 * @error: return location for what lk_streaming_look_up_finish() gives or a #LkExchangeError
 *
 * Returns: whether the file is there
 */
gboolean
lk_streaming_export_save_finish (LkStreaming   *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_streaming_export_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
