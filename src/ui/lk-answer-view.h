/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "lk-token-task-run.h"

G_BEGIN_DECLS

#define LK_TYPE_ANSWER_VIEW (lk_answer_view_get_type ())

/* What a task's call told. Property: answer (LkTokenTaskAnswer, nullable). */
G_DECLARE_FINAL_TYPE (LkAnswerView, lk_answer_view, LK, ANSWER_VIEW, AdwBin)

G_END_DECLS
