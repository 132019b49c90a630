/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-jwt.h"

G_BEGIN_DECLS

/* The texts among the properties, by which they are kept. */
typedef enum
{
  LK_JWT_TEXT_NONE,
  LK_JWT_TEXT_ALGORITHM,
  LK_JWT_TEXT_TOKEN_TYPE,
  LK_JWT_TEXT_KEY_ID,
  LK_JWT_TEXT_SUBJECT,
  LK_JWT_TEXT_SUBJECT_KIND,
  LK_JWT_TEXT_ORG_ID,
  LK_JWT_TEXT_TENANT,
  LK_JWT_TEXT_TOKEN_ID,
  LK_JWT_TEXT_ISSUER,
  LK_JWT_TEXT_AUDIENCE,
  LK_JWT_TEXT_MESSAGE,
  LK_JWT_N_TEXTS
} LkJwtText;

/**
 * LkJwt:
 *
 * What a JSON Web Token says of itself, decoded and not verified: nobody outside the service has the key. It holds
 * neither the token nor its signature.
 */
struct _LkJwt
{
  GObject      parent_instance;

  char        *texts[LK_JWT_N_TEXTS];
  GDateTime   *issued_at;
  GDateTime   *not_before;
  GDateTime   *expiry;
  LkJwtExpiry  expires;
  LkJwtFlaw    flaw;
  gboolean     has_claims;
};

G_END_DECLS
