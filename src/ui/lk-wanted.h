/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-window.h"

G_BEGIN_DECLS

/* The actions of the application that a notification or the desktop's search calls: two take account id, cluster, tenant and
 * id of a token, the last what is looked for. */
#define LK_SHOW_TOKEN_ACTION "show-token"
#define LK_SHOW_TOKEN_TYPE "(ssss)"
#define LK_ROTATE_TOKEN_ACTION "rotate-token"
#define LK_ROTATE_TOKEN_TYPE LK_SHOW_TOKEN_TYPE
#define LK_SEARCH_TOKENS_ACTION "search-tokens"
#define LK_SEARCH_TOKENS_TYPE "s"

/**
 * LkWanted:
 *
 * What was asked for from outside and cannot be shown yet: the application may have been started to do so, and what is
 * remembered comes in a little later than the window. Anybody on the session bus may ask, so it only ever shows something: what
 * changes or hands out anything is left to the person before the window.
 */
typedef struct _LkWanted LkWanted;

LkWanted *lk_wanted_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void      lk_wanted_free (LkWanted   *self);

void      lk_wanted_set  (LkWanted   *self,
                          const char *action,
                          GVariant   *parameter);
void      lk_wanted_show (LkWanted   *self,
                          LkWindow   *window); /* nullable */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkWanted, lk_wanted_free)

G_END_DECLS
