/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-demo-answer.h"

G_BEGIN_DECLS

gboolean lk_demo_wire_send (LkDemoAnswer      *answer,
                            SoupServerMessage *message,
                            const LkDemoFault *fault);

G_END_DECLS
