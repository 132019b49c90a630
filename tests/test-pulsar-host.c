/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which host of a cluster a token may go to unasked, and what names become in an address there. */

#include "lk-pulsar-host.h"

#include "lk-pulsar-admin.h"

static void
test_rule (void)
{
  static const struct
  {
    const char  *url;
    const char  *environment;
    const char  *origin; /* NULL: refused */
    LkPulsarHost host;
  } cases[] = {
    { "https://c.api.streaming.datastax.com", "prod", "https://c.api.streaming.datastax.com", LK_PULSAR_HOST_KNOWN },
    { "https://C.API.Streaming.DataStax.com:8443/", "prod", "https://c.api.streaming.datastax.com:8443",
      LK_PULSAR_HOST_KNOWN },
    { "https://c.api.dev.streaming.datastax.com", "dev", "https://c.api.dev.streaming.datastax.com", LK_PULSAR_HOST_KNOWN },
    { "https://c.api.streaming.datastax.com", "dev", "https://c.api.streaming.datastax.com", LK_PULSAR_HOST_UNKNOWN },
    { "https://c.api.staging.streaming.datastax.com", "test", "https://c.api.staging.streaming.datastax.com",
      LK_PULSAR_HOST_KNOWN },
    { "https://own.example", "prod", "https://own.example", LK_PULSAR_HOST_KNOWN },
    { "https://streaming.datastax.com", "prod", "https://streaming.datastax.com", LK_PULSAR_HOST_UNKNOWN },
    { "https://evilstreaming.datastax.com", "prod", "https://evilstreaming.datastax.com", LK_PULSAR_HOST_UNKNOWN },
    { "https://c.streaming.datastax.com.evil.example", "prod", "https://c.streaming.datastax.com.evil.example",
      LK_PULSAR_HOST_UNKNOWN },
    { "https://evil.example/.streaming.datastax.com", "prod", NULL, LK_PULSAR_HOST_UNKNOWN },
    { "https://x.streaming.datastax.com@evil.example", "prod", NULL, LK_PULSAR_HOST_UNKNOWN },
    { "https://evil.example#.streaming.datastax.com", "prod", NULL, LK_PULSAR_HOST_UNKNOWN },
    { "http://c.api.streaming.datastax.com", "prod", NULL, LK_PULSAR_HOST_UNKNOWN },
    { "pulsar+ssl://c.streaming.datastax.com:6651", "prod", NULL, LK_PULSAR_HOST_UNKNOWN },
    { "", "prod", NULL, LK_PULSAR_HOST_UNKNOWN },
  };
  static const char *const origins[] = { "https://own.example", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LkPulsarHost host = LK_PULSAR_HOST_KNOWN;
      g_autoptr (GError) error = NULL;
      g_autofree char *origin = lk_pulsar_host_check (cases[i].url, cases[i].environment, origins, &host, &error);

      g_test_message ("%s", cases[i].url);
      g_assert_cmpint (host, ==, cases[i].host);
      if (cases[i].origin == NULL)
        g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_BAD_ADDRESS);
      else
        g_assert_cmpint (g_ascii_strcasecmp (origin, cases[i].origin), ==, 0);
    }
}

static void
test_paths (void)
{
  g_autofree char *odd = lk_pulsar_admin_make_path ("/admin/v2/persistent", "a", "b c", "d/e?f#g'\"$\n", "stats", NULL);
  g_autofree char *up = lk_pulsar_admin_make_path ("/admin/v2/persistent", "a", "..", NULL);
  g_autofree char *empty = lk_pulsar_admin_make_path ("/admin/v2/persistent", "", NULL);

  g_assert_cmpstr (odd, ==, "/admin/v2/persistent/a/b%20c/d%2Fe%3Ff%23g%27%22%24%0A/stats");
  g_assert_null (up);
  g_assert_null (empty);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pulsar-host/rule", test_rule);
  g_test_add_func ("/pulsar-host/paths", test_paths);

  return g_test_run ();
}
