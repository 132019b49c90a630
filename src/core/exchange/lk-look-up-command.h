/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *lk_look_up_command_new          (const char *application,
                                       const char *script_name,
                                       const char *client_id,
                                       const char *field) G_GNUC_WARN_UNUSED_RESULT;
char *lk_look_up_command_new_by       (const char *application,
                                       ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;
char *lk_look_up_command_new_fetch    (const char *token_id) G_GNUC_WARN_UNUSED_RESULT;
char *lk_look_up_environment_line_new (const char *variable,
                                       const char *command) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
