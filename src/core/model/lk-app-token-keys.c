/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-app-token-keys.h"

typedef struct
{
  char *title_key;   /* NULL: not made yet, as the others */
  char *role_key;
  char *search_text;
} Keys;

static GQuark
keys_quark (void)
{
  return g_quark_from_static_string ("lk-app-token-keys");
}

static void
keys_free (gpointer data)
{
  Keys *keys = data;

  g_free (keys->title_key);
  g_free (keys->role_key);
  g_free (keys->search_text);
  g_free (keys);
}

static Keys *
get_keys (LkAppToken *self)
{
  Keys *keys = g_object_get_qdata (G_OBJECT (self), keys_quark ());

  if (keys == NULL)
    {
      keys = g_new0 (Keys, 1);
      g_object_set_qdata_full (G_OBJECT (self), keys_quark (), keys, keys_free);
    }

  return keys;
}

/**
 * lk_app_token_forget_keys:
 * @self: a token
 *
 * Says that something in the token has changed.
 */
void
lk_app_token_forget_keys (LkAppToken *self)
{
  g_object_set_qdata (G_OBJECT (self), keys_quark (), NULL);
}

/**
 * lk_fold_text:
 * @text: a text
 *
 * Makes texts alike that people take for the same, so that one can be found in another with strstr().
 *
 * Returns: (transfer full): the text, normalized and case folded
 */
char *
lk_fold_text (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}

/**
 * lk_fold_words:
 * @search: (nullable): what somebody looks for
 *
 * Returns: (transfer full): its words, each from lk_fold_text()
 */
GStrv
lk_fold_words (const char *search)
{
  g_autofree char *folded = lk_fold_text (search != NULL ? search : "");
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);

  return g_strv_builder_end (words);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static char *
make_key (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (or_empty (text), -1);

  return g_utf8_collate_key (folded, -1);
}

/**
 * lk_app_token_get_title_key:
 * @self: a token
 *
 * Returns: (transfer none): what strcmp() sorts titles by as people of this locale do, kept until the title changes
 */
const char *
lk_app_token_get_title_key (LkAppToken *self)
{
  Keys *keys;

  g_return_val_if_fail (LK_IS_APP_TOKEN (self), NULL);

  keys = get_keys (self);
  if (keys->title_key == NULL)
    keys->title_key = make_key (lk_app_token_get_title (self));

  return keys->title_key;
}

/**
 * lk_app_token_get_role_key:
 * @self: a token
 *
 * Returns: (transfer none): what strcmp() sorts roles by
 */
const char *
lk_app_token_get_role_key (LkAppToken *self)
{
  Keys *keys;

  g_return_val_if_fail (LK_IS_APP_TOKEN (self), NULL);

  keys = get_keys (self);
  if (keys->role_key == NULL)
    keys->role_key = make_key (lk_app_token_get_role_title (self));

  return keys->role_key;
}

/**
 * lk_app_token_get_search_text:
 * @self: a token
 *
 * Joins all that a token can be found by: title, note, script name, client id and roles, case folded.
 *
 * Returns: (transfer none): the text, kept until one of them changes
 */
const char *
lk_app_token_get_search_text (LkAppToken *self)
{
  Keys *keys;

  g_return_val_if_fail (LK_IS_APP_TOKEN (self), NULL);

  keys = get_keys (self);
  if (keys->search_text == NULL)
    {
      g_autofree char *roles = g_strjoinv ("\n", (GStrv) lk_app_token_get_role_names (self));
      g_autofree char *all = g_strjoin ("\n", lk_app_token_get_title (self), or_empty (lk_app_token_get_note (self)),
                                        or_empty (lk_app_token_get_script_name (self)),
                                        lk_app_token_get_client_id (self), roles,
                                        or_empty (lk_app_token_get_role_title (self)), NULL);

      keys->search_text = lk_fold_text (all);
    }

  return keys->search_text;
}
