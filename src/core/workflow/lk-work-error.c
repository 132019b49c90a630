/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lk-work-error.h"

G_DEFINE_QUARK (lk-work-error-quark, lk_work_error)
