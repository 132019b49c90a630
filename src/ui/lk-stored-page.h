/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-stored-secrets.h"

G_BEGIN_DECLS

#define LK_TYPE_STORED_PAGE (lk_stored_page_get_type ())

/* What all accounts have in the keyring. Properties: secrets (LkStoredSecrets, nullable), collapsed (boolean), state
 * (string, read-only: which of the template's pages is shown). */
G_DECLARE_FINAL_TYPE (LkStoredPage, lk_stored_page, LK, STORED_PAGE, AdwBin)

G_END_DECLS
