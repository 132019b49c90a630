/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-astrarc.h"

#include "lk-secret-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY_TOKEN "ASTRA_DB_APPLICATION_TOKEN"
#define KEY_ENVIRONMENT "ASTRA_ENV"
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* One line of the file, with its line break. */
typedef struct
{
  const char *start;
  gsize       length;
} Line;

/* Where the section that is looked for stands. */
typedef struct
{
  gsize start; /* behind the line with its name */
  gsize end;
  guint n;     /* how often there is one */
} Section;

static Line
next_line (const char *at,
           const char *end)
{
  const char *feed = memchr (at, '\n', (gsize) (end - at));

  return (Line){ at, (gsize) ((feed != NULL ? feed + 1 : end) - at) };
}

static Line
trim (Line line)
{
  while (line.length > 0 && g_ascii_isspace (line.start[0]))
    {
      line.start++;
      line.length--;
    }
  while (line.length > 0 && g_ascii_isspace (line.start[line.length - 1]))
    line.length--;

  return line;
}

static gboolean
equals (Line        line,
        const char *text)
{
  return line.length == strlen (text) && memcmp (line.start, text, line.length) == 0;
}

/* The name in "[name]", with or without a comment behind it. */
static gboolean
read_header (Line  line,
             Line *name)
{
  const char *close;

  line = trim (line);
  if (line.length >= strlen (BYTE_ORDER_MARK) && memcmp (line.start, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    line = (Line){ line.start + strlen (BYTE_ORDER_MARK), line.length - strlen (BYTE_ORDER_MARK) };
  if (line.length == 0 || line.start[0] != '[')
    return FALSE;
  close = memchr (line.start, ']', line.length);
  if (close == NULL)
    return FALSE;

  *name = trim ((Line){ line.start + 1, (gsize) (close - line.start) - 1 });

  return TRUE;
}

static gboolean
has_key (Line        line,
         const char *key)
{
  const char *equals_sign = memchr (line.start, '=', line.length);

  return equals_sign != NULL && equals (trim ((Line){ line.start, (gsize) (equals_sign - line.start) }), key);
}

static Section
find_section (const char *data,
              gsize       length,
              const char *name)
{
  Section section = { length, length, 0 };
  gboolean inside = FALSE;
  Line line;

  for (const char *at = data; at < data + length; at += line.length)
    {
      Line found;

      line = next_line (at, data + length);
      if (!read_header (line, &found))
        continue;
      if (inside)
        section.end = (gsize) (at - data);
      inside = equals (found, name);
      if (inside)
        {
          section.n++;
          section.start = (gsize) (at - data) + line.length;
          section.end = length;
        }
    }

  return section;
}

static void
append_key (LkSecretText        *text,
            const LkExportToken *token,
            const char          *key,
            const char          *line_end)
{
  lk_secret_text_append (text, key);
  lk_secret_text_append (text, "=");
  if (g_str_equal (key, KEY_TOKEN))
    lk_secret_text_append_value (text, token->token);
  else
    lk_secret_text_append (text, g_str_equal (token->environment, "dev") ? "DEV" : "TEST");
  lk_secret_text_append (text, line_end);
}

static void
append_keys (LkSecretText        *text,
             const LkExportToken *token,
             const char          *line_end)
{
  append_key (text, token, KEY_TOKEN, line_end);
  if (token->environment != NULL && !g_str_equal (token->environment, "prod"))
    append_key (text, token, KEY_ENVIRONMENT, line_end);
}

/* The keys that are ours come first, and lose what they were; every other line stays. */
static void
append_section (LkSecretText        *text,
                const LkExportToken *token,
                const char          *data,
                const char          *end,
                const char          *line_end)
{
  Line line;

  append_keys (text, token, line_end);
  for (const char *at = data; at < end; at += line.length)
    {
      line = next_line (at, end);
      if (!has_key (line, KEY_TOKEN) && !has_key (line, KEY_ENVIRONMENT))
        lk_secret_text_append_length (text, line.start, line.length);
    }
}

static gboolean
check (const char  *data,
       gsize        length,
       Section      section,
       const char  *name,
       GError     **error)
{
  if (memchr (data, '\0', length) != NULL)
    g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                         _("The file is not one of the Astra CLI, so nothing is added to it"));
  else if (section.n > 1)
    /* Translators: %s is the name of a profile */
    g_set_error (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_FILE,
                 /* Translators: %s is the name of a profile of the Astra CLI */
                 _("The file has the profile “%s” more than once: remove one, and try again"), name);
  else
    return TRUE;

  return FALSE;
}

/**
 * lk_astrarc_section_name:
 * @token: a token
 *
 * Tells what the profile of a token is called: its script name, or else its client id.
 *
 * Returns: (transfer full) (nullable): the name, %NULL if there is none that is safe
 */
char *
lk_astrarc_section_name (const LkExportToken *token)
{
  const char *name = token->script_name != NULL ? token->script_name : token->client_id;

  if (name == NULL || *name == '\0'
      || strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") != strlen (name))
    return NULL;

  return g_strdup (name);
}

/**
 * lk_astrarc_merge:
 * @before: (nullable): what is in the file; %NULL if there is none
 * @token: a token
 * @error: return location for a #LkExchangeError
 *
 * Adds the profile of a token to the Astra CLI's file, or sets the token and environment of the profile that is there.
 * All else stays byte for byte. Keys and values have no blanks between them, since an old reader does not trim them.
 *
 * Returns: (transfer full): the new content, in memory that is overwritten with its last reference; %NULL with @error set
 */
GBytes *
lk_astrarc_merge (GBytes               *before,
                  const LkExportToken  *token,
                  GError              **error)
{
  gsize length = 0;
  const char *data = before != NULL ? g_bytes_get_data (before, &length) : "";
  g_autoptr (LkSecretText) text = lk_secret_text_new ();
  g_autofree char *name = lk_astrarc_section_name (token);
  const char *line_end;
  Section section;

  if (name == NULL)
    {
      g_set_error_literal (error, LK_EXCHANGE_ERROR, LK_EXCHANGE_ERROR_BAD_VALUE,
                           _("The token has no name that a profile can have: give it a script name"));
      return NULL;
    }
  if (!lk_export_check_token (token->token, error))
    return NULL;
  if (data == NULL)
    data = "";
  section = find_section (data, length, name);
  if (!check (data, length, section, name, error))
    return NULL;

  line_end = g_strstr_len (data, (gssize) length, "\r\n") != NULL ? "\r\n" : "\n";
  lk_secret_text_append_length (text, data, section.start);
  if (section.start > 0 && data[section.start - 1] != '\n')
    lk_secret_text_append (text, line_end);
  if (section.n == 0)
    {
      if (section.start > 0)
        lk_secret_text_append (text, line_end);
      lk_secret_text_append (text, "[");
      lk_secret_text_append (text, name);
      lk_secret_text_append (text, "]");
      lk_secret_text_append (text, line_end);
    }
  append_section (text, token, data + section.start, data + section.end, line_end);
  lk_secret_text_append_length (text, data + section.end, length - section.end);

  return lk_secret_text_free_to_bytes (g_steal_pointer (&text));
}
