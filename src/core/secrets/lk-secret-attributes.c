/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-secret-attributes.h"

#include "lk-keyring-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define VALUE_MAX_LENGTH 8192 /* bytes */

/**
 * lk_secret_attributes_new:
 * @first_key: the name of an attribute
 * @...: its value, then further names and values, then %NULL; a pair whose value is %NULL is left out
 *
 * Makes attributes for a keyring item or a search.
 *
 * Returns: (transfer full) (element-type utf8 utf8): the attributes
 */
GHashTable *
lk_secret_attributes_new (const char *first_key,
                          ...)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  va_list args;

  va_start (args, first_key);
  for (const char *key = first_key; key != NULL; key = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value != NULL)
        g_hash_table_insert (attributes, g_strdup (key), g_strdup (value));
    }
  va_end (args);

  return attributes;
}

/**
 * lk_secret_value_check:
 * @value: what shall be stored or sent
 * @error: return location for %LK_KEYRING_ERROR_BAD_VALUE
 *
 * Tells whether @value is one word of printable ASCII, at most 8 KiB, of the type `text/plain`. A raw line
 * break in a value makes a keyring without a password unreadable at its next start, with everything in it (measured
 * with gnome-keyring 42.1).
 *
 * Returns: whether it is
 */
gboolean
lk_secret_value_check (SecretValue *value,
                       GError     **error)
{
  gsize length;
  const char *bytes;
  gboolean good;

  g_return_val_if_fail (value != NULL, FALSE);

  bytes = secret_value_get (value, &length);
  good = length > 0 && length <= VALUE_MAX_LENGTH
         && g_strcmp0 (secret_value_get_content_type (value), "text/plain") == 0;
  for (gsize i = 0; good && i < length; i++)
    good = g_ascii_isgraph (bytes[i]);

  if (!good)
    g_set_error_literal (error, LK_KEYRING_ERROR, LK_KEYRING_ERROR_BAD_VALUE,
                         _("This value cannot be kept: a secret is one word of plain characters, at most 8 KiB long"));

  return good;
}

/**
 * lk_script_name_is_valid:
 * @name: a word
 *
 * Tells whether @name can be a script name: `[a-z0-9][a-z0-9-]{0,63}`.
 *
 * Returns: whether it can
 */
gboolean
lk_script_name_is_valid (const char *name)
{
  gsize length;

  g_return_val_if_fail (name != NULL, FALSE);

  length = strlen (name);

  return length > 0 && length <= LK_SCRIPT_NAME_MAX_LENGTH && name[0] != '-'
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/**
 * lk_script_name_from_text:
 * @text: a description
 *
 * Proposes a script name for what people call a token.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL if nothing of @text can be in one
 */
char *
lk_script_name_from_text (const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *at = ascii; *at != '\0' && name->len < LK_SCRIPT_NAME_MAX_LENGTH; at++)
    {
      if (g_ascii_isalnum (*at))
        g_string_append_c (name, g_ascii_tolower (*at));
      else if (name->len > 0 && name->str[name->len - 1] != '-' && *at != '?')
        g_string_append_c (name, '-');
    }
  while (name->len > 0 && name->str[name->len - 1] == '-')
    g_string_truncate (name, name->len - 1);

  return name->len > 0 ? g_strdup (name->str) : NULL;
}
