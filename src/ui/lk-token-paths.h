/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LK_TYPE_TOKEN_PATHS (lk_token_paths_get_type ())

G_DECLARE_FINAL_TYPE (LkTokenPaths, lk_token_paths, LK, TOKEN_PATHS, AdwBin)

G_END_DECLS
