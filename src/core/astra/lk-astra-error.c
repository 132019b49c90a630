/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astra-error.h"

#include "lk-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SERVER_TEXT_MAX 200 /* characters of the service's own words that are shown */

G_DEFINE_QUARK (lk-astra-error-quark, lk_astra_error)

/**
 * lk_astra_redact:
 * @text: words of the service
 *
 * Makes text from outside fit to be shown: anything shaped like a token is replaced, control characters become
 * spaces, and it is cut at a length. An error of the service may echo the token that it was sent.
 *
 * Returns: (transfer full): the text
 */
char *
lk_astra_redact (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GRegex) regex = g_regex_new ("AstraCS:[^\\s\"']*|eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]*", 0, 0, NULL);
  g_autofree char *redacted = g_regex_replace_literal (regex, valid, -1, 0, "…", 0, NULL);
  g_autoptr (GString) shown = g_string_new (NULL);
  glong n = 0;

  for (const char *at = redacted; *at != '\0' && n < SERVER_TEXT_MAX; at = g_utf8_next_char (at), n++)
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (shown, g_unichar_isprint (c) ? c : ' ');
    }

  return g_strdup (g_strstrip (shown->str));
}

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
    return *message != '\0' ? lk_astra_redact (message) : NULL;
  if (root == NULL && memchr (data, '<', length) == NULL && memchr (data, '{', length) == NULL)
    {
      g_autofree char *text = g_strndup (data, length);

      return lk_astra_redact (text);
    }

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
 * lk_astra_error_from_status:
 * @status: an HTTP status that is not a success
 * @body: (nullable): the body of the answer
 *
 * Makes the error for a refused request: one sentence of ours, with the service's own words, redacted, behind it.
 *
 * Returns: (transfer full): the error
 */
GError *
lk_astra_error_from_status (guint   status,
                            GBytes *body)
{
  g_autofree char *text = get_server_text (body);
  LkAstraError code;
  const char *sentence;

  if (status == 401)
    {
      code = LK_ASTRA_ERROR_UNAUTHORIZED;
      sentence = _("Astra did not accept this token");
    }
  else if (status == 403)
    {
      code = LK_ASTRA_ERROR_FORBIDDEN;
      sentence = _("The token’s roles do not allow this");
    }
  else if (status == 404)
    {
      code = LK_ASTRA_ERROR_NOT_FOUND;
      sentence = _("Astra does not know this");
    }
  else if (status == 400 || status == 409 || status == 422)
    {
      code = LK_ASTRA_ERROR_REJECTED;
      sentence = _("Astra refused the request");
    }
  else if (status == 429)
    {
      code = LK_ASTRA_ERROR_RATE_LIMITED;
      sentence = _("Astra asks to wait: too many requests, try again in a minute");
    }
  else if (status >= 500)
    {
      code = LK_ASTRA_ERROR_SERVER;
      sentence = _("Astra has a problem of its own, try again later");
    }
  else if (status >= 300 && status < 400)
    {
      code = LK_ASTRA_ERROR_UNEXPECTED;
      sentence = _("The address answers with a redirect, which is never followed: check the API address");
    }
  else
    {
      code = LK_ASTRA_ERROR_UNEXPECTED;
      sentence = _("Astra gave an unexpected answer");
    }

  if (text != NULL)
    /* Translators: %1$s is a sentence, %2$u an HTTP status, %3$s what the service said */
    return g_error_new (LK_ASTRA_ERROR, code, _("%1$s (%2$u: %3$s)"), sentence, status, text);

  /* Translators: %1$s is a sentence, %2$u an HTTP status */
  return g_error_new (LK_ASTRA_ERROR, code, _("%1$s (%2$u)"), sentence, status);
}
