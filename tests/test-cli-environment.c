/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody may have put into the environment of the command line: no variable has keys of a connection written down, or
 * secrets looked for or kept elsewhere. */

#include "lk-test-cli.h"

#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sys/stat.h>

#define ROLE "R/W Svc Acct"
#define DAY_S (24 * 60 * 60)
#define TOKEN "AstraCS:AAAAAAAAAAAAAAAAAAAAAAAA:0000000000000000000000000000000000000000000000000000000000000000"

static void
must (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

/* One that nobody trusts; keys of the connection are agreed on all the same. */
static GTlsCertificate *
create_certificate (void)
{
  const time_t now = (time_t) (g_get_real_time () / G_USEC_PER_SEC);
  const guint8 serial = 1;
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
  gnutls_datum_t crt_pem;
  gnutls_datum_t key_pem;
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  must (gnutls_x509_privkey_init (&key));
  must (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0));
  must (gnutls_x509_crt_init (&crt));
  must (gnutls_x509_crt_set_version (crt, 3));
  must (gnutls_x509_crt_set_serial (crt, &serial, 1));
  must (gnutls_x509_crt_set_activation_time (crt, now - DAY_S));
  must (gnutls_x509_crt_set_expiration_time (crt, now + DAY_S));
  must (gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, "127.0.0.1", strlen ("127.0.0.1")));
  must (gnutls_x509_crt_set_key (crt, key));
  must (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0));
  must (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &crt_pem));
  must (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem));
  pem = g_strdup_printf ("%.*s%.*s", (int) crt_pem.size, (const char *) crt_pem.data, (int) key_pem.size,
                         (const char *) key_pem.data);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  gnutls_free (crt_pem.data);
  gnutls_free (key_pem.data);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);

  return certificate;
}

typedef struct
{
  GSocketListener *listener;
  GTlsCertificate *certificate;
  GCancellable    *cancellable;
  guint            n; /* handshakes; the thread's, until it has ended */
} Server;

/* In a thread of its own, since the test waits for what it runs. */
static gpointer
serve (gpointer user_data)
{
  Server *self = user_data;

  for (;;)
    {
      g_autoptr (GSocketConnection) connection = g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);
      g_autoptr (GIOStream) tls = NULL;

      if (connection == NULL)
        return NULL;
      tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
      g_assert_nonnull (tls);
      g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->cancellable, NULL);
      self->n++;
      g_io_stream_close (tls, self->cancellable, NULL);
    }
}

static void
test_keys (LkTestCli     *fixture,
           gconstpointer  user_data)
{
  g_autoptr (GTlsCertificate) certificate = create_certificate ();
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = g_build_filename (fixture->folder, "keys", NULL);
  g_autofree char *url = NULL;
  const char *const variables[] = { "SSLKEYLOGFILE", keys, "G_TLS_GNUTLS_PRIORITY", "NONE", NULL };
  Server server = { listener, certificate, cancellable, 0 };
  GThread *thread;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);

  g_assert_no_error (error);
  url = g_strdup_printf ("https://127.0.0.1:%u", port);
  thread = g_thread_new ("server", serve, &server);

  fixture->variables = variables;
  lk_test_cli_assert_fails (fixture, 5, TOKEN, "account", "add", "--api-url", url, "-");
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  g_assert_nonnull (strstr (fixture->errors, "certificate"));
  g_assert_cmpuint (server.n, >=, 1);
  g_assert_false (g_file_test (keys, G_FILE_TEST_EXISTS));
}

/* It is in the keyring of the session, and read from there, whatever is set. */
static void
test_keyring (LkTestCli     *fixture,
              gconstpointer  user_data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "secrets", NULL);
  g_autofree char *stored = NULL;
  const char *const variables[] = {
    "SECRET_BACKEND", "file", "SECRET_FILE_TEST_PATH", file, "SECRET_FILE_TEST_PASSWORD", "known",
    "SECRET_SERVICE_BUS_NAME", "io.example.Other", NULL
  };

  fixture->variables = variables;
  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "d", "--name", "kept",
                                    "--expires", "30d", NULL),
                   ==, 0);
  stored = lk_test_run ("secret-tool", "lookup", "application", "latchkey", "name", "kept", "field", "token", NULL);
  g_assert_cmpuint (strlen (stored), ==, 97);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "get", "kept", NULL), ==, 0);
  g_assert_true (g_str_equal (fixture->output, stored));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "env", "kept", NULL), ==, 0);
  g_assert_nonnull (strstr (fixture->output, stored));
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "list", "--names", NULL), ==, 0);
  g_assert_cmpstr (fixture->output, ==, "kept\n");
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "exec", "kept", "--", "printenv", "SECRET_FILE_TEST_PATH", NULL), ==, 0);
  g_assert_cmpstr (g_strchomp (fixture->output), ==, file);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "forget", "kept", "--yes", NULL), ==, 0);
  lk_test_cli_assert_fails (fixture, 1, NULL, "get", "kept");
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

