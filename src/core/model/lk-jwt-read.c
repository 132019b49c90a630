/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-jwt-private.h"

#include "lk-json-gate.h"
#include "lk-numeric-date.h"
#include "lk-pulsar-subject.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_PARTS 3
#define N_PARTS_ENCRYPTED 5
#define RSA_MIN_BYTES 128 /* of 1024 bits; nobody signs with less */
#define RSA_STEP_BYTES 64

/* A part of a token, where it stands. */
typedef struct
{
  const char *start;
  gsize       length;
} Part;

/* Only the first flaw is told. */
static void
blame (LkJwt      *self,
       LkJwtFlaw   flaw,
       const char *message)
{
  if (self->flaw != LK_JWT_FLAW_NONE)
    return;

  self->flaw = flaw;
  self->texts[LK_JWT_TEXT_MESSAGE] = g_strdup (message);
}

static int
get_base64url_value (char c)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const char *at = c != '\0' ? strchr (alphabet, c) : NULL;

  return at != NULL ? (int) (at - alphabet) : -1;
}

/* RFC 4648, 5, without padding and with no bits left over, so that there is one way to write each part. */
static gboolean
is_base64url (Part part)
{
  static const int left_over[] = { 0, 0, 0xf, 0x3 }; /* by the length of the last group */

  if (part.length == 0 || part.length % 4 == 1)
    return FALSE;
  for (gsize i = 0; i < part.length; i++)
    if (get_base64url_value (part.start[i]) < 0)
      return FALSE;

  return (get_base64url_value (part.start[part.length - 1]) & left_over[part.length % 4]) == 0;
}

static char *
decode (Part   part,
        gsize *length)
{
  g_autoptr (GString) text = g_string_new_len (part.start, (gssize) part.length);

  g_string_replace (text, "-", "+", 0);
  g_string_replace (text, "_", "/", 0);
  while (text->len % 4 != 0)
    g_string_append_c (text, '=');

  return (char *) g_base64_decode (text->str, length);
}

/* The root of the parser, if it is an object; else NULL and why not. */
static JsonObject *
parse (JsonParser  *parser,
       Part         part,
       const char **why)
{
  g_autofree char *text = NULL;
  gsize length;
  JsonNode *root;

  if (!is_base64url (part))
    {
      *why = _("It is no base64url");
      return NULL;
    }

  text = decode (part, &length);
  if (!lk_json_check (text, length) || !json_parser_load_from_data (parser, text, (gssize) length, NULL))
    {
      *why = _("It is no JSON that can be read");
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      *why = _("It is no JSON object");
      return NULL;
    }

  return json_node_get_object (root);
}

/* Names of claims have one spelling (RFC 7519, 4). */
static char *
read_text (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_dup_string (node) : NULL;
}

static char *
read_audience (JsonObject *claims)
{
  JsonNode *node = json_object_get_member (claims, "aud");
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) names = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return read_text (claims, "aud");

  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (node), i);
      g_autofree char *name = JSON_NODE_HOLDS_VALUE (element) ? json_node_dup_string (element) : NULL;

      if (name != NULL)
        g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);

  return names[0] != NULL ? g_strjoinv (", ", names) : NULL;
}

