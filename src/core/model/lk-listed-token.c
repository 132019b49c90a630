/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-listed-token.h"

#include "lk-app-token-keys.h"

G_DEFINE_INTERFACE (LkListedToken, lk_listed_token, G_TYPE_OBJECT)

typedef struct
{
  char *title_key;   /* NULL: not made yet, as the others */
  char *role_key;
  char *search_text;
} Keys;

static GQuark
keys_quark (void)
{
  return g_quark_from_static_string ("lk-listed-token-keys");
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
get_keys (LkListedToken *self)
{
  Keys *keys = g_object_get_qdata (G_OBJECT (self), keys_quark ());

  if (keys == NULL)
    {
      keys = g_new0 (Keys, 1);
      g_object_set_qdata_full (G_OBJECT (self), keys_quark (), keys, keys_free);
    }

  return keys;
}

static char *
make_key (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text != NULL ? text : "", -1);

  return g_utf8_collate_key (folded, -1);
}

static GQuark
rotation_quark (void)
{
  return g_quark_from_static_string ("lk-listed-token-rotation");
}

static void
lk_listed_token_default_init (LkListedTokenInterface *iface)
{
  /**
   * LkListedToken::rotation-changed:
   * @self: a token
   *
   * It has another part in a rotation now, or none any more.
   */
  g_signal_new ("rotation-changed", LK_TYPE_LISTED_TOKEN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * lk_listed_token_get_title_key:
 * @self: a token
 *
 * Returns: (transfer none): what strcmp() sorts titles by as people of this locale do, kept until the title changes
 */
const char *
lk_listed_token_get_title_key (LkListedToken *self)
{
  Keys *keys = get_keys (self);

  if (keys->title_key == NULL)
    keys->title_key = make_key (LK_LISTED_TOKEN_GET_IFACE (self)->get_title (self));

  return keys->title_key;
}

/**
 * lk_listed_token_get_role_key:
 * @self: a token
 *
 * Returns: (transfer none): what strcmp() sorts roles by
 */
const char *
lk_listed_token_get_role_key (LkListedToken *self)
{
  Keys *keys = get_keys (self);

  if (keys->role_key == NULL)
    keys->role_key = make_key (LK_LISTED_TOKEN_GET_IFACE (self)->get_role_title (self));

  return keys->role_key;
}

/**
 * lk_listed_token_get_search_text:
 * @self: a token
 *
 * Returns: (transfer none): all that it can be found by, from lk_fold_text(), kept until some of it changes
 */
const char *
lk_listed_token_get_search_text (LkListedToken *self)
{
  Keys *keys = get_keys (self);

  if (keys->search_text == NULL)
    {
      g_autofree char *all = LK_LISTED_TOKEN_GET_IFACE (self)->make_search_text (self);

      keys->search_text = lk_fold_text (all);
    }

  return keys->search_text;
}

/**
 * lk_listed_token_forget_keys:
 * @self: a token
 *
 * Says that something in the token has changed.
 */
void
lk_listed_token_forget_keys (LkListedToken *self)
{
  g_object_set_qdata (G_OBJECT (self), keys_quark (), NULL);
}

/**
 * lk_listed_token_get_rotation:
 * @self: a token
 *
 * Returns: what part it has in a rotation, as far as is known
 */
LkTokenRotation
lk_listed_token_get_rotation (LkListedToken *self)
{
  return (LkTokenRotation) GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (self), rotation_quark ()));
}

/**
 * lk_listed_token_set_rotation:
 * @self: a token
 * @rotation: what part it has in a rotation
 *
 * Says so; who watches the token is told.
 */
void
lk_listed_token_set_rotation (LkListedToken   *self,
                              LkTokenRotation  rotation)
{
  if (lk_listed_token_get_rotation (self) == rotation)
    return;

  g_object_set_qdata (G_OBJECT (self), rotation_quark (), GINT_TO_POINTER (rotation));
  g_signal_emit_by_name (self, "rotation-changed");
}
