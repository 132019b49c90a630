/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-session.h"

#include "lk-address.h"

#include <string.h>

#define MAX_CONNECTIONS 8
#define IO_TIMEOUT_S 30

/**
 * lk_session_new:
 * @origin: an address that lk_address_check() returned
 * @proxy: (nullable): tells through which proxies, %NULL: what libsoup does by itself
 *
 * Makes a session without the features that could send, keep or unpack more than was asked for.
 *
 * Returns: (transfer full): the session
 */
SoupSession *
lk_session_new (const char     *origin,
                GProxyResolver *proxy)
{
  g_autoptr (GUri) uri = g_uri_parse (origin, SOUP_HTTP_URI_FLAGS, NULL);
  SoupSession *session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS,
                                                        "max-conns-per-host", MAX_CONNECTIONS,
                                                        "timeout", IO_TIMEOUT_S,
                                                        "user-agent", "Latchkey",
                                                        NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  /* libsoup would send a request for loopback to the proxy, and with it the token. */
  if (lk_address_is_loopback (g_uri_get_host (uri)))
    soup_session_set_proxy_resolver (session, NULL);
  else if (proxy != NULL)
    soup_session_set_proxy_resolver (session, proxy);

  return session;
}

/**
 * lk_session_create_message:
 * @method: an HTTP method
 * @origin: an address that lk_address_check() returned
 * @path: an absolute path, its parts escaped
 * @body: (nullable): JSON
 * @token: the token to sign in with, fit for a header
 *
 * Makes a message that follows no redirect and, if it is no read, goes on a connection of its own.
 *
 * Returns: (transfer full): the message
 */
SoupMessage *
lk_session_create_message (const char  *method,
                           const char  *origin,
                           const char  *path,
                           GBytes      *body,
                           SecretValue *token)
{
  g_autofree char *uri = g_strconcat (origin, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);
  SoupMessageHeaders *headers;
  g_autoptr (GString) bearer = NULL;

  g_return_val_if_fail (message != NULL, NULL);
  headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (method != SOUP_METHOD_GET)
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);

  bearer = g_string_new ("Bearer ");
  g_string_append (bearer, secret_value_get_text (token));
  soup_message_headers_replace (headers, "Authorization", bearer->str);
  explicit_bzero (bearer->str, bearer->len);

  return message;
}
