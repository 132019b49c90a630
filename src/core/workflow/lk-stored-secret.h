/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"
#include "lk-streaming.h"

G_BEGIN_DECLS

/**
 * LkStoredSecretKind:
 * @LK_STORED_SECRET_TOKEN: the token and the client secret of an application token
 * @LK_STORED_SECRET_PULSAR: a Pulsar token
 * @LK_STORED_SECRET_SIGN_IN: the token that an account signs in with
 * @LK_STORED_SECRET_PENDING: the key of a piece of unfinished work
 * @LK_STORED_SECRET_OTHER: what another version of the application keeps
 *
 * What something in the keyring is for.
 */
typedef enum
{
  LK_STORED_SECRET_TOKEN,
  LK_STORED_SECRET_PULSAR,
  LK_STORED_SECRET_SIGN_IN,
  LK_STORED_SECRET_PENDING,
  LK_STORED_SECRET_OTHER,
} LkStoredSecretKind;

/**
 * LkStoredSecretGroup:
 * @LK_STORED_SECRET_IN_USE: the service lists its token, an account signs in with it, or unfinished work needs it
 * @LK_STORED_SECRET_GONE: a list that was just read does not have its token any more
 * @LK_STORED_SECRET_SUPERSEDED: a rotation put another token in its place
 * @LK_STORED_SECRET_UNKNOWN: nothing that is known now says whether it is in use
 *
 * Whether something in the keyring is still good for anything.
 */
typedef enum
{
  LK_STORED_SECRET_IN_USE,
  LK_STORED_SECRET_GONE,
  LK_STORED_SECRET_SUPERSEDED,
  LK_STORED_SECRET_UNKNOWN,
  LK_STORED_SECRET_N_GROUPS
} LkStoredSecretGroup;

/**
 * LkStoredSecretDoubt:
 * @LK_STORED_SECRET_SURE: none
 * @LK_STORED_SECRET_NO_ACCOUNT: its account is not here
 * @LK_STORED_SECRET_NEVER_READ: the tokens of its account were never listed
 * @LK_STORED_SECRET_NOT_READ_NOW: the list of its account is an earlier one
 *
 * Why it is not known whether something in the keyring is in use.
 */
typedef enum
{
  LK_STORED_SECRET_SURE,
  LK_STORED_SECRET_NO_ACCOUNT,
  LK_STORED_SECRET_NEVER_READ,
  LK_STORED_SECRET_NOT_READ_NOW,
} LkStoredSecretDoubt;

#define LK_TYPE_STORED_SECRET (lk_stored_secret_get_type ())

/* What the keyring has of one token: attributes and a label, never the secret. It never changes. */
G_DECLARE_FINAL_TYPE (LkStoredSecret, lk_stored_secret, LK, STORED_SECRET, GObject)

LkStoredSecret      *lk_stored_secret_new               (LkSecretInfo        *info,
                                                         LkAccount           *account,
                                                         LkInventory         *inventory,
                                                         LkStreaming         *streaming) G_GNUC_WARN_UNUSED_RESULT;
void                 lk_stored_secret_add               (LkStoredSecret      *self,
                                                         LkSecretInfo        *info);
char                *lk_stored_secret_create_key        (LkSecretInfo        *info) G_GNUC_WARN_UNUSED_RESULT;

const char          *lk_stored_secret_get_key           (LkStoredSecret      *self);
LkStoredSecretKind   lk_stored_secret_get_kind          (LkStoredSecret      *self);
LkStoredSecretGroup  lk_stored_secret_get_group         (LkStoredSecret      *self);
LkStoredSecretDoubt  lk_stored_secret_get_doubt         (LkStoredSecret      *self);
LkAccount           *lk_stored_secret_get_account       (LkStoredSecret      *self);
const char          *lk_stored_secret_get_org_id        (LkStoredSecret      *self);
const char          *lk_stored_secret_get_client_id     (LkStoredSecret      *self);
const char          *lk_stored_secret_get_token_id      (LkStoredSecret      *self);
const char          *lk_stored_secret_get_tenant        (LkStoredSecret      *self);
LkPulsarToken       *lk_stored_secret_find_pulsar_token (LkStoredSecret      *self,
                                                         LkStreaming         *streaming);
const char          *lk_stored_secret_get_script_name   (LkStoredSecret      *self);
const char          *lk_stored_secret_get_description   (LkStoredSecret      *self);
const char          *lk_stored_secret_get_title         (LkStoredSecret      *self);
gboolean             lk_stored_secret_has_field         (LkStoredSecret      *self,
                                                         const char          *field);
gboolean             lk_stored_secret_get_removable     (LkStoredSecret      *self);
GHashTable          *lk_stored_secret_create_attributes (LkStoredSecret      *self,
                                                         const char          *field) G_GNUC_WARN_UNUSED_RESULT;
gboolean             lk_stored_secret_is_same           (LkStoredSecret      *self,
                                                         LkStoredSecret      *other);
int                  lk_stored_secret_compare           (LkStoredSecret      *self,
                                                         LkStoredSecret      *other);
gboolean             lk_stored_secret_matches           (LkStoredSecret      *self,
                                                         const char * const  *words);

G_END_DECLS
