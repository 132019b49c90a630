/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-transport-private.h"

#include "lk-answer-head.h"
#include "lk-astra-error.h"
#include "lk-retry.h"
#include "lk-tls-check.h"

#include <glib/gi18n-lib.h>

#define MAX_INFORMATIONAL 16

/*< private >
 * lk_exchange_drop_message:
 * @exchange: an exchange
 *
 * Lets go of the message, before the next one or at the end.
 */
void
lk_exchange_drop_message (LkExchange *exchange)
{
  if (exchange->message != NULL)
    g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
}

/*< private >
 * lk_exchange_free:
 * @data: (transfer full): an exchange
 */
void
lk_exchange_free (gpointer data)
{
  LkExchange *exchange = data;

  lk_exchange_drop_message (exchange);
  g_cancellable_disconnect (exchange->outer, exchange->outer_handler);
  g_clear_handle_id (&exchange->deadline_id, g_source_remove);
  g_clear_handle_id (&exchange->retry_id, g_source_remove);
  g_clear_object (&exchange->outer);
  g_clear_object (&exchange->inner);
  g_clear_object (&exchange->sink);
  g_clear_pointer (&exchange->body, g_byte_array_unref);
  g_clear_pointer (&exchange->request_body, g_bytes_unref);
  g_clear_pointer (&exchange->filter, lk_json_filter_free);
  g_clear_pointer (&exchange->path, g_free);
  g_clear_pointer (&exchange->cluster, g_free);
  g_clear_pointer (&exchange->org_id, g_free);
  g_clear_error (&exchange->own_reason);
  g_clear_error (&exchange->read_error);
  g_free (exchange);
}

/* Ends the exchange with a reason of ours, which then stands in for "cancelled". */
static void
stop (LkExchange   *exchange,
      LkAstraError  code,
      const char   *message)
{
  if (exchange->own_reason == NULL)
    exchange->own_reason = g_error_new_literal (LK_ASTRA_ERROR, code, message);
  g_cancellable_cancel (exchange->inner);
}

static gboolean
deadline_cb (gpointer user_data)
{
  LkExchange *exchange = user_data;

  exchange->deadline_id = 0;
  stop (exchange, LK_ASTRA_ERROR_TIMED_OUT, _("Astra did not answer in time"));

  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    gpointer      user_data)
{
  GCancellable *inner = user_data;

  g_cancellable_cancel (inner);
}

/* libsoup sends a request again by itself after a 421 (measured), and a read whose idle connection the server had
 * closed. A write may not be sent twice; a read may, a few times. */
static void
restarted_cb (SoupMessage *message,
              LkExchange  *exchange)
{
  exchange->n_restarts++;
  if (exchange->method == SOUP_METHOD_GET && exchange->n_restarts <= LK_RETRY_MAX)
    return;

  stop (exchange, LK_ASTRA_ERROR_UNEXPECTED, _("Astra’s server is set up wrongly: it asked for the request twice"));
}

static void
wrote_headers_cb (SoupMessage *message,
                  LkExchange  *exchange)
{
  exchange->sent = TRUE;
}

static void
got_informational_cb (SoupMessage *message,
                      LkExchange  *exchange)
{
  exchange->n_informational++;
  if (exchange->n_informational > MAX_INFORMATIONAL)
    stop (exchange, LK_ASTRA_ERROR_MALFORMED, _("Astra’s answer could not be understood"));
}

/* What is too weak is accepted by default on the floor (measured); this is before any byte of ours is written. */
static void
network_event_cb (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  LkExchange         *exchange)
{
  const char *fault = event == G_SOCKET_CLIENT_TLS_HANDSHAKED ? lk_tls_find_fault (connection) : NULL;

  if (fault != NULL)
    stop (exchange, LK_ASTRA_ERROR_INSECURE, fault);
}

static void
got_headers_cb (SoupMessage *message,
                LkExchange  *exchange)
{
  GTimeSpan offset;

  if (lk_answer_head_get_clock_offset (soup_message_get_response_headers (message), &offset))
    lk_transport_tell_clock (exchange->owner, offset);
}

/*< private >
 * lk_exchange_translate_error:
 * @exchange: an exchange
 * @error: (transfer full): why there is no whole answer
 *
 * Returns: (transfer full): what the caller is told
 */
GError *
lk_exchange_translate_error (LkExchange *exchange,
                             GError     *error)
{
  g_autoptr (GError) owned = error;

  return exchange->own_reason != NULL ? g_error_copy (exchange->own_reason)
                                      : lk_astra_error_from_transport (g_steal_pointer (&owned));
}

/*< private >
 * lk_exchange_watch:
 * @exchange: an exchange whose message was just made
 *
 * Holds the message to the rules of this application.
 */
void
lk_exchange_watch (LkExchange *exchange)
{
  g_signal_connect (exchange->message, "restarted", G_CALLBACK (restarted_cb), exchange);
  g_signal_connect (exchange->message, "wrote-headers", G_CALLBACK (wrote_headers_cb), exchange);
  g_signal_connect (exchange->message, "got-informational", G_CALLBACK (got_informational_cb), exchange);
  g_signal_connect (exchange->message, "got-headers", G_CALLBACK (got_headers_cb), exchange);
  g_signal_connect (exchange->message, "network-event", G_CALLBACK (network_event_cb), exchange);
}

/*< private >
 * lk_exchange_bound:
 * @exchange: an exchange
 * @deadline_ms: how long it may take
 * @cancellable: (nullable): the caller's
 *
 * Sees to it that the exchange ends.
 */
void
lk_exchange_bound (LkExchange   *exchange,
                   guint         deadline_ms,
                   GCancellable *cancellable)
{
  exchange->inner = g_cancellable_new ();
  exchange->deadline_id = g_timeout_add (deadline_ms, deadline_cb, exchange);
  if (cancellable != NULL)
    {
      exchange->outer = g_object_ref (cancellable);
      exchange->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (outer_cancelled_cb),
                                                       g_object_ref (exchange->inner), g_object_unref);
    }
}
