/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LK_TYPE_ACTIVITY (lk_activity_get_type ())

G_DECLARE_FINAL_TYPE (LkActivity, lk_activity, LK, ACTIVITY, GObject)

/* What can be done, and how it can end; both are written down, so they are never translated or renamed. */
#define LK_ACTIVITY_CREATE "create"
#define LK_ACTIVITY_ROTATE "rotate"
#define LK_ACTIVITY_DELETE "delete"
#define LK_ACTIVITY_KEEP "keep"     /* it was to be deleted, and that was called off */
#define LK_ACTIVITY_FORGET "forget" /* its secrets were taken out of the keyring */
#define LK_ACTIVITY_SAVE "save"     /* to a file */
#define LK_ACTIVITY_STORE "store"   /* in the keyring, later than it was created */
#define LK_ACTIVITY_CHANGE_SIGN_IN "change-sign-in"   /* from here on about an account, not a token */
#define LK_ACTIVITY_RENAME_ACCOUNT "rename-account"   /* its former name is the description */
#define LK_ACTIVITY_REMOVE_ACCOUNT "remove-account"
#define LK_ACTIVITY_RESTORE_ACCOUNT "restore-account" /* the removal was taken back */
#define LK_ACTIVITY_DONE "done"
#define LK_ACTIVITY_FAILED "failed"
#define LK_ACTIVITY_UNKNOWN "unknown" /* the answer was lost */
#define LK_ACTIVITY_ORPHAN "orphan"   /* created, but the secret was lost */

/* Properties, all construct-only: time (GDateTime), account-id, account-title (as it was called then), operation,
 * client-id (nullable), description (nullable: of the token), outcome. Never a secret. */

LkActivity *lk_activity_new               (GDateTime  *time,
                                           const char *account_id,
                                           const char *account_title,
                                           const char *operation,
                                           const char *client_id,
                                           const char *description,
                                           const char *outcome) G_GNUC_WARN_UNUSED_RESULT;

GDateTime  *lk_activity_get_time          (LkActivity *self);
const char *lk_activity_get_account_id    (LkActivity *self);
const char *lk_activity_get_account_title (LkActivity *self);
const char *lk_activity_get_operation     (LkActivity *self);
const char *lk_activity_get_client_id     (LkActivity *self);
const char *lk_activity_get_description   (LkActivity *self);
const char *lk_activity_get_outcome       (LkActivity *self);

G_END_DECLS
