/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-shell-word.h"
#include "lk-streaming.h"
#include "lk-token-task.h"

G_BEGIN_DECLS

/**
 * LkTokenTaskPlace:
 * @tenant: (nullable): one of the tenants of the LkStreaming
 * @token: (nullable): a Pulsar token of @tenant, for tasks that need one. For the billing report it is a last resort, which
 *   is fetched and sent to the tenant's web service only if it is given here, so give it only after somebody agreed
 * @namespace_name: (nullable): "default", or "tenant/default" as the service lists it
 * @topic: (nullable): "new", or "persistent://tenant/default/new" as the service lists it
 * @connector: (nullable): the name of a sink or a source
 * @confirmed: whether somebody said yes that the account's application token may go to the tenant's web service, which only
 *   the billing report asks for; FALSE is always fine, the report then comes from the account's own origin
 *
 * The names that a task is about. What the task does not need is left alone; nothing in it is owned.
 */
typedef struct
{
  LkTenant      *tenant;
  LkPulsarToken *token;
  const char    *namespace_name;
  const char    *topic;
  const char    *connector;
  gboolean       confirmed;
} LkTokenTaskPlace;

/* The command (transfer full), ready to be pasted: one line or several, without a line break at the end. It holds no secret:
 * the token comes from the keyring, and stands in no arguments. @streaming is the account's own, also where the task needs no
 * tenant. Fails with LK_WORK_ERROR_INVALID (a name or token is missing, or is one that no command can have; the message is a
 * sentence to show), LK_WORK_ERROR_UNKNOWN_HOST (somebody has to say yes first, lk_streaming_confirm_host_async()), or
 * LK_ASTRA_ERROR_BAD_ADDRESS. */
char *lk_token_task_dup_command (LkTokenTask            *self,
                                 LkStreaming            *streaming,
                                 const LkTokenTaskPlace *place,
                                 LkShell                 shell,
                                 GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
