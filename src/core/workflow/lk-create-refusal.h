/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-answer-buffer.h"

G_BEGIN_DECLS

GError *lk_create_refusal_new (LkAnswerBuffer *buffer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
