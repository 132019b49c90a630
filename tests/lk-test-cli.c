/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-test-cli.h"

void
lk_test_cli_set_up (LkTestCli *self, gconstpointer user_data)
{
  self->demo = lk_test_demo_new (12);
  self->folder = lk_test_make_folder ();
}

void
lk_test_cli_tear_down (LkTestCli *self, gconstpointer user_data)
{
  char *cleared = lk_test_run ("secret-tool", "clear", "application", "latchkey", NULL);

  g_free (cleared);
  g_clear_pointer (&self->demo, lk_test_demo_free);
  lk_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->output);
  g_free (self->errors);
}

void
lk_test_cli_assert_no_secret (LkTestCli *self)
{
  g_assert_null (strstr (self->output, "AstraCS:"));
  g_assert_null (strstr (self->errors, "AstraCS:"));
}

int
lk_test_cli_run_argv (LkTestCli *self, const char *input, GPtrArray *argv)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->errors, g_free);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->folder, TRUE);
  if (self->locale != NULL)
    g_subprocess_launcher_setenv (launcher, "LC_ALL", self->locale, TRUE);
  if (self->debug)
    g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  for (guint i = 0; self->variables != NULL && self->variables[i] != NULL; i += 2)
    g_subprocess_launcher_setenv (launcher, self->variables[i], self->variables[i + 1], TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &self->output, &self->errors, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s", (char *) g_ptr_array_index (argv, 1), self->errors);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

int
lk_test_cli_run (LkTestCli *self, const char *input, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  va_list args;

  g_ptr_array_add (argv, (gpointer) g_getenv ("LK_LATCHKEY"));
  va_start (args, input);
  for (const char *arg = va_arg (args, const char *); arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, (gpointer) arg);
  va_end (args);
  g_ptr_array_add (argv, NULL);

  return lk_test_cli_run_argv (self, input, argv);
}

void
lk_test_cli_sign_in (LkTestCli *self)
{
  const char *token = secret_value_get_text (self->demo->token);

  g_assert_cmpint (lk_test_cli_run (self, token, "account", "add", "--api-url", self->demo->url, "-", NULL), ==, 0);
  lk_test_cli_assert_no_secret (self);
}

void
lk_test_cli_sign_in_twice (LkTestCli *self)
{
  const char *token = secret_value_get_text (self->demo->second_token);

  lk_test_cli_sign_in (self);
  g_assert_cmpint (lk_test_cli_run (self, token, "account", "add", "--name", "second", "--api-url", self->demo->url,
                                    "-", NULL),
                   ==, 0);
}

JsonArray *
lk_test_cli_read_array (LkTestCli *self)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  lk_test_cli_assert_no_secret (self);
  json_parser_load_from_data (parser, self->output, -1, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (json_parser_get_root (parser)));

  return json_array_ref (json_node_get_array (json_parser_get_root (parser)));
}

void
lk_test_cli_assert_keys (JsonObject *object,
                         const char *words)
{
  g_auto (GStrv) keys = g_strsplit (words, " ", -1);

  for (guint i = 0; keys[i] != NULL; i++)
    if (!json_object_has_member (object, keys[i]))
      g_error ("no %s", keys[i]);
  g_assert_cmpuint (json_object_get_size (object), ==, g_strv_length (keys));
}
