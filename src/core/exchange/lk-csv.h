/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-secret-text.h"

G_BEGIN_DECLS

void lk_csv_append_cell (LkSecretText *text,
                         const char   *cell);

void lk_csv_append_row  (LkSecretText *text,
                         const char   *cells[],
                         gsize         n_cells);

G_END_DECLS
