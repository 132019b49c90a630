/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-app-token.h"

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_SELECTION (lk_token_selection_get_type ())

/**
 * LkTokenSelection:
 *
 * The tokens of a list that are chosen, by client id: neither a refresh nor another order nor a filter loses one. Properties:
 * source (GListModel of LkAppToken, nullable: the tokens there are), rows (GListModel, nullable: those that are shown, among
 * other things), active (boolean, notify: whether tokens can be chosen). Read-only, notified: n-selected, n-hidden (how many
 * of those are not shown).
 */
G_DECLARE_FINAL_TYPE (LkTokenSelection, lk_token_selection, LK, TOKEN_SELECTION, GObject)

LkTokenSelection *lk_token_selection_new            (void) G_GNUC_WARN_UNUSED_RESULT;

gboolean          lk_token_selection_get_active     (LkTokenSelection *self);
void              lk_token_selection_set_active     (LkTokenSelection *self,
                                                     gboolean          active);
guint             lk_token_selection_get_n_selected (LkTokenSelection *self);
gboolean          lk_token_selection_contains       (LkTokenSelection *self,
                                                     LkAppToken       *token);
void              lk_token_selection_toggle         (LkTokenSelection *self,
                                                     LkAppToken       *token);
void              lk_token_selection_select_all     (LkTokenSelection *self);
void              lk_token_selection_select_none    (LkTokenSelection *self);
GPtrArray        *lk_token_selection_list           (LkTokenSelection *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
