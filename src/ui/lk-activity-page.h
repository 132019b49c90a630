/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-office.h"

G_BEGIN_DECLS

#define LK_TYPE_ACTIVITY_PAGE (lk_activity_page_get_type ())

/* What was done, of all accounts. Properties: office (LkOffice, nullable), collapsed (boolean), state (string,
 * read-only: which of the template's pages is shown). */
G_DECLARE_FINAL_TYPE (LkActivityPage, lk_activity_page, LK, ACTIVITY_PAGE, AdwBin)

void lk_activity_page_search (LkActivityPage *self,
                              const char     *text);

G_END_DECLS
