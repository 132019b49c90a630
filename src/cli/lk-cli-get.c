/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli-streaming.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define ID_MIN_LENGTH 6

/**
 * lk_cli_print_exact:
 * @bytes: what is printed
 * @length: how much of it
 *
 * Prints it as it is, through no buffer that would keep it.
 *
 * Returns: the exit code
 */
int
lk_cli_print_exact (const char *bytes,
                    gsize       length)
{
  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          lk_cli_usage (_("The output could not be written"));
          return LK_CLI_LOCAL;
        }
      bytes += n;
      length -= (gsize) n;
    }

  return LK_CLI_DONE;
}

/* Never a beginning of an id: who gets a secret must have meant that one. */
static LkPulsarToken *
find_exact (LkStreaming *streaming,
            const char  *id)
{
  GListModel *tenants = lk_streaming_get_tenants (streaming);

  for (guint i = 0; i < g_list_model_get_n_items (tenants); i++)
    {
      g_autoptr (LkTenant) tenant = g_list_model_get_item (tenants, i);
      LkPulsarToken *token = lk_tenant_find_token (tenant, id);

      if (token != NULL)
        return token;
    }

  return NULL;
}

/* What is not remembered may be new: then the service is asked, if the word can be an id at all. */
static gboolean
may_be_id (const char *word)
{
  return strlen (word) >= ID_MIN_LENGTH && strspn (word, "0123456789abcdef") == strlen (word);
}

/**
 * lk_cli_find_pulsar:
 * @self: the command line, open
 * @word: the whole id of a Pulsar token
 * @streaming: (out) (transfer full): the streaming half that it is in
 * @exit_code: (out): if this returns %NULL
 *
 * Finds a Pulsar token that need not be stored.
 *
 * Returns: (transfer full) (nullable): the token, or %NULL after saying why
 */
LkPulsarToken *
lk_cli_find_pulsar (LkCli        *self,
                    const char   *word,
                    LkStreaming **streaming,
                    int          *exit_code)
{
  GListModel *accounts = lk_office_get_accounts (self->office);

  *exit_code = LK_CLI_NOT_FOUND;
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
        {
          g_autoptr (LkAccount) account = g_list_model_get_item (accounts, i);
          g_autoptr (GError) error = NULL;
          g_autoptr (LkStreaming) half = round == 0 ? lk_cli_restore_streaming (self, account, &error)
                                                    : lk_cli_load_streaming (self, account, &error);
          LkPulsarToken *token = half != NULL ? find_exact (half, word) : NULL;

          if (token != NULL)
            {
              *streaming = g_steal_pointer (&half);
              return g_object_ref (token);
            }
          if (half == NULL && round > 0 && !lk_cli_is_no_streaming (error))
            *exit_code = lk_cli_report (error);
        }
      if (!may_be_id (word))
        break;
    }

  if (*exit_code == LK_CLI_NOT_FOUND)
    /* Translators: %s is a token as it was given on the command line */
    lk_cli_usage (_("No secret of “%s” is stored: see “latchkey list”"), word);

  return NULL;
}

/* What was learned of a token is being written down; writes are done in their order, so that this comes after it. */
static void
wait_for_writes (LkStreaming *streaming)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  LkState *state = lk_office_get_state (lk_streaming_get_office (streaming));

  lk_state_list_accounts_async (state, NULL, lk_cli_store_result_cb, &result);
  accounts = lk_state_list_accounts_finish (state, lk_cli_wait (&result), NULL);
}

/**
 * lk_cli_look_up_pulsar:
 * @streaming: the streaming half of an account
 * @token: one of its tokens
 * @exit_code: (out): if this returns %NULL
 *
 * Gets a Pulsar token itself, which is not kept.
 *
 * Returns: (transfer full) (nullable): the token, or %NULL after saying why
 */
SecretValue *
lk_cli_look_up_pulsar (LkStreaming   *streaming,
                       LkPulsarToken *token,
                       int           *exit_code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;

  lk_streaming_look_up_async (streaming, token, NULL, lk_cli_store_result_cb, &result);
  value = lk_streaming_look_up_finish (streaming, lk_cli_wait (&result), &error);
  if (value != NULL)
    {
      wait_for_writes (streaming);
      return value;
    }

  *exit_code = lk_cli_report (error);
  /* It is remembered, but gone by now. */
  if (g_error_matches (error, LK_ASTRA_ERROR, LK_ASTRA_ERROR_NOT_FOUND))
    *exit_code = LK_CLI_NOT_FOUND;

  return NULL;
}

/**
 * lk_cli_get:
 * @self: the command line
 * @argc: how many words
 * @argv: the words, from "get" on
 *
 * Does the `latchkey get` that the keyring had no answer to: a Pulsar token is fetched from the service, and not kept.
 *
 * Returns: the exit code
 */
int
lk_cli_get (LkCli  *self,
            int     argc,
            char  **argv)
{
  g_autofree char *field = NULL;
  gboolean reveal = FALSE;
  const GOptionEntry entries[] = {
    { "field", 0, 0, G_OPTION_ARG_STRING, &field, N_ ("What to print: token (default), client-secret or client-id"),
      "FIELD" },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, N_ ("Print even to a terminal"), NULL },
    { NULL }
  };
  g_autoptr (LkStreaming) streaming = NULL;
  g_autoptr (LkPulsarToken) token = NULL;
  g_autoptr (SecretValue) value = NULL;
  const char *bytes;
  gsize length;
  int exit_code;

  if (!lk_cli_parse ("latchkey get", _("Prints a secret."), "TOKEN", entries, &argc, &argv, &exit_code))
    return exit_code;
  if (argc != 2)
    return lk_cli_usage (_("Give one token, by its script name or id"));
  if (isatty (STDOUT_FILENO) && !reveal)
    return lk_cli_usage (_("The secret is not printed to a terminal: pipe it, or add --reveal"));
  if (field != NULL && !g_str_equal (field, "token"))
    {
      lk_cli_usage (_("No secret of “%s” is stored: see “latchkey list”"), argv[1]);
      return LK_CLI_NOT_FOUND;
    }
  if (!lk_cli_open (self, &exit_code))
    return exit_code;

  token = lk_cli_find_pulsar (self, argv[1], &streaming, &exit_code);
  if (token == NULL)
    return exit_code;
  value = lk_cli_look_up_pulsar (streaming, token, &exit_code);
  if (value == NULL)
    return exit_code;

  bytes = secret_value_get (value, &length);
  exit_code = lk_cli_print_exact (bytes, length);
  if (exit_code == LK_CLI_DONE && isatty (STDOUT_FILENO))
    g_print ("\n");

  return exit_code;
}
