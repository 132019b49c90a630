/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-escrow-cipher.h"

#include "lk-escrow.h"

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define KEY_SIZE 32
#define NONCE_SIZE 12

struct _LkEscrowCipher
{
  gnutls_aead_cipher_hd_t  handle;
  char                    *intent;
};

/* The key is kept as hex, since a keyring takes one line of text. */
static gboolean
read_key (SecretValue *value,
          guint8       key[KEY_SIZE])
{
  gsize length;
  const char *hex = secret_value_get (value, &length);

  if (length != 2 * KEY_SIZE)
    return FALSE;
  for (guint i = 0; i < KEY_SIZE; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      key[i] = (guint8) (high << 4 | low);
    }

  return TRUE;
}

/**
 * lk_escrow_cipher_new:
 * @key: 32 bytes as hex, as a reserved keyring slot holds them
 * @intent: the work that @key belongs to
 * @error: return location for %LK_ESCROW_ERROR_BAD_KEY
 *
 * Returns: (transfer full): a cipher, or %NULL with @error set
 */
LkEscrowCipher *
lk_escrow_cipher_new (SecretValue  *key,
                      const char   *intent,
                      GError      **error)
{
  g_autoptr (LkEscrowCipher) self = g_new0 (LkEscrowCipher, 1);
  guint8 bytes[KEY_SIZE];
  gnutls_datum_t datum = { bytes, KEY_SIZE };
  int status = GNUTLS_E_INVALID_REQUEST;

  self->intent = g_strdup (intent);
  if (read_key (key, bytes))
    status = gnutls_aead_cipher_init (&self->handle, GNUTLS_CIPHER_AES_256_GCM, &datum);
  explicit_bzero (bytes, sizeof bytes);
  if (status != GNUTLS_E_SUCCESS)
    {
      g_set_error_literal (error, LK_ESCROW_ERROR, LK_ESCROW_ERROR_BAD_KEY,
                           _("What the keyring holds for this work is no key"));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * lk_escrow_cipher_free:
 * @self: (transfer full): a cipher
 */
void
lk_escrow_cipher_free (LkEscrowCipher *self)
{
  g_clear_pointer (&self->handle, gnutls_aead_cipher_deinit);
  g_free (self->intent);
  g_free (self);
}

static void
set_nonce (guint8  nonce[NONCE_SIZE],
           guint64 number)
{
  guint64 big_endian = GUINT64_TO_BE (number);

  memset (nonce, 0, NONCE_SIZE);
  memcpy (nonce + NONCE_SIZE - sizeof big_endian, &big_endian, sizeof big_endian);
}

/* What is authenticated beside the record: its header, and the work that it belongs to. */
static GByteArray *
get_context (LkEscrowCipher *self,
             const guint8   *header,
             gsize           header_size)
{
  GByteArray *context = g_byte_array_new ();

  g_byte_array_append (context, header, (guint) header_size);
  g_byte_array_append (context, (const guint8 *) self->intent, (guint) strlen (self->intent));

  return context;
}

/**
 * lk_escrow_cipher_seal:
 * @self: a cipher
 * @number: the number of the record, never used before with this key
 * @header: what is authenticated, not sealed
 * @header_size: bytes in @header
 * @plain: what is sealed
 * @plain_size: bytes in @plain
 * @sealed: (out caller-allocates): place for @plain_size + %LK_ESCROW_TAG_SIZE bytes
 *
 * May be called from any thread, from one at a time.
 *
 * Returns: whether it worked
 */
gboolean
lk_escrow_cipher_seal (LkEscrowCipher *self,
                       guint64         number,
                       const guint8   *header,
                       gsize           header_size,
                       const guint8   *plain,
                       gsize           plain_size,
                       guint8         *sealed)
{
  g_autoptr (GByteArray) context = get_context (self, header, header_size);
  gsize size = plain_size + LK_ESCROW_TAG_SIZE;
  guint8 nonce[NONCE_SIZE];

  set_nonce (nonce, number);

  return gnutls_aead_cipher_encrypt (self->handle, nonce, sizeof nonce, context->data, context->len, LK_ESCROW_TAG_SIZE,
                                     plain, plain_size, sealed, &size)
         == GNUTLS_E_SUCCESS;
}

/**
 * lk_escrow_cipher_open:
 * @self: a cipher
 * @number: the number of the record
 * @header: what was authenticated with it
 * @header_size: bytes in @header
 * @sealed: the sealed record
 * @sealed_size: bytes in @sealed, at least %LK_ESCROW_TAG_SIZE
 * @plain: (out caller-allocates): place for @sealed_size - %LK_ESCROW_TAG_SIZE bytes
 *
 * Returns: whether it is what was sealed, in that place
 */
gboolean
lk_escrow_cipher_open (LkEscrowCipher *self,
                       guint64         number,
                       const guint8   *header,
                       gsize           header_size,
                       const guint8   *sealed,
                       gsize           sealed_size,
                       guint8         *plain)
{
  g_autoptr (GByteArray) context = get_context (self, header, header_size);
  gsize size = sealed_size - LK_ESCROW_TAG_SIZE;
  guint8 nonce[NONCE_SIZE];

  set_nonce (nonce, number);

  return gnutls_aead_cipher_decrypt (self->handle, nonce, sizeof nonce, context->data, context->len, LK_ESCROW_TAG_SIZE,
                                     sealed, sealed_size, plain, &size)
         == GNUTLS_E_SUCCESS;
}
