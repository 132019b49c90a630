/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-answer-sink.h"

G_BEGIN_DECLS

#define LK_ANSWER_BUFFER_MAX (256 * 1024) /* bytes, the bound on a create's answer */

#define LK_TYPE_ANSWER_BUFFER (lk_answer_buffer_get_type ())

G_DECLARE_FINAL_TYPE (LkAnswerBuffer, lk_answer_buffer, LK, ANSWER_BUFFER, GObject)

LkAnswerBuffer *lk_answer_buffer_new        (void) G_GNUC_WARN_UNUSED_RESULT;

void            lk_answer_buffer_add        (LkAnswerBuffer *self,
                                             gsize           length);
guint           lk_answer_buffer_get_status (LkAnswerBuffer *self);
const char     *lk_answer_buffer_get_data   (LkAnswerBuffer *self,
                                             gsize          *length);

G_END_DECLS
