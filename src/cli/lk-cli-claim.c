/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>

#define FILE_NAME "names.lock"

/**
 * lk_cli_claim_names:
 * @self: the command line, open
 * @exit_code: (out): if this returns %FALSE
 *
 * Waits until no other command line is about to give a token a script name, or to put one in the place of another, and
 * keeps others waiting until this one has ended: whether a name is taken, or a token has a successor, is asked long before
 * what is created is there to be seen. Where the file system has no locks, nobody waits.
 *
 * Returns: whether it goes on; if not, it said why
 */
gboolean
lk_cli_claim_names (LkCli *self,
                    int   *exit_code)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "latchkey", FILE_NAME, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int saved;

  self->claim = g_open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  saved = errno;
  if (self->claim < 0)
    {
      self->claim = 0;
      /* Translators: %1$s is the name of a file, %2$s the reason */
      lk_cli_usage (_("“%1$s” cannot be opened: %2$s"), path, g_strerror (saved));
      *exit_code = LK_CLI_LOCAL;
      return FALSE;
    }

  while (flock (self->claim, LOCK_EX) != 0)
    if (errno != EINTR)
      {
        g_debug ("Names are given without a lock: %s", g_strerror (errno));
        break;
      }

  /* They are what it was waited for. */
  lk_rotations_read_async (self->rotations, NULL, lk_cli_store_result_cb, &result);
  if (lk_rotations_read_finish (self->rotations, lk_cli_wait (&result), &error))
    return TRUE;

  *exit_code = lk_cli_report (error);

  return FALSE;
}
