/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-account.h"
#include "lk-create-answer.h"
#include "lk-keyring.h"

G_BEGIN_DECLS

GHashTable *lk_token_secrets_attributes (LkAccount  *account,
                                         const char *client_id,
                                         const char *field,
                                         const char *script_name) G_GNUC_WARN_UNUSED_RESULT;
char       *lk_token_secrets_label      (LkAccount  *account,
                                         const char *field,
                                         const char *title) G_GNUC_WARN_UNUSED_RESULT;
char       *lk_token_secrets_superseded_label (LkAccount  *account,
                                               const char *field,
                                               const char *title,
                                               GDateTime  *since) G_GNUC_WARN_UNUSED_RESULT;
gboolean    lk_token_secrets_is_superseded    (const char *label);
char       *lk_token_secrets_relabel      (const char           *label,
                                           const char           *field,
                                           const char           *former,
                                           const char           *now) G_GNUC_WARN_UNUSED_RESULT;

/* Both values of a new token, the client secret first; each is read back and compared. */
void        lk_token_secrets_store_async  (LkKeyring            *keyring,
                                           LkAccount            *account,
                                           const LkCreateAnswer *answer,
                                           const char           *title,
                                           const char           *script_name,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean    lk_token_secrets_store_finish (LkKeyring            *keyring,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
