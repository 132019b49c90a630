/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-tls-check.h"

#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>
#include <string.h>

/**
 * lk_tls_check_suite:
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
lk_tls_check_suite (GTlsProtocolVersion  version,
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
 * lk_tls_check_certificate:
 * @certificate: the certificate of a server
 *
 * Tells whether a certificate that is trusted is also fit: its key is no weaker than RSA of 2048 bits, it names its
 * host where RFC 9525 wants it (in the subject's alternative names), and it is meant for servers. The floor's defaults
 * check none of that (measured with glib-networking 2.74.0).
 *
 * Returns: whether it is
 */
gboolean
lk_tls_check_certificate (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  gnutls_x509_crt_t crt;
  gnutls_datum_t datum;
  unsigned int bits = 0;
  int algorithm;
  size_t size = 0;
  gboolean fit = FALSE;

  g_object_get (certificate, "certificate", &der, NULL);
  if (der == NULL || gnutls_x509_crt_init (&crt) != GNUTLS_E_SUCCESS)
    return FALSE;

  datum.data = der->data;
  datum.size = der->len;
  if (gnutls_x509_crt_import (crt, &datum, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS)
    {
      algorithm = gnutls_x509_crt_get_pk_algorithm (crt, &bits);
      fit = algorithm >= 0
            && gnutls_pk_bits_to_sec_param ((gnutls_pk_algorithm_t) algorithm, bits) >= GNUTLS_SEC_PARAM_MEDIUM
            && gnutls_x509_crt_get_subject_alt_name (crt, 0, NULL, &size, NULL) != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE
            && gnutls_x509_crt_check_key_purpose (crt, GNUTLS_KP_TLS_WWW_SERVER, 0) != 0;
    }
  gnutls_x509_crt_deinit (crt);

  return fit;
}

/**
 * lk_tls_find_fault:
 * @connection: a connection whose handshake is done
 *
 * Looks for what speaks against sending secrets through a connection, beyond what its library has checked.
 *
 * Returns: (transfer none) (nullable): a sentence, %NULL if nothing does or this is not TLS
 */
const char *
lk_tls_find_fault (GIOStream *connection)
{
  GTlsConnection *tls;
  g_autofree char *suite = NULL;
  GTlsCertificate *certificate;

  if (!G_IS_TLS_CONNECTION (connection))
    return NULL;

  tls = G_TLS_CONNECTION (connection);
  suite = g_tls_connection_get_ciphersuite_name (tls);
  if (!lk_tls_check_suite (g_tls_connection_get_protocol_version (tls), suite))
    return _("The connection is not safe: the server speaks only old TLS");

  certificate = g_tls_connection_get_peer_certificate (tls);
  if (certificate == NULL || !lk_tls_check_certificate (certificate))
    return _("The connection is not safe: the server’s certificate is too weak, names no host, or is not for servers");

  return NULL;
}
