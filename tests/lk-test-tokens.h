/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-app-token.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): NULL for NULL */
GDateTime  *lk_test_parse_time     (const char *text);
/* With one role, Some Role, and the times as they are written; NULL: it has none. (transfer full) */
LkAppToken *lk_test_make_app_token (const char *client_id,
                                    const char *description,
                                    const char *generated_on,
                                    const char *expiry);

G_END_DECLS
