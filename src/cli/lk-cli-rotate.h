/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-cli-streaming.h"
#include "lk-rotate.h"

G_BEGIN_DECLS

/**
 * LkCliRotateWish:
 * @LK_CLI_ROTATE_GO_ON: no yes to anything, beyond what was said before
 * @LK_CLI_ROTATE_FINISH: the old token may go
 * @LK_CLI_ROTATE_CANCEL: the new token may go
 *
 * What somebody says yes to by a call.
 */
typedef enum
{
  LK_CLI_ROTATE_GO_ON,
  LK_CLI_ROTATE_FINISH,
  LK_CLI_ROTATE_CANCEL,
} LkCliRotateWish;

gboolean lk_cli_take_up_rotation (LkCli            *self,
                                  LkRotation       *rotation,
                                  LkCliRotateWish   wish,
                                  GCancellable     *cancellable,
                                  GError          **error);

G_END_DECLS
