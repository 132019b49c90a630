/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-streams.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/**
 * lk_streams_keep_free:
 *
 * Takes the place of each standard stream that the caller has closed, with something that neither reads nor writes: else
 * the next thing that is opened, a connection or a file, is standard output, and a secret that is printed goes there.
 * Programs that this one becomes find the streams closed as they were.
 *
 * Call it first thing in `main()`.
 */
void
lk_streams_keep_free (void)
{
  /* The lowest number that is free is what is opened next. */
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF
        && open ("/dev/null", (fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) | O_CLOEXEC) < 0)
      _exit (1);
}
