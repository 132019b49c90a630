/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-client-conf.h"

#include "lk-export.h"
#include "lk-secret-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WEB_SERVICE_URL "webServiceUrl"
#define BROKER_SERVICE_URL "brokerServiceUrl"
#define AUTH_PARAMS "authParams"
#define TOKEN_PREFIX "token:"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Lines, order and values as in the file that the portal gives out; `authParams` is between the two halves. */
#define AUTH_PLUGIN "authPlugin=org.apache.pulsar.client.impl.auth.AuthenticationToken"
static const char *const rest[] = {
  "tlsAllowInsecureConnection=false",
  "tlsEnableHostnameVerification=true",
  "useKeyStoreTls=false",
  "tlsTrustStoreType=JKS",
  "tlsTrustStorePath=",
  "tlsTrustStorePassword=",
};

/* What means nothing in a file of Java properties nor within any quotes. */
static gboolean
is_plain_url (const char *url)
{
  return strspn (url, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-._~:/?[]@&=%+,;") == strlen (url);
}

static gboolean
check_urls (const char  *web_service_url,
            const char  *broker_service_url,
            GError     **error)
{
  if (web_service_url == NULL || *web_service_url == '\0' || broker_service_url == NULL || *broker_service_url == '\0')
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE,
                           _("Astra does not tell the addresses of this tenant, which client.conf needs"));
      return FALSE;
    }
  if (!is_plain_url (web_service_url) || !is_plain_url (broker_service_url))
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE,
                           _("The addresses of this tenant have characters that no address has, so they are not written down"));
      return FALSE;
    }

  return TRUE;
}

/**
 * lk_client_conf_write:
 * @web_service_url: (nullable): where the tenant is administered
 * @broker_service_url: (nullable): where its messages are
 * @token: a Pulsar token
 * @error: return location for %LK_EXCHANGE_ERROR_INCOMPLETE or %LK_EXCHANGE_ERROR_BAD_VALUE
 *
 * Writes the file that Pulsar's own tools read, as the portal does.
 *
 * Returns: (transfer full): the content of a file, in memory that is overwritten with its last reference; %NULL with
 *   @error set
 */
GBytes *
lk_client_conf_write (const char   *web_service_url,
                      const char   *broker_service_url,
                      SecretValue  *token,
                      GError      **error)
{
  g_autoptr (LkSecretText) text = NULL;

  if (!check_urls (web_service_url, broker_service_url, error) || !lk_export_check_token (token, error))
    return NULL;

  text = lk_secret_text_new ();
  lk_secret_text_append (text, WEB_SERVICE_URL "=");
  lk_secret_text_append (text, web_service_url);
  lk_secret_text_append (text, "\n" BROKER_SERVICE_URL "=");
  lk_secret_text_append (text, broker_service_url);
  lk_secret_text_append (text, "\n" AUTH_PLUGIN "\n" AUTH_PARAMS "=" TOKEN_PREFIX);
  lk_secret_text_append_value (text, token);
  lk_secret_text_append (text, "\n");
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    {
      lk_secret_text_append (text, rest[i]);
      lk_secret_text_append (text, "\n");
    }

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}

/**
 * lk_client_conf_new_command:
 * @web_service_url: (nullable): where the tenant is administered
 * @broker_service_url: (nullable): where its messages are
 * @look_up_command: a command that prints the token, from lk_look_up_command_new()
 * @error: return location for %LK_EXCHANGE_ERROR_INCOMPLETE or %LK_EXCHANGE_ERROR_BAD_VALUE
 *
 * Writes a command, the same for every shell, that makes the file in the folder where it is run, readable only by its
 * user. It holds no secret, gives none to another program as an argument, and does nothing where the look-up fails.
 *
 * Returns: (transfer full): the command, or %NULL with @error set
 */
char *
lk_client_conf_new_command (const char  *web_service_url,
                            const char  *broker_service_url,
                            const char  *look_up_command,
                            GError     **error)
{
  g_autoptr (GString) lines = NULL;

  /* It stands in single quotes. */
  g_return_val_if_fail (strchr (look_up_command, '\'') == NULL, NULL);

  if (!check_urls (web_service_url, broker_service_url, error))
    return NULL;

  lines = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    g_string_append_printf (lines, " \"%s\"", rest[i]);

  return g_strdup_printf ("sh -c 't=\"$(%s)\" && f=\"$(mktemp " LK_CLIENT_CONF_FILE_NAME ".XXXXXX)\" && "
                          "printf \"%%s\\n\" \"" WEB_SERVICE_URL "=%s\" \"" BROKER_SERVICE_URL "=%s\" \"" AUTH_PLUGIN "\" "
                          "\"" AUTH_PARAMS "=" TOKEN_PREFIX "$t\"%s > \"$f\" && mv \"$f\" " LK_CLIENT_CONF_FILE_NAME "'",
                          look_up_command, web_service_url, broker_service_url, lines->str);
}