static void
read_expiry (LkJwt      *self,
             JsonObject *claims)
{
  static const LkJwtExpiry expiries[] = {
    [LK_NUMERIC_DATE_MISSING] = LK_JWT_EXPIRY_NEVER,
    [LK_NUMERIC_DATE_MOMENT] = LK_JWT_EXPIRY_AT,
    [LK_NUMERIC_DATE_MILLISECONDS] = LK_JWT_EXPIRY_UNKNOWN,
    [LK_NUMERIC_DATE_FAR] = LK_JWT_EXPIRY_FAR,
    [LK_NUMERIC_DATE_MALFORMED] = LK_JWT_EXPIRY_UNKNOWN,
  };
  LkNumericDate date = lk_numeric_date_read (json_object_get_member (claims, "exp"), &self->expiry);

  self->expires = expiries[date];
  if (date == LK_NUMERIC_DATE_MILLISECONDS)
    blame (self, LK_JWT_FLAW_EXPIRY, _("Its expiry seems to be in milliseconds, where seconds are due"));
  else if (date == LK_NUMERIC_DATE_FAR)
    blame (self, LK_JWT_FLAW_EXPIRY, _("Its expiry is after the year 9999"));
  else if (date == LK_NUMERIC_DATE_MALFORMED)
    blame (self, LK_JWT_FLAW_EXPIRY, _("Its expiry is no time in seconds"));
  else if (self->expiry != NULL && g_date_time_to_unix (self->expiry) < 0)
    blame (self, LK_JWT_FLAW_EXPIRY, _("Its expiry is before the year 1970"));
}

static void
read_claims (LkJwt      *self,
             JsonObject *claims)
{
  g_autofree char *subject = read_text (claims, "sub");
  g_autoptr (LkPulsarSubject) parts = lk_pulsar_subject_new (subject);
  g_autofree char *token_id = read_text (claims, "tokenid");

  self->has_claims = TRUE;
  self->texts[LK_JWT_TEXT_SUBJECT] = g_steal_pointer (&subject);
  self->texts[LK_JWT_TEXT_SUBJECT_KIND] = g_steal_pointer (&parts->kind);
  self->texts[LK_JWT_TEXT_ORG_ID] = g_steal_pointer (&parts->org_id);
  self->texts[LK_JWT_TEXT_TENANT] = g_steal_pointer (&parts->tenant);
  self->texts[LK_JWT_TEXT_TOKEN_ID] = token_id != NULL ? g_steal_pointer (&token_id) : g_steal_pointer (&parts->token_id);
  self->texts[LK_JWT_TEXT_ISSUER] = read_text (claims, "iss");
  self->texts[LK_JWT_TEXT_AUDIENCE] = read_audience (claims);
  if (lk_numeric_date_read (json_object_get_member (claims, "iat"), &self->issued_at) == LK_NUMERIC_DATE_MISSING)
    self->issued_at = g_steal_pointer (&parts->made);
  lk_numeric_date_read (json_object_get_member (claims, "nbf"), &self->not_before);
  read_expiry (self, claims);
}

static void
read_header (LkJwt      *self,
             JsonObject *header)
{
  self->texts[LK_JWT_TEXT_ALGORITHM] = read_text (header, "alg");
  self->texts[LK_JWT_TEXT_TOKEN_TYPE] = read_text (header, "typ");
  self->texts[LK_JWT_TEXT_KEY_ID] = read_text (header, "kid");
}

/* A signature of RSA has as many bytes as the key (RFC 8017), and keys come in steps of 512 bits: most of what is cut off
 * shows. */
static gboolean
is_cut_off (Part        signature,
            const char *algorithm)
{
  gsize n_bytes = signature.length * 3 / 4;

  if (algorithm == NULL || !(g_str_has_prefix (algorithm, "RS") || g_str_has_prefix (algorithm, "PS")))
    return FALSE;

  return n_bytes < RSA_MIN_BYTES || n_bytes % RSA_STEP_BYTES != 0;
}

