/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

typedef struct _LkSecretText LkSecretText;

LkSecretText *lk_secret_text_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void          lk_secret_text_free          (LkSecretText *self);
void          lk_secret_text_append        (LkSecretText *self,
                                            const char   *text);
void          lk_secret_text_append_length (LkSecretText *self,
                                            const char   *bytes,
                                            gsize         length);
void          lk_secret_text_append_value  (LkSecretText *self,
                                            SecretValue  *value);
char         *lk_secret_text_reserve       (LkSecretText *self,
                                            gsize         length);
void          lk_secret_text_add           (LkSecretText *self,
                                            gsize         length);
gsize         lk_secret_text_get_length    (LkSecretText *self);
GBytes       *lk_secret_text_free_to_bytes (LkSecretText *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSecretText, lk_secret_text_free)

G_END_DECLS
