/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-listed-token.h"
#include "lk-pulsar-token.h"

G_BEGIN_DECLS

void lk_pulsar_token_listed_init (LkListedTokenInterface *iface);

G_END_DECLS
