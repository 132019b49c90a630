/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * LkCreateVerdict:
 * @LK_CREATE_NOTHING: the answer does not even name the new token
 * @LK_CREATE_ORPHAN: it names the client id, but the secret did not arrive
 * @LK_CREATE_COMPLETE: secret and client id are there
 *
 * What an answer of the create call is good for, judged by its content alone: the transport cannot say whether the
 * secret arrived (measured: truncated answers are reported as success and complete ones as errors).
 */
typedef enum
{
  LK_CREATE_NOTHING,
  LK_CREATE_ORPHAN,
  LK_CREATE_COMPLETE,
} LkCreateVerdict;

/**
 * LkCreateAnswer:
 * @verdict: what it is good for
 * @client_id: (nullable): the new token's client id
 * @secret: (nullable): the client secret, when complete
 * @token: (nullable): the token, when complete: as sent, or where none was sent, the one that follows from the secret
 * @derived: (nullable): the token that follows from the secret, where another one was sent
 * @generated_on: (nullable): as sent
 */
typedef struct
{
  LkCreateVerdict  verdict;
  char            *client_id;
  SecretValue     *secret;
  SecretValue     *token;
  SecretValue     *derived;
  char            *generated_on;
} LkCreateAnswer;

LkCreateAnswer *lk_create_answer_new          (const char     *data,
                                               gsize           length) G_GNUC_WARN_UNUSED_RESULT;
void            lk_create_answer_free         (LkCreateAnswer *self);
void            lk_create_answer_take_derived (LkCreateAnswer *self);
void            lk_create_answer_drop_derived (LkCreateAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkCreateAnswer, lk_create_answer_free)

G_END_DECLS
