/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwToast *lk_toast_new       (const char      *text) G_GNUC_WARN_UNUSED_RESULT;
AdwToast *lk_toast_new_saved (GFile           *file) G_GNUC_WARN_UNUSED_RESULT;
void      lk_toast_show      (AdwToastOverlay *toasts,
                              AdwToast        *toast);

G_END_DECLS
