/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files that hold a Pulsar token. */

#include "lk-pulsar-export.h"

#include <string.h>

#define TOKEN "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJkYXRhc3RheCJ9.RkFLRS1TSUdOQVRVUkU_-"

static LkPulsarExport
make_export (SecretValue *token)
{
  return (LkPulsarExport){
    .token = token,
    .place = { "made-up-tenant", "default", "made-up-topic", "https://web.example", "pulsar+ssl://broker.example:6651" },
    .script_name = "orders-consumer",
  };
}

static void
test_formats (void)
{
  static const struct
  {
    LkExportFormat  format;
    const char     *file_name;
    const char     *beginning;
    const char     *token_line;
  } cases[] = {
    { LK_EXPORT_CLIENT_CONF, "client.conf", "webServiceUrl=https://web.example\n", "authParams=token:" TOKEN "\n" },
    { LK_EXPORT_DOTENV, "orders-consumer.env", "TENANT=made-up-tenant\n", "BEARER_TOKEN=" TOKEN "\n" },
    { LK_EXPORT_SH, "orders-consumer.sh", "export TENANT='made-up-tenant'\n", "export BEARER_TOKEN='" TOKEN "'\n" },
    { LK_EXPORT_FISH, "orders-consumer.fish", "set -gx TENANT 'made-up-tenant'\n", "set -gx BEARER_TOKEN '" TOKEN "'\n" },
  };
  g_autoptr (SecretValue) token = secret_value_new (TOKEN, -1, "text/plain");
  const LkPulsarExport export = make_export (token);
  guint n_suiting = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *file_name = lk_pulsar_export_file_name (&export, cases[i].format);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) content = lk_pulsar_export_write (&export, cases[i].format, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
      g_assert_true (g_str_has_prefix (text, cases[i].beginning));
      g_assert_nonnull (strstr (text, cases[i].token_line));
      g_assert_cmpstr (file_name, ==, cases[i].file_name);
    }

  for (guint format = 0; format < LK_EXPORT_N_FORMATS; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) content = lk_pulsar_export_write (&export, format, &error);

      g_assert_cmpint (content != NULL, ==, lk_pulsar_export_suits (format));
      if (content == NULL)
        g_assert_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_INCOMPLETE);
      n_suiting += lk_pulsar_export_suits (format) ? 1 : 0;
    }
  g_assert_cmpuint (n_suiting, ==, G_N_ELEMENTS (cases));
}

static void
test_file_names (void)
{
  static const struct
  {
    const char *script_name, *tenant, *file_name;
  } cases[] = {
    { "orders", "t", "orders.env" },
    { NULL, "made-up-tenant", "made-up-tenant.env" },
    { NULL, "../x", "pulsar.env" },
    { NULL, NULL, "pulsar.env" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const LkPulsarExport export = { .place = { .tenant = cases[i].tenant }, .script_name = cases[i].script_name };
      g_autofree char *file_name = lk_pulsar_export_file_name (&export, LK_EXPORT_DOTENV);

      g_assert_cmpstr (file_name, ==, cases[i].file_name);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pulsar-export/formats", test_formats);
  g_test_add_func ("/pulsar-export/file-names", test_file_names);

  return g_test_run ();
}
