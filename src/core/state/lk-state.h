/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-account.h"
#include "lk-activity.h"
#include "lk-intent.h"
#include "lk-state-lists.h"

G_BEGIN_DECLS

/**
 * LkStateError:
 * @LK_STATE_ERROR_CANNOT_OPEN: the folder or the database cannot be opened
 * @LK_STATE_ERROR_TOO_NEW: the database was written by a newer Latchkey
 * @LK_STATE_ERROR_READ: a row could not be read
 * @LK_STATE_ERROR_WRITE: a row could not be written
 */
typedef enum
{
  LK_STATE_ERROR_CANNOT_OPEN,
  LK_STATE_ERROR_TOO_NEW,
  LK_STATE_ERROR_READ,
  LK_STATE_ERROR_WRITE,
} LkStateError;

#define LK_STATE_ERROR (lk_state_error_quark ())

#define LK_STATE_FILE_NAME "latchkey.db"

GQuark lk_state_error_quark (void);

#define LK_TYPE_STATE (lk_state_get_type ())

G_DECLARE_FINAL_TYPE (LkState, lk_state, LK, STATE, GObject)

/* Each call is done in a thread of its own, in the order of the calls, and answered in the caller's main context; none
 * blocks. A call holds a reference until it is answered; with the last one the thread ends and the database is closed.
 * Cancelled before its turn, a call does nothing; cancelled later, it says so although a write may have taken place.
 * What holds an application token or a JWT is refused with %LK_STATE_ERROR_WRITE. */

/* Opens (and makes, 0700 and 0600) DIRECTORY/latchkey.db and brings its tables up to date. */
void       lk_state_open_async             (const char           *directory,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
LkState   *lk_state_open_finish            (GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* The folder of the database, where the escrows are too. */
const char *lk_state_get_directory          (LkState             *self);

/* (element-type LkAccount), in the order they were added */
void       lk_state_list_accounts_async    (LkState              *self,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GPtrArray *lk_state_list_accounts_finish   (LkState              *self,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the account as it is now, or replaces the one with the same id. An organization is there once: an account of the
 * same api-url and org-id is replaced in place even under another id; it keeps its position and takes the new id. */
void       lk_state_save_account_async     (LkState              *self,
                                            LkAccount            *account,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean   lk_state_save_account_finish    (LkState              *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* Forgets the account with its lists and notes; one that is not there is no error. What was removed (transfer full,
 * element-type utf8, of no meaning to others) puts all of it back, unless the organization is there again. */
void       lk_state_remove_account_async   (LkState              *self,
                                            const char           *account_id,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GPtrArray *lk_state_remove_account_finish  (LkState              *self,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void       lk_state_restore_account_async  (LkState              *self,
                                            GPtrArray            *removed,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean   lk_state_restore_account_finish (LkState              *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* The journal: (element-type LkIntent), oldest first */
void       lk_state_list_intents_async     (LkState              *self,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GPtrArray *lk_state_list_intents_finish    (LkState              *self,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the work as it is now, or brings state, client-id and known-ids of the one with the same id up to date. Durable
 * (synchronous=FULL) when it has finished. */
void       lk_state_save_intent_async      (LkState              *self,
                                            LkIntent             *intent,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean   lk_state_save_intent_finish     (LkState              *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* Ends the work, durably; one that is not there is no error. */
void       lk_state_remove_intent_async    (LkState              *self,
                                            const char           *intent_id,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean   lk_state_remove_intent_finish   (LkState              *self,
                                            GAsyncResult         *result,
                                            GError              **error);

/* The last known tokens and roles of an account, with the time they were read; both are replaced in one transaction. They
 * and the notes go when the account does. A description that looks like a secret is left out of the row. */
void          lk_state_save_lists_async        (LkState              *self,
                                                const char           *account_id,
                                                GDateTime            *read_at,
                                                GPtrArray            *tokens,
                                                GPtrArray            *roles,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      lk_state_save_lists_finish       (LkState              *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void          lk_state_read_lists_async        (LkState              *self,
                                                const char           *account_id,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
LkStateLists *lk_state_read_lists_finish       (LkState              *self,
                                                GAsyncResult         *result,
                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;

/* A note on a token, NULL to forget it */
void          lk_state_save_note_async         (LkState              *self,
                                                const char           *account_id,
                                                const char           *client_id,
                                                const char           *note,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      lk_state_save_note_finish        (LkState              *self,
                                                GAsyncResult         *result,
                                                GError              **error);

/* What was done: (element-type LkActivity), newest first. It outlives its account, and is forgotten after a year, when
 * the database is opened. */
void          lk_state_add_activity_async      (LkState              *self,
                                                LkActivity           *activity,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      lk_state_add_activity_finish     (LkState              *self,
                                                GAsyncResult         *result,
                                                GError              **error);
void          lk_state_list_activities_async   (LkState              *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
GPtrArray    *lk_state_list_activities_finish  (LkState              *self,
                                                GAsyncResult         *result,
                                                GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same of one token, the last LK_STATE_N_TOKEN_ACTIVITIES times. */
#define LK_STATE_N_TOKEN_ACTIVITIES 10
void          lk_state_list_token_activities_async  (LkState              *self,
                                                     const char           *client_id,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
GPtrArray    *lk_state_list_token_activities_finish (LkState              *self,
                                                     GAsyncResult         *result,
                                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* What was done before a time, NULL: all of it. */
void          lk_state_forget_activities_async (LkState              *self,
                                                GDateTime            *before,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean      lk_state_forget_activities_finish (LkState             *self,
                                                GAsyncResult         *result,
                                                GError              **error);

G_END_DECLS
