/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-import-private.h"

#include "lk-secret-attributes.h"
#include "lk-token-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define APP_PREFIX "AstraCS:"
#define PULSAR_PREFIX "eyJ"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define CLIENT_ID_MAX_LENGTH 64 /* bytes */
#define LABEL_MAX_LENGTH 256    /* bytes */
#define KEY_MAX_LENGTH 64       /* letters and digits */

static gboolean
has_prefix (LkImportSpan  span,
            const char   *prefix)
{
  return span.length >= strlen (prefix) && memcmp (span.start, prefix, strlen (prefix)) == 0;
}

/* Takes off blanks on both sides. */
LkImportSpan
lk_import_trim (LkImportSpan span)
{
  while (span.length > 0 && g_ascii_isspace (span.start[0]))
    {
      span.start++;
      span.length--;
    }
  while (span.length > 0 && g_ascii_isspace (span.start[span.length - 1]))
    span.length--;

  return span;
}

/* Tells what a name stands for, however its words are joined: clientId, client_id, "Client Id", ASTRA_DB_CLIENT_ID. */
LkImportKey
lk_import_get_key (LkImportSpan name)
{
  static const struct
  {
    const char *ending;
    LkImportKey key;
  } keys[] = {
    { "clientid", LK_IMPORT_KEY_CLIENT_ID },
    { "clientsecret", LK_IMPORT_KEY_CLIENT_SECRET },
    { "token", LK_IMPORT_KEY_TOKEN },
    { "authparams", LK_IMPORT_KEY_TOKEN },
    { "astraenv", LK_IMPORT_KEY_ENVIRONMENT },
  };
  static const struct
  {
    const char *name;
    LkImportKey key;
  } whole[] = {
    { "secret", LK_IMPORT_KEY_CLIENT_SECRET },
    { "environment", LK_IMPORT_KEY_ENVIRONMENT },
    { "description", LK_IMPORT_KEY_LABEL },
    { "name", LK_IMPORT_KEY_LABEL },
  };
  char plain[KEY_MAX_LENGTH + 1];
  gsize length = 0;

  for (gsize i = 0; i < name.length; i++)
    {
      if (!g_ascii_isalnum (name.start[i]))
        continue;
      if (length == KEY_MAX_LENGTH)
        return LK_IMPORT_KEY_NONE;
      plain[length++] = g_ascii_tolower (name.start[i]);
    }
  plain[length] = '\0';

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_has_suffix (plain, keys[i].ending))
      return keys[i].key;
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    if (g_str_equal (plain, whole[i].name))
      return whole[i].key;

  return LK_IMPORT_KEY_NONE;
}

/* The span of what was decoded since the scratch was as long as @start. */
LkImportSpan
lk_import_decode_end (LkImport *self,
                      gsize     start)
{
  gsize length = lk_secret_text_get_length (self->scratch) - start;

  return (LkImportSpan){ lk_secret_text_reserve (self->scratch, 0) - length, length };
}

static SecretValue *
new_value (LkImportSpan span)
{
  return span.length > 0 ? secret_value_new (span.start, (gssize) span.length, "text/plain") : NULL;
}

static char *
dup_client_id (LkImportSpan span)
{
  if (span.length == 0 || span.length > CLIENT_ID_MAX_LENGTH)
    return NULL;
  for (gsize i = 0; i < span.length; i++)
    if (!g_ascii_isalnum (span.start[i]) && strchr ("_-", span.start[i]) == NULL)
      return NULL;

  return g_strndup (span.start, span.length);
}

/* A name that holds a secret by mistake is none, since names are shown. */
static char *
dup_label (LkImportSpan span)
{
  g_autofree char *label = NULL;

  if (span.length == 0 || span.length > LABEL_MAX_LENGTH)
    return NULL;
  label = g_utf8_make_valid (span.start, (gssize) span.length);

  return strstr (label, APP_PREFIX) == NULL && strstr (label, PULSAR_PREFIX) == NULL ? g_steal_pointer (&label) : NULL;
}

static char *
dup_environment (LkImportSpan span)
{
  static const char *const environments[] = { "prod", "dev", "test" };

  for (guint i = 0; i < G_N_ELEMENTS (environments); i++)
    if (span.length == strlen (environments[i]) && g_ascii_strncasecmp (span.start, environments[i], span.length) == 0)
      return g_strdup (environments[i]);

  return NULL;
}