/* A file is private, and so is the folder of the database, whatever the caller lets others do. */
static void
test_umask (LkTestCli     *fixture,
            gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "token.env", NULL);
  g_autofree char *database = g_build_filename (fixture->folder, "latchkey", "latchkey.db", NULL);
  g_autofree char *folder = g_path_get_dirname (database);
  const mode_t before = umask (0);
  GStatBuf now;

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "d", "--name", "kept",
                                    "--expires", "30d", NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "export", "kept", "--format", "dotenv", "--output", path, NULL), ==, 0);
  umask (before);
  g_assert_no_errno (g_stat (path, &now));
  g_assert_cmpint (now.st_mode & 07777, ==, 0600);
  g_assert_no_errno (g_stat (database, &now));
  g_assert_cmpint (now.st_mode & 07777, ==, 0600);
  g_assert_no_errno (g_stat (folder, &now));
  g_assert_cmpint (now.st_mode & 07777, ==, 0700);
}

/* What is printed goes to nothing else that is open. */
static void
test_closed_streams (LkTestCli     *fixture,
                     gconstpointer  user_data)
{
  static const struct
  {
    const char *call;
    int         wanted;
    const char *said; /* NULL: nothing can be said */
  } cases[] = {
    { "get kept >&-", 8, "Bad file descriptor" },
    { "get kept-too <&- >&-", 8, "Bad file descriptor" },
    { "get kept <&- >&- 2>&-", 8, NULL },
    { "env kept kept-too >&-", 8, "could not be written" },
    { "export kept --format sh - >&-", 8, "could not be written" },
    { "list >&-", 8, "could not be written" },
    { "list --names >&-", 8, "could not be written" },
    { "import - --yes <&-", 8, "cannot be read" },
    { "nonsense 2>&-", 2, NULL },
    { "exec kept -- sh -c '[ -e /proc/self/fd/1 ] || exit 42' >&- 2>&-", 42, NULL },
    { "exec kept kept-too -- sh -c '[ -e /proc/self/fd/0 ] || exit 42' <&- 2>&-", 42, NULL },
    { "exec kept -- sh -c '[ -e /proc/self/fd/0 ] && [ -e /proc/self/fd/1 ] && exit 42'", 42, NULL },
  };

  lk_test_cli_sign_in (fixture);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "app", "--role", ROLE, "--description", "d", "--name", "kept",
                                    "--expires", "30d", NULL),
                   ==, 0);
  g_assert_cmpint (lk_test_cli_run (fixture, NULL, "create", "pulsar", "--tenant", "audit", "--name", "kept-too", "--expires",
                                    "30d", NULL),
                   ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *command = g_strdup_printf ("exec \"$0\" %s", cases[i].call);
      g_autoptr (GPtrArray) argv = g_ptr_array_new ();
      const char *const words[] = { "sh", "-c", command, g_getenv ("LK_LATCHKEY"), NULL };

      for (guint j = 0; j < G_N_ELEMENTS (words); j++)
        g_ptr_array_add (argv, (gpointer) words[j]);
      g_assert_cmpint (lk_test_cli_run_argv (fixture, NULL, argv), ==, cases[i].wanted);
      g_assert_cmpstr (fixture->output, ==, "");
      if (cases[i].said != NULL)
        g_assert_nonnull (strstr (fixture->errors, cases[i].said));
      else
        g_assert_cmpstr (fixture->errors, ==, "");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, LkTestCli, NULL, lk_test_cli_set_up, function, lk_test_cli_tear_down)
  ADD ("/cli-environment/keys", test_keys);
  ADD ("/cli-environment/keyring", test_keyring);
  ADD ("/cli-environment/umask", test_umask);
  ADD ("/cli-environment/closed-streams", test_closed_streams);

  return g_test_run ();
}
