/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "lk-secret-text.h"

G_BEGIN_DECLS

/**
 * LkShell:
 * @LK_SHELL_SH: sh, and what reads its language: bash, dash, zsh
 * @LK_SHELL_FISH: fish
 *
 * Who reads a line.
 */
typedef enum
{
  LK_SHELL_SH,
  LK_SHELL_FISH,
} LkShell;

char   *lk_environment_line_new_look_up (LkShell       shell,
                                         const char   *variable,
                                         const char   *command) G_GNUC_WARN_UNUSED_RESULT;
GBytes *lk_environment_line_new_value   (LkShell       shell,
                                         const char   *variable,
                                         SecretValue  *token,
                                         GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void    lk_environment_line_append      (LkSecretText *text,
                                         LkShell       shell,
                                         const char   *variable,
                                         SecretValue  *token);

G_END_DECLS
