/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-account.h"
#include "lk-astra-client.h"
#include "lk-keyring.h"
#include "lk-state.h"

G_BEGIN_DECLS

/**
 * LkSignIn:
 *
 * What adding an account needs; any may be %NULL but @environment defaults to "prod" and the addresses to that
 * environment's.
 */
typedef struct
{
  const char *name;
  const char *environment;
  const char *api_url;
  const char *streaming_url;
  gboolean    allow_unkept; /* where no keyring answers, the account may live for this run only */
} LkSignIn;

#define LK_TYPE_OFFICE (lk_office_get_type ())

/**
 * LkOffice:
 *
 * The accounts of this computer's user: the list model of them, adding one, and a client for each. Window and command
 * line hold one each; it is where keyring and state meet.
 */
G_DECLARE_FINAL_TYPE (LkOffice, lk_office, LK, OFFICE, GObject)

LkOffice      *lk_office_new                (LkKeyring            *keyring,
                                             LkState              *state) G_GNUC_WARN_UNUSED_RESULT;

LkKeyring     *lk_office_get_keyring        (LkOffice             *self);
LkState       *lk_office_get_state          (LkOffice             *self);
GListModel    *lk_office_get_accounts       (LkOffice             *self); /* of LkAccount, transfer none */
LkAccount     *lk_office_find_account       (LkOffice             *self,
                                             const char           *id) G_GNUC_WARN_UNUSED_RESULT;
gboolean       lk_office_is_kept            (LkOffice             *self,
                                             LkAccount            *account);

/* Fills the accounts from the database. */
void           lk_office_load_async         (LkOffice             *self,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean       lk_office_load_finish        (LkOffice             *self,
                                             GAsyncResult         *result,
                                             GError              **error);

/* Checks the token with the service (organization, name, list), stores it in the keyring, then the account in the
 * database; an organization that is already there gets the new token. (transfer full) */
void           lk_office_add_account_async  (LkOffice             *self,
                                             SecretValue          *token,
                                             const LkSignIn       *sign_in,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
LkAccount     *lk_office_add_account_finish (LkOffice             *self,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* A client that signs in with the account's token from the keyring (transfer full); kept for the next call. */
void           lk_office_get_client_async   (LkOffice             *self,
                                             LkAccount            *account,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
LkAstraClient *lk_office_get_client_finish  (LkOffice             *self,
                                             GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes down what was done (see lk-activity.h for the words); never fails, and may go without a callback. */
void           lk_office_record_async       (LkOffice             *self,
                                             LkAccount            *account,
                                             const char           *operation,
                                             const char           *client_id,
                                             const char           *description,
                                             const char           *outcome,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
void           lk_office_record_finish      (LkOffice             *self,
                                             GAsyncResult         *result);

G_END_DECLS
