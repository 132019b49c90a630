/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LK_QUICK_MISSED (-1) /* nothing is stored, but the service may have it */

int lk_quick_get (int    argc,
                  char **argv);
int lk_quick_env (int    argc,
                  char **argv);

G_END_DECLS
