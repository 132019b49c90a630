/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-found-secret.h"

#include <string.h>

#define TOKEN_PREFIX "AstraCS:"

/**
 * lk_found_secret_free:
 * @self: (transfer full): a secret that was found
 *
 * Frees it; what is secret in it is overwritten with its last reference.
 */
void
lk_found_secret_free (LkFoundSecret *self)
{
  g_free (self->client_id);
  g_clear_pointer (&self->client_secret, secret_value_unref);
  g_clear_pointer (&self->token, secret_value_unref);
  g_free (self->label);
  g_free (self->environment);
  g_free (self);
}

/**
 * lk_found_secret_derive_token:
 * @client_id: a client id
 * @client_secret: its secret
 *
 * Makes the token that belongs to both. The vendor's API text: token = "AstraCS:" + clientId + ":" + hex (sha256
 * (secret)).
 *
 * Returns: (transfer full): the token
 */
SecretValue *
lk_found_secret_derive_token (const char  *client_id,
                              SecretValue *client_secret)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  SecretValue *token;
  const char *bytes;
  gsize length;
  char *text;

  bytes = secret_value_get (client_secret, &length);
  g_checksum_update (checksum, (const guchar *) bytes, (gssize) length);
  text = g_strdup_printf (TOKEN_PREFIX "%s:%s", client_id, g_checksum_get_string (checksum));
  token = secret_value_new (text, -1, "text/plain");
  secret_password_free (text);

  return token;
}

/**
 * lk_found_value_equal:
 * @a: a secret
 * @b: another
 *
 * Returns: whether both are the same, byte for byte
 */
gboolean
lk_found_value_equal (SecretValue *a,
                      SecretValue *b)
{
  gsize length_a, length_b;
  const char *bytes_a = secret_value_get (a, &length_a);
  const char *bytes_b = secret_value_get (b, &length_b);

  return length_a == length_b && memcmp (bytes_a, bytes_b, length_a) == 0;
}