/* Whether the parts are three, and of the alphabet that such tokens have. */
static gboolean
is_jwt (LkImportSpan span)
{
  gsize part = 0;
  guint n_dots = 0;

  for (gsize i = 0; i < span.length; i++)
    {
      if (span.start[i] == '.')
        {
          if (part == 0)
            return FALSE;
          part = 0;
          n_dots++;
        }
      else if (g_ascii_isalnum (span.start[i]) || span.start[i] == '-' || span.start[i] == '_')
        {
          part++;
        }
      else
        {
          return FALSE;
        }
    }

  return n_dots == 2 && part > 0;
}

static LkFoundFlaw
judge_pulsar (LkFoundSecret *found,
              LkImportSpan   token)
{
  if (!lk_secret_value_check (found->token, NULL))
    return LK_FOUND_BAD_VALUE;

  return is_jwt (token) ? LK_FOUND_GOOD : LK_FOUND_DAMAGED;
}

static LkFoundFlaw
judge_app (LkFoundSecret *found)
{
  g_autofree char *named = NULL;
  g_autoptr (SecretValue) derived = NULL;

  if ((found->token != NULL && !lk_secret_value_check (found->token, NULL))
      || (found->client_secret != NULL && !lk_secret_value_check (found->client_secret, NULL)))
    return LK_FOUND_BAD_VALUE;

  if (found->client_secret == NULL)
    {
      named = lk_token_client_id (found->token);
      if (named == NULL || (found->client_id != NULL && !g_str_equal (found->client_id, named)))
        return LK_FOUND_DAMAGED;
      if (found->client_id == NULL)
        found->client_id = g_steal_pointer (&named);
      return LK_FOUND_GOOD;
    }
  if (found->client_id == NULL)
    {
      named = found->token != NULL ? lk_token_client_id (found->token) : NULL;
      if (named == NULL)
        return LK_FOUND_DAMAGED;
      found->client_id = g_steal_pointer (&named);
    }

  derived = lk_found_secret_derive_token (found->client_id, found->client_secret);
  if (found->token == NULL)
    found->token = g_steal_pointer (&derived);
  else if (!lk_found_value_equal (found->token, derived))
    return LK_FOUND_DAMAGED;

  return LK_FOUND_GOOD;
}

/* Adds what belongs together, if there is a secret in it. */
gboolean
lk_import_add (LkImport              *self,
               const LkImportRecord  *record,
               GError               **error)
{
  g_autoptr (LkFoundSecret) found = NULL;
  LkImportSpan id = lk_import_trim (record->values[LK_IMPORT_KEY_CLIENT_ID]);
  LkImportSpan secret = record->values[LK_IMPORT_KEY_CLIENT_SECRET];
  LkImportSpan token = record->values[LK_IMPORT_KEY_TOKEN];
  gboolean is_pulsar = has_prefix (token, PULSAR_PREFIX);

  if (!is_pulsar && !has_prefix (token, APP_PREFIX) && (id.length == 0 || secret.length == 0))
    return TRUE;

  if (self->found->len == LK_IMPORT_MAX_FOUND)
    {
      g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                   /* Translators: %d is a fixed limit in the thousands */
                   _("This has more than %d secrets, so it is not read: split it"), LK_IMPORT_MAX_FOUND);
      return FALSE;
    }

  found = g_new0 (LkFoundSecret, 1);
  found->kind = is_pulsar ? LK_FOUND_PULSAR : LK_FOUND_APP;
  found->token = new_value (token);
  found->label = dup_label (lk_import_trim (record->values[LK_IMPORT_KEY_LABEL]));
  found->environment = dup_environment (lk_import_trim (record->values[LK_IMPORT_KEY_ENVIRONMENT]));
  if (is_pulsar)
    {
      found->flaw = judge_pulsar (found, token);
    }
  else
    {
      found->client_id = dup_client_id (id);
      found->client_secret = new_value (secret);
      found->flaw = judge_app (found);
    }
  g_ptr_array_add (self->found, g_steal_pointer (&found));

  return TRUE;
}

