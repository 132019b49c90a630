/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-error.h"

#include "lk-json.h"
#include "lk-redact.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define UTF8_MARK "\357\273\277"

typedef struct
{
  guint  status;        /* 0: made without an answer */
  guint  retry_after_s; /* 0: not told */
  char  *answer;        /* redacted; NULL: none, or an empty one */
} LkAstraErrorPrivate;

static void
lk_astra_error_private_init (LkAstraErrorPrivate *priv)
{
}

static void
lk_astra_error_private_copy (const LkAstraErrorPrivate *source,
                             LkAstraErrorPrivate       *target)
{
  *target = *source;
  target->answer = g_strdup (source->answer);
}

static void
lk_astra_error_private_clear (LkAstraErrorPrivate *priv)
{
  g_clear_pointer (&priv->answer, g_free);
}

/* GLib keeps the private part at an aligned place in front of the error, which Clang cannot see in the macro. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (LkAstraError, lk_astra_error)
#pragma GCC diagnostic pop

static const char *
get_message (JsonNode *root)
{
  static const char *const keys[] = { "message", "reason", "error", "description" };
  JsonObject *object;
  JsonArray *errors;

  if (JSON_NODE_HOLDS_VALUE (root) && json_node_get_value_type (root) == G_TYPE_STRING)
    return json_node_get_string (root);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  object = json_node_get_object (root);
  if (lk_json_get_object (object, "Body") != NULL)
    object = lk_json_get_object (object, "Body");

  errors = lk_json_get_array (object, "errors");
  if (errors != NULL && json_array_get_length (errors) > 0 && lk_json_array_get_object (errors, 0) != NULL)
    object = lk_json_array_get_object (errors, 0);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (lk_json_get_string (object, keys[i]) != NULL)
      return lk_json_get_string (object, keys[i]);

  return NULL;
}

/* The service's own words, in whichever of the shapes they come; never HTML, which a proxy would have written. */
static char *
get_server_text (GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;
  const char *message;
  const char *data;
  gsize length;

  data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  if (data == NULL || length == 0)
    return NULL;

  root = lk_json_parse (body, NULL);
  message = root != NULL ? get_message (root) : NULL;
  if (message != NULL)
    return *message != '\0' ? lk_redact (message, strlen (message)) : NULL;
  if (root == NULL && memchr (data, '<', length) == NULL && memchr (data, '{', length) == NULL)
    return lk_redact (data, length);

  return NULL;
}

/**
 * lk_astra_error_is_told:
 * @body: (nullable): the body of an answer
 *
 * Tells whether the body is an error in the service's own words, in any of the shapes it uses. A proxy's page, a
 * broken or an empty body is not: then nobody knows what the service did.
 *
 * Returns: whether it is
 */
gboolean
lk_astra_error_is_told (GBytes *body)
{
  g_autofree char *text = get_server_text (body);

  return text != NULL && *text != '\0';
}

/**
 * lk_astra_error_is_page:
 * @body: (nullable): the body of an answer
 *
 * Tells whether the body is a web page. The service has none at its API: something between has answered, such as a
 * gateway, or a network that wants a sign-in first.
 *
 * Returns: whether it is
 */
gboolean
lk_astra_error_is_page (GBytes *body)
{
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  if (length >= strlen (UTF8_MARK) && memcmp (data, UTF8_MARK, strlen (UTF8_MARK)) == 0)
    {
      data += strlen (UTF8_MARK);
      length -= strlen (UTF8_MARK);
    }
  while (length > 0 && g_ascii_isspace (*data))
    {
      data++;
      length--;
    }

  return length > 0 && *data == '<';
}

static LkAstraError
get_code (guint  status,
          GBytes *body)
{
  if (status == 429)
    return LK_ASTRA_ERROR_RATE_LIMITED;
  if (status >= 300 && status < 400)
    return LK_ASTRA_ERROR_REDIRECTED;
  if (status == 511 || (status < 500 && lk_astra_error_is_page (body)))
    return LK_ASTRA_ERROR_NOT_ASTRA;
  if (status >= 500)
    return LK_ASTRA_ERROR_SERVER;

  switch (status)
    {
    case 401:
      return LK_ASTRA_ERROR_UNAUTHORIZED;
    case 403:
      return LK_ASTRA_ERROR_FORBIDDEN;
    case 404:
      return LK_ASTRA_ERROR_NOT_FOUND;
    case 400:
    case 409:
    case 422:
      return LK_ASTRA_ERROR_REJECTED;
    default:
      return LK_ASTRA_ERROR_UNEXPECTED;
    }
}

