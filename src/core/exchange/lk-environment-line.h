/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

#include "lk-shell-word.h"

G_BEGIN_DECLS

gboolean lk_environment_line_is_seen    (const char   *value);
char   *lk_environment_line_new_look_up (LkShell       shell,
                                         const char   *variable,
                                         const char   *command) G_GNUC_WARN_UNUSED_RESULT;
char   *lk_environment_line_new_text    (LkShell       shell,
                                         const char   *variable,
                                         const char   *value) G_GNUC_WARN_UNUSED_RESULT;
GBytes *lk_environment_line_new_value   (LkShell       shell,
                                         const char   *variable,
                                         SecretValue  *token,
                                         GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void    lk_environment_line_append      (LkSecretText *text,
                                         LkShell       shell,
                                         const char   *variable,
                                         SecretValue  *token);

G_END_DECLS