static guint
hash_value (gconstpointer data)
{
  SecretValue *value = (SecretValue *) data;
  guint hash = 5381;
  gsize length;
  const char *bytes = secret_value_get (value, &length);

  for (gsize i = 0; i < length; i++)
    hash = hash * 33 + (guchar) bytes[i];

  return hash;
}

static gboolean
equal_value (gconstpointer a,
             gconstpointer b)
{
  return lk_found_value_equal ((SecretValue *) a, (SecretValue *) b);
}

/* What one of them knows and the other does not. */
static void
merge (LkFoundSecret *kept,
       LkFoundSecret *other)
{
  if (kept->client_secret == NULL && other->flaw == LK_FOUND_GOOD)
    kept->client_secret = g_steal_pointer (&other->client_secret);
  if (kept->label == NULL)
    kept->label = g_steal_pointer (&other->label);
  if (kept->environment == NULL)
    kept->environment = g_steal_pointer (&other->environment);
}

/* One of each; and of two tokens with the same client id at least one is wrong, and nothing here tells which. */
static GPtrArray *
take_each_once (GPtrArray *all)
{
  GPtrArray *each = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_found_secret_free);
  g_autoptr (GHashTable) tokens = g_hash_table_new (hash_value, equal_value);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n = 0;
  g_autofree gpointer *items = g_ptr_array_steal (all, &n);

  for (gsize i = 0; i < n; i++)
    {
      LkFoundSecret *found = items[i];
      LkFoundSecret *same = found->token != NULL ? g_hash_table_lookup (tokens, found->token) : NULL;
      LkFoundSecret *namesake;

      if (same != NULL)
        {
          merge (same, found);
          same->flaw = MAX (same->flaw, found->flaw);
          lk_found_secret_free (found);
          continue;
        }
      g_ptr_array_add (each, found);
      if (found->token != NULL)
        g_hash_table_insert (tokens, found->token, found);
      if (found->client_id == NULL || found->flaw != LK_FOUND_GOOD)
        continue;
      namesake = g_hash_table_lookup (ids, found->client_id);
      if (namesake != NULL)
        namesake->flaw = found->flaw = LK_FOUND_DAMAGED;
      else
        g_hash_table_insert (ids, found->client_id, found);
    }

  return each;
}

/**
 * lk_import_read:
 * @content: a file or pasted text, from anybody
 * @error: return location for %LK_EXCHANGE_ERROR_BAD_FILE
 *
 * Finds the secrets in what this application, the portal, the Astra CLI or Pulsar's tools write, and in plain text. What
 * it is, is told by the content alone. Each secret is there once; what is damaged is there too, to be shown.
 *
 * Returns: (transfer full) (element-type LkFoundSecret): what was found, perhaps nothing; %NULL with @error set
 */
GPtrArray *
lk_import_read (GBytes  *content,
                GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) lk_found_secret_free);
  g_autoptr (LkSecretText) scratch = NULL;
  LkImportSpan text;
  LkImport self;
  gboolean good;

  text.start = g_bytes_get_data (content, &text.length);
  if (text.length > LK_IMPORT_MAX_SIZE)
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                           _("This is larger than 1 MiB, so it is not read: choose the file that has the secrets alone"));
      return NULL;
    }
  if (text.length == 0)
    return g_steal_pointer (&found);
  if (memchr (text.start, '\0', text.length) != NULL)
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                           _("This is no text file, or one in UTF-16: save it as UTF-8, and try again"));
      return NULL;
    }
  if (has_prefix (text, BYTE_ORDER_MARK))
    text = (LkImportSpan){ text.start + strlen (BYTE_ORDER_MARK), text.length - strlen (BYTE_ORDER_MARK) };
  text = lk_import_trim (text);

  /* What is decoded is never longer than how it is written. */
  scratch = lk_secret_text_new ();
  lk_secret_text_reserve (scratch, text.length + 1);
  self = (LkImport){ found, scratch };
  if (lk_import_is_json (text))
    good = lk_import_read_json (&self, text, error);
  else if (lk_import_is_csv (text))
    good = lk_import_read_csv (&self, text, error);
  else
    good = lk_import_read_lines (&self, text, error);

  return good ? take_each_once (found) : NULL;
}
