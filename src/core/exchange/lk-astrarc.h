/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-export.h"

G_BEGIN_DECLS

char   *lk_astrarc_section_name (const LkExportToken  *token) G_GNUC_WARN_UNUSED_RESULT;
GBytes *lk_astrarc_merge        (GBytes               *before,
                                 const LkExportToken  *token,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
