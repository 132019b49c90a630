/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-stored-secrets.h"

G_BEGIN_DECLS

#define LK_TYPE_STORED_LIST (lk_stored_list_get_type ())

/* What a view shows of what is stored: what is searched for, below a heading for each group. Properties: source
 * (LkStoredSecrets, nullable), search (string). Read-only: rows (GListModel of LkTokenHeading and LkStoredSecret, the same
 * for good), n-matching (notified). */
G_DECLARE_FINAL_TYPE (LkStoredList, lk_stored_list, LK, STORED_LIST, GObject)

G_END_DECLS
