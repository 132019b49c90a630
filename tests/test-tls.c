/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client against servers whose TLS is good, old, weak or another's; their keys are made here and live no longer than
 * the test. */

#include "lk-astra-client.h"
#include "lk-test.h"
#include "lk-tls-check.h"

#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

#define N_THREADS 2
#define DAY_S (24 * 60 * 60)

typedef struct
{
  GSocketService                    *service;
  guint16                            port;
  const char                        *priority;
  gnutls_certificate_credentials_t   credentials;
  int                                n_bytes; /* of ours that came through TLS */
} Server;

static gnutls_x509_privkey_t key;
static gnutls_x509_privkey_t weak_key;

static void
test_suites (void)
{
  static const struct
  {
    GTlsProtocolVersion  version;
    const char          *suite;
    gboolean             good;
  } cases[] = {
    { G_TLS_PROTOCOL_VERSION_TLS_1_3, "TLS_AES_256_GCM_SHA384", TRUE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS_ECDHE_RSA_AES_128_GCM_SHA256", TRUE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", TRUE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "ECDHE-RSA-CHACHA20-POLY1305", TRUE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, NULL, TRUE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS_RSA_AES_128_GCM_SHA256", FALSE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS_RSA_WITH_AES_128_CBC_SHA", FALSE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "AES128-SHA", FALSE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS_ECDHE_RSA_AES_128_CBC_SHA1", FALSE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS_ECDHE_RSA_3DES_EDE_CBC_SHA1", FALSE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_2, "TLS_ECDH_ANON_AES_128_GCM_SHA256", FALSE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_1, "TLS_ECDHE_RSA_AES_128_GCM_SHA256", FALSE },
    { G_TLS_PROTOCOL_VERSION_TLS_1_0, NULL, FALSE },
    { G_TLS_PROTOCOL_VERSION_SSL_3_0, NULL, FALSE },
    { G_TLS_PROTOCOL_VERSION_UNKNOWN, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u %s", cases[i].version, cases[i].suite);
      g_assert_cmpint (lk_tls_check_suite (cases[i].version, cases[i].suite), ==, cases[i].good);
    }
}

typedef enum
{
  CERTIFICATE_GOOD,
  CERTIFICATE_WEAK,
  CERTIFICATE_NO_HOST,
  CERTIFICATE_OTHER_HOST,
  CERTIFICATE_FOR_CLIENTS,
  CERTIFICATE_EXPIRED,
} Certificate;

static void
must (int result)
{
  if (result < 0)
    g_error ("GnuTLS: %s", gnutls_strerror (result));
}

/* Signed by itself, so that it can be trusted as it is. */
static gnutls_x509_crt_t
create_certificate (Certificate kind)
{
  static const guint8 loopback[] = { 127, 0, 0, 1 };
  static const guint8 other[] = { 127, 0, 0, 2 };
  gnutls_x509_privkey_t its_key = kind == CERTIFICATE_WEAK ? weak_key : key;
  time_t now = (time_t) (g_get_real_time () / G_USEC_PER_SEC);
  guint8 serial = (guint8) (kind + 1);
  gnutls_x509_crt_t crt;

  must (gnutls_x509_crt_init (&crt));
  must (gnutls_x509_crt_set_version (crt, 3));
  must (gnutls_x509_crt_set_serial (crt, &serial, 1));
  must (gnutls_x509_crt_set_activation_time (crt, now - 2 * DAY_S));
  must (gnutls_x509_crt_set_expiration_time (crt, kind == CERTIFICATE_EXPIRED ? now - DAY_S : now + DAY_S));
  must (gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, "127.0.0.1", strlen ("127.0.0.1")));
  if (kind != CERTIFICATE_NO_HOST)
    must (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS,
                                                kind == CERTIFICATE_OTHER_HOST ? other : loopback, 4, GNUTLS_FSAN_SET));
  if (kind == CERTIFICATE_FOR_CLIENTS)
    must (gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_CLIENT, 0));
  must (gnutls_x509_crt_set_basic_constraints (crt, 1, -1));
  must (gnutls_x509_crt_set_key (crt, its_key));
  must (gnutls_x509_crt_sign2 (crt, crt, its_key, GNUTLS_DIG_SHA256, 0));

  return crt;
}

/* The file is read when it is needed first. */
static void
trust (gnutls_x509_crt_t  crt,
       const char        *folder)
{
  g_autofree char *path = g_build_filename (folder, "anchor.pem", NULL);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  gnutls_datum_t pem;

  must (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem));
  g_file_set_contents (path, (const char *) pem.data, (gssize) pem.size, &error);
  g_assert_no_error (error);
  gnutls_free (pem.data);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static ssize_t
push_cb (gnutls_transport_ptr_t  transport,
         const void             *data,
         size_t                  length)
{
  return g_socket_send_with_blocking (transport, data, length, TRUE, NULL, NULL);
}

static ssize_t
pull_cb (gnutls_transport_ptr_t  transport,
         void                   *data,
         size_t                  length)
{
  return g_socket_receive_with_blocking (transport, data, length, TRUE, NULL, NULL);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                user_data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 14\r\nConnection: close\r\n\r\n{\"clients\":[]}";
  Server *server = user_data;
  gnutls_session_t session;
  char buffer[4096];
  ssize_t n;

  must (gnutls_init (&session, GNUTLS_SERVER));
  must (gnutls_priority_set_direct (session, server->priority, NULL));
  must (gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, server->credentials));
  gnutls_transport_set_ptr (session, g_socket_connection_get_socket (connection));
  gnutls_transport_set_push_function (session, push_cb);
  gnutls_transport_set_pull_function (session, pull_cb);
  if (gnutls_handshake (session) == GNUTLS_E_SUCCESS)
    {
      n = gnutls_record_recv (session, buffer, sizeof buffer);
      if (n > 0)
        {
          g_atomic_int_add (&server->n_bytes, (int) n);
          gnutls_record_send (session, answer, strlen (answer));
          gnutls_bye (session, GNUTLS_SHUT_WR);
        }
    }
  gnutls_deinit (session);

  return TRUE;
}

