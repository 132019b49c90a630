/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventory.h"
#include "lk-listed-token.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

GPtrArray  *lk_cli_table_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void        lk_cli_table_add       (GPtrArray   *table,
                                    const char  *first,
                                    ...) G_GNUC_NULL_TERMINATED;
void        lk_cli_table_print     (GPtrArray   *table);

void        lk_cli_json_print      (JsonBuilder *builder);
void        lk_cli_json_add_string (JsonBuilder *builder,
                                    const char  *key,
                                    const char  *value);
const char *lk_cli_get_state       (LkListedToken *token,
                                    gboolean       expired);
void        lk_cli_json_add_token  (JsonBuilder *builder,
                                    LkInventory *inventory,
                                    LkAppToken  *token);
void        lk_cli_json_add_role   (JsonBuilder *builder,
                                    LkAccount   *account,
                                    LkRole      *role);

G_END_DECLS
