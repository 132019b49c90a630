/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkExchangeError:
 * @LK_EXCHANGE_ERROR_BAD_VALUE: a value has characters that it cannot be written down with safely
 * @LK_EXCHANGE_ERROR_INCOMPLETE: the form needs a value that is not there
 * @LK_EXCHANGE_ERROR_BAD_FILE: a file that something shall be added to is none of its kind
 * @LK_EXCHANGE_ERROR_NOT_REGULAR: the name is that of a link, a folder, a device or the like
 * @LK_EXCHANGE_ERROR_NOT_ALLOWED: the folder may not be written to, or cannot keep a file private
 * @LK_EXCHANGE_ERROR_NO_ROOM: the disk, the quota or the limit of the process is reached
 * @LK_EXCHANGE_ERROR_CHANGED: another program changed the file meanwhile
 * @LK_EXCHANGE_ERROR_DISK: anything else that the file system says
 *
 * What can go wrong with what goes out. Each message is one sentence for people, without a secret.
 */
typedef enum
{
  LK_EXCHANGE_ERROR_BAD_VALUE,
  LK_EXCHANGE_ERROR_INCOMPLETE,
  LK_EXCHANGE_ERROR_BAD_FILE,
  LK_EXCHANGE_ERROR_NOT_REGULAR,
  LK_EXCHANGE_ERROR_NOT_ALLOWED,
  LK_EXCHANGE_ERROR_NO_ROOM,
  LK_EXCHANGE_ERROR_CHANGED,
  LK_EXCHANGE_ERROR_DISK,
} LkExchangeError;

#define LK_EXCHANGE_ERROR (lk_exchange_error_quark ())

GQuark lk_exchange_error_quark (void);

G_END_DECLS
