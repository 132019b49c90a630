/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-cli.h"
#include "lk-delete-order.h"

G_BEGIN_DECLS

char *lk_cli_dup_account_title (LkCli          *self,
                                const char     *account_id) G_GNUC_WARN_UNUSED_RESULT;

void  lk_cli_json_add_orders   (LkCli          *self,
                                JsonBuilder    *builder);
void  lk_cli_table_add_orders  (LkCli          *self,
                                GPtrArray      *table);
int   lk_cli_resume_order      (LkCli          *self,
                                LkDeleteOrder  *order);
int   lk_cli_keep_tokens       (LkCli          *self,
                                GPtrArray      *work);

G_END_DECLS
