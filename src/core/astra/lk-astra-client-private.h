/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-astra-client.h"
#include "lk-transport.h"

G_BEGIN_DECLS

LkTransport *lk_astra_client_get_transport (LkAstraClient *self);

G_END_DECLS
