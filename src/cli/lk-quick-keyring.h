/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring.h"

G_BEGIN_DECLS

#define LK_QUICK_USAGE 2

SecretValue *lk_quick_look_up      (LkKeyring     *keyring,
                                    const char    *token,
                                    const char    *field,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     lk_quick_is_pulsar    (LkKeyring     *keyring,
                                    const char    *token,
                                    GError       **error);
gboolean     lk_quick_is_word      (const char    *word);
int          lk_quick_print        (const char    *bytes,
                                    gsize          length);
int          lk_quick_report       (const GError  *error);
int          lk_quick_fail         (const char    *sentence);
int          lk_quick_fail_options (const GError  *error,
                                    const char    *command);

G_END_DECLS
