/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-source.h"

#include "lk-import.h"
#include "lk-secret-text.h"

#include <glib/gi18n-lib.h>

#define PIECE (64 * 1024) /* bytes */

/* Getting what is to be searched for secrets, without a wait and without a copy that stays. */

typedef struct
{
  LkSecretText *text; /* NULL: it was handed out */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->text, lk_secret_text_free);
  g_free (reading);
}

static void
end (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);

  g_task_return_pointer (task, lk_secret_text_free_to_bytes (g_steal_pointer (&reading->text)),
                         (GDestroyNotify) g_bytes_unref);
}

static void read_next (GTask *owned_task);

static void
piece_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  lk_secret_text_add (reading->text, (gsize) n);
  if (n > 0)
    read_next (g_steal_pointer (&task));
  else
    end (task);
}

/* One byte more than is taken, so that what is too large is seen to be. */
static void
read_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Reading *reading = g_task_get_task_data (task);
  GInputStream *stream = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  char *place;

  if (lk_secret_text_get_length (reading->text) > LK_IMPORT_MAX_SIZE)
    {
      end (task);
      return;
    }

  place = lk_secret_text_reserve (reading->text, PIECE);
  g_input_stream_read_async (stream, place, PIECE, G_PRIORITY_DEFAULT, cancellable, piece_read_cb, g_steal_pointer (&task));
}

/**
 * lk_import_source_read_async:
 * @stream: a stream
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads a stream.
 */
void
lk_import_source_read_async (GInputStream        *stream,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;
  Reading *reading;

  g_return_if_fail (G_IS_INPUT_STREAM (stream));

  task = g_task_new (stream, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_import_source_read_async);
  reading = g_new0 (Reading, 1);
  reading->text = lk_secret_text_new ();
  g_task_set_task_data (task, reading, reading_free);
  read_next (task);
}

/**
 * lk_import_source_read_finish:
 * @stream: the stream
 * @result: what the callback was given
 * @error: return location for what the stream says
 *
 * Returns: (transfer full): what it had, or more than %LK_IMPORT_MAX_SIZE bytes of it; %NULL with @error set
 */
GBytes *
lk_import_source_read_finish (GInputStream  *stream,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, stream), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_import_source_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
file_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GBytes *content = lk_import_source_read_finish (G_INPUT_STREAM (source), result, &error);

  if (content != NULL)
    g_task_return_pointer (task, content, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream != NULL)
    lk_import_source_read_async (G_INPUT_STREAM (stream), cancellable, file_read_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/* A pipe would be waited for, and a device have no end. */
static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    g_task_return_error (task, error);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_task_return_new_error (task, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_NOT_REGULAR,
                             _("This is a folder or a device, and no file"));
  else
    g_file_read_async (G_FILE (source), G_PRIORITY_DEFAULT, cancellable, opened_cb, g_steal_pointer (&task));
}

/**
 * lk_import_source_read_file_async:
 * @file: a file
 * @cancellable: (nullable): cancels it
 * @callback: called in the main context of the caller
 * @user_data: for @callback
 *
 * Reads a regular file.
 */
void
lk_import_source_read_file_async (GFile               *file,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_import_source_read_file_async);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable,
                           asked_cb, task);
}

/**
 * lk_import_source_read_file_finish:
 * @file: the file
 * @result: what the callback was given
 * @error: return location for %LK_EXCHANGE_ERROR_NOT_REGULAR or what the system says
 *
 * Returns: (transfer full): what it has, or more than %LK_IMPORT_MAX_SIZE bytes of it; %NULL with @error set
 */
GBytes *
lk_import_source_read_file_finish (GFile         *file,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_import_source_read_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
