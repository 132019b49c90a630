/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tokens in the list of tenants are dropped as they arrive: no memory holds one when the list has been read. */

#include "lk-astra-streaming.h"
#include "lk-json-filter.h"
#include "lk-test.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MASK 0x5a
#define CANARY_LENGTH 48
#define MAX_REGION (1024 * 1024 * 1024) /* bytes; a sanitizer's own are larger */
#define N_ROWS 400 /* more than is decoded on the main thread, and more than one array holds without growing */

#ifdef __SANITIZE_ADDRESS__
const char *__asan_default_options (void);

/* The sanitizer's memory obeys no mallopt(). */
const char *
__asan_default_options (void)
{
  return "max_free_fill_size=2147483647:free_fill_byte=85";
}
#endif

static void
test_filter (void)
{
  static const struct
  {
    const char *text;
    const char *left;
  } cases[] = {
    { "{\"pulsarToken\":\"SECRET\"}", "{\"pulsarToken\":\"\"}" },
    { "{\"PULSARTOKEN\" : \"SECRET\" , \"a\":1}", "{\"PULSARTOKEN\" : \"\" , \"a\":1}" },
    { "[{\"a\":\"pulsarToken\",\"b\":\"kept\"}]", "[{\"a\":\"pulsarToken\",\"b\":\"kept\"}]" },
    { "{\"pulsar\\u0054oken\":\"SECRET\",\"x\":\"y\"}", "{\"pulsar\\u0054oken\":\"\",\"x\":\"y\"}" },
    { "{\"\\u0070ulsarToken\":\"SEC\\\"RET\"}", "{\"\\u0070ulsarToken\":\"\"}" },
    { "{\"pulsarToken\":{\"a\":[\"SECRET}\",{\"b\":\"SECRET\"}]},\"c\":2}", "{\"pulsarToken\":{},\"c\":2}" },
    { "{\"pulsarToken\":[\"SECRET]\",[\"SECRET\"]],\"c\":2}", "{\"pulsarToken\":[],\"c\":2}" },
    { "{\"pulsarToken\":null,\"c\":\"kept\"}", "{\"pulsarToken\":null,\"c\":\"kept\"}" },
    { "{\"pulsarToken\":12,\"c\":\"kept\"}", "{\"pulsarToken\":12,\"c\":\"kept\"}" },
    { "{\"a\\\\\":\"x\",\"pulsarToken\":\"SECRET\\\\\",\"c\":\"kept\"}",
      "{\"a\\\\\":\"x\",\"pulsarToken\":\"\",\"c\":\"kept\"}" },
    { "{\"pulsarTokens\":\"kept\",\"pulsarToke\":\"kept\"}", "{\"pulsarTokens\":\"kept\",\"pulsarToke\":\"kept\"}" },
    { "{\"pulsarToken\":\"SECRET", "{\"pulsarToken\":\"" },
    { "a proxy's \"page", "a proxy's \"page" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gsize length = strlen (cases[i].text);

      for (gsize chunk = 1; chunk <= length; chunk++)
        {
          g_autoptr (LkJsonFilter) filter = lk_json_filter_new ("pulsarToken");
          g_autoptr (GString) left = g_string_new (NULL);

          for (gsize at = 0; at < length; at += chunk)
            {
              g_autofree char *part = g_strndup (cases[i].text + at, chunk);
              const gsize n = strlen (part);
              gsize n_left = lk_json_filter_run (filter, part, n);

              g_string_append_len (left, part, (gssize) n_left);
              for (gsize j = n_left; j < n; j++)
                g_assert_cmpint (part[j], ==, 0);
            }
          g_assert_cmpstr (left->str, ==, cases[i].left);
        }
    }
}

/* A process of its own answers, so that the token was never in the memory that is searched. It tells which one it sends
 * in disguise. */
static void
serve (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) body = g_string_new ("[");
  g_autofree char *head = NULL;
  char canary[CANARY_LENGTH + 1] = { 0 };
  char request[4096];

  printf ("%u ", port);
  for (guint i = 0; i < CANARY_LENGTH; i++)
    {
      canary[i] = (char) ('A' + g_random_int_range (0, 26));
      printf ("%02x", canary[i] ^ MASK);
    }
  printf ("\n");
  fflush (stdout);

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (body,
                            "%s{\"tenantName\":\"t%u\",\"clusterName\":\"c\",\"pulsarToken\":\"eyJ%s.%s.%s\","
                            "\"webServiceUrl\":\"https://c.api.streaming.example/%0120u\"}",
                            i > 0 ? "," : "", i, canary, canary, canary, i);
  g_string_append_c (body, ']');
  head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", body->len);

  connection = g_socket_listener_accept (listener, NULL, NULL, NULL);
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request, sizeof request, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), head, strlen (head), NULL, NULL,
                             NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), body->str, body->len, NULL, NULL,
                             NULL);
  /* Until the other end is gone: an idle connection keeps its buffers, and they are searched too. */
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request, sizeof request, NULL, NULL);
}

