/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-secret-text.h"

G_BEGIN_DECLS

void lk_csv_append_cell (LkSecretText *text,
                         const char   *cell);

G_END_DECLS
