/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-demo-fault.h"

G_BEGIN_DECLS

gboolean    lk_demo_fault_spec_read     (const char  *spec,
                                         LkDemoFault *fault);
const char *lk_demo_fault_spec_get_help (void);

G_END_DECLS
