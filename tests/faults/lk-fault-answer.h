/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LkFaultAnswer:
 * @LK_FAULT_ANSWER_ERROR: an error, and nothing was done
 * @LK_FAULT_ANSWER_NONE: none ever, and nothing was done
 * @LK_FAULT_ANSWER_WRONG_TYPES: it was done, and what is answered cannot be read
 * @LK_FAULT_ANSWER_LATE: it was done, and the answer comes when nobody waits for it any more
 * @LK_FAULT_ANSWER_RESTART_BEFORE: the service ends before it has done anything, and is started anew
 * @LK_FAULT_ANSWER_GONE_BEFORE: the same, and it stays away
 * @LK_FAULT_ANSWER_NONE_APPLIED: it was done, and no answer comes
 * @LK_FAULT_ANSWER_RESTART_AFTER: it was done, then the service ends, and is started anew
 * @LK_FAULT_ANSWER_GONE_AFTER: the same, and it stays away
 * @LK_FAULT_ANSWER_ERROR_APPLIED: it was done, and an error is answered
 * @LK_FAULT_ANSWER_LIE: answered as done, and nothing was done
 * @LK_FAULT_ANSWER_PROMPT_DISMISSED: somebody is asked, and says no
 * @LK_FAULT_ANSWER_PROMPT_ACCEPTED: somebody is asked, and says yes
 * @LK_FAULT_ANSWER_PROMPT_OPEN: somebody is asked and does not answer, until the service ends
 *
 * What comes of a call. Those from @LK_FAULT_ANSWER_NONE_APPLIED on are for calls that change something, the prompts for
 * those that may ask.
 */
typedef enum
{
  LK_FAULT_ANSWER_ERROR,
  LK_FAULT_ANSWER_NONE,
  LK_FAULT_ANSWER_WRONG_TYPES,
  LK_FAULT_ANSWER_LATE,
  LK_FAULT_ANSWER_RESTART_BEFORE,
  LK_FAULT_ANSWER_GONE_BEFORE,
  LK_FAULT_ANSWER_NONE_APPLIED,
  LK_FAULT_ANSWER_RESTART_AFTER,
  LK_FAULT_ANSWER_GONE_AFTER,
  LK_FAULT_ANSWER_ERROR_APPLIED,
  LK_FAULT_ANSWER_LIE,
  LK_FAULT_ANSWER_PROMPT_DISMISSED,
  LK_FAULT_ANSWER_PROMPT_ACCEPTED,
  LK_FAULT_ANSWER_PROMPT_OPEN,
  LK_FAULT_N_ANSWERS
} LkFaultAnswer;

gboolean  lk_fault_answer_is_change   (const char    *member);
/* Whether a call of that method can come to it. */
gboolean  lk_fault_answer_may         (LkFaultAnswer  answer,
                                       const char    *member);
/* The body (floating, nullable) of an answer that tells what is not so, or that a prompt is to be opened. */
GVariant *lk_fault_answer_make_lie    (const char    *member);
GVariant *lk_fault_answer_make_prompt (const char    *member,
                                       const char    *path);

G_END_DECLS
