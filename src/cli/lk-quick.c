/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-quick.h"

#include "lk-keyring.h"

#include <errno.h>
#include <unistd.h>

#define EXIT_NOT_FOUND 1
#define EXIT_USAGE 2
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

static int
report (const GError *error)
{
  g_printerr ("latchkey: %s\n", error->message);

  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_LOCKED))
    return EXIT_LOCKED;
  if (g_error_matches (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE))
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

/* By script name, then by client id; never by a beginning of either. */
static SecretValue *
resolve (LkKeyring   *keyring,
         const char  *token,
         const char  *field,
         GError     **error)
{
  static const char *const keys[] = { "name", "client-id" };
  GError *own_error = NULL;
  SecretValue *value = NULL;

  for (guint i = 0; value == NULL && own_error == NULL && i < G_N_ELEMENTS (keys); i++)
    value = g_str_equal (field, "client-id") ? find_client_id (keyring, keys[i], token, &own_error)
                                             : look_up (keyring, keys[i], token, field, &own_error);
  if (own_error != NULL)
    g_propagate_error (error, own_error);

  return value;
}

static int
print_exactly (SecretValue *value)
{
  gsize length;
  const char *bytes = secret_value_get (value, &length);

  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_printerr ("latchkey: The secret could not be printed: %s\n", g_strerror (errno));
          return EXIT_LOCAL;
        }
      bytes += n;
      length -= (gsize) n;
    }

  return 0;
}

static int
fail (const char *sentence)
{
  g_printerr ("latchkey: %s\n", sentence);

  return EXIT_USAGE;
}

static gboolean
is_field (const char *field)
{
  static const char *const fields[] = { LK_SECRET_FIELD_TOKEN, LK_SECRET_FIELD_CLIENT_SECRET, "client-id", NULL };

  return g_strv_contains (fields, field);
}

/**
 * lk_quick_get:
 * @argc: how many words
 * @argv: the words, from the subcommand on
 *
 * Does `latchkey get`: prints one field of a token from the keyring, exactly and without a line break. No terminal is
 * written to unless it was asked for.
 *
 * Returns: the exit code
 */
int
lk_quick_get (int    argc,
              char **argv)
{
  g_autofree char *field = NULL;
  g_autoptr (LkKeyring) keyring = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("TOKEN");
  g_autoptr (GError) error = NULL;
  gboolean reveal = FALSE;
  gboolean to_terminal;
  int exit_code;
  const GOptionEntry entries[] = {
    { "field", 0, 0, G_OPTION_ARG_STRING, &field, "What to print: token (default), client-secret or client-id", "FIELD" },
    { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, "Print even to a terminal", NULL },
    { NULL }
  };

  g_option_context_set_summary (context, "Prints a secret from the keyring. TOKEN is an exact script name or client id.");
  g_option_context_add_main_entries (context, entries, NULL);
  g_set_prgname ("latchkey get");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail (error->message);
  if (argc != 2 || !g_utf8_validate (argv[1], -1, NULL))
    return fail ("Give one token, by its script name or client id");
  if (field == NULL)
    field = g_strdup (LK_SECRET_FIELD_TOKEN);
  if (!is_field (field))
    return fail ("There is no such field: it is token, client-secret or client-id");
  to_terminal = isatty (STDOUT_FILENO);
  if (to_terminal && !reveal)
    return fail ("The secret is not printed to a terminal: pipe it, or add --reveal");

  keyring = lk_keyring_new (LK_KEYRING_APPLICATION, "default");
  value = resolve (keyring, argv[1], field, &error);
  if (error != NULL)
    return report (error);
  if (value == NULL)
    {
      g_autofree char *shown = g_strescape (argv[1], NULL);

      g_printerr ("latchkey: No secret of “%s” is stored: see “latchkey list”\n", shown);
      return EXIT_NOT_FOUND;
    }

  exit_code = print_exactly (value);
  if (exit_code == 0 && to_terminal)
    g_print ("\n");

  return exit_code;
}
