/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tls-check.h"

#include <string.h>

/**
 * lk_tls_check:
 * @version: the protocol that a handshake agreed on
 * @suite: (nullable): the cipher suite, as GnuTLS, OpenSSL or IANA write it; %NULL if the library does not tell
 *
 * Tells whether secrets may go through a connection. The floor's defaults accept more (measured with glib-networking
 * 2.74.0 and GnuTLS 3.7.9): TLS 1.0 and 1.1 (RFC 8996), key exchange by RSA, which has no forward secrecy, and CBC with
 * SHA-1 (RFC 9325, 4.1).
 *
 * Returns: whether they may
 */
gboolean
lk_tls_check (GTlsProtocolVersion  version,
              const char          *suite)
{
  static const char *const weak[] = { "3DES", "RC4", "NULL", "EXPORT", "anon", "ANON", "MD5" };
  g_autofree char *name = NULL;

  if (version < G_TLS_PROTOCOL_VERSION_TLS_1_2 || version >= G_TLS_PROTOCOL_VERSION_DTLS_1_0)
    return FALSE;
  if (suite == NULL || version >= G_TLS_PROTOCOL_VERSION_TLS_1_3)
    return TRUE;

  name = g_strdelimit (g_strdup (suite), "-", '_');
  for (guint i = 0; i < G_N_ELEMENTS (weak); i++)
    if (strstr (name, weak[i]) != NULL)
      return FALSE;
  /* OpenSSL names no key exchange where it is RSA, and no CBC. */
  if (strstr (name, "DHE_") == NULL)
    return FALSE;

  return !g_str_has_suffix (name, "_SHA1") && !g_str_has_suffix (name, "_SHA");
}

/**
 * lk_tls_check_connection:
 * @connection: a connection whose handshake is done
 *
 * Applies lk_tls_check() to a connection.
 *
 * Returns: whether secrets may go through it, as far as TLS is concerned
 */
gboolean
lk_tls_check_connection (GIOStream *connection)
{
  g_autofree char *suite = NULL;

  if (!G_IS_TLS_CONNECTION (connection))
    return TRUE;

  suite = g_tls_connection_get_ciphersuite_name (G_TLS_CONNECTION (connection));

  return lk_tls_check (g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection)), suite);
}
