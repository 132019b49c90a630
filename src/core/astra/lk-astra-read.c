/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-read.h"

#define MAX_DECODED_HERE 65536 /* bytes */

typedef struct
{
  const LkAstraDecoder *decoder;
  GObject              *context; /* may be NULL */
  GBytes               *body;    /* NULL until it is there */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->context);
  g_clear_pointer (&reading->body, g_bytes_unref);
  g_free (reading);
}

static gpointer
decode (Reading  *reading,
        GError  **error)
{
  const LkAstraDecoder *decoder = reading->decoder;

  return decoder->decode != NULL ? decoder->decode (reading->body, error)
                                 : decoder->decode_for (reading->body, reading->context, error);
}

static void
return_decoded (GTask    *task,
                Reading  *reading,
                gpointer  decoded,
                GError   *error)
{
  if (decoded != NULL)
    g_task_return_pointer (task, decoded, reading->decoder->destroy);
  else
    g_task_return_error (task, error);
}

static void
decode_thread (GTask        *decoding_task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  gpointer decoded = decode (task_data, &error);

  return_decoded (decoding_task, task_data, decoded, error);
}

static void
decoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  gpointer decoded = g_task_propagate_pointer (G_TASK (result), &error);

  return_decoded (task, g_task_get_task_data (G_TASK (result)), decoded, error);
}

/* A long list is decoded off the main thread: 10,000 tokens take some 80 ms. The thread's task has no source, so that
 * the client never goes in it. */
static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GTask) decoding_task = NULL;
  GError *error = NULL;
  gpointer decoded = NULL;
  Reading *handed;

  reading->body = lk_transport_finish (LK_TRANSPORT (source), result, NULL, &error);
  if (reading->body == NULL || g_bytes_get_size (reading->body) <= MAX_DECODED_HERE)
    {
      if (reading->body != NULL)
        decoded = decode (reading, &error);
      return_decoded (task, reading, decoded, error);
      return;
    }

  handed = g_new0 (Reading, 1);
  handed->decoder = reading->decoder;
  handed->context = reading->context != NULL ? g_object_ref (reading->context) : NULL;
  handed->body = g_steal_pointer (&reading->body);
  decoding_task = g_task_new (NULL, NULL, decoded_cb, g_steal_pointer (&task));
  g_task_set_source_tag (decoding_task, read_cb);
  g_task_set_task_data (decoding_task, handed, reading_free);
  g_task_run_in_thread (decoding_task, decode_thread);
}

/**
 * lk_astra_read:
 * @transport: what carries the request
 * @request: what to read
 * @decoder: (transfer none): how the answer is read, static
 * @context: (nullable): what the answer is about; its type lets a thread read what it needs of it
 * @owned_task: (transfer full): is returned what the answer stands for, or a #LkAstraError
 *
 * Reads and decodes.
 */
void
lk_astra_read (LkTransport              *transport,
               const LkTransportRequest *request,
               const LkAstraDecoder     *decoder,
               GObject                  *context,
               GTask                    *owned_task)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->decoder = decoder;
  reading->context = context != NULL ? g_object_ref (context) : NULL;
  g_task_set_task_data (owned_task, reading, reading_free);
  lk_transport_get_async (transport, request, g_task_get_cancellable (owned_task), read_cb, owned_task);
}
