/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-app-token-keys.h"

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

static const char *
get_id (LkListedToken *self)
{
  return lk_app_token_get_client_id (LK_APP_TOKEN (self));
}

static const char *
get_title (LkListedToken *self)
{
  return lk_app_token_get_title (LK_APP_TOKEN (self));
}

static gboolean
get_untitled (LkListedToken *self)
{
  return lk_app_token_get_untitled (LK_APP_TOKEN (self));
}

static const char *
get_role_title (LkListedToken *self)
{
  return lk_app_token_get_role_title (LK_APP_TOKEN (self));
}

static GDateTime *
get_made (LkListedToken *self)
{
  return lk_app_token_get_generated_on (LK_APP_TOKEN (self));
}

static GDateTime *
get_expiry (LkListedToken *self)
{
  return lk_app_token_get_token_expiry (LK_APP_TOKEN (self));
}

static gboolean
get_expiry_known (LkListedToken *self)
{
  return TRUE;
}

static gboolean
get_stored (LkListedToken *self)
{
  return lk_app_token_get_stored (LK_APP_TOKEN (self));
}

/* Title, note, script name, client id and roles. */
static char *
make_search_text (LkListedToken *listed)
{
  LkAppToken *self = LK_APP_TOKEN (listed);
  g_autofree char *roles = g_strjoinv ("\n", (GStrv) lk_app_token_get_role_names (self));

  return g_strjoin ("\n", lk_app_token_get_title (self), or_empty (lk_app_token_get_note (self)),
                    or_empty (lk_app_token_get_script_name (self)), lk_app_token_get_client_id (self), roles,
                    or_empty (lk_app_token_get_role_title (self)), NULL);
}

/*< private >
 * lk_app_token_listed_init:
 * @iface: the interface
 *
 * Tells what application tokens are sorted and searched by.
 */
void
lk_app_token_listed_init (LkListedTokenInterface *iface)
{
  iface->get_id = get_id;
  iface->get_title = get_title;
  iface->get_untitled = get_untitled;
  iface->get_role_title = get_role_title;
  iface->get_made = get_made;
  iface->get_expiry = get_expiry;
  iface->get_expiry_known = get_expiry_known;
  iface->get_stored = get_stored;
  iface->make_search_text = make_search_text;
}
