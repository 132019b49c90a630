/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkKeyringError:
 * @LK_KEYRING_ERROR_NO_SERVICE: no Secret Service answers on the session bus
 * @LK_KEYRING_ERROR_NO_COLLECTION: the service has no collection to store in
 * @LK_KEYRING_ERROR_LOCKED: the collection is locked, or its unlocking was dismissed
 * @LK_KEYRING_ERROR_SILENT: the service did not answer in time
 * @LK_KEYRING_ERROR_REFUSED: the service answered with an error
 * @LK_KEYRING_ERROR_MISMATCH: what was read back is not what was stored
 * @LK_KEYRING_ERROR_BAD_VALUE: the value or an attribute may not be stored (`lk_secret_value_check()`)
 *
 * What can go wrong with the system keyring. Each message is one sentence for people.
 */
typedef enum
{
  LK_KEYRING_ERROR_NO_SERVICE,
  LK_KEYRING_ERROR_NO_COLLECTION,
  LK_KEYRING_ERROR_LOCKED,
  LK_KEYRING_ERROR_SILENT,
  LK_KEYRING_ERROR_REFUSED,
  LK_KEYRING_ERROR_MISMATCH,
  LK_KEYRING_ERROR_BAD_VALUE,
} LkKeyringError;

#define LK_KEYRING_ERROR (lk_keyring_error_quark ())

GQuark lk_keyring_error_quark (void);

G_END_DECLS
