/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

#define LK_ESCROW_TAG_SIZE 16 /* bytes that sealing adds */

/**
 * LkEscrowCipher:
 *
 * AES-256-GCM (NIST SP 800-38D) under the key of one piece of work. A key seals one file and its records are numbered,
 * so the number is the nonce and none ever comes twice. What is sealed belongs to its place: number, type, length and
 * work are authenticated with it.
 */
typedef struct _LkEscrowCipher LkEscrowCipher;

LkEscrowCipher *lk_escrow_cipher_new  (SecretValue     *key,
                                       const char      *intent,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
void            lk_escrow_cipher_free (LkEscrowCipher  *self);

gboolean        lk_escrow_cipher_seal (LkEscrowCipher  *self,
                                       guint64          number,
                                       const guint8    *header,
                                       gsize            header_size,
                                       const guint8    *plain,
                                       gsize            plain_size,
                                       guint8          *sealed);
gboolean        lk_escrow_cipher_open (LkEscrowCipher  *self,
                                       guint64          number,
                                       const guint8    *header,
                                       gsize            header_size,
                                       const guint8    *sealed,
                                       gsize            sealed_size,
                                       guint8          *plain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkEscrowCipher, lk_escrow_cipher_free)

G_END_DECLS
