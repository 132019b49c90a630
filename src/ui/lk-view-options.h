/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-list.h"

G_BEGIN_DECLS

#define LK_TYPE_VIEW_OPTIONS (lk_view_options_get_type ())

/* The button *View Options*: how a #LkTokenList is sorted and which of its tokens are shown. Properties: list
 * (LkTokenList, construct-only by template), roles (GListModel of LkRole, nullable). */
G_DECLARE_FINAL_TYPE (LkViewOptions, lk_view_options, LK, VIEW_OPTIONS, AdwBin)

GActionGroup *lk_view_options_get_actions (LkViewOptions *self);

G_END_DECLS
