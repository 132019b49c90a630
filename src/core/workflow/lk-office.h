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
  gboolean    allow_unlisted; /* also a token that may not list application tokens: it may be good for streaming */
} LkSignIn;

/**
 * LkRemovedAccount:
 *
 * An account that was removed, with all that is needed to take that back; its sign-in token is in it and nowhere else.
 */
typedef struct _LkRemovedAccount LkRemovedAccount;

LkRemovedAccount *lk_removed_account_ref         (LkRemovedAccount *self);
void              lk_removed_account_unref       (LkRemovedAccount *self);
LkAccount        *lk_removed_account_get_account (LkRemovedAccount *self); /* transfer none */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkRemovedAccount, lk_removed_account_unref)

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

/* Through which proxies its clients go from now on; without one, as libsoup does by itself. */
void           lk_office_set_proxy          (LkOffice             *self,
                                             LkProxy              *proxy);
LkAstraClient *lk_office_create_client      (LkOffice             *self,
                                             const char           *api_url,
                                             SecretValue          *token,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the labels of keyring items are still being changed after an account was renamed. */
gboolean       lk_office_is_relabeling      (LkOffice             *self);

LkKeyring     *lk_office_get_keyring        (LkOffice             *self);
LkState       *lk_office_get_state          (LkOffice             *self);
GListModel    *lk_office_get_accounts       (LkOffice             *self); /* of LkAccount, transfer none */
gboolean       lk_office_signs_in_with      (LkOffice             *self,
                                             const char           *client_id);
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

/* The same for an account that is there: its next token must be of the same organization. The account is another object
 * then, at the same place. (transfer full) */
void           lk_office_change_sign_in_async  (LkOffice            *self,
                                                LkAccount           *account,
                                                SecretValue         *token,
                                                gboolean             allow_unlisted,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
LkAccount     *lk_office_change_sign_in_finish (LkOffice            *self,
                                                GAsyncResult        *result,
                                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;

void           lk_office_rename_account_async  (LkOffice            *self,
                                                LkAccount           *account,
                                                const char          *name,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean       lk_office_rename_account_finish (LkOffice            *self,
                                                GAsyncResult        *result,
                                                GError             **error);

/* Removes the account, its sign-in token, its cached lists and notes; what its tokens' secrets are stays in the keyring.
 * Fails with LK_WORK_ERROR_UNFINISHED. The rest takes that back. (transfer full) */
void              lk_office_remove_account_async   (LkOffice            *self,
                                                    LkAccount           *account,
                                                    gboolean             anyway,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
LkRemovedAccount *lk_office_remove_account_finish  (LkOffice            *self,
                                                    GAsyncResult        *result,
                                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;
void              lk_office_restore_account_async  (LkOffice            *self,
                                                    LkRemovedAccount    *removed,
                                                    GCancellable        *cancellable,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             user_data);
gboolean          lk_office_restore_account_finish (LkOffice            *self,
                                                    GAsyncResult        *result,
                                                    GError             **error);

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

/* Forgets what was done longer ago than some days; 0: all of it. */
void           lk_office_forget_activity_async  (LkOffice            *self,
                                                 guint                days,
                                                 GCancellable        *cancellable,
                                                 GAsyncReadyCallback  callback,
                                                 gpointer             user_data);
gboolean       lk_office_forget_activity_finish (LkOffice            *self,
                                                 GAsyncResult        *result,
                                                 GError             **error);

G_END_DECLS
