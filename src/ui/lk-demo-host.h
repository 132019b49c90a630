/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "lk-keyring.h"
#include "lk-office.h"

G_BEGIN_DECLS

#define LK_TYPE_DEMO_HOST (lk_demo_host_get_type ())

G_DECLARE_FINAL_TYPE (LkDemoHost, lk_demo_host, LK, DEMO_HOST, GObject)

LkDemoHost *lk_demo_host_new          (void) G_GNUC_WARN_UNUSED_RESULT;

/* Starts the demo service and signs @office in to its organizations. */
void        lk_demo_host_open_async   (LkDemoHost           *self,
                                       LkOffice             *office,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean    lk_demo_host_open_finish  (LkDemoHost           *self,
                                       GAsyncResult         *result,
                                       GError              **error);

/* Removes what demos left in the keyring; what cannot be removed is swept at the next start. */
void        lk_demo_host_sweep_async  (LkDemoHost           *self,
                                       LkKeyring            *keyring,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean    lk_demo_host_sweep_finish (LkDemoHost           *self,
                                       GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
