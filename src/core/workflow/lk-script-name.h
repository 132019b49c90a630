/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-keyring.h"

G_BEGIN_DECLS

/* Gives a script name to what is stored of one token, or takes it; with @former the name moves from what that matches, and
 * a look-up by name finds one or the other at each step. */
void     lk_script_name_set_async  (LkKeyring            *keyring,
                                    GHashTable           *attributes,
                                    const char           *name,
                                    GHashTable           *former,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean lk_script_name_set_finish (LkKeyring            *keyring,
                                    GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
