/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-demo-host.h"

#include "lk-config.h"

#include <string.h>

#define SEED "1"
#define N_TOKENS "12"

/**
 * LkDemoHost:
 *
 * The demo service as a child of this process: it ends when its standard input does, so also when we are killed.
 */
struct _LkDemoHost
{
  GObject           parent_instance;

  GSubprocess      *process; /* NULL until it was started */
  GDataInputStream *lines;
  char             *url;
  GPtrArray        *tokens; /* of SecretValue, one an organization */
  LkOffice         *office;
  guint             n_signed_in;
};

G_DEFINE_FINAL_TYPE (LkDemoHost, lk_demo_host, G_TYPE_OBJECT)

static void sign_in_next (GTask *task);

static void
account_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LkAccount) account = lk_office_add_account_finish (LK_OFFICE (source), result, &error);

  if (account == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    sign_in_next (g_steal_pointer (&task));
}

static void
sign_in_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  LkDemoHost *self = g_task_get_source_object (task);
  /* Without a keyring the demo can still be looked at: its accounts live for this run only anyway. */
  LkSignIn sign_in = { .api_url = self->url, .streaming_url = self->url, .allow_unkept = TRUE };

  if (self->n_signed_in == self->tokens->len)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  lk_office_add_account_async (self->office, self->tokens->pdata[self->n_signed_in++], &sign_in, NULL, account_cb,
                               g_steal_pointer (&task));
}

static void read_next (GTask *task);

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  LkDemoHost *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (line == NULL)
    {
      if (error == NULL)
        g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The demo service ended at once");
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_str_has_prefix (line, "url "))
    {
      g_free (self->url);
      self->url = g_strdup (line + strlen ("url "));
    }
  else if (g_str_has_prefix (line, "token "))
    {
      g_ptr_array_add (self->tokens, secret_value_new (line + strlen ("token "), -1, "text/plain"));
    }

  if (g_str_equal (line, "ready"))
    sign_in_next (g_steal_pointer (&task));
  else
    read_next (g_steal_pointer (&task));
  explicit_bzero (line, strlen (line));
}

static void
read_next (GTask *task)
{
  LkDemoHost *self = g_task_get_source_object (task);

  g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, NULL, line_cb, task);
}

static void
swept_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  if (lk_keyring_remove_finish (LK_KEYRING (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
lk_demo_host_dispose (GObject *object)
{
  LkDemoHost *self = LK_DEMO_HOST (object);

  /* Closing its standard input ends the service; to let go of the process is not enough, its watch holds it too. */
  if (self->process != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_clear_object (&self->lines);
  g_clear_object (&self->process);
  g_clear_object (&self->office);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->tokens, g_ptr_array_unref);

  G_OBJECT_CLASS (lk_demo_host_parent_class)->dispose (object);
}

static void
lk_demo_host_class_init (LkDemoHostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lk_demo_host_dispose;
}

static void
lk_demo_host_init (LkDemoHost *self)
{
  self->tokens = g_ptr_array_new_with_free_func (secret_value_unref);
}

/**
 * lk_demo_host_new:
 *
 * Makes a host; lk_demo_host_open_async() starts the service.
 *
 * Returns: (transfer full): the host
 */
LkDemoHost *
lk_demo_host_new (void)
{
  return g_object_new (LK_TYPE_DEMO_HOST, NULL);
}

void
lk_demo_host_open_async (LkDemoHost          *self,
                         LkOffice            *office,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  const char *folder = g_getenv ("LATCHKEY_LIBEXECDIR"); /* for tests of a tree that is not installed */
  g_autofree char *path = g_build_filename (folder != NULL ? folder : LK_LIBEXECDIR, "latchkey-demo-service", NULL);

  g_return_if_fail (LK_IS_DEMO_HOST (self));
  g_return_if_fail (self->process == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_demo_host_open_async);
  self->office = g_object_ref (office);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    path, "--port", "0", "--seed", SEED, "--tokens", N_TOKENS,
                                    "--until-stdin-closes", NULL);
  if (self->process == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  read_next (g_steal_pointer (&task));
}

gboolean
lk_demo_host_open_finish (LkDemoHost    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_demo_host_open_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
lk_demo_host_sweep_async (LkDemoHost          *self,
                          LkKeyring           *keyring,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  /* The keyring adds the application: this is all that the demo keeps. */
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new ("application", LK_KEYRING_APPLICATION_DEMO, NULL);

  g_return_if_fail (LK_IS_DEMO_HOST (self));
  g_return_if_fail (g_str_equal (lk_keyring_get_application (keyring), LK_KEYRING_APPLICATION_DEMO));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, lk_demo_host_sweep_async);
  lk_keyring_remove_async (keyring, attributes, cancellable, swept_cb, g_steal_pointer (&task));
}

gboolean
lk_demo_host_sweep_finish (LkDemoHost    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, lk_demo_host_sweep_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
