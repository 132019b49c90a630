/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * LkPulsarAnswer:
 * @token: the token
 * @id: (nullable): its id, where the answer told it
 *
 * What the service answers where it hands out a Pulsar token.
 */
typedef struct
{
  SecretValue *token;
  char        *id;
} LkPulsarAnswer;

LkPulsarAnswer *lk_pulsar_answer_new  (const char      *data,
                                       gsize            length,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            lk_pulsar_answer_free (LkPulsarAnswer  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkPulsarAnswer, lk_pulsar_answer_free)

G_END_DECLS
