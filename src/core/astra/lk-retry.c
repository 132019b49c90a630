/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-retry.h"

#include "lk-astra-error.h"

#define RETRY_AFTER_MAX_S 30 /* a longer wait is the caller's to show */

/**
 * lk_retry_get_wait:
 * @error: why a read failed
 * @n_retries: how often it was repeated already
 * @first_wait_ms: how long, about, to wait the first time
 * @wait_ms: (out): how long to wait now
 *
 * Tells whether a read is worth repeating, and when: three times, after waits that double and are spread from half to
 * one and a half, and never before the service said.
 *
 * Returns: whether it is
 */
gboolean
lk_retry_get_wait (const GError *error,
                   guint         n_retries,
                   guint         first_wait_ms,
                   guint        *wait_ms)
{
  guint after_s = lk_astra_error_get_retry_after (error);
  guint wait;

  if (n_retries >= LK_RETRY_MAX || after_s > RETRY_AFTER_MAX_S
      || !(g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_RATE_LIMITED)
           || g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_SERVER)))
    return FALSE;

  wait = first_wait_ms << n_retries;
  wait = wait / 2 + (guint) (g_random_double () * wait);
  *wait_ms = MAX (wait, after_s * 1000);

  return TRUE;
}

/**
 * lk_retry_attach:
 * @wait_ms: how long to wait
 * @cancellable: ends the wait when it is cancelled
 * @callback: called in the thread-default main context when the wait is over, however it ended
 * @user_data: for @callback
 * @destroy: (nullable): frees @user_data
 *
 * Waits.
 *
 * Returns: the id of the source
 */
guint
lk_retry_attach (guint           wait_ms,
                 GCancellable   *cancellable,
                 GSourceFunc     callback,
                 gpointer        user_data,
                 GDestroyNotify  destroy)
{
  g_autoptr (GSource) source = g_timeout_source_new (wait_ms);
  g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

  g_source_set_callback (source, callback, user_data, destroy);
  g_source_set_dummy_callback (cancelled);
  g_source_add_child_source (source, cancelled);

  return g_source_attach (source, g_main_context_get_thread_default ());
}
