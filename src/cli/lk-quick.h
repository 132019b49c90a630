/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <signal.h>
#include <sys/resource.h>

G_BEGIN_DECLS

#define LK_QUICK_MISSED (-1) /* nothing is stored, but the service may have it */

/**
 * LkQuickCaller:
 * @cli_path: the program beside this one that does what takes more than the keyring
 * @environment: the environment that this program was started with
 * @has_core_limit: whether @core_limit is known
 * @core_limit: how large a core dump might be
 * @on_broken_pipe: what was to be done when nobody reads any more
 *
 * What this program was started with, as far as it is changed for itself; nothing in it is owned.
 */
typedef struct
{
  const char       *cli_path;
  char            **environment;
  gboolean          has_core_limit;
  struct rlimit     core_limit;
  struct sigaction  on_broken_pipe;
} LkQuickCaller;

int lk_quick_get   (int                  argc,
                    char               **argv);
int lk_quick_env   (int                  argc,
                    char               **argv);
int lk_quick_names (void);
int lk_quick_exec  (int                  argc,
                    char               **argv,
                    const LkQuickCaller *caller);

G_END_DECLS