static gboolean
is_masked (const guint8 *at,
           const guint8 *masked,
           gsize         length)
{
  for (gsize i = 0; i < length; i++)
    if ((at[i] ^ MASK) != masked[i])
      return FALSE;

  return TRUE;
}

/* Counts where either half of what is disguised as @masked stands in this process's memory. */
static guint
search (const guint8 *masked,
        gsize         length)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  const gsize half = length / 2;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint n = 0;

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 start;
      guint64 end;
      char rights[5];
      g_autofree guint8 *copy = NULL;
      gssize got;

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &start, &end, rights) != 3
          || rights[0] != 'r' || rights[1] != 'w' || end - start > MAX_REGION)
        continue;

      copy = g_malloc (end - start);
      got = pread (memory, copy, end - start, (off_t) start);
      for (gssize j = 0; j + (gssize) half <= got; j++)
        if (is_masked (copy + j, masked, half) || is_masked (copy + j, masked + half, half))
          n++;
      /* The copy is not to be found the next time. */
      explicit_bzero (copy, end - start);
    }
  close (memory);

  return n;
}

static void
test_memory (void)
{
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autofree char *url = NULL;
  g_autoptr (LkAstraClient) client = NULL;
  g_autoptr (LkAstraStreaming) streaming = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tenants = NULL;
  g_autoptr (GError) error = NULL;
  guint8 masked[CANARY_LENGTH];
  g_autofree char *planted = NULL;
  const char *disguised;

  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--serve", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  disguised = strchr (line, ' ') + 1;
  for (guint i = 0; i < CANARY_LENGTH; i++)
    masked[i] = (guint8) (g_ascii_xdigit_value (disguised[2 * i]) * 16 + g_ascii_xdigit_value (disguised[2 * i + 1]));

  url = g_strdup_printf ("http://127.0.0.1:%d", atoi (line));
  client = lk_astra_client_new (url, token, &error);
  g_assert_no_error (error);
  streaming = lk_astra_streaming_new (client, url, NULL, &error);
  g_assert_no_error (error);
  lk_astra_streaming_list_tenants_async (streaming, NULL, lk_test_store_result_cb, &result);
  tenants = lk_astra_streaming_list_tenants_finish (streaming, lk_test_wait_for_result (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tenants->len, ==, N_ROWS);
  g_assert_cmpstr (lk_tenant_get_name (tenants->pdata[N_ROWS - 1]), ==, "t399");
  g_clear_object (&result);

  g_assert_cmpuint (search (masked, CANARY_LENGTH), ==, 0);

  /* And it would be found. */
  planted = g_malloc (CANARY_LENGTH);
  for (guint i = 0; i < CANARY_LENGTH; i++)
    planted[i] = (char) (masked[i] ^ MASK);
  g_assert_cmpuint (search (masked, CANARY_LENGTH), >=, 2);
  explicit_bzero (planted, CANARY_LENGTH);

  g_subprocess_force_exit (server);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  if (argc > 1 && g_str_equal (argv[1], "--serve"))
    {
      serve ();
      return 0;
    }
  /* As the programs do: what libraries free is overwritten. */
  mallopt (M_PERTURB, 0x55);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dropped/filter", test_filter);
  g_test_add_func ("/dropped/memory", test_memory);

  return g_test_run ();
}
