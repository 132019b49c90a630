/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-cli.h"
#include "lk-stored-secrets.h"

G_BEGIN_DECLS

LkStoredSecrets *lk_cli_stored_load   (LkCli           *self,
                                       int             *exit_code) G_GNUC_WARN_UNUSED_RESULT;
LkStoredSecret  *lk_cli_stored_find   (LkStoredSecrets *stored,
                                       const char      *word,
                                       int             *exit_code) G_GNUC_WARN_UNUSED_RESULT;
const char      *lk_cli_stored_get_id (LkStoredSecret  *secret);

G_END_DECLS
