/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-state.h"
#include "lk-token-use.h"

G_BEGIN_DECLS

/**
 * LkUsedToken:
 * @account_id: the account
 * @cluster_name: (nullable): the cluster of a Pulsar token's tenant; %NULL for an application token
 * @tenant_name: (nullable): that tenant
 * @token_id: what names it
 *
 * Which token a use is of. Whoever fills it owns the texts, and each call copies them; a copy owns its own.
 */
typedef struct
{
  const char *account_id;
  const char *cluster_name;
  const char *tenant_name;
  const char *token_id;
} LkUsedToken;

LkUsedToken *lk_used_token_copy  (const LkUsedToken *self) G_GNUC_WARN_UNUSED_RESULT;
void         lk_used_token_free  (LkUsedToken       *self);
gboolean     lk_used_token_equal (const LkUsedToken *self,
                                  const LkUsedToken *other);

/* What holds a copy of a token, in the order in which it was written down: (element-type LkTokenUse). At the end of a rotation
 * what is known of the old token is known of the new one, and nothing is ticked off any more; see lk-database.c. */
void       lk_state_list_uses_async   (LkState              *self,
                                       const LkUsedToken    *token,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GPtrArray *lk_state_list_uses_finish  (LkState              *self,
                                       GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds one, or changes the one of the same text. */
void       lk_state_save_use_async    (LkState              *self,
                                       const LkUsedToken    *token,
                                       const char           *text,
                                       gboolean              switched,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean   lk_state_save_use_finish   (LkState              *self,
                                       GAsyncResult         *result,
                                       GError              **error);

/* One that is not there is no error. */
void       lk_state_remove_use_async  (LkState              *self,
                                       const LkUsedToken    *token,
                                       const char           *text,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean   lk_state_remove_use_finish (LkState              *self,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
