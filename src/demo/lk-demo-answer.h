/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "lk-demo-fault.h"

G_BEGIN_DECLS

/**
 * LkDemoAnswer:
 * @status: an HTTP status
 * @type: (nullable): the type of @body, a static string
 * @body: (nullable): what is sent, or %NULL for nothing
 *
 * What is about to be answered to a call. It starts as all zeros.
 */
typedef struct
{
  guint       status;
  const char *type;
  char       *body;
} LkDemoAnswer;

void lk_demo_answer_clear      (LkDemoAnswer       *answer);

void lk_demo_answer_set_json   (LkDemoAnswer       *answer,
                                guint               status,
                                JsonNode           *node);
void lk_demo_answer_set_text   (LkDemoAnswer       *answer,
                                guint               status,
                                const char         *text);
void lk_demo_answer_set_error  (LkDemoAnswer       *answer,
                                guint               status,
                                gint64              id,
                                const char         *text);
void lk_demo_answer_set_string (LkDemoAnswer       *answer,
                                guint               status,
                                const char         *text);
void lk_demo_answer_set_fault  (LkDemoAnswer       *answer,
                                const LkDemoFault  *fault);
void lk_demo_answer_spoil      (LkDemoAnswer       *answer,
                                const LkDemoFault  *fault);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LkDemoAnswer, lk_demo_answer_clear)

G_END_DECLS
