/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file of Pulsar's own tools: written as the portal does, made by a command in each shell, and read back. */

#include "lk-client-conf.h"
#include "lk-test.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define WEB "https://pulsar-aws-useast2.api.streaming.example"
#define BROKER "pulsar+ssl://pulsar-aws-useast2.streaming.example:6651"
#define TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJkYXRhc3RheCJ9.RkFLRS1TSUdOQVRVUkU_-"
#define CONTENT \
  "webServiceUrl=" WEB "\n" \
  "brokerServiceUrl=" BROKER "\n" \
  "authPlugin=org.apache.pulsar.client.impl.auth.AuthenticationToken\n" \
  "authParams=token:" TOKEN "\n" \
  "tlsAllowInsecureConnection=false\n" \
  "tlsEnableHostnameVerification=true\n" \
  "useKeyStoreTls=false\n" \
  "tlsTrustStoreType=JKS\n" \
  "tlsTrustStorePath=\n" \
  "tlsTrustStorePassword=\n"

static GBytes *
write_conf (const char  *web,
            const char  *broker,
            const char  *text,
            GError     **error)
{
  g_autoptr (SecretValue) token = secret_value_new (text, -1, "text/plain");

  return lk_client_conf_write (web, broker, token, error);
}

static LkClientConf *
read_conf (const char  *text,
           GError     **error)
{
  g_autoptr (GBytes) content = g_bytes_new (text, strlen (text));

  return lk_client_conf_read (content, error);
}

static void
test_write (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = write_conf (WEB, BROKER, TOKEN, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  g_assert_cmpstr (text, ==, CONTENT);
}

static void
test_refused (void)
{
  static const struct
  {
    const char      *web, *broker, *token;
    LkExchangeError  code;
  } cases[] = {
    { NULL, BROKER, TOKEN, LK_EXCHANGE_ERROR_INCOMPLETE },
    { WEB, NULL, TOKEN, LK_EXCHANGE_ERROR_INCOMPLETE },
    { "", BROKER, TOKEN, LK_EXCHANGE_ERROR_INCOMPLETE },
    { WEB, "", TOKEN, LK_EXCHANGE_ERROR_INCOMPLETE },
    { WEB "\nx=y", BROKER, TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB " ", BROKER, TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB "\\", BROKER, TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER "$(id)", TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER "'", TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER "\"", TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER "`", TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER "!", TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER "\303\266", TOKEN, LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER, "", LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER, "a\nb", LK_EXCHANGE_ERROR_BAD_VALUE },
    { WEB, BROKER, "a\\b", LK_EXCHANGE_ERROR_BAD_VALUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) command_error = NULL;
      g_autofree char *command = NULL;

      g_assert_null (write_conf (cases[i].web, cases[i].broker, cases[i].token, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, (int) cases[i].code);
      if (g_str_equal (cases[i].token, TOKEN))
        {
          command = lk_client_conf_new_command (cases[i].web, cases[i].broker, "true", &command_error);
          g_assert_null (command);
          g_assert_error (command_error, LK_EXCHANGE_ERROR, (int) cases[i].code);
        }
    }
}

/* Runs a command in a folder. */
static gboolean
run (const char *shell,
     const char *folder,
     const char *command)
{
  const char *argv[] = { shell, "-c", command, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (folder, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);

  return g_spawn_check_wait_status (status, NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_command (void)
{
  static const char *const shells[] = { "sh", "bash", "dash", "zsh", "fish" };

  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      g_autofree char *folder = lk_test_make_folder ();
      g_autofree char *path = g_build_filename (folder, LK_CLIENT_CONF_FILE_NAME, NULL);
      g_autofree char *good = lk_client_conf_new_command (WEB, BROKER, "printf %s " TOKEN, NULL);
      g_autofree char *bad = lk_client_conf_new_command (WEB, BROKER, "false", NULL);
      g_autofree char *content = NULL;
      g_autoptr (GError) error = NULL;
      GStatBuf status;

      g_assert_false (run (shells[i], folder, bad));
      g_assert_cmpuint (count_files (folder), ==, 0);

      /* Also where there is one already that others may read. */
      g_file_set_contents_full (path, "old", -1, G_FILE_SET_CONTENTS_NONE, 0644, &error);
      g_assert_no_error (error);
      g_assert_true (run (shells[i], folder, good));
      g_file_get_contents (path, &content, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (content, ==, CONTENT);
      g_assert_cmpint (g_stat (path, &status), ==, 0);
      g_assert_cmphex (status.st_mode & 0777, ==, 0600);
      g_assert_cmpuint (count_files (folder), ==, 1);
      lk_test_remove_folder (folder);
    }
}

static void
test_read (void)
{
  static const struct
  {
    const char *text, *web, *broker, *token;
  } cases[] = {
    { CONTENT, WEB, BROKER, TOKEN },
    { "authParams=token:abc", NULL, NULL, "abc" },
    { "\xef\xbb\xbf" "authParams=token:abc\r\n", NULL, NULL, "abc" },
    { "# authParams=token:no\n  authParams : token:abc  \nwebServiceUrl " WEB "\n", WEB, NULL, "abc" },
    { "authParams=token:old\nauthParams=abc\nauthParamsOther=no\n", NULL, NULL, "abc" },
    { "webServiceUrl=a b\nbrokerServiceUrl=\nauthParams=token:abc", NULL, NULL, "abc" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LkClientConf) conf = read_conf (cases[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (conf->web_service_url, ==, cases[i].web);
      g_assert_cmpstr (conf->broker_service_url, ==, cases[i].broker);
      g_assert_cmpstr (secret_value_get_text (conf->token), ==, cases[i].token);
    }
}

static void
test_read_refused (void)
{
  static const struct
  {
    const char      *text;
    LkExchangeError  code;
  } cases[] = {
    { "", LK_EXCHANGE_ERROR_BAD_FILE },
    { "\n\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "webServiceUrl=" WEB "\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "authParams=\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "authParams\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "authParams=token:\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "authParams={\"token\":\"abc\"}\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "authParams=token:a\\\n  b\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "authParams=token:a b\n", LK_EXCHANGE_ERROR_BAD_FILE },
    { "authParams=file:///etc/token\n", LK_EXCHANGE_ERROR_INCOMPLETE },
    { "{\"token\":\"abc\"}", LK_EXCHANGE_ERROR_BAD_FILE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (read_conf (cases[i].text, &error));
      g_assert_error (error, LK_EXCHANGE_ERROR, (int) cases[i].code);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client-conf/write", test_write);
  g_test_add_func ("/client-conf/refused", test_refused);
  g_test_add_func ("/client-conf/command", test_command);
  g_test_add_func ("/client-conf/read", test_read);
  g_test_add_func ("/client-conf/read-refused", test_read_refused);

  return g_test_run ();
}