static char *
create_sentence (LkAstraError code,
                 guint        retry_after_s)
{
  switch (code)
    {
    case LK_ASTRA_ERROR_UNAUTHORIZED:
      return g_strdup (_("Astra did not accept this token"));
    case LK_ASTRA_ERROR_FORBIDDEN:
      return g_strdup (_("The token’s roles do not allow this"));
    case LK_ASTRA_ERROR_NOT_FOUND:
      return g_strdup (_("Astra does not know this"));
    case LK_ASTRA_ERROR_REJECTED:
      return g_strdup (_("Astra refused the request"));
    case LK_ASTRA_ERROR_RATE_LIMITED:
      if (retry_after_s == 0)
        return g_strdup (_("Astra asks to wait: too many requests, try again in a minute"));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           /* Translators: %u is how many seconds */
                                           "Astra asks to wait: too many requests, try again in %u second",
                                           "Astra asks to wait: too many requests, try again in %u seconds",
                                           retry_after_s),
                              retry_after_s);
    case LK_ASTRA_ERROR_SERVER:
      return g_strdup (_("Astra has a problem of its own, try again later"));
    case LK_ASTRA_ERROR_REDIRECTED:
      return g_strdup (_("The address answers with a redirect, which is never followed: check the API address"));
    case LK_ASTRA_ERROR_NOT_ASTRA:
      return g_strdup (_("A web page answered instead of Astra: this network may want a sign-in, or the API address is "
                         "wrong"));
    case LK_ASTRA_ERROR_BAD_ADDRESS:
    case LK_ASTRA_ERROR_BAD_TOKEN:
    case LK_ASTRA_ERROR_UNREACHABLE:
    case LK_ASTRA_ERROR_TIMED_OUT:
    case LK_ASTRA_ERROR_INSECURE:
    case LK_ASTRA_ERROR_UNEXPECTED:
    case LK_ASTRA_ERROR_MALFORMED:
    case LK_ASTRA_ERROR_TOO_LARGE:
    case LK_ASTRA_ERROR_TOKEN_LIMIT:
    default:
      return g_strdup (_("Astra gave an unexpected answer"));
    }
}

/**
 * lk_astra_error_from_answer:
 * @status: an HTTP status
 * @retry_after_s: how long the answer asks to wait, 0 if it does not
 * @body: (nullable): the body of the answer
 *
 * Makes the error for an answer that is a refusal, or is a web page: one sentence of ours, with the service's own
 * words, redacted, behind it.
 *
 * Returns: (transfer full): the error
 */
GError *
lk_astra_error_from_answer (guint   status,
                            guint   retry_after_s,
                            GBytes *body)
{
  g_autofree char *text = get_server_text (body);
  LkAstraError code = SOUP_STATUS_IS_SUCCESSFUL (status) ? LK_ASTRA_ERROR_NOT_ASTRA : get_code (status, body);
  g_autofree char *sentence = create_sentence (code, retry_after_s);
  GError *error;
  LkAstraErrorPrivate *priv;

  if (text != NULL)
    /* Translators: %1$s is a sentence, %2$u an HTTP status, %3$s what the service said */
    error = g_error_new (LK_ASTRA_ERROR, code, _("%1$s (%2$u: %3$s)"), sentence, status, text);
  else
    /* Translators: %1$s is a sentence, %2$u an HTTP status */
    error = g_error_new (LK_ASTRA_ERROR, code, _("%1$s (%2$u)"), sentence, status);

  priv = lk_astra_error_get_private (error);
  priv->status = status;
  priv->retry_after_s = retry_after_s;
  if (body != NULL && g_bytes_get_size (body) > 0)
    {
      gsize length;
      const char *data = g_bytes_get_data (body, &length);

      priv->answer = lk_redact (data, length);
    }

  return error;
}

