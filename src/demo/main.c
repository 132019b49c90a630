/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-fault-spec.h"
#include "lk-demo-service.h"

#include <glib-unix.h>
#include <locale.h>
#include <unistd.h>

#define MAX_TOKENS 1000000
#define MAX_TENANTS 10000
#define MAX_PULSAR_TOKENS 1000

static gboolean
stop_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
stdin_ready_cb (int          fd,
                GIOCondition condition,
                gpointer     user_data)
{
  char buffer[256];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
print_greeting (LkDemoService *service)
{
  g_print ("url %s\n", lk_demo_service_get_url (service));
  for (guint i = 0; i < lk_demo_service_get_n_orgs (service); i++)
    g_print ("token %s\n", lk_demo_service_get_sign_in_token (service, i));
  g_print ("ready\n");
}

int
main (int   argc,
      char *argv[])
{
  int port = 0;
  int n_tokens = 12;
  int n_tenants = 4;
  int n_pulsar_tokens = 20;
  int latency_ms = 0;
  gint64 seed = -1;
  gboolean until_stdin_closes = FALSE;
  g_auto (GStrv) faults = NULL;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, "Port on 127.0.0.1; 0, the default, takes any free one", "PORT" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Make up the same ids, secrets and tokens each time (0 to 4294967295)",
      "NUMBER" },
    { "tokens", 0, 0, G_OPTION_ARG_INT, &n_tokens, "How many tokens the first organization lists (default 12)",
      "COUNT" },
    { "tenants", 0, 0, G_OPTION_ARG_INT, &n_tenants, "How many streaming tenants the first organization has (default 4)",
      "COUNT" },
    { "pulsar-tokens", 0, 0, G_OPTION_ARG_INT, &n_pulsar_tokens,
      "How many Pulsar tokens each tenant after the fourth has (default 20)", "COUNT" },
    { "latency", 0, 0, G_OPTION_ARG_INT, &latency_ms, "Wait this long before each call is looked at", "MS" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults, "Let a call go wrong, see below; may be given often", "SPEC" },
    { "until-stdin-closes", 0, 0, G_OPTION_ARG_NONE, &until_stdin_closes, "Exit when the standard input ends", NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("— a made-up Astra service for trying out Latchkey");
  g_autofree char *description = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (LkDemoService) service = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");

  g_option_context_add_main_entries (context, entries, NULL);
  description = g_strconcat (lk_demo_fault_spec_get_help (),
                             "\nPrints “url …”, “token …” for each organization and “ready”, each on a line. While it\n"
                             "runs, GET /demo/stats counts the calls, GET /demo/key is the public half of the key that\n"
                             "Pulsar tokens are signed with, and POST /demo/fault replaces the faults by\n"
                             "those in its body, one a line; an empty body ends them.\n", NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  if (port < 0 || port > G_MAXUINT16 || n_tokens < 1 || n_tokens > MAX_TOKENS || latency_ms < 0 ||
      n_tenants < 0 || n_tenants > MAX_TENANTS || n_pulsar_tokens < 0 || n_pulsar_tokens > MAX_PULSAR_TOKENS ||
      seed < -1 || seed > G_MAXUINT32 || argc > 1)
    {
      g_printerr ("An argument is out of range or unknown; see --help\n");
      return 2;
    }

  service = lk_demo_service_new (seed >= 0 ? (guint32) seed : g_random_int (), (guint) n_tokens, (guint) n_tenants,
                                 (guint) n_pulsar_tokens, (guint) latency_ms);
  for (guint i = 0; faults != NULL && faults[i] != NULL; i++)
    {
      if (!lk_demo_service_add_faults (service, faults[i], &error))
        {
          g_printerr ("%s\n", error->message);
          return 2;
        }
    }

  if (!lk_demo_service_listen (service, (guint16) port, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGINT, stop_cb, loop);
  g_unix_signal_add (SIGTERM, stop_cb, loop);
  if (until_stdin_closes)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_ready_cb, loop);

  print_greeting (service);
  g_main_loop_run (loop);

  return 0;
}