static void
read_parts (LkJwt      *self,
            const Part *parts)
{
  g_autoptr (JsonParser) header_parser = json_parser_new_immutable ();
  g_autoptr (JsonParser) claims_parser = json_parser_new_immutable ();
  const char *why_not_header = NULL;
  const char *why_not_claims = NULL;
  JsonObject *header = parse (header_parser, parts[0], &why_not_header);
  JsonObject *claims = parse (claims_parser, parts[1], &why_not_claims);

  if (claims == NULL)
    {
      /* Translators: %s is a sentence such as “It is no base64url” */
      g_autofree char *message = g_strdup_printf (_("Its claims, the second part, cannot be read. %s"), why_not_claims);

      blame (self, LK_JWT_FLAW_CLAIMS, message);
    }
  if (header == NULL)
    {
      /* Translators: %s is a sentence such as “It is no base64url” */
      g_autofree char *message = g_strdup_printf (_("Its header, the first part, cannot be read. %s"), why_not_header);

      blame (self, LK_JWT_FLAW_HEADER, message);
    }
  if (parts[2].length == 0)
    blame (self, LK_JWT_FLAW_SIGNATURE, _("It is not signed"));
  else if (!is_base64url (parts[2]))
    blame (self, LK_JWT_FLAW_SIGNATURE, _("Its signature, the third part, is no base64url"));

  if (header != NULL)
    read_header (self, header);
  if (is_cut_off (parts[2], self->texts[LK_JWT_TEXT_ALGORITHM]))
    blame (self, LK_JWT_FLAW_SIGNATURE, _("Its signature, the third part, has not the length of one: it was cut off"));
  if (claims != NULL)
    read_claims (self, claims);
}

static void
blame_parts (LkJwt *self,
             guint  n_parts)
{
  g_autofree char *message = NULL;

  if (n_parts == N_PARTS_ENCRYPTED)
    {
      blame (self, LK_JWT_FLAW_ENCRYPTED, _("It is encrypted: only who it is for can read it"));
      return;
    }

  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          /* Translators: %u is how many parts a pasted token has */
                                          "It has %u part between dots, where a signed token has three",
                                          "It has %u parts between dots, where a signed token has three", n_parts),
                             n_parts);
  blame (self, LK_JWT_FLAW_PARTS, message);
}

/**
 * lk_jwt_new:
 * @data: what should be a token, from anybody; nothing of it is kept but what it says
 * @length: bytes in @data
 *
 * Reads a JSON Web Token. Blanks around it are no part of one.
 *
 * Returns: (transfer full): what it says; see lk_jwt_get_flaw()
 */
LkJwt *
lk_jwt_new (const char *data,
            gsize       length)
{
  LkJwt *self = g_object_new (LK_TYPE_JWT, NULL);
  const char *end = data + length;
  Part parts[N_PARTS];
  guint n_parts = 0;

  if (length == 0)
    {
      blame (self, LK_JWT_FLAW_EMPTY, _("There is no token"));
      return self;
    }
  if (length > LK_JWT_MAX_LENGTH)
    {
      g_autofree char *size = g_format_size_full (length, G_FORMAT_SIZE_IEC_UNITS);
      g_autofree char *limit = g_format_size_full (LK_JWT_MAX_LENGTH, G_FORMAT_SIZE_IEC_UNITS);
      /* Translators: both are sizes such as “64 KiB” */
      g_autofree char *message = g_strdup_printf (_("It has %s; what is longer than %s is not read"), size, limit);

      blame (self, LK_JWT_FLAW_TOO_LONG, message);
      return self;
    }

  for (const char *at = data; at <= end; n_parts++)
    {
      const char *dot = memchr (at, '.', (gsize) (end - at));
      const char *part_end = dot != NULL ? dot : end;

      if (n_parts < N_PARTS)
        parts[n_parts] = (Part){ at, (gsize) (part_end - at) };
      at = part_end + 1;
    }
  if (n_parts == N_PARTS)
    read_parts (self, parts);
  else
    blame_parts (self, n_parts);

  return self;
}

/**
 * lk_jwt_new_from_claims:
 * @claims: the claims of a token, as a list of tokens has them
 *
 * Reads claims that came without their token. A list may leave `exp` out of them.
 *
 * Returns: (transfer full): what they say
 */
LkJwt *
lk_jwt_new_from_claims (JsonObject *claims)
{
  LkJwt *self = g_object_new (LK_TYPE_JWT, NULL);

  read_claims (self, claims);

  return self;
}
