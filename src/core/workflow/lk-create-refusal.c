/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-create-refusal.h"

#include "lk-astra-error.h"

/**
 * lk_create_refusal_new:
 * @buffer: what arrived of the answer to a create call
 *
 * Tells whether the service refused in so many words: by a status and in a body that are its own. Every other failure
 * leaves open whether a token was created: 409 and 408 too, and whatever a proxy wrote.
 *
 * Returns: (transfer full) (nullable): the refusal as an error; %NULL: it is none
 */
GError *
lk_create_refusal_new (LkAnswerBuffer *buffer)
{
  static const guint refusals[] = { 400, 401, 403, 404, 422 };
  guint status = lk_answer_buffer_get_status (buffer);
  gsize length;
  const char *data = lk_answer_buffer_get_data (buffer, &length);
  g_autoptr (GBytes) body = g_bytes_new_static (data, length);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (status == refusals[i] && lk_astra_error_is_told (body))
      return lk_astra_error_from_status (status, body);

  return NULL;
}
