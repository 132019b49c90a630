/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-quick-keyring.h"

#include "lk-exchange-error.h"
#include "lk-say.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define EXIT_LOCKED 3
#define EXIT_NO_KEYRING 4
#define EXIT_BAD_VALUE 5
#define EXIT_LOCAL 8

static void
store_result_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *slot;
}

/**
 * lk_quick_report:
 * @error: what the keyring said
 *
 * Says it in one sentence on standard error.
 *
 * Returns: the exit code for it
 */
int
lk_quick_report (const GError *error)
{
  lk_say_error (error);

  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    return EXIT_LOCKED;
  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE) || error->domain == LK_EXCHANGE_ERROR)
    return EXIT_BAD_VALUE;

  return EXIT_NO_KEYRING;
}

static SecretValue *
look_up (LkKeyring   *keyring,
         const char  *key,
         const char  *token,
         const char  *field,
         GError     **error)
{
  g_autoptr (GHashTable) attributes = lk_secret_attributes_new (key, token, "field", field, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  lk_keyring_look_up_async (keyring, attributes, NULL, store_result_cb, &result);

  return lk_keyring_look_up_finish (keyring, wait_for (&result), error);
}

/* The client id of the token that has a name; it is an attribute, so no secret is read for it. */
static SecretValue *
find_client_id (LkKeyring   *keyring,
                const char  *key,
                const char  *token,
                GError     **error)
{
  g_autoptr (GHashTable) attributes =
    lk_secret_attributes_new (key, token, "field", LK_SECRET_FIELD_TOKEN, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  const char *client_id = NULL;

  lk_keyring_list_async (keyring, attributes, NULL, store_result_cb, &result);
  infos = lk_keyring_list_finish (keyring, wait_for (&result), error);
  if (infos != NULL && infos->len > 0)
    client_id = lk_secret_info_get (infos->pdata[0], "client-id");

  return client_id != NULL ? secret_value_new (client_id, -1, "text/plain") : NULL;
}

/**
 * lk_quick_look_up:
 * @keyring: the keyring
 * @token: a script name, a client id or a Pulsar token's id
 * @field: "token", "client-secret" or "client-id"
 * @error: return location for a #LkKeyringError
 *
 * Looks up by script name, then by id; never by a beginning of either.
 *
 * Returns: (transfer full) (nullable): the value; %NULL without @error if nothing matches
 */
SecretValue *
lk_quick_look_up (LkKeyring   *keyring,
                  const char  *token,
                  const char  *field,
                  GError     **error)
{
  static const char *const keys[] = { "name", "client-id", "token-id" };
  GError *own_error = NULL;
  SecretValue *value = NULL;

  for (guint i = 0; value == NULL && own_error == NULL && i < G_N_ELEMENTS (keys); i++)
    value = g_str_equal (field, "client-id") ? find_client_id (keyring, keys[i], token, &own_error)
                                             : look_up (keyring, keys[i], token, field, &own_error);
  if (own_error != NULL)
    g_propagate_error (error, own_error);

  return value;
}

/**
 * lk_quick_is_word:
 * @word: what somebody gave for a token
 *
 * Returns: whether it can name one: names and ids are one line of text
 */
gboolean
lk_quick_is_word (const char *word)
{
  if (*word == '\0' || !g_utf8_validate (word, -1, NULL))
    return FALSE;

  for (const char *at = word; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return FALSE;

  return TRUE;
}

/**
 * lk_quick_is_pulsar:
 * @keyring: the keyring
 * @token: a script name or an id
 * @error: return location for a #LkKeyringError
 *
 * Tells whether what is stored under that is a Pulsar token; no secret is read for it.
 *
 * Returns: whether it is
 */
gboolean
lk_quick_is_pulsar (LkKeyring   *keyring,
                    const char  *token,
                    GError     **error)
{
  static const char *const keys[] = { "name", "token-id" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GHashTable) attributes =
        lk_secret_attributes_new (keys[i], token, "kind", LK_SECRET_KIND_PULSAR_TOKEN, NULL);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) infos = NULL;

      lk_keyring_list_async (keyring, attributes, NULL, store_result_cb, &result);
      infos = lk_keyring_list_finish (keyring, wait_for (&result), error);
      if (infos == NULL)
        return FALSE;
      if (infos->len > 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * lk_quick_print:
 * @bytes: what is printed
 * @length: how much of it
 *
 * Prints it as it is, through no buffer that would keep it.
 *
 * Returns: the exit code
 */
int
lk_quick_print (const char *bytes,
                gsize       length)
{
  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          /* Translators: %s is what the system says, such as “No space left on device” */
          g_autofree char *sentence = g_strdup_printf (_("The output could not be written: %s"), g_strerror (errno));

          lk_say (sentence);
          return EXIT_LOCAL;
        }
      bytes += n;
      length -= (gsize) n;
    }

  return 0;
}

/**
 * lk_quick_fail:
 * @sentence: what was wrong with the words of a call
 *
 * Says it on standard error.
 *
 * Returns: the exit code for it
 */
int
lk_quick_fail (const char *sentence)
{
  lk_say (sentence);

  return LK_QUICK_USAGE;
}

/**
 * lk_quick_fail_options:
 * @error: what is wrong with the options of a call
 * @command: the subcommand with the program's name
 *
 * Says it on standard error.
 *
 * Returns: the exit code for it
 */
int
lk_quick_fail_options (const GError *error,
                       const char   *command)
{
  /* Translators: %1$s is what is wrong with an option, %2$s a command */
  g_autofree char *sentence = g_strdup_printf (_("%1$s: see “%2$s --help”"), error->message, command);

  return lk_quick_fail (sentence);
}
