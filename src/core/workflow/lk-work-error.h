/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkWorkError:
 * @LK_WORK_ERROR_UNKNOWN_OUTCOME: the answer was lost; the work is in the journal
 * @LK_WORK_ERROR_ORPHAN: a token was created but its secret was lost; the work is in the journal
 * @LK_WORK_ERROR_STILL_LISTED: the service said deleted, but lists the token still
 * @LK_WORK_ERROR_NOT_STORED: the secret arrived but the keyring did not take it; it is held in memory
 * @LK_WORK_ERROR_NAME_TAKEN: another token has that script name, or another account that name
 * @LK_WORK_ERROR_BAD_NAME: that is no script name, or no name for an account
 * @LK_WORK_ERROR_UNKNOWN_ROLE: no such role in the organization
 * @LK_WORK_ERROR_SIGNS_IN: the account signs in with that token
 * @LK_WORK_ERROR_NO_PERMISSION: the token may not list tokens
 * @LK_WORK_ERROR_NO_SIGN_IN: the account's sign-in token is not in the keyring
 * @LK_WORK_ERROR_NEVER_READ: no list of that account is remembered
 * @LK_WORK_ERROR_OTHER_ORGANIZATION: the token belongs to another organization than the account
 * @LK_WORK_ERROR_UNFINISHED: the account has work in the journal
 * @LK_WORK_ERROR_WOULD_BE_FORGOTTEN: the account has a rotation or a deletion that is not at its end, which would go with it
 * @LK_WORK_ERROR_INVALID: the request lacks something, say a role or a description
 * @LK_WORK_ERROR_UNKNOWN_HOST: a token would go to a host that nobody has said yes to
 */
typedef enum
{
  LK_WORK_ERROR_UNKNOWN_OUTCOME,
  LK_WORK_ERROR_ORPHAN,
  LK_WORK_ERROR_STILL_LISTED,
  LK_WORK_ERROR_NOT_STORED,
  LK_WORK_ERROR_NAME_TAKEN,
  LK_WORK_ERROR_BAD_NAME,
  LK_WORK_ERROR_UNKNOWN_ROLE,
  LK_WORK_ERROR_SIGNS_IN,
  LK_WORK_ERROR_NO_PERMISSION,
  LK_WORK_ERROR_NO_SIGN_IN,
  LK_WORK_ERROR_NEVER_READ,
  LK_WORK_ERROR_OTHER_ORGANIZATION,
  LK_WORK_ERROR_UNFINISHED,
  LK_WORK_ERROR_WOULD_BE_FORGOTTEN,
  LK_WORK_ERROR_INVALID,
  LK_WORK_ERROR_UNKNOWN_HOST,
} LkWorkError;

#define LK_WORK_ERROR (lk_work_error_quark ())

GQuark lk_work_error_quark           (void);

void   lk_work_error_say_secret_left (GError *error);

G_END_DECLS
