/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * LkFoundKind:
 * @LK_FOUND_APP: an application token
 * @LK_FOUND_PULSAR: a Pulsar token
 *
 * What kind of token was found in a file.
 */
typedef enum
{
  LK_FOUND_APP,
  LK_FOUND_PULSAR,
} LkFoundKind;

/**
 * LkFoundFlaw:
 * @LK_FOUND_GOOD: none: it can be kept
 * @LK_FOUND_DAMAGED: it was cut off or changed, or its parts do not belong together
 * @LK_FOUND_BAD_VALUE: it has characters that no secret has, or is too long
 *
 * Why a secret that was found cannot be kept; only a good one may be imported.
 */
typedef enum
{
  LK_FOUND_GOOD,
  LK_FOUND_DAMAGED,
  LK_FOUND_BAD_VALUE,
} LkFoundFlaw;

/**
 * LkFoundSecret:
 * @kind: what kind of token it is
 * @flaw: why it cannot be kept
 * @client_id: (nullable): of an application token; always there where it is good
 * @client_secret: (nullable): of an application token
 * @token: (nullable): the token; always there where it is good
 * @label: (nullable): what the file calls it, from anybody, so to be shown through lk_text_clean(); valid UTF-8
 * @environment: (nullable): "prod", "dev" or "test", where the file tells
 *
 * A secret that was found in a file.
 */
typedef struct
{
  LkFoundKind  kind;
  LkFoundFlaw  flaw;
  char        *client_id;
  SecretValue *client_secret;
  SecretValue *token;
  char        *label;
  char        *environment;
} LkFoundSecret;

void         lk_found_secret_free         (LkFoundSecret *self);

SecretValue *lk_found_secret_derive_token (const char    *client_id,
                                           SecretValue   *client_secret) G_GNUC_WARN_UNUSED_RESULT;
gboolean     lk_found_value_equal         (SecretValue   *a,
                                           SecretValue   *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkFoundSecret, lk_found_secret_free)

G_END_DECLS
