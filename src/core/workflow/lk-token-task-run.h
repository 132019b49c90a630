/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-figure.h"
#include "lk-token-task-command.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_TASK_ANSWER (lk_token_task_answer_get_type ())

/* What a task's call told. It never changes. Properties, read-only, never NULL: figures (GListModel of LkFigure, in order,
 * those of one group behind each other; may be empty), json (the answer as it came, laid out for reading, secrets hidden),
 * origin (who answered, such as "https://api.astra.datastax.com"). */
G_DECLARE_FINAL_TYPE (LkTokenTaskAnswer, lk_token_task_answer, LK, TOKEN_TASK_ANSWER, GObject)

GListModel        *lk_token_task_answer_get_figures (LkTokenTaskAnswer      *self); /* transfer none */
const char        *lk_token_task_answer_get_json    (LkTokenTaskAnswer      *self);
const char        *lk_token_task_answer_get_origin  (LkTokenTaskAnswer      *self);

/* Makes the call of a runnable task, each token only where it may go. Everything in @place is read before this returns.
 * Nothing is asked of anybody: fails with LK_WORK_ERROR_INVALID (a name or the Pulsar token is missing; the message is a
 * sentence to show), LK_WORK_ERROR_UNKNOWN_HOST (a Pulsar token would go to a host that nobody said yes to: ask, then
 * lk_streaming_confirm_host_async(), then run again), LK_WORK_ERROR_NO_SIGN_IN, a LkKeyringError, or a LkAstraError; of a
 * Pulsar task LK_ASTRA_ERROR_UNAUTHORIZED is no sign-out, and its message says the two things that it can mean. The billing
 * report tries the tenant's web service (only with place->confirmed or where that is the account's own), then the account's
 * API, then, only with place->token, the web service with that Pulsar token. Cancellation is G_IO_ERROR_CANCELLED. */
void               lk_token_task_run_async          (LkTokenTask            *self,
                                                     LkStreaming            *streaming,
                                                     const LkTokenTaskPlace *place,
                                                     GCancellable           *cancellable,
                                                     GAsyncReadyCallback     callback,
                                                     gpointer                user_data);
LkTokenTaskAnswer *lk_token_task_run_finish         (LkTokenTask            *self,
                                                     GAsyncResult           *result,
                                                     GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
