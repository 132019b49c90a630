/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * LkStateLists:
 * @tokens: (element-type LkAppToken): the tokens as the service listed them last
 * @roles: (element-type LkRole): the roles
 * @notes: client id → note, also of tokens that are not listed
 * @read_at: (nullable): when they were read from the service; %NULL: never, and both lists are empty
 *
 * What is remembered of one account.
 */
typedef struct
{
  GPtrArray  *tokens;
  GPtrArray  *roles;
  GHashTable *notes;
  GDateTime  *read_at;
} LkStateLists;

void lk_state_lists_free (LkStateLists *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkStateLists, lk_state_lists_free)

G_END_DECLS
