/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"
#include "lk-stored-secret.h"

G_BEGIN_DECLS

#define LK_TYPE_STORED_SECRETS (lk_stored_secrets_get_type ())

/* A list model of LkStoredSecret: all that this application has in the keyring, of whatever account. It follows the
 * accounts and their lists, and lists the keyring again where that may differ. Properties, read-only, notified: n-items,
 * loading (boolean), loaded (boolean: the keyring was listed once), error (GError boxed, nullable: why it could not be the
 * last time; what was there before stays). */
G_DECLARE_FINAL_TYPE (LkStoredSecrets, lk_stored_secrets, LK, STORED_SECRETS, GObject)

LkStoredSecrets *lk_stored_secrets_new           (LkInventories        *inventories) G_GNUC_WARN_UNUSED_RESULT;

LkInventories   *lk_stored_secrets_get_inventories (LkStoredSecrets    *self);
LkKeyring       *lk_stored_secrets_get_keyring   (LkStoredSecrets      *self);
gboolean         lk_stored_secrets_get_loaded    (LkStoredSecrets      *self);
const GError    *lk_stored_secrets_get_error     (LkStoredSecrets      *self);
LkStoredSecret  *lk_stored_secrets_find          (LkStoredSecrets      *self,
                                                  const char           *key); /* transfer none, nullable */
void             lk_stored_secrets_refresh       (LkStoredSecrets      *self);

/* Takes all that is stored of one token out of the keyring, and writes down that this was done. */
void             lk_stored_secrets_remove_async  (LkStoredSecrets      *self,
                                                  LkStoredSecret       *secret,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean         lk_stored_secrets_remove_finish (LkStoredSecrets      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
