/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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

void  lk_shell_word_append (LkSecretText *text,
                            LkShell       shell,
                            const char   *bytes,
                            gsize         length);
char *lk_shell_word_new    (LkShell       shell,
                            const char   *word) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
