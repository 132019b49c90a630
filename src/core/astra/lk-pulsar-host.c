/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-pulsar-host.h"

#include "lk-address.h"

#include <string.h>

/* Below these are the clusters of each environment. */
static const struct
{
  const char *environment;
  const char *domain;
} domains[] = {
  { "prod", ".streaming.datastax.com" },
  { "dev", ".dev.streaming.datastax.com" },
  { "test", ".staging.streaming.datastax.com" },
};

static gboolean
is_below (const char *host,
          const char *environment)
{
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    if (g_str_equal (domains[i].environment, environment))
      return strlen (host) > strlen (domains[i].domain)
             && g_ascii_strcasecmp (host + strlen (host) - strlen (domains[i].domain), domains[i].domain) == 0;

  return FALSE;
}

/**
 * lk_pulsar_host_check:
 * @web_service_url: a tenant's address as the service told it
 * @environment: "prod", "dev" or "test"
 * @origins: (array zero-terminated=1): the origins of the account
 * @host: (out): what is known of the host
 * @error: return location for %LK_ASTRA_ERROR_BAD_ADDRESS
 *
 * Tells where a tenant's calls go, and whether a token may go there unasked: nothing but HTTPS, but for loopback, and
 * only to what belongs to the vendor or to the account.
 *
 * Returns: (transfer full): the origin, or %NULL with @error set
 */
char *
lk_pulsar_host_check (const char         *web_service_url,
                      const char         *environment,
                      const char *const  *origins,
                      LkPulsarHost       *host,
                      GError            **error)
{
  g_autofree char *origin = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (web_service_url != NULL && environment != NULL, NULL);

  *host = LK_PULSAR_HOST_UNKNOWN;
  origin = lk_address_check (web_service_url, error);
  if (origin == NULL)
    return NULL;

  uri = g_uri_parse (origin, G_URI_FLAGS_NONE, NULL);
  if (g_strv_contains (origins, origin) || (uri != NULL && is_below (g_uri_get_host (uri), environment)))
    *host = LK_PULSAR_HOST_KNOWN;

  return g_steal_pointer (&origin);
}
