/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * LkTokenRotation:
 * @LK_TOKEN_SETTLED: it takes nobody's place, and nobody its
 * @LK_TOKEN_NEWER: it has taken the place of another, or is about to, that still works
 * @LK_TOKEN_OLDER: another is about to take its place
 * @LK_TOKEN_SUPERSEDED: another has taken its place, and it still works
 * @LK_TOKEN_DOOMED: somebody said yes to deleting it, and that could not be finished
 *
 * What part a token has in a rotation, or in what else is unfinished.
 */
typedef enum
{
  LK_TOKEN_SETTLED,
  LK_TOKEN_NEWER,
  LK_TOKEN_OLDER,
  LK_TOKEN_SUPERSEDED,
  LK_TOKEN_DOOMED,
} LkTokenRotation;

#define LK_TYPE_LISTED_TOKEN (lk_listed_token_get_type ())

/**
 * LkListedToken:
 *
 * What tokens of both kinds are sorted, searched and chosen by in a list, and what part they have in a rotation. Signal:
 * rotation-changed.
 */
G_DECLARE_INTERFACE (LkListedToken, lk_listed_token, LK, LISTED_TOKEN, GObject)

/**
 * LkListedTokenInterface:
 * @get_id: what names it; nullable
 * @get_title: what it is called
 * @get_untitled: whether nobody gave it a name
 * @get_role_title: its roles in one text; nullable: its kind has none
 * @get_made: when it was made; nullable: that is not told
 * @get_expiry: when it ends; nullable
 * @get_expiry_known: whether no end means that there is none
 * @get_stored: whether its secret is in the keyring
 * @make_search_text: all that it can be found by (transfer full)
 */
struct _LkListedTokenInterface
{
  GTypeInterface parent_iface;

  const char *(*get_id)           (LkListedToken *self);
  const char *(*get_title)        (LkListedToken *self);
  gboolean    (*get_untitled)     (LkListedToken *self);
  const char *(*get_role_title)   (LkListedToken *self);
  GDateTime  *(*get_made)         (LkListedToken *self);
  GDateTime  *(*get_expiry)       (LkListedToken *self);
  gboolean    (*get_expiry_known) (LkListedToken *self);
  gboolean    (*get_stored)       (LkListedToken *self);
  char       *(*make_search_text) (LkListedToken *self);
};

const char *lk_listed_token_get_title_key   (LkListedToken *self);
const char *lk_listed_token_get_role_key    (LkListedToken *self);
const char *lk_listed_token_get_search_text (LkListedToken *self);
void        lk_listed_token_forget_keys     (LkListedToken *self);

LkTokenRotation lk_listed_token_get_rotation (LkListedToken   *self);
void            lk_listed_token_set_rotation (LkListedToken   *self,
                                              LkTokenRotation  rotation);

G_END_DECLS
