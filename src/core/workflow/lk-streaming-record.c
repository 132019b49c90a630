/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streaming-record.h"

#include "lk-streaming-private.h"

#include <glib/gi18n-lib.h>

/**
 * lk_streaming_record_describe:
 * @title: (nullable): what people call a Pulsar token
 * @tenant: the name of its tenant
 *
 * Returns: (transfer full): what a record says of it
 */
char *
lk_streaming_record_describe (const char *title,
                              const char *tenant)
{
  if (title == NULL || *title == '\0')
    /* Translators: a Pulsar token in the list of what was done; %s is its streaming tenant */
    return g_strdup_printf (_("Pulsar token of the tenant %s"), tenant);

  /* Translators: a Pulsar token in the list of what was done; %1$s is what people call it, %2$s its streaming tenant */
  return g_strdup_printf (_("%1$s (tenant %2$s)"), title, tenant);
}

/*< private >
 * lk_streaming_record_async:
 * @self: the streaming half of an account
 * @operation: %LK_ACTIVITY_CREATE or another of them
 * @tenant: the name of the token's tenant
 * @token_id: (nullable): the token
 * @title: (nullable): what people call the token
 * @outcome: %LK_ACTIVITY_DONE or another of them
 * @callback: (nullable): called in the main context of the caller, with the office, for lk_office_record_finish()
 * @user_data: for @callback
 *
 * Writes down what was done with a Pulsar token, and says of which tenant it is.
 */
void
lk_streaming_record_async (LkStreaming         *self,
                           const char          *operation,
                           const char          *tenant,
                           const char          *token_id,
                           const char          *title,
                           const char          *outcome,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autofree char *description = lk_streaming_record_describe (title, tenant);

  lk_office_record_async (self->office, self->account, operation, token_id, description, outcome, callback, user_data);
}

/*< private >
 * lk_streaming_record_token_async:
 * @self: the streaming half of an account
 * @operation: %LK_ACTIVITY_DELETE or another of them
 * @token: one of its tokens
 * @outcome: %LK_ACTIVITY_DONE or another of them
 * @callback: (nullable): as for lk_streaming_record_async()
 * @user_data: for @callback
 *
 * Writes down what was done with a Pulsar token that is listed.
 */
void
lk_streaming_record_token_async (LkStreaming         *self,
                                 const char          *operation,
                                 LkPulsarToken       *token,
                                 const char          *outcome,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  const char *note = lk_pulsar_token_get_note (token);

  lk_streaming_record_async (self, operation, lk_pulsar_token_get_tenant_name (token), lk_pulsar_token_get_id (token),
                             note != NULL && *note != '\0' ? note : lk_pulsar_token_get_script_name (token), outcome,
                             callback, user_data);
}
