/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-address.h"

#include "lk-astra-error.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

/**
 * lk_address_is_loopback:
 * @host: a host of an address
 *
 * Returns: whether what is sent there stays on this computer
 */
gboolean
lk_address_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address) : g_ascii_strcasecmp (host, "localhost") == 0;
}

/**
 * lk_address_check:
 * @text: what someone entered
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Checks an address of the API and reduces it to its origin: HTTPS, or plain HTTP to loopback, without user, path,
 * query or fragment.
 *
 * Returns: (transfer full): the origin without a final slash, or %NULL with @error set
 */
char *
lk_address_check (const char *text,
                  GError    **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autoptr (GUri) uri = g_uri_parse (trimmed, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean encrypted = uri != NULL && g_str_equal (g_uri_get_scheme (uri), "https");
  gboolean plain = uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http");

  if (host == NULL || *host == '\0' || !(encrypted || plain))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_ADDRESS,
                           _("An address starts with https:// and a host name"));
      return NULL;
    }
  if (plain && !lk_address_is_loopback (host))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_ADDRESS,
                           _("Only https:// keeps a token safe; plain http:// is for this computer alone"));
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL
      || !(g_str_equal (g_uri_get_path (uri), "") || g_str_equal (g_uri_get_path (uri), "/")))
    {
      g_set_error_literal (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_ADDRESS,
                           _("An address is a scheme and a host alone, such as https://api.astra.datastax.com"));
      return NULL;
    }

  {
    g_autoptr (GUri) origin = g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (uri), NULL, host,
                                           g_uri_get_port (uri), "", NULL, NULL);
    g_autofree char *shown = g_uri_to_string (origin);
    gsize length = strlen (shown);

    return g_strndup (shown, g_str_has_suffix (shown, "/") ? length - 1 : length);
  }
}
