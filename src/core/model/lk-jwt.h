/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define LK_JWT_MAX_LENGTH (64 * 1024) /* bytes of a token that is read */

/**
 * LkJwtFlaw:
 * @LK_JWT_FLAW_NONE: it is whole
 * @LK_JWT_FLAW_EMPTY: there is nothing
 * @LK_JWT_FLAW_TOO_LONG: it is longer than %LK_JWT_MAX_LENGTH and was not read
 * @LK_JWT_FLAW_PARTS: it has not the three parts of a signed token
 * @LK_JWT_FLAW_ENCRYPTED: it has the five parts of an encrypted token, which only its reader can read
 * @LK_JWT_FLAW_CLAIMS: its second part is no claims
 * @LK_JWT_FLAW_HEADER: its first part is no header; the claims were read
 * @LK_JWT_FLAW_SIGNATURE: its third part is no signature, or part of one; the claims were read
 * @LK_JWT_FLAW_EXPIRY: `exp` is no time that can be shown; the other claims were read
 *
 * What is wrong with a JSON Web Token; of several flaws the first one here.
 */
typedef enum
{
  LK_JWT_FLAW_NONE,
  LK_JWT_FLAW_EMPTY,
  LK_JWT_FLAW_TOO_LONG,
  LK_JWT_FLAW_PARTS,
  LK_JWT_FLAW_ENCRYPTED,
  LK_JWT_FLAW_CLAIMS,
  LK_JWT_FLAW_HEADER,
  LK_JWT_FLAW_SIGNATURE,
  LK_JWT_FLAW_EXPIRY,
} LkJwtFlaw;

/**
 * LkJwtExpiry:
 * @LK_JWT_EXPIRY_UNKNOWN: the claims could not be read, or `exp` is no time
 * @LK_JWT_EXPIRY_NEVER: the claims have no `exp`
 * @LK_JWT_EXPIRY_AT: at a moment that is known
 * @LK_JWT_EXPIRY_FAR: after the year 9999
 *
 * When a JSON Web Token expires.
 */
typedef enum
{
  LK_JWT_EXPIRY_UNKNOWN,
  LK_JWT_EXPIRY_NEVER,
  LK_JWT_EXPIRY_AT,
  LK_JWT_EXPIRY_FAR,
} LkJwtExpiry;

#define LK_TYPE_JWT (lk_jwt_get_type ())

G_DECLARE_FINAL_TYPE (LkJwt, lk_jwt, LK, JWT, GObject)

/* Properties, all read-only, %NULL where the token has no such thing. Strings, as sent, so to be shown through
 * lk_text_show(): algorithm, token-type, key-id; subject and its parts subject-kind, org-id, tenant, token-id; issuer,
 * audience. GDateTime in UTC: issued-at, not-before, expiry. And message: one sentence for people about the flaw. */

LkJwt       *lk_jwt_new             (const char *data,
                                     gsize       length) G_GNUC_WARN_UNUSED_RESULT;
LkJwt       *lk_jwt_new_from_claims (JsonObject *claims) G_GNUC_WARN_UNUSED_RESULT;

LkJwtFlaw    lk_jwt_get_flaw        (LkJwt      *self);
const char  *lk_jwt_get_message     (LkJwt      *self);
gboolean     lk_jwt_has_claims      (LkJwt      *self);
LkJwtExpiry  lk_jwt_get_expires     (LkJwt      *self);
GDateTime   *lk_jwt_get_expiry      (LkJwt      *self);
GDateTime   *lk_jwt_get_issued_at   (LkJwt      *self);
GDateTime   *lk_jwt_get_not_before  (LkJwt      *self);
const char  *lk_jwt_get_algorithm   (LkJwt      *self);
const char  *lk_jwt_get_token_type  (LkJwt      *self);
const char  *lk_jwt_get_key_id      (LkJwt      *self);
const char  *lk_jwt_get_subject     (LkJwt      *self);
const char  *lk_jwt_get_kind        (LkJwt      *self);
const char  *lk_jwt_get_org_id      (LkJwt      *self);
const char  *lk_jwt_get_tenant      (LkJwt      *self);
const char  *lk_jwt_get_token_id    (LkJwt      *self);
const char  *lk_jwt_get_issuer      (LkJwt      *self);
const char  *lk_jwt_get_audience    (LkJwt      *self);

G_END_DECLS