static void
stop_server (Server *server)
{
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  while (G_OBJECT (server->service)->ref_count > 1)
    g_main_context_iteration (NULL, FALSE);
  g_clear_object (&server->service);
  gnutls_certificate_free_credentials (server->credentials);
}

/* Lists through a server; returns how many bytes of the request reached it. */
static int
list (const char   *priority,
      Certificate   kind,
      gboolean      trusted,
      GError      **error)
{
  gnutls_x509_crt_t crt = create_certificate (kind);
  g_autoptr (SecretValue) token = secret_value_new ("AstraCS:fake:fake", -1, "text/plain");
  g_autoptr (LkAstraClient) client = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autofree char *folder = lk_test_make_folder ();
  g_autofree char *url = NULL;
  g_autoptr (GError) start_error = NULL;
  Server server = { .priority = priority };

  must (gnutls_certificate_allocate_credentials (&server.credentials));
  must (gnutls_certificate_set_x509_key (server.credentials, &crt, 1, kind == CERTIFICATE_WEAK ? weak_key : key));
  if (trusted)
    trust (crt, folder);
  server.service = g_threaded_socket_service_new (N_THREADS);
  server.port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (server.service), NULL, &start_error);
  g_assert_no_error (start_error);
  g_signal_connect (server.service, "run", G_CALLBACK (run_cb), &server);

  url = g_strdup_printf ("https://127.0.0.1:%u", server.port);
  client = lk_astra_client_new (url, token, &start_error);
  g_assert_no_error (start_error);
  lk_astra_client_list_tokens_async (client, NULL, lk_test_store_result_cb, &result);
  tokens = lk_astra_client_list_tokens_finish (client, lk_test_wait_for_result (&result), error);
  g_clear_object (&client);

  stop_server (&server);
  gnutls_x509_crt_deinit (crt);
  lk_test_remove_folder (folder);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);

  return server.n_bytes;
}

static void
test_handshakes (void)
{
  static const struct
  {
    const char *priority;
    gboolean    good;
  } cases[] = {
    { "NORMAL", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.3", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ECDHE-RSA:-CIPHER-ALL:+CHACHA20-POLY1305", TRUE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.1", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.0", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", FALSE },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ECDHE-RSA:-CIPHER-ALL:+AES-128-CBC:-MAC-ALL:+SHA1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      int n_bytes = list (cases[i].priority, CERTIFICATE_GOOD, TRUE, &error);

      g_test_message ("%s: %d bytes, %s", cases[i].priority, n_bytes, error != NULL ? error->message : "success");
      if (cases[i].good)
        {
          g_assert_no_error (error);
          g_assert_cmpint (n_bytes, >, 0);
        }
      else
        {
          g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_INSECURE);
          g_assert_nonnull (strstr (error->message, "old TLS"));
          g_assert_cmpint (n_bytes, ==, 0);
        }
    }
}

static void
test_certificates (void)
{
  static const Certificate bad[] = {
    CERTIFICATE_WEAK, CERTIFICATE_NO_HOST, CERTIFICATE_OTHER_HOST, CERTIFICATE_FOR_CLIENTS, CERTIFICATE_EXPIRED,
  };
  g_autoptr (GError) untrusted = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      int n_bytes = list ("NORMAL", bad[i], TRUE, &error);

      g_test_message ("certificate %u: %s", bad[i], error != NULL ? error->message : "success");
      g_assert_error (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_INSECURE);
      g_assert_cmpint (n_bytes, ==, 0);
    }

  g_assert_cmpint (list ("NORMAL", CERTIFICATE_GOOD, FALSE, &untrusted), ==, 0);
  g_assert_error (untrusted, LK_ASTRA_ERROR, LK_ASTRA_ERROR_INSECURE);
}

/* The library falls back to the common name if that is a host, and not if it is an address, so this asks directly. */
static void
test_certificate_check (void)
{
  static const struct
  {
    Certificate kind;
    gboolean    fit;
  } cases[] = {
    { CERTIFICATE_GOOD, TRUE },
    { CERTIFICATE_WEAK, FALSE },
    { CERTIFICATE_NO_HOST, FALSE },
    { CERTIFICATE_FOR_CLIENTS, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gnutls_x509_crt_t crt = create_certificate (cases[i].kind);
      g_autoptr (GTlsCertificate) certificate = NULL;
      g_autoptr (GError) error = NULL;
      gnutls_datum_t pem;

      must (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem));
      certificate = g_tls_certificate_new_from_pem ((const char *) pem.data, (gssize) pem.size, &error);
      g_assert_no_error (error);
      g_assert_cmpint (lk_tls_check_certificate (certificate), ==, cases[i].fit);
      gnutls_free (pem.data);
      gnutls_x509_crt_deinit (crt);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  must (gnutls_x509_privkey_init (&key));
  must (gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, 2048, 0));
  must (gnutls_x509_privkey_init (&weak_key));
  must (gnutls_x509_privkey_generate (weak_key, GNUTLS_PK_RSA, 1024, 0));

  g_test_add_func ("/tls/suites", test_suites);
  g_test_add_func ("/tls/handshakes", test_handshakes);
  g_test_add_func ("/tls/certificates", test_certificates);
  g_test_add_func ("/tls/certificate-check", test_certificate_check);
  status = g_test_run ();

  gnutls_x509_privkey_deinit (key);
  gnutls_x509_privkey_deinit (weak_key);

  return status;
}
