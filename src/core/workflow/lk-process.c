/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-process.h"

#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define PERTURB_BYTE 0x55

/**
 * lk_process_harden:
 *
 * Takes away what would let a secret out of this process: core dumps, readable freed memory, files for others, and
 * the environment variables that redirect keys or secrets (measured: `SSLKEYLOGFILE` is obeyed, `SECRET_FILE_TEST_*`
 * select a store with a known password). Keeps HTTP to version 1.1, whose bugs on the floor are known.
 *
 * Call it first thing in `main()`, before any thread.
 */
void
lk_process_harden (void)
{
  static const char *const unwanted[] = {
    "SSLKEYLOGFILE",
    "G_TLS_GNUTLS_PRIORITY",
    "SECRET_FILE_TEST_PATH",
    "SECRET_FILE_TEST_PASSWORD",
    "SECRET_SERVICE_BUS_NAME",
  };
  struct rlimit limit;

  for (guint i = 0; i < G_N_ELEMENTS (unwanted); i++)
    g_unsetenv (unwanted[i]);
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);

  if (getrlimit (RLIMIT_CORE, &limit) == 0)
    {
      limit.rlim_cur = 0;
      if (setrlimit (RLIMIT_CORE, &limit) != 0)
        g_debug ("Core dumps could not be switched off");
    }

  umask (S_IRWXG | S_IRWXO);
  mallopt (M_PERTURB, PERTURB_BYTE);
}
