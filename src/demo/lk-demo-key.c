/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-key.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define KEY_BITS 2048
#define HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\"}"

/**
 * LkDemoKey:
 *
 * The key that made-up Pulsar tokens are signed with (RS256, RFC 7518, 3.3). It is made anew at each start, in a thread
 * of its own since that takes a while, and never leaves the process.
 */
struct _LkDemoKey
{
  GThread          *maker; /* NULL: the key is there */
  gnutls_privkey_t  key;
};

static gpointer
make_key (gpointer data)
{
  LkDemoKey *self = data;

  if (gnutls_privkey_init (&self->key) < 0 ||
      gnutls_privkey_generate (self->key, GNUTLS_PK_RSA, KEY_BITS, 0) < 0)
    g_error ("GnuTLS makes no key");

  return NULL;
}

/**
 * lk_demo_key_new:
 *
 * Begins to make a key.
 *
 * Returns: (transfer full): the key; whoever uses it first waits until it is there
 */
LkDemoKey *
lk_demo_key_new (void)
{
  LkDemoKey *self = g_new0 (LkDemoKey, 1);

  self->maker = g_thread_new ("demo-key", make_key, self);

  return self;
}

static void
wait_for_key (LkDemoKey *self)
{
  if (self->maker != NULL)
    g_thread_join (g_steal_pointer (&self->maker));
}

/**
 * lk_demo_key_free:
 * @self: (transfer full): a key
 *
 * Frees it.
 */
void
lk_demo_key_free (LkDemoKey *self)
{
  wait_for_key (self);
  gnutls_privkey_deinit (self->key);
  g_free (self);
}

/* Base64 with the other alphabet and without padding (RFC 7515, 2). */
static char *
encode (gconstpointer data,
        gsize         length)
{
  char *text = g_base64_encode (data, length);

  for (char *at = text; *at != '\0'; at++)
    {
      if (*at == '+')
        *at = '-';
      else if (*at == '/')
        *at = '_';
      else if (*at == '=')
        *at = '\0';
      if (*at == '\0')
        break;
    }

  return text;
}

/* What is signed: header and claims. */
static char *
make_text (const char *claims)
{
  g_autofree char *header = encode (HEADER, strlen (HEADER));
  g_autofree char *payload = encode (claims, strlen (claims));

  return g_strconcat (header, ".", payload, NULL);
}

/**
 * lk_demo_key_sign:
 * @self: a key
 * @claims: a JSON object
 *
 * Makes a JSON Web Token. The same claims give the same token.
 *
 * Returns: (transfer full): the token
 */
char *
lk_demo_key_sign (LkDemoKey  *self,
                  const char *claims)
{
  g_autofree char *text = make_text (claims);
  const gnutls_datum_t datum = { (unsigned char *) text, (unsigned int) strlen (text) };
  g_autofree char *encoded = NULL;
  gnutls_datum_t signature;

  wait_for_key (self);
  if (gnutls_privkey_sign_data2 (self->key, GNUTLS_SIGN_RSA_SHA256, 0, &datum, &signature) < 0)
    g_error ("GnuTLS does not sign");

  encoded = encode (signature.data, signature.size);
  gnutls_free (signature.data);

  return g_strconcat (text, ".", encoded, NULL);
}

/**
 * lk_demo_key_is:
 * @self: a key
 * @claims: a JSON object
 * @token: any text
 *
 * Tells whether @token is what lk_demo_key_sign() makes of @claims; only then it signs.
 *
 * Returns: whether it is
 */
gboolean
lk_demo_key_is (LkDemoKey  *self,
                const char *claims,
                const char *token)
{
  g_autofree char *text = make_text (claims);
  g_autofree char *own = NULL;

  if (!g_str_has_prefix (token, text))
    return FALSE;

  own = lk_demo_key_sign (self, claims);

  return g_str_equal (own, token);
}

/**
 * lk_demo_key_to_public_pem:
 * @self: a key
 *
 * Writes down the half that tokens can be verified with.
 *
 * Returns: (transfer full): the public key in PEM
 */
char *
lk_demo_key_to_public_pem (LkDemoKey *self)
{
  gnutls_pubkey_t public_key;
  gnutls_datum_t pem;
  char *text;

  wait_for_key (self);
  if (gnutls_pubkey_init (&public_key) < 0 || gnutls_pubkey_import_privkey (public_key, self->key, 0, 0) < 0 ||
      gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_PEM, &pem) < 0)
    g_error ("GnuTLS does not write down a public key");

  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  gnutls_pubkey_deinit (public_key);

  return text;
}
