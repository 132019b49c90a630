/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-figure.h"
#include "lk-token-task.h"

G_BEGIN_DECLS

/* What the answer to the call of a runnable task tells (transfer full, a list model of LkFigure), in words; may be called in
 * any thread. */
GListModel *lk_figures_read      (LkTokenTaskCall   call,
                                  GBytes           *answer,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same answer as it came (transfer full), laid out for reading, with what could be a token hidden. */
char       *lk_figures_read_json (GBytes           *answer,
                                  GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