/* A piece of the file, where it stands. */
typedef struct
{
  const char *start;
  gsize       length;
} Span;

static Span
trim (Span span)
{
  while (span.length > 0 && g_ascii_isspace (span.start[0]))
    {
      span.start++;
      span.length--;
    }
  while (span.length > 0 && g_ascii_isspace (span.start[span.length - 1]))
    span.length--;

  return span;
}

static gboolean
skip_prefix (Span       *span,
             const char *prefix)
{
  gsize length = strlen (prefix);

  if (span->length < length || memcmp (span->start, prefix, length) != 0)
    return FALSE;

  span->start += length;
  span->length -= length;

  return TRUE;
}

/* The value, if the line sets @key; Java takes `=`, `:` and a blank alike for what is between them. */
static gboolean
read_line (Span        line,
           const char *key,
           Span       *value)
{
  Span at = trim (line);
  gsize length;

  if (!skip_prefix (&at, key))
    return FALSE;

  length = at.length;
  at = trim (at);
  if (at.length > 0 && (*at.start == '=' || *at.start == ':'))
    *value = trim ((Span){ at.start + 1, at.length - 1 });
  else if (at.length == 0 || at.length < length)
    *value = at;
  else
    return FALSE;

  return TRUE;
}

static Span
find (Span        text,
      const char *key)
{
  Span found = { NULL, 0 };

  while (text.length > 0)
    {
      const char *end = memchr (text.start, '\n', text.length);
      gsize length = end != NULL ? (gsize) (end - text.start) : text.length;

      /* The last one counts. */
      read_line ((Span){ text.start, length }, key, &found);
      length = MIN (length + 1, text.length);
      text = (Span){ text.start + length, text.length - length };
    }

  return found;
}

static char *
dup_url (Span span)
{
  g_autofree char *url = g_strndup (span.start, span.length);

  return url != NULL && *url != '\0' && is_plain_url (url) ? g_steal_pointer (&url) : NULL;
}

/**
 * lk_client_conf_read:
 * @content: a file, from anybody
 * @error: return location for %LK_EXCHANGE_ERROR_BAD_FILE or %LK_EXCHANGE_ERROR_INCOMPLETE
 *
 * Reads the file of Pulsar's own tools. Addresses that are none are passed over.
 *
 * Returns: (transfer full): what it says, or %NULL with @error set
 */
LkClientConf *
lk_client_conf_read (GBytes  *content,
                     GError **error)
{
  g_autoptr (LkClientConf) self = NULL;
  Span text;
  Span token;

  text.start = g_bytes_get_data (content, &text.length);
  skip_prefix (&text, BYTE_ORDER_MARK);
  token = find (text, AUTH_PARAMS);
  if (token.start == NULL)
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE, _("This is no client.conf with a token"));
      return NULL;
    }
  if (!skip_prefix (&token, TOKEN_PREFIX) && skip_prefix (&token, "file:"))
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE,
                           _("This client.conf names another file that has the token"));
      return NULL;
    }

  self = g_new0 (LkClientConf, 1);
  self->token = secret_value_new (token.length > 0 ? token.start : "", (gssize) token.length, "text/plain");
  if (!lk_export_check_token (self->token, NULL))
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                           _("What this client.conf has in place of a token is none"));
      return NULL;
    }
  self->web_service_url = dup_url (find (text, WEB_SERVICE_URL));
  self->broker_service_url = dup_url (find (text, BROKER_SERVICE_URL));

  return g_steal_pointer (&self);
}

/**
 * lk_client_conf_free:
 * @self: (transfer full): what a file says
 *
 * Frees it.
 */
void
lk_client_conf_free (LkClientConf *self)
{
  g_free (self->web_service_url);
  g_free (self->broker_service_url);
  g_clear_pointer (&self->token, secret_value_unref);
  g_free (self);
}
