/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-keyring-error.h"

G_DEFINE_QUARK (lk-keyring-error-quark, lk_keyring_error)
