/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lk-inventories.h"

G_BEGIN_DECLS

#define LK_TYPE_NETWORK_RETURN (lk_network_return_get_type ())

/**
 * LkNetworkReturn:
 *
 * As soon as the system has a network again, after a sleep too, has the lists read that could not be, and those of
 * accounts with unfinished work: deletions and rotations are gone on with whenever a list was read. Of unfinished creates
 * the office tells by its signal `network-returned`. Accounts of which all is known are not asked. For as long as it lives.
 */
G_DECLARE_FINAL_TYPE (LkNetworkReturn, lk_network_return, LK, NETWORK_RETURN, GObject)

LkNetworkReturn *lk_network_return_new (LkInventories   *inventories,
                                        GNetworkMonitor *monitor) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
