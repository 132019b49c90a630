/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-exchange-error.h"

G_DEFINE_QUARK (lk-exchange-error-quark, lk_exchange_error)