/**
 * lk_astra_error_from_status:
 * @status: an HTTP status that is not a success
 * @body: (nullable): the body of the answer
 *
 * Makes the error for a refused request that does not ask to wait; see lk_astra_error_from_answer().
 *
 * Returns: (transfer full): the error
 */
GError *
lk_astra_error_from_status (guint   status,
                            GBytes *body)
{
  return lk_astra_error_from_answer (status, 0, body);
}

static const LkAstraErrorPrivate *
get_private (const GError *error)
{
  return error != NULL && error->domain == LK_ASTRA_ERROR ? lk_astra_error_get_private (error) : NULL;
}

/**
 * lk_astra_error_get_status:
 * @error: (nullable): any error
 *
 * Gets the HTTP status that an error was made from, for *Details*.
 *
 * Returns: the status, 0 if no answer was the cause
 */
guint
lk_astra_error_get_status (const GError *error)
{
  const LkAstraErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->status : 0;
}

/**
 * lk_astra_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Gets how long the service asked to wait, at most an hour.
 *
 * Returns: seconds from when the answer came, 0 if it did not ask
 */
guint
lk_astra_error_get_retry_after (const GError *error)
{
  const LkAstraErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->retry_after_s : 0;
}

/**
 * lk_astra_error_get_answer:
 * @error: (nullable): any error
 *
 * Gets the start of the answer as it came, but for what lk_redact() does to it, for *Details*. It may be a web page's
 * source: it is to be shown as plain text.
 *
 * Returns: (transfer none) (nullable): the text, %NULL if there was no answer or an empty one
 */
const char *
lk_astra_error_get_answer (const GError *error)
{
  const LkAstraErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->answer : NULL;
}

/**
 * lk_astra_error_create_details:
 * @error: (nullable): any error
 *
 * Writes down what the service answered: its status and, as by lk_astra_error_get_answer(), its words.
 *
 * Returns: (transfer full) (nullable): plain text, %NULL if no answer was the cause
 */
char *
lk_astra_error_create_details (const GError *error)
{
  guint status = lk_astra_error_get_status (error);
  const char *answer = lk_astra_error_get_answer (error);

  if (status == 0)
    return NULL;
  if (answer == NULL)
    return g_strdup_printf ("HTTP %u %s", status, soup_status_get_phrase (status));

  return g_strdup_printf ("HTTP %u %s\n\n%s", status, soup_status_get_phrase (status), answer);
}

/**
 * lk_astra_error_restate:
 * @error: (transfer full): an error that an answer was the cause of
 * @code: what it means where it came from
 * @message: a sentence for people that says so
 *
 * Says of an answer what it means for one call, and keeps its status and its words.
 *
 * Returns: (transfer full): the error
 */
GError *
lk_astra_error_restate (GError       *error,
                        LkAstraError  code,
                        const char   *message)
{
  error->code = (int) code;
  g_free (error->message);
  error->message = g_strdup (message);

  return error;
}

/**
 * lk_astra_error_from_transport:
 * @error: (transfer full): why there is no answer, or not a whole one
 *
 * Makes the error for a failure below HTTP. Cancellation, and what is a #LkAstraError already, stay as they are.
 *
 * Returns: (transfer full): the error
 */
GError *
lk_astra_error_from_transport (GError *error)
{
  g_autoptr (GError) owned = error;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) || owned->domain == LK_ASTRA_ERROR)
    return g_steal_pointer (&owned);
  if (owned->domain == G_TLS_ERROR)
    return g_error_new (LK_ASTRA_ERROR, LK_ASTRA_ERROR_INSECURE,
                        /* Translators: %s is the reason, from a library */
                        _("The connection is not safe: %s"), owned->message);
  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (LK_ASTRA_ERROR, LK_ASTRA_ERROR_TIMED_OUT, _("Astra did not answer in time"));

  return g_error_new (LK_ASTRA_ERROR, LK_ASTRA_ERROR_UNREACHABLE,
                      /* Translators: %s is the reason, from a library */
                      _("No connection to Astra: %s"), owned->message);
}
